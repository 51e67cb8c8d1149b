"""A task whose folder and status disagree.

## What it does
Reports a task below a folder `backlog`, `in-progress` or `done` whose front matter has another status.

## Why is this bad
The folder is the status that people see. When the two disagree, half of the readers believe the wrong one.

## Bad
```markdown tasks/done/0001-mail.md
---
id: TASK-0001
kind: task
title: Send mail
status: in-progress
---
```

## Good
```markdown tasks/done/0001-mail.md
---
id: TASK-0001
kind: task
title: Send mail
status: done
---
```
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for task in facts.of_kind("task"):
        statuses = task.kind.statuses if task.kind else ()
        folder = next((name for name in reversed(PurePosixPath(task.path).parts[:-1]) if name in statuses), "")
        if folder and task.status in statuses and folder != task.status:
            message = f"the status is '{task.status}', the folder '{folder}'"
            hint = f"move the file to {task.status}/, or write status: {folder}"
            yield Finding("", message, task.place("status"), subject="status", hint=hint)
