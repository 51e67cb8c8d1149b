"""A document that builds on a decision that was superseded.

## What it does
Reports a PRD, design, threat model, runbook, test plan, open task or live decision that has a superseded
decision among its `links` and does not link its successor. The decision that supersedes it may link it.

## Why is this bad
Readers follow the link and build by the old decision.

## Bad
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
status: superseded
superseded_by: [ADR-0002]
---
```
```markdown docs/adr/0002-shared.md
---
id: ADR-0002
kind: adr
status: accepted
supersedes: [ADR-0001]
---
```
```markdown docs/trd/0001-shop.md
---
id: TRD-0001
kind: trd
status: approved
links: [ADR-0001]
---
```

## Good
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
status: superseded
superseded_by: [ADR-0002]
---
```
```markdown docs/adr/0002-shared.md
---
id: ADR-0002
kind: adr
status: accepted
supersedes: [ADR-0001]
---
```
```markdown docs/trd/0001-shop.md
---
id: TRD-0001
kind: trd
status: approved
links: [ADR-0002]
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts import kinds
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Related, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))

_KINDS = ("prd", "trd", "design-doc", "adr", "threat-model", "task", "test-plan", "runbook")


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    known = facts.by_id()
    for artifact in live(facts, *_KINDS):
        if artifact.status == "done":
            continue  # history
        linked = {kinds.number_of(value) for value in (*artifact.values("links"), *artifact.values("supersedes"))}
        for value in artifact.values("links"):
            number = kinds.number_of(value)
            record = known.get(number) if number else None
            if record is None or record.status != "superseded":
                continue
            successors = record.values("superseded_by")
            own = kinds.number_of(artifact.identifier)
            if not successors or {kinds.number_of(name) for name in successors} & {*linked, own}:
                continue
            message, hint = f"{value} was superseded by {', '.join(successors)}", "link the successor"
            related = (Related("the superseded decision", record.place("status")),)
            yield Finding("", message, artifact.place("links", value), subject=value, hint=hint, related=related)
