"""A MUST that does not say what happens when it fails.

## What it does
Reports a requirement ranked MUST without a failure requirement: a list item "Failure: ...", or a sentence "If
<condition>, then the <system> shall ...".

## Why is this bad
What matters most is exactly what somebody will meet broken one day. Without a sentence here the behaviour of
that day is an accident of the code.

## Bad
```markdown docs/prd/0001-refunds.md
---
id: PRD-0001
kind: prd
status: draft
---
## Requirements

### REQ-0001-1 MUST: refunds
When an order is cancelled, the shop shall pay back its price within 24 h.

- Scenario: Given a paid order, When it is cancelled, Then the money is back within 24 h.
```

## Good
```markdown docs/prd/0001-refunds.md
---
id: PRD-0001
kind: prd
status: draft
---
## Requirements

### REQ-0001-1 MUST: refunds
When an order is cancelled, the shop shall pay back its price within 24 h.

- Scenario: Given a paid order, When it is cancelled, Then the money is back within 24 h.
- Failure: If the bank refuses, then the shop shall keep the order open.
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
        if requirement.rank.upper() == "MUST" and not requirement.has_failure:
            hint = "add: - Failure: If <unwanted condition>, then the <system> shall <safe response>."
            place = whole_line(document, requirement.line)
            yield Finding("", "a MUST without a failure requirement", place, requirement.identifier, hint=hint)
