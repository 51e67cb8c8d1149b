"""A link or an image that leads to a file which is not there.

## What it does
Follows the target of every link, image and reference definition that names a file of the project: relative
to the document, to the root, and the way site generators do it (without `.md`, from a directory URL, from
the original of a translation).

## Why is this bad
The reader gets an error page, and a site build with strict links fails.

## Bad
```markdown README.md
Read the [guide](docs/guide.md) first.
```
```markdown docs/manual.md
# Manual
```

## Good
```markdown README.md
Read the [manual](docs/manual.md) first, or the same [on the site](/docs/manual).
```
```markdown docs/manual.md
# Manual
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.drift import wording
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.model import Kind
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)


def check(facts: DriftFacts) -> Iterator[Finding]:
    for item in facts.missing(Kind.LINK):
        what = "image" if item.claim.origin == "image" else "link"
        message = f"this {what} leads to '{item.target}', which is not there"
        yield wording.finding(item, message, facts.near_path(item.target))
