"""A design document with one alternative.

## What it does
Reports a design document whose section "Alternatives" holds exactly one option: one row in its tables, or one
sub-section. Prose and lists are left to a reader.

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

from ygs_cli.artifacts import sections
from ygs_cli.artifacts.markdown import Document
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.artifacts.sections import Section
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, tables, whole_line, written

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in live(facts, "design-doc"):
        for section, _ in written(artifact, "Alternatives"):
            if _options(artifact.document, section) == 1:
                hint = "compare the current state, an incremental step and a redesign by the same criteria"
                place = whole_line(artifact.document, section.line)
                yield Finding("", "one option is no choice", place, subject="alternatives", hint=hint)


def _options(document: Document, section: Section) -> int:
    """The options that rows or sub-sections name; 0 where there are neither."""
    rows = sum(1 for table in tables(document, section) for row in table.rows if row and row[0].text.strip())
    inside = [item for item in sections.sections(document) if section.line < item.line <= section.end_line]
    return rows or len(inside)
