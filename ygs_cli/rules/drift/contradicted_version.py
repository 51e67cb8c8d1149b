"""A document promises a version of a language that the manifest does not allow.

## What it does
Compares what a document says that the project requires or supports (`Requires Python 3.9+`, `Node.js 18 or
later is required`, an item under a heading such as Requirements) with the lowest version that the manifests
allow: `requires-python`, `engines.node`, the `go` line, `rust-version`. Speaks only when the document's version
is lower, and when all manifests of the project agree.

## Why is this bad
A reader with the promised version cannot install the project, and learns it from an error.

## Bad
```markdown README.md
This project requires Python 3.9+.
```
```toml pyproject.toml
[project]
name = "shop"
requires-python = ">=3.11"
```

## Good
```markdown README.md
This project requires Python 3.11+.
```
```toml pyproject.toml
[project]
name = "shop"
requires-python = ">=3.11"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.drift import versions
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.findings import Finding, Location, Related, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.WARNING)


def check(facts: DriftFacts) -> Iterator[Finding]:
    for document in facts.documents if facts.minimums else ():
        if document.path in facts.world.exempt_documents:
            continue
        for item in versions.statements(document):
            known = facts.minimums.get(item.tool)
            if known and versions.is_below(item.version, known.version):
                yield Finding(
                    rule="",
                    message=f"'{item.version}' is below {known.version}, which {known.path} asks for",
                    location=Location(document.path, item.line, item.column, item.column + len(item.version)),
                    subject=f"{item.tool} {item.version}",
                    related=(Related("asked for here", Location(known.path, known.line)),),
                )
