"""A document writes out a signature that the function does not have any more.

## What it does
Compares signatures in inline code, `connect(host, port=80)`, with the function or class of that name: a
default that was the code's when the line was written and is another now, parameters in another order, and
parameters that a caller must give and the signature leaves out. Speaks where git shows that the signature was
right when the line was written; before the line is committed only of parameters in another order, behind a
full name. A value in a call counts as a default only where it was the default when the line was written.

## Why is this bad
A reader relies on the default, or passes arguments by position, and gets another result without an error.

## Bad
```markdown README.md
Call `net.connect(port, host)`.
```
```python net.py
def connect(host, port): ...
```

## Good
```markdown README.md
Call `net.connect(host, port)`, or `net.connect(server, 443)`.
```
```python net.py
def connect(host, port): ...
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.drift import forms, wording
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.model import Kind
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)


def check(facts: DriftFacts) -> Iterator[Finding]:
    for item in facts.missing(Kind.DEFAULT):
        name, value = forms.parse(item.claim.name)[0]
        owner = forms.function_of(item.claim.name)
        yield wording.finding(item, f"'{value}' is not the default of '{name}' in {owner} any more", "")
    for item in facts.missing(Kind.SIGNATURE):
        yield wording.finding(item, f"this is not the signature of {forms.function_of(item.claim.name)}", "")
