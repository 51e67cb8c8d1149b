"""A superseded decision whose links do not go both ways.

## What it does
Reports a decision with `supersedes` whose predecessor does not name it in `superseded_by`, the reverse, a
`superseded_by` with a status other than superseded, and a superseded decision that names no successor.

## Why is this bad
Somebody finds the old record first, as people do, and builds by it.

## Bad
```markdown docs/adr/0001-memory.md
---
id: ADR-0001
kind: adr
title: Cache in memory
status: accepted
superseded_by: []
---
```
```markdown docs/adr/0002-shared.md
---
id: ADR-0002
kind: adr
title: Shared cache
status: accepted
supersedes: [ADR-0001]
---
```

## Good
```markdown docs/adr/0001-memory.md
---
id: ADR-0001
kind: adr
title: Cache in memory
status: superseded
superseded_by: [ADR-0002]
---
```
```markdown docs/adr/0002-shared.md
---
id: ADR-0002
kind: adr
title: Shared cache
status: accepted
supersedes: [ADR-0001]
---
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ygs_cli.artifacts import kinds
from ygs_cli.artifacts.project import Artifact, ArtifactFacts
from ygs_cli.findings import Finding, Related, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR, profiles=("recommended", "strict"))
_OPPOSITE = {"supersedes": "superseded_by", "superseded_by": "supersedes"}


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    known = facts.by_id()
    for record in facts.of_kind("adr"):
        yield from _status(record)
        if record.status in ("proposed", "rejected"):
            continue  # it supersedes nothing yet
        for key in _OPPOSITE:
            yield from _one_way(record, key, known)


def _status(record: Artifact) -> Iterator[Finding]:
    successors = record.values("superseded_by")
    if successors and record.status != "superseded":
        message = f"superseded by {successors[0]}, but its status is '{record.status}'"
        yield Finding("", message, record.place("status"), subject="status", hint="write status: superseded")
    elif record.status == "superseded" and not successors:
        hint = "name the decision that takes its place in superseded_by"
        yield Finding("", "superseded by nothing", record.place("status"), subject="superseded_by", hint=hint)


def _one_way(record: Artifact, key: str, known: Mapping[tuple[str, int], Artifact]) -> Iterator[Finding]:
    own = kinds.number_of(record.identifier)
    for value in record.values(key):
        number = kinds.number_of(value)
        other = known.get(number) if number else None
        if other is None or own is None:  # dangling-id and front-matter-schema speak of those
            continue
        if own not in {kinds.number_of(back) for back in other.values(_OPPOSITE[key])}:
            yield Finding(
                "",
                f"{value} does not name {record.identifier} in '{_OPPOSITE[key]}'",
                record.place(key, value),
                subject=value,
                hint=f"add {record.identifier} to '{_OPPOSITE[key]}' of {value}",
                related=(Related("the other end", other.place(_OPPOSITE[key])),),
            )
