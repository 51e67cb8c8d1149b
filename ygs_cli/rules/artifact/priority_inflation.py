"""A requirements document in which more than half is MUST.

## What it does
Reports a PRD with at least four ranked requirements of which more than half are MUST.

## Why is this bad
When everything is indispensable nothing is ranked: what is cut under pressure is then cut by chance.

## Bad
```markdown docs/prd/0001-refunds.md
---
id: PRD-0001
kind: prd
status: draft
---
## Requirements

### REQ-0001-1 MUST: x
When an order is cancelled, the shop shall pay back its price within 24 h.

- Failure: If the bank refuses, then the shop shall keep the order open.

### REQ-0001-2 MUST: x
When an order is cancelled, the shop shall pay back its price within 24 h.

- Failure: If the bank refuses, then the shop shall keep the order open.

### REQ-0001-3 MUST: x
When an order is cancelled, the shop shall pay back its price within 24 h.

- Failure: If the bank refuses, then the shop shall keep the order open.

### REQ-0001-4 MAY: x
When an order is cancelled, the shop shall pay back its price within 24 h.

- Failure: If the bank refuses, then the shop shall keep the order open.
```

## Good
```markdown docs/prd/0001-refunds.md
---
id: PRD-0001
kind: prd
status: draft
---
## Requirements

### REQ-0001-1 MUST: x
When an order is cancelled, the shop shall pay back its price within 24 h.

- Failure: If the bank refuses, then the shop shall keep the order open.

### REQ-0001-2 MUST: x
When an order is cancelled, the shop shall pay back its price within 24 h.

- Failure: If the bank refuses, then the shop shall keep the order open.

### REQ-0001-3 MAY: x
When an order is cancelled, the shop shall pay back its price within 24 h.

- Failure: If the bank refuses, then the shop shall keep the order open.

### REQ-0001-4 MAY: x
When an order is cancelled, the shop shall pay back its price within 24 h.

- Failure: If the bank refuses, then the shop shall keep the order open.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts import requirements
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, whole_line

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))

_FEWEST = 4  # below it a ranking says little


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in live(facts, "prd"):
        ranked = [item for item in requirements.of(artifact.document) if item.rank]
        musts = [item for item in ranked if item.rank.upper() == "MUST"]
        if len(ranked) >= _FEWEST and len(musts) * 2 > len(ranked):
            message = f"{len(musts)} of {len(ranked)} requirements are MUST"
            place = whole_line(artifact.document, musts[0].line)
            hint = "a MUST is what the result is worthless without: rank again"
            yield Finding("", message, place, subject="MUST", hint=hint)
