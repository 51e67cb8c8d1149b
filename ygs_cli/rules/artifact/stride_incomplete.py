"""A STRIDE table that leaves out a category.

## What it does
Reports a table below "STRIDE analysis" in which one of Spoofing, Tampering, Repudiation, Information
disclosure, Denial of service and Elevation of privilege has no row. "Not applicable" with its reason is a
row.

## Why is this bad
The six categories are there so that the one nobody thought of is asked about. Silence looks like safety.

## Bad
```markdown docs/threat-models/0001-shop.md
---
id: TM-0001
kind: threat-model
status: draft
---
## STRIDE analysis

### Shop
| id | category | threat | likelihood | impact | mitigation |
|---|---|---|---|---|---|
| T-0001-1 | Spoofing | a threat | low | high | M-0001-1 |
| T-0001-2 | Tampering | a threat | low | high | M-0001-1 |
| T-0001-3 | Repudiation | a threat | low | high | M-0001-1 |
| T-0001-4 | Information disclosure | a threat | low | high | M-0001-1 |
```

## Good
```markdown docs/threat-models/0001-shop.md
---
id: TM-0001
kind: threat-model
status: draft
---
## STRIDE analysis

### Shop
| id | category | threat | likelihood | impact | mitigation |
|---|---|---|---|---|---|
| T-0001-1 | Spoofing | a threat | low | high | M-0001-1 |
| T-0001-2 | Tampering | a threat | low | high | M-0001-1 |
| T-0001-3 | Repudiation | a threat | low | high | M-0001-1 |
| T-0001-4 | Information disclosure | a threat | low | high | M-0001-1 |
| T-0001-5 | Denial of service | a threat | low | high | M-0001-1 |
| T-0001-6 | Elevation of privilege | a threat | low | high | M-0001-1 |
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, tables, whole_line, written

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))

_CATEGORIES = {
    "spoof": "Spoofing",
    "tamper": "Tampering",
    "repudiat": "Repudiation",
    "information disc": "Information disclosure",
    "denial": "Denial of service",
    "elevation": "Elevation of privilege",
}
_INITIALS = dict(zip("strid", list(_CATEGORIES)[:5], strict=True)) | {"e": "elevation"}


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for model in live(facts, "threat-model"):
        for section in (found for found, _ in written(model, "STRIDE analysis")):
            for table in tables(model.document, section):
                names = [name.strip().lower() for name in table.header]
                if "category" not in names:
                    continue
                column = names.index("category")
                said = {row[column].text.strip("*`_ ").lower() for row in table.rows if len(row) > column}
                missing = [name for stem, name in _CATEGORIES.items() if not any(_is(word, stem) for word in said)]
                if missing and said:
                    place = whole_line(model.document, table.line)
                    hint = "add a row, or one that says why it does not apply"
                    message = f"no row for {', '.join(missing)}"
                    yield Finding("", message, place, subject=", ".join(missing), hint=hint)


def _is(word: str, stem: str) -> bool:
    return word.startswith(stem) or _INITIALS.get(word) == stem
