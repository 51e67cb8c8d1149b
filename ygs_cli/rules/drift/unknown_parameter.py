"""A document passes a parameter that the function does not take.

## What it does
Compares the keywords of calls, in inline code and in fenced examples, with the parameters of the function or
class that they lead to. Functions that take `**kwargs`, decorated functions and classes whose constructor
syntax does not show are not judged. In a git repository a parameter also counts when the function took it as
the line was written and no function of that name does now.

## Why is this bad
The example fails with a TypeError on its first run.

## Bad
```markdown README.md
Call `shop.orders.pay(amount=3, currency="EUR")`.
```
```python shop/__init__.py
```
```python shop/orders.py
def pay(amount, unit="EUR"): ...
```

## Good
```markdown README.md
Call `shop.orders.pay(amount=3, unit="EUR")`.
```
```python shop/__init__.py
```
```python shop/orders.py
def pay(amount, unit="EUR"): ...
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
    for item in facts.missing(Kind.PARAMETER):
        function, _, parameter = item.claim.name.removesuffix(")").rpartition("(")
        owner = function.lstrip(".") or "any function of this project"
        yield wording.finding(item, f"'{parameter}' is not a parameter of {owner}", "")
