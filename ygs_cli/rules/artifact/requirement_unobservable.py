"""A requirement whose response nobody could observe.

## What it does
Reports a statement that asks the system to handle, consider, deal with or try something, or to work
correctly, where its sentence holds no number.

## Why is this bad
No test can tell whether it holds: "handle errors" is done by an empty branch.

## Bad
```markdown docs/prd/0001-refunds.md
---
id: PRD-0001
kind: prd
status: draft
---
## Requirements

### REQ-0001-1 SHOULD: refunds
If the bank refuses a refund, then the shop shall handle the error.
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
If the bank refuses a refund, then the shop shall keep the order open and show the reason.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts import ears
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Confidence, Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import place_of, written_requirements

META = Meta(Severity.WARNING, Confidence.MEDIUM, ("recommended", "strict"))

_WEAK = re.compile(
    r"\bshall\s+(?:not\s+)?(?:be (?:able|designed|prepared) to\s+)?"
    r"(?:(?:properly|correctly)\s+)?(handle|consider|deal with|take (?:care|account) of|take into account|"
    r"try to|attempt to|strive|aim to|(?:work|function|behave|operate) (?:correctly|properly|well|as expected))\b",
    re.IGNORECASE,
)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for document, requirement in written_requirements(facts):
        for sentence in ears.sentences(requirement.statement):
            match = _WEAK.search(sentence)
            if match is None or any(char.isdigit() for char in sentence):
                continue
            word = re.compile(rf"\b{re.escape(match[1])}\b", re.IGNORECASE)
            place = place_of(document, requirement.line + 1, requirement.end_line, word)
            hint = "say what a user, a caller or a log would see"
            yield Finding("", f"nobody can observe '{match[1]}'", place, requirement.identifier, hint=hint)
