"""A requirement without a scenario.

## What it does
Reports a requirement without a "Given ..., When ..., Then ..." or a paragraph or list item that begins with
"Scenario" or "Given".

## Why is this bad
The scenario is where author and reader find out that they meant different things, and the first test.

## Bad
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

- Scenario: Given a paid order, When it is cancelled, Then the money is back within 24 h.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import whole_line, written_requirements

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for document, requirement in written_requirements(facts):
        if not requirement.has_scenario:
            hint = "add: - Scenario: Given <state>, When <event>, Then <observable result>."
            place = whole_line(document, requirement.line)
            yield Finding("", "no scenario", place, requirement.identifier, hint=hint)
