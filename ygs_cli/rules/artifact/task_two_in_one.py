"""A task that is two tasks.

## What it does
Reports a task, not done, whose title and "Delivers" say "and also", "and additionally" or "as well as" more
than once, or whose title has one of them.

## Why is this bad
Two results under one id are estimated, reviewed and finished as one: the half that is stuck holds up the
other.

## Bad
```markdown tasks/backlog/0001-mail.md
---
id: TASK-0001
kind: task
status: backlog
title: Send mail
---
## Delivers
A mail leaves, and also a text message, and also an entry in the log.
```

## Good
```markdown tasks/backlog/0001-mail.md
---
id: TASK-0001
kind: task
status: backlog
title: Send mail
---
## Delivers
A mail leaves when an order is paid.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, whole_line, written

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))

_JOINED = re.compile(r"\b(?:and|but|then) (?:also|additionally|in addition)\b|\bas well as\b", re.IGNORECASE)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for task in live(facts, "task"):
        if task.status == "done":
            continue
        title = _JOINED.findall(str(task.front.data.get("title", "")))
        texts = [(section, len(_JOINED.findall(text))) for section, text in written(task, "Delivers")]
        if title or sum(number for _, number in texts) > 1:
            place = task.place("title") if title else whole_line(task.document, texts[0][0].line)
            hint = "one task for each result, joined by depends_on"
            yield Finding("", "two results in one task", place, subject="delivers", hint=hint)
