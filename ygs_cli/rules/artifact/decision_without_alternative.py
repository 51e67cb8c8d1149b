"""A decision record that says there was nothing to choose from.

## What it does
Reports a decision whose section on alternatives says only that there were none ("None.", "N/A", "No
alternatives were considered.").

## Why is this bad
Without an alternative there was no decision. The next reader asks the question again, and cannot see that it
was ever asked.

## Bad
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
status: accepted
---
## Alternatives
No alternatives were considered.
```

## Good
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
status: accepted
---
## Alternatives
A shared cache: one more server to run for 30 users.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, whole_line, written

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))

_NONE = re.compile(
    r"[\s*_>|-]*(?:none|nothing|n/?a|not applicable|(?:there (?:are|were) )?no(?: other)? (?:real )?"
    r"(?:alternatives?|options?)(?: (?:were|was|have been|has been) (?:considered|looked at|evaluated))?|"
    r"we (?:considered|looked at) no (?:alternatives?|other options?))[\s*_.!]*",
    re.IGNORECASE,
)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for record in live(facts, "adr"):
        for section, text in written(record, "Alternatives"):
            if _NONE.fullmatch(text):
                hint = "name what a sensible person would have done instead, the current state at least"
                place = whole_line(record.document, section.line)
                yield Finding("", "no alternative", place, subject="alternatives", hint=hint)
