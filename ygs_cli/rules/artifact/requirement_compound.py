"""A requirement that asks for more than one response.

## What it does
Reports a requirement whose statement says "shall" more than once. The failure requirement and the scenarios
below it do not count.

## Why is this bad
Two responses under one id are built, tested and dropped together; a half that is missing hides behind the
half that works.

## Bad
```markdown docs/prd/0001-refunds.md
---
id: PRD-0001
kind: prd
status: draft
---
## Requirements

### REQ-0001-1 SHOULD: refunds
When an order is cancelled, the shop shall pay back its price and the warehouse shall stop the parcel.
```

## Good
```markdown docs/prd/0001-refunds.md
---
id: PRD-0001
kind: prd
status: draft
---
## Requirements

### REQ-0001-1 SHOULD: refunds
When an order is cancelled, the shop shall pay back its price within 24 h.


### REQ-0001-2 SHOULD: parcels
When an order is cancelled, the warehouse shall stop the parcel.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts import ears
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import whole_line, written_requirements

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for document, requirement in written_requirements(facts):
        asked = (item for item in ears.sentences(requirement.statement) if not ears.is_failure(item))
        number = sum(map(ears.responses, asked))
        if number > 1:
            message, hint = f"{number} responses in one requirement", "give each response an id of its own"
            yield Finding("", message, whole_line(document, requirement.line), requirement.identifier, hint=hint)
