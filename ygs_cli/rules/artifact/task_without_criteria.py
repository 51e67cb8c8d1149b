"""A task that nobody can tell done from not done.

## What it does
Reports a task without a single written acceptance criterion: a list item below "Acceptance criteria" that
says something.

## Why is this bad
Without a criterion the one who does the work also decides what it was, and a reviewer can only ask whether
the code looks nice.

## Bad
```markdown tasks/backlog/0001-mail.md
---
id: TASK-0001
kind: task
title: Send mail
status: backlog
---
# Send mail

## Acceptance criteria
- [ ] AC-0001-1: Given [state], When [event], Then [observable result].
```

## Good
```markdown tasks/backlog/0001-mail.md
---
id: TASK-0001
kind: task
title: Send mail
status: backlog
---
# Send mail

## Acceptance criteria
- [ ] AC-0001-1: Given an order, When it is paid, Then a mail leaves within a minute. Proof: test_mail
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts import sections
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for task in facts.of_kind("task"):
        found = sections.matching(task.document, "Acceptance criteria")
        if any(sections.is_filled(task.document, section) for section in found):
            continue
        line = found[0].line if found else 0
        text = task.document.line_text(line)
        place = Location(task.path, line, 1, len(text) + 1) if found else task.place("id")
        hint = "say what can be observed when it is done, and which test shows it"
        yield Finding("", "no acceptance criterion", place, subject="criteria", hint=hint)
