"""A draft with a required section that nobody has filled in yet.

## What it does
Reports, in the profile `strict`, what is still to be written in a document that has not left its draft: the
empty sections, and the owner or decider that is not named. It is `required-slot-empty` for drafts.

## Why is this bad
It is not bad yet. It is the list of what a person still has to write before the document can be approved.

## Bad
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
title: Cache sessions
status: proposed
date: 2026-11-21
owners: [ada]
deciders: []
links: []
---
# Cache sessions

## Context
[what forces the decision]
```

## Good
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
title: Cache sessions
status: proposed
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

META = Meta(Severity.WARNING, profiles=("strict",))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in facts.artifacts:
        if artifact.is_open:
            yield from empty_slots(artifact)
