"""Front matter that cannot be read as YAML.

## What it does
Reports a document whose first block between `---` lines is not a YAML mapping. Templates, whose block has
`{{`, `{%` or `<%` in it, are left alone.

## Why is this bad
Tools drop broken front matter in silence: the document loses its id, its status and its links, and no
check sees it any more.

## Bad
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
title: Cache: read through
---
# Cache
```

## Good
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
title: "Cache: read through"
---
# Cache
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts.markdown import Document
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for document in facts.documents:
        front = document.front_matter
        if front is None or not front.error or _is_template(document, front.end_line):
            continue
        text = document.line_text(front.error_line)
        yield Finding(
            rule="",
            message=front.error,
            location=Location(document.path, front.error_line, 1, len(text) + 1),
            subject="front matter",
            hint="quote strings that contain ': ' or begin with a special character",
        )


def _is_template(document: Document, end_line: int) -> bool:
    block = "\n".join(document.lines[:end_line])
    return any(mark in block for mark in ("{{", "{%", "<%"))
