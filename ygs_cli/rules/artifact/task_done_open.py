"""A finished task with an open criterion.

## What it does
Reports an unticked box below "Acceptance criteria" of a task with the status done.

## Why is this bad
Either the task is not done or the box was forgotten. A reader cannot tell which, so no other box counts
either.

## Bad
```markdown tasks/done/0001-mail.md
---
id: TASK-0001
kind: task
status: done
title: Send mail
---
## Acceptance criteria
- [x] AC-0001-1: sent
- [ ] AC-0001-2: logged
```

## Good
```markdown tasks/done/0001-mail.md
---
id: TASK-0001
kind: task
status: done
title: Send mail
---
## Acceptance criteria
- [x] AC-0001-1: sent
- [x] AC-0001-2: logged
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts import sections
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, place_of

META = Meta(Severity.ERROR, profiles=("recommended", "strict"))

_OPEN = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\[ \]\s+\S.*")


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for task in live(facts, "task"):
        if task.status != "done":
            continue
        document = task.document
        lengths = {fence.line: fence.text.count("\n") for fence in document.fences}
        fenced = {line for start, length in lengths.items() for line in range(start, start + length)}
        for section in sections.matching(document, "Acceptance criteria"):
            for line in range(section.line + 1, section.end_line + 1):
                if line not in fenced and _OPEN.match(document.line_text(line)):
                    text = document.line_text(line).partition("]")[2].strip()
                    hint = "show that it holds and tick it, or move the task back"
                    place = place_of(document, line, line, _OPEN)
                    yield Finding("", "done, and a criterion is open", place, subject=text[:40], hint=hint)
