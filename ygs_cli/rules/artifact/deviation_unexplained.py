"""A deviation without its reason.

## What it does
Reports a line below "Deviations" of a finished task that gives no reason: no because, since, so that, due to,
for, as or the like, and no second sentence or clause behind a colon, semicolon or dash.

## Why is this bad
The next reader takes the deviation for a mistake and puts it back.

## Bad
```markdown tasks/done/0001-mail.md
---
id: TASK-0001
kind: task
status: done
title: Send mail
---
## Deviations
- Design said queue, did a table
```

## Good
```markdown tasks/done/0001-mail.md
---
id: TASK-0001
kind: task
status: done
title: Send mail
---
## Deviations
- Design said queue, did a table, because there are 20 mails a day
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Confidence, Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, whole_line, written

META = Meta(Severity.WARNING, Confidence.MEDIUM, ("recommended", "strict"))

_REASON = re.compile(
    r"\b(?:because|since|so that|due to|owing to|as|for|to|reason|otherwise|would|could|cannot|could not|"
    r"caused?|"
    r"proved|turned out|needed|no|not|instead)\b|[:;\u2013\u2014]|\. \S|\bTASK-\d|\bADR-\d",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(?P<text>\S.*)")
_NONE = re.compile(r"(?:none|nothing|no deviations?)\b", re.IGNORECASE)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for task in live(facts, "task"):
        if task.status != "done":
            continue
        items = {item.line: item.text for item in task.document.paragraphs}
        for section, _ in written(task, "Deviations"):
            for line in range(section.line + 1, section.end_line + 1):
                text = items.get(line, "")
                listed = _ITEM.match(task.document.line_text(line))
                if text and listed and not _NONE.match(text) and not _REASON.search(text):
                    place, hint = whole_line(task.document, line), "write: design said X, did Y because Z"
                    yield Finding("", "a deviation without its reason", place, text[:40], hint=hint)
