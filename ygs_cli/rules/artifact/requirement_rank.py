"""A requirement without a rank, or with one in lower case.

## What it does
Reports a requirement whose heading has no MUST, SHOULD or MAY behind its id, or has it in lower case. Only
capitals carry the meaning of RFC 2119 (RFC 8174).

## Why is this bad
Without a rank everything is equally wanted, and what is dropped under pressure is chosen by chance.

## Bad
```markdown docs/prd/0001-refunds.md
---
id: PRD-0001
kind: prd
status: draft
---
## Requirements

### REQ-0001-1: refunds
When an order is cancelled, the shop shall pay back its price within 24 h.
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
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Edit, Finding, Fix, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import place_of, whole_line, written_requirements

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for document, requirement in written_requirements(facts):
        rank, name, line = requirement.rank, requirement.identifier, requirement.line
        if not rank:
            hint = f"write {name} MUST, SHOULD or MAY"
            yield Finding("", "no rank", whole_line(document, line), name, hint=hint)
        elif rank != rank.upper():
            place = place_of(document, line, line, re.compile(rf"\b{rank}\b"))
            fix = Fix(f"write {rank.upper()}", (Edit(place, rank, rank.upper()),))
            yield Finding("", f"'{rank}' is no rank in lower case", place, name, fix=fix)
