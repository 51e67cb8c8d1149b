"""A finished document with a required section that is missing or empty.

## What it does
Reports a section that the kind's template requires and that is missing, empty, or still holds only the
template's comment and placeholders, and an owner or decider that is not named. It looks at documents that are
past their draft: an accepted decision, an approved requirements document, a task in progress or done.

## Why is this bad
An empty section of an approved document is a question that nobody asked. Readers take the heading for an
answer.

## Bad
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
title: Cache sessions
status: accepted
date: 2026-11-21
owners: [ada]
deciders: [ada]
links: []
---
# Cache sessions

## Context
Reading a session takes 40 ms, ten times a page.

## Decision
Sessions are cached in memory.

## Alternatives
<!-- Every option and why it lost. -->

## Consequences
- Cost: 200 MB for each process.

## Reversibility
One flag turns it off.
```

## Good
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
title: Cache sessions
status: accepted
date: 2026-11-21
owners: [ada]
deciders: [ada]
links: []
---
# Cache sessions

## Context
Reading a session takes 40 ms, ten times a page.

## Decision
Sessions are cached in memory.

## Alternatives
A shared cache: one more server to run for 30 users.

## Consequences
- Cost: 200 MB for each process.

## Reversibility
One flag turns it off.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._slots import empty_slots

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in facts.artifacts:
        if artifact.kind and artifact.status in artifact.kind.statuses and not artifact.is_open:
            yield from empty_slots(artifact)
