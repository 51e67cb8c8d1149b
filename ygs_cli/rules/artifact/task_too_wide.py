"""A task that plans to touch more than eight files.

## What it does
Reports a task that is not done and lists more than eight `planned_files`.

## Why is this bad
Beyond about eight files, or 800 changed lines, a change is too large to be reviewed with attention, and an
agent loses its thread. Two thinner slices are finished sooner.

## Bad
```markdown tasks/backlog/0001-mail.md
---
id: TASK-0001
kind: task
title: Send mail
status: backlog
planned_files: [a.py, b.py, c.py, d.py, e.py, f.py, g.py, h.py, i.py]
---
```

## Good
```markdown tasks/backlog/0001-mail.md
---
id: TASK-0001
kind: task
title: Send mail
status: backlog
planned_files: [a.py, b.py]
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))
_MOST = 8


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for task in facts.of_kind("task"):
        number = len(task.values("planned_files"))
        if number > _MOST and task.status != "done":
            message = f"{number} planned files, more than {_MOST}"
            hint = "split it into slices that each work end to end"
            yield Finding("", message, task.place("planned_files"), subject="planned_files", hint=hint)
