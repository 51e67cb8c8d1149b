"""A mitigation without an owner, a status or a test.

## What it does
Reports a row of the mitigations whose owner or status is empty, and one that is done whose test is empty.

## Why is this bad
Without an owner nobody does it, without a status nobody knows, and without a test nobody notices when it is
gone again.

## Bad
```markdown docs/threat-models/0001-shop.md
---
id: TM-0001
kind: threat-model
status: draft
---

## Mitigations
| id | threats | mitigation | owner | status | test |
|---|---|---|---|---|---|
| M-0001-1 | T-0001-1 | rate limit |  | done | tests/test_login.py |
```

## Good
```markdown docs/threat-models/0001-shop.md
---
id: TM-0001
kind: threat-model
status: draft
---

## Mitigations
| id | threats | mitigation | owner | status | test |
|---|---|---|---|---|---|
| M-0001-1 | T-0001-1 | rate limit | ada | done | tests/test_login.py |
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import is_empty, live, rows, whole_line, written

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for model in live(facts, "threat-model"):
        for section, _ in written(model, "Mitigations"):
            for row in rows(model.document, section, "mitigation", "owner", "status", "test"):
                done = row["status"].text.strip().lower() == "done" if "status" in row else False
                wanted = ("owner", "status", "test") if done else ("owner", "status")
                lacking = [column for column in wanted if is_empty(row.get(column))]
                if lacking:
                    name = row["id"].text.strip("*`_ ") if "id" in row else row["mitigation"].text
                    place = whole_line(model.document, row["mitigation"].line)
                    message = f"{name} has no {' and no '.join(lacking)}"
                    yield Finding("", message, place, subject=name, hint="one person, a status, a test that runs")
