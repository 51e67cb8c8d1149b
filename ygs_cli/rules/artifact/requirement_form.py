"""A requirement that is not written in an EARS form.

## What it does
Reports a requirement of a PRD none of whose sentences has one of the six EARS forms: "The <system> shall
<response>", alone (ubiquitous) or behind "When <event>,", "While <state>,", "Where <feature>,", "If
<condition>, then", or several of them. A condition ends with a comma or with "then".

## Why is this bad
Free prose leaves out who acts, on what occasion, or what must follow. Each of the three is then filled in by
whoever builds it.

## Bad
```markdown docs/prd/0001-refunds.md
---
id: PRD-0001
kind: prd
status: draft
---
## Requirements

### REQ-0001-1 SHOULD: refunds
Refunds are important and should be paid quickly.
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

from collections.abc import Iterator

from ygs_cli.artifacts import ears
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Confidence, Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import whole_line, written_requirements

META = Meta(Severity.WARNING, Confidence.MEDIUM, ("recommended", "strict"))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for document, requirement in written_requirements(facts):
        if not any(ears.form(sentence) for sentence in ears.sentences(requirement.statement)):
            hint = "write: When <event>, the <system> shall <one observable response>"
            place = whole_line(document, requirement.line)
            yield Finding("", "no sentence of an EARS form", place, subject=requirement.identifier, hint=hint)
