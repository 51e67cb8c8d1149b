"""A design document that is silent on a quality.

## What it does
Reports a design document whose non-functional requirements do not speak of performance, availability,
security, privacy, cost, operations, observability or testing, or whose row for one of them is empty. "Does
not apply, because" is an answer.

## Why is this bad
Most painful incidents come from what was out of scope in the design and in scope in reality.

## Bad
```markdown docs/architecture/0001-refunds.md
---
id: DD-0001
kind: design-doc
status: draft
title: Refunds take nine days
---
## Non-functional requirements
Answers within 200 ms, available 99.9 %, encrypted.
```

## Good
```markdown docs/architecture/0001-refunds.md
---
id: DD-0001
kind: design-doc
status: draft
title: Refunds take nine days
---
## Non-functional requirements
- Performance: 200 ms at P99. Availability: 99.9 %.
- Security: signed requests. Privacy: no personal data.
- Cost: 40 EUR a month. Operations: payments team on call.
- Observability: an alert at 1 % errors. Testing: load test each night.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import is_empty, live, rows, whole_line, written

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))

_QUALITIES = {
    "performance": r"performance|latency|throughput|\bscal(?:e|ing|ability)|\b(?:ms|milliseconds)\b|\bp9\d",
    "availability": r"availab|recovery|uptime|\brto\b|\brpo\b|durab|resilien|99\.",
    "security": r"secur|encrypt|authenti|authori|\btls\b",
    "privacy": r"privacy|personal data|compliance|gdpr|\bpii\b|regulat",
    "cost": r"\bcosts?\b|budget|price|\b(?:usd|eur|dollars?|euros?)\b|[$\u20ac]",
    "operations": r"operat|on[- ]call|maintain|runbook|support\b|deploy",
    "observability": r"observab|metric|\blogs?\b|logging|trac(?:e|ing)|alert|monitor|dashboard",
    "testing": r"\btest",
}


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in live(facts, "design-doc"):
        document = artifact.document
        for section, text in written(artifact, "Non-functional requirements"):
            missing = [name for name, words in _QUALITIES.items() if not re.search(words, text, re.IGNORECASE)]
            if missing:
                hint = "a number and how it is measured, or why it does not apply"
                message = f"nothing on {', '.join(missing)}"
                place = whole_line(document, section.line)
                yield Finding("", message, place, subject=", ".join(missing), hint=hint)
            for row in rows(document, section, "quality", "requirement"):
                if is_empty(row["requirement"]):
                    name, place = row["quality"].text, whole_line(document, row["quality"].line)
                    yield Finding(
                        "", f"no requirement for '{name}'", place, subject=name, hint="a number, or why none"
                    )
