"""A document names a file or folder that is not there.

## What it does
Resolves every path in inline code, directory trees and include directives against the files of the project:
from its root, from the document's folder, and as the end of a longer path. Reports a path that leads nowhere
and is written as one of this project's: its folder exists, or the drawing around it shows this project.

## Why is this bad
Readers and agents open what the document names. A path that moved costs them a search; a path that is gone
sends them to build on something that no longer exists.

## Bad
```markdown docs/guide.md
The retry loop lives in `server/net/retry.py`.
```
```python server/net/backoff.py
LIMIT = 3
```

## Good
```markdown docs/guide.md
The retry loop lives in `server/net/backoff.py`. Put yours into `path/to/retry.py`.
```
```python server/net/backoff.py
LIMIT = 3
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.drift import wording
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.model import Kind
from ygs_cli.findings import Confidence, Finding, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.WARNING, Confidence.HIGH)


def check(facts: DriftFacts) -> Iterator[Finding]:
    for item in facts.missing(Kind.PATH):
        certain = item.claim.origin == "include"
        yield wording.finding(
            item,
            f"no file or folder '{item.claim.name}' in this project",
            facts.near_path(item.target),
            confidence=Confidence.HIGH if certain else Confidence.MEDIUM,
        )
