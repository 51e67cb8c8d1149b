"""A design document that asks for no decision.

## What it does
Reports a design document whose executive summary says nothing of a decision, an approval, an agreement or a
choice, and asks no question.

## Why is this bad
Ten people read twelve pages and comment on names. Nobody knows what was approved.

## Bad
```markdown docs/architecture/0001-refunds.md
---
id: DD-0001
kind: design-doc
status: draft
title: Refunds take nine days
---
## Executive summary
Refunds take nine days. A queue makes them take one.
```

## Good
```markdown docs/architecture/0001-refunds.md
---
id: DD-0001
kind: design-doc
status: draft
title: Refunds take nine days
---
## Executive summary
Refunds take nine days. A queue makes them take one.

Decision asked for: build the queue, from the payments lead, by 2026-12-01.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, whole_line, written

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))

_ASKED = re.compile(
    r"\b(?:deci[ds]\w*|approv\w*|agree\w*|choos\w*|choice|chose\w*|propos\w*|sign[- ]?off|vote)\b|\?", re.I
)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in live(facts, "design-doc"):
        for section, text in written(artifact, "Executive summary"):
            if not _ASKED.search(text):
                hint = "say which decision is asked for, from whom, by when"
                place = whole_line(artifact.document, section.line)
                yield Finding("", "no decision is asked for", place, subject="decision", hint=hint)
