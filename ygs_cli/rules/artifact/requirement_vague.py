"""A requirement that asks for a quality without a number.

## What it does
Reports a word such as fast, secure, scalable, user-friendly or appropriate in what a requirement asks for,
where its sentence holds no number.

## Why is this bad
Everybody agrees with "fast" and nobody can test it. Two people build two different things and both are done.

## Bad
```markdown docs/prd/0001-refunds.md
---
id: PRD-0001
kind: prd
status: draft
---
## Requirements

### REQ-0001-1 SHOULD: refunds
When an order is cancelled, the shop shall pay back its price quickly.
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

from ygs_cli.artifacts import ears
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Confidence, Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import place_of, written_requirements

META = Meta(Severity.WARNING, Confidence.MEDIUM, ("recommended", "strict"))

_VAGUE = re.compile(
    r"(?<![\w-])(?:fast(?:er)?|quick(?:ly)?|rapid(?:ly)?|slow|promptly|timely|as soon as possible|in real time|"
    r"scalable|"
    r"secure(?:ly)?|safe(?:ly)? enough|robust(?:ly)?|reliabl[ey]|highly available|flexibl[ey]|performant|modern|"
    r"future-proof|state of the art|user[- ]friendly|eas(?:y|ily)|intuitive(?:ly)?|seamless(?:ly)?|smooth(?:ly)?|"
    r"simple to use|convenient(?:ly)?|graceful(?:ly)?|efficient(?:ly)?|appropriate(?:ly)?|adequate(?:ly)?|"
    r"reasonabl[ey]|sufficient(?:ly)?|as (?:needed|appropriate|required)|if possible|and so on|etc\.)(?![\w-])",
    re.IGNORECASE,
)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for document, requirement in written_requirements(facts):
        for sentence in ears.sentences(requirement.statement):
            match = _VAGUE.search(ears.response(sentence))
            if match is None or any(char.isdigit() for char in sentence):
                continue
            word = re.compile(rf"(?<![\w-]){re.escape(match[0])}")
            place = place_of(document, requirement.line + 1, requirement.end_line, word)
            hint = "say how much, measured how"
            yield Finding("", f"'{match[0]}' without a number", place, requirement.identifier, hint=hint)
