"""The same id in two documents, or the same requirement defined twice.

## What it does
Reports a document whose id another document has already, and a requirement or acceptance criterion that two
headings define. `adr-007` and `ADR-0007` are the same id. Of two documents the one that came into the history
later is reported, or else the one whose path sorts later.

## How to mend it
`ygs lint --fix --unsafe-fixes` gives this document the next free number, with its file's name, the ids of its
requirements and criteria, and all references to it; `--diff` shows the edits. Which of the two a reference
means is told by history: the commit that wrote the line knew only one of them. A reference that could mean
either is named and stays. Two copies of one document, such as a task that was moved on one branch and edited
on another, are not renumbered.

## Why is this bad
Two branches that took the same number merge without a conflict; from then on each reference to it points to
either of the two.

## Bad
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
title: Cache sessions
---
```
```markdown docs/adr/0001-queue.md
---
id: ADR-0001
kind: adr
title: Queue mails
---
```

## Good
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
title: Cache sessions
---
```
```markdown docs/adr/0002-queue.md
---
id: ADR-0002
kind: adr
title: Queue mails
---
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf

from ygs_cli.artifacts import kinds
from ygs_cli.artifacts.project import Artifact, ArtifactFacts
from ygs_cli.findings import Finding, Location, Related, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    claims: dict[tuple[str, int], list[Artifact]] = {}
    for artifact in facts.artifacts:
        key = kinds.number_of(artifact.identifier)
        if key is not None:
            claims.setdefault(key, []).append(artifact)
    for twins in claims.values():
        if len(twins) > 1:
            yield from _twins(twins, facts.ages(twin.path for twin in twins))
    yield from _elements(facts)


def _twins(twins: list[Artifact], ages: Mapping[str, int]) -> Iterator[Finding]:
    """A finding for each document but the one that came first in history, or else by path."""
    first, *others = sorted(twins, key=lambda twin: (ages.get(twin.path, inf), twin.path))
    for twin in others:
        yield _finding(twin.identifier, twin.place("id"), first.place("id"))


def _elements(facts: ArtifactFacts) -> Iterator[Finding]:
    ours = {artifact.path for artifact in facts.artifacts}
    seen: dict[str, Location] = {}
    for element in facts.elements:
        if not element.in_heading or element.location.path not in ours:
            continue
        if element.identifier in seen:
            yield _finding(element.identifier, element.location, seen[element.identifier])
        seen.setdefault(element.identifier, element.location)


def _finding(identifier: str, place: Location, first: Location) -> Finding:
    return Finding(
        "",
        f"{identifier} is taken",
        place,
        subject=identifier,
        hint="give the younger of the two the next free number",
        related=(Related(f"{identifier} is also this one", first),),
    )
