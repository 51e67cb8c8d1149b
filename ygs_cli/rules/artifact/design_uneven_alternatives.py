"""Alternatives that are judged by different criteria.

## What it does
Reports a row of the table below "Alternatives" of a design document that leaves a criterion empty while
another option has it.

## Why is this bad
An option that is not judged on rollback or cost cannot win or lose by it: the comparison was over before it
was made.

## Bad
```markdown docs/architecture/0001-refunds.md
---
id: DD-0001
kind: design-doc
status: draft
title: Refunds take nine days
---
## Alternatives
| option | complexity | rollback |
|---|---|---|
| Current state | none | |
| Redesign | high | hard |
```

## Good
```markdown docs/architecture/0001-refunds.md
---
id: DD-0001
kind: design-doc
status: draft
title: Refunds take nine days
---
## Alternatives
| option | complexity | rollback |
|---|---|---|
| Current state | none | none |
| Redesign | high | hard |
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
    for artifact in live(facts, "design-doc"):
        for section, _ in written(artifact, "Alternatives"):
            found = list(rows(artifact.document, section, "option"))
            judged = {name for row in found for name, cell in row.items() if name and not is_empty(cell)}
            for row in found:
                lacking = [name for name in row if name in judged and is_empty(row[name])]
                if lacking:
                    option = row["option"]
                    message = f"'{option.text}' is not judged on {', '.join(lacking)}"
                    place = whole_line(artifact.document, option.line)
                    yield Finding(
                        "", message, place, subject=option.text, hint="the same criteria for every option"
                    )
