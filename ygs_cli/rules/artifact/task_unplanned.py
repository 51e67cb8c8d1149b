"""A task in progress that does not say which files it will touch.

## What it does
Reports a task with the status `in-progress` and no `planned_files`.

## Why is this bad
The list of planned files is what an unplanned change is measured against. Without it no change is ever out of
scope, for a person or for an agent.

## Bad
```markdown tasks/in-progress/0001-mail.md
---
id: TASK-0001
kind: task
title: Send mail
status: in-progress
planned_files: []
---
```

## Good
```markdown tasks/in-progress/0001-mail.md
---
id: TASK-0001
kind: task
title: Send mail
status: in-progress
planned_files: [shop/mail.py, tests/test_mail.py]
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for task in facts.of_kind("task"):
        if task.status == "in-progress" and not task.values("planned_files"):
            place, hint = task.place("planned_files"), "list every file that the change may touch"
            yield Finding("", "in progress without planned files", place, subject="planned_files", hint=hint)
