"""A placeholder of the template, or a TBD or TODO, in a section that is otherwise written.

## What it does
Reports TBD, TODO, FIXME and XXX in the text of a life-cycle document, outside code, comments and quotes, and
`[what belongs here]` in a document that has more than half of its kind's sections: elsewhere brackets are
prose. Sections in which nothing at all is written are left to the slot rules.

## Why is this bad
The place that was hardest to decide is the one that stays open, and it hides well between finished lines.

## Bad
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
title: Cache sessions
status: accepted
---
# Cache sessions

## Context
Reading a session takes 40 ms.

## Decision
Sessions are cached in memory.

## Consequences
- Cost: 200 MB for each process.
- Harder now: [what gets more difficult]
```

## Good
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
title: Cache sessions
status: accepted
---
# Cache sessions

## Context
Reading a session takes 40 ms.

## Decision
Sessions are cached in memory.

## Consequences
- Cost: 200 MB for each process.
- Harder now: a session that was revoked lives for up to one minute.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts import sections
from ygs_cli.artifacts.markdown import Document, Span
from ygs_cli.artifacts.project import Artifact, ArtifactFacts
from ygs_cli.findings import Confidence, Finding, Location, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.WARNING, Confidence.MEDIUM, ("recommended", "strict"))
_LONGEST = 120  # characters: no line of a template is longer


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in facts.artifacts:
        document = artifact.document
        unwritten = _unwritten_lines(document)
        brackets = [span for span in sections.placeholders(document) if _is_short(document, span)]
        brackets = brackets if _is_of_template(artifact) else []
        for span in (*brackets, *sections.undone(document)):
            if span.line in unwritten:
                continue
            text = document.line_text(span.line)[span.column - 1 : span.end_column - 1]
            place = Location(document.path, span.line, span.column, span.end_column)
            yield Finding("", f"'{text}' is still open", place, subject=text, hint="decide it, or delete the line")


def _is_short(document: Document, span: Span) -> bool:
    """Whether the line may be one of a template: brackets in the midst of long prose are prose."""
    return len(document.line_text(span.line)) <= _LONGEST


def _is_of_template(artifact: Artifact) -> bool:
    """Whether a document was made from a template of its kind: it has most of the sections, by name."""
    names = {name.casefold() for name in artifact.kind.sections} if artifact.kind else set()
    titles = {head.text.casefold() for head in artifact.document.headings}
    return len(names & titles) * 2 > len(names)


def _unwritten_lines(document: Document) -> set[int]:
    lines: set[int] = set()
    for section in sections.sections(document):
        if not sections.is_filled(document, section):
            lines.update(range(section.line, section.end_line + 1))
    return lines
