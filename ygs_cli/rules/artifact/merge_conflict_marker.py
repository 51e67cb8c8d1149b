"""The markers of an unresolved merge.

## What it does
Reports the three marker lines that git leaves in a file (`<<<<<<<`, `=======`, `>>>>>>>`, in this order and
outside code blocks) in any Markdown document.

## Why is this bad
The document says two things at once, and the page that is built from it shows both.

## Bad
```markdown docs/guide.md
# Guide

<<<<<<< HEAD
Call us.
=======
Write to us.
>>>>>>> mail
```

## Good
```markdown docs/guide.md
# Guide

Write to us.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts import merges
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for document in facts.documents:
        for line in merges.in_document(document):
            place = Location(document.path, line, 1, len(document.line_text(line)) + 1)
            hint = "choose one side and delete the three marker lines"
            yield Finding("", "an unresolved merge", place, subject="conflict", hint=hint)
