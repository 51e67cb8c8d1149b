"""A document covers code whose bodies changed after the document was last confirmed.

## What it does
Reads the bindings of a document: `covers:` in the front matter with `reviewed:` (a commit, or a day), and the
anchors of fiberplane/drift with the commit behind the `@`. Needs git. Reports a binding when the
body of a function or class, or a file that is no code, is another now than it was then.
Formatting, comments and docstrings are no change.

## Why is this bad
Somebody answered for the document at that commit. Nobody has looked since, and readers cannot tell.

## Bad
```markdown README.md
---
covers: ["shop.py#pay"]
reviewed: "0000000"
---
```
```python shop.py@HEAD
def pay(amount):
    return amount * 2
```
```python shop.py
def pay(amount):
    return amount * 3
```

## Good
```markdown README.md
---
covers: ["shop.py#pay"]
reviewed: "0000000"
---
```
```python shop.py@HEAD
def pay(amount):
    return amount * 2
```
```python shop.py
def pay(amount):
    # in cents
    return amount  * 2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.drift import staleness, wording
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.model import Kind
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.INFO)


def check(facts: DriftFacts) -> Iterator[Finding]:
    for item in facts.missing(Kind.COVER):
        if item.reason == staleness.BODY:
            message = f"the body of '{item.target}' changed since this was confirmed"
            yield wording.finding(item, message, "read the section again, then move the commit forward")
