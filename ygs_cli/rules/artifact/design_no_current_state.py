"""A design document that does not say how things are today.

## What it does
Reports a design document whose background says nothing of what there is now: no current, today, existing,
already, now, so far, present or the like.

## Why is this bad
Without what exists, what works and what was tried, nobody can judge whether the proposal is needed, or safer
than leaving it.

## Bad
```markdown docs/architecture/0001-refunds.md
---
id: DD-0001
kind: design-doc
status: draft
title: Refunds take nine days
---
## Background and current state
Refunds should be paid in a day.
```

## Good
```markdown docs/architecture/0001-refunds.md
---
id: DD-0001
kind: design-doc
status: draft
title: Refunds take nine days
---
## Background and current state
Today a clerk pays each refund by hand, nine days after the order.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.project import Artifact, ArtifactFacts
from ygs_cli.findings import Confidence, Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, whole_line, written

META = Meta(Severity.WARNING, Confidence.MEDIUM, ("recommended", "strict"))

_NOW = re.compile(
    r"\b(?:current\w*|today|existing|exists?|already|now|so far|at present|presently|as of|to date|"
    r"at the moment|status quo|until now|in use|in place|no longer|still|legacy|"
    r"has been|have been|we have|there (?:is|are))\b",
    re.IGNORECASE,
)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in live(facts, "design-doc"):
        found = list(written(artifact, "Background and current state"))
        if found and not _has_section(artifact) and not any(_NOW.search(text) for _, text in found):
            hint = "say what exists, what works, what does not, and what was tried"
            place = whole_line(artifact.document, found[0][0].line)
            yield Finding("", "nothing is said of the current state", place, subject="current state", hint=hint)


def _has_section(artifact: Artifact) -> bool:
    """Whether a section of its own, with another title than the template's, is about the current state."""
    return any(
        section.title.lower() in ("current state", "status quo", "as is")
        for section, _ in written(artifact, "state")
    )
