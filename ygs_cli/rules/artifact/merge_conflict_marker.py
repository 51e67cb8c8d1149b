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

import re
from collections.abc import Iterator

from ygs_cli.artifacts.markdown import Document
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)
_MARKERS = (re.compile(r"<{7} \S"), re.compile(r"={7}$"), re.compile(r">{7} \S"))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for document in facts.documents:
        for line in _conflicts(document):
            place = Location(document.path, line, 1, len(document.line_text(line)) + 1)
            hint = "choose one side and delete the three marker lines"
            yield Finding("", "an unresolved merge", place, subject="conflict", hint=hint)


def _conflicts(document: Document) -> Iterator[int]:
    """The lines on which a conflict opens, for each that has a middle and an end."""
    code = {n for fence in document.fences for n in range(fence.line, fence.line + fence.text.count("\n"))}
    start, stage = 0, 0
    for number, text in enumerate(document.lines, 1):
        if number in code:
            continue
        if _MARKERS[0].match(text):
            start, stage = number, 1
        elif stage and _MARKERS[stage].match(text):
            stage += 1
            if stage == len(_MARKERS):
                yield start
                stage = 0
