"""A design document with one alternative.

## What it does
Reports a design document whose table of options below "Alternatives" has exactly one row. Options in prose,
lists or sub-sections are left to a reader.

## Why is this bad
One option asks for permission. What exists today, a smaller step and a redesign are always there to be
compared.

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
from ygs_cli.rules.artifact._content import live, tables, whole_line, written

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in live(facts, "design-doc"):
        for section, _ in written(artifact, "Alternatives"):
            found = [table for table in tables(artifact.document, section) if table.header[0].lower() == "option"]
            if sum(1 for table in found for row in table.rows if row and row[0].text.strip()) == 1:
                hint = "compare the current state, an incremental step and a redesign by the same criteria"
                place = whole_line(artifact.document, section.line)
                yield Finding("", "one option is no choice", place, subject="alternatives", hint=hint)
