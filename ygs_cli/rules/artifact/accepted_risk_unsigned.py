"""An accepted risk without a name, a date or a day to look again.

## What it does
Reports a row of "Open items and accepted risks" whose kind is accepted and whose person, date or next look is
empty.

## Why is this bad
A risk that nobody accepted was not accepted. One without an end is accepted for ever, also when the system
has changed around it.

## Bad
```markdown docs/threat-models/0001-shop.md
---
id: TM-0001
kind: threat-model
status: draft
---
## Open items and accepted risks
| item | kind | who | date | look again |
|---|---|---|---|---|
| T-0001-1 | accepted | | 2026-01-01 | 2027-01-01 |
```

## Good
```markdown docs/threat-models/0001-shop.md
---
id: TM-0001
kind: threat-model
status: draft
---
## Open items and accepted risks
| item | kind | who | date | look again |
|---|---|---|---|---|
| T-0001-1 | accepted | ada | 2026-01-01 | 2027-01-01 |
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import is_empty, live, rows, whole_line, written

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))

_WANTED = {"who": "name", "date": "date", "look again": "day to look again"}


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for model in live(facts, "threat-model"):
        for section, _ in written(model, "Open items and accepted risks"):
            for row in rows(model.document, section, "kind", "who", "date"):
                if "accept" not in row["kind"].text.lower():
                    continue
                lacking = [name for column, name in _WANTED.items() if is_empty(row.get(column))]
                if lacking:
                    place = whole_line(model.document, row["kind"].line)
                    message = f"accepted without a {' and a '.join(lacking)}"
                    item = next(iter(row.values())).text
                    yield Finding("", message, place, subject=item, hint="who accepts it, when, until when")
