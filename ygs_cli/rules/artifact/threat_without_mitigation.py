"""A threat that nothing answers.

## What it does
Reports a row of the STRIDE tables whose mitigation is empty, or an id that no row of the mitigations has. A
threat whose id stands among the accepted risks, or that is not applicable, is answered.

## Why is this bad
A threat that was written down and not answered is worse than one nobody saw: it is known, and open.

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
| T-0001-1 | Spoofing | a threat | low | high |  |
| T-0001-2 | Tampering | a threat | low | high | M-0001-1 |
| T-0001-3 | Repudiation | a threat | low | high | M-0001-1 |
| T-0001-4 | Information disclosure | a threat | low | high | M-0001-1 |
| T-0001-5 | Denial of service | a threat | low | high | M-0001-1 |
| T-0001-6 | Elevation of privilege | a threat | low | high | M-0001-1 |

## Mitigations
| id | threats | mitigation | owner | status | test |
|---|---|---|---|---|---|
| M-0001-1 | T-0001-1 | rate limit | ada | done | tests/test_login.py |
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

## Mitigations
| id | threats | mitigation | owner | status | test |
|---|---|---|---|---|---|
| M-0001-1 | T-0001-1 | rate limit | ada | done | tests/test_login.py |
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

_ID = re.compile(r"\bM-[A-Z0-9]+(?:-[A-Z0-9]+)*\b")
_NO_THREAT = re.compile(r"\b(?:not applicable|n/a|none|does not apply)\b", re.IGNORECASE)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for model in live(facts, "threat-model"):
        document = model.document
        known = {
            row["id"].text.strip("*`_ ")
            for section, _ in written(model, "Mitigations")
            for row in rows(document, section, "id", "mitigation")
        }
        accepted = "\n".join(text for _, text in written(model, "Open items and accepted risks"))
        for section, _ in written(model, "STRIDE analysis"):
            for row in rows(document, section, "category", "threat", "mitigation"):
                name = row["id"].text.strip("*`_ ") if "id" in row else row["category"].text
                if is_empty(row["threat"]) or _NO_THREAT.search(row["threat"].text) or name in accepted:
                    continue
                cell = row["mitigation"]
                missing = [found for found in _ID.findall(cell.text) if found not in known]
                message = f"{missing[0]} is no mitigation of this model" if missing else f"nothing answers {name}"
                if missing or is_empty(cell):
                    hint = "name a mitigation, or accept the risk with a name and a date"
                    yield Finding("", message, whole_line(document, cell.line), subject=name, hint=hint)
