"""A document names a function, class or attribute that the code does not define.

## What it does
Follows dotted names from the modules of this project, through imports, re-exports and base classes, in
inline code, tables, link text and fenced examples: `package.module.name`, `Class.member`, `file.py#name` and
the imports of an example. Speaks only where the part before the missing name is found and shows all its
members; names from other libraries, names the example defines, and classes with members that syntax does
not show stay silent.

## Why is this bad
An example that calls a name which is gone fails on its first run, and an agent that read it writes such
calls.

## Bad
```markdown README.md
Call `shop.orders.cancel_all()` before `Order.settle()`.
```
```python shop/__init__.py
```
```python shop/orders.py
class Order:
    def pay(self): ...


def cancel(): ...
```

## Good
```markdown README.md
Call `shop.orders.cancel()` before `Order.pay()`, then `requests.get()`.
```
```python shop/__init__.py
```
```python shop/orders.py
class Order:
    def pay(self): ...


def cancel(): ...
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ygs_cli.drift import wording
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.model import Kind
from ygs_cli.findings import Confidence, Finding, Location, Related, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR, Confidence.HIGH)


def check(facts: DriftFacts) -> Iterator[Finding]:
    for item in facts.missing(Kind.SYMBOL):
        name = item.claim.name.lstrip(".")
        if item.evidence:
            yield wording.finding(item, f"'{name}' is not defined any more", "")
            continue
        plain = wording.finding(item, f"'{name}' is not defined: {item.reason}", facts.near_symbol(item))
        yield replace(plain, related=(Related("looked for it here", Location(item.target, item.line)),))
