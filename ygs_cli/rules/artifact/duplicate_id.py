"""The same id in two documents, or the same requirement defined twice.

## What it does
Reports a document whose id another document has already, and a requirement or acceptance criterion that two
headings define. `adr-007` and `ADR-0007` are the same id.

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

from collections.abc import Iterator

from ygs_cli.artifacts import kinds
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Location, Related, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    seen: dict[tuple[str, int], Location] = {}
    for artifact in facts.artifacts:
        key = kinds.number_of(artifact.identifier)
        if key is None:
            continue
        place = artifact.place("id")
        if key in seen:
            yield _finding(artifact.identifier, place, seen[key])
        seen.setdefault(key, place)
    yield from _elements(facts)


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
