"""A document shows a data model that the code does not have.

## What it does
Compares `erDiagram` and `classDiagram` drawings, and tables of fields under the name of a class, with the classes
of the project: a field or method that the class does not have, a simple type that is another in the code (text,
whole number, real number, truth value, time), a class that is not there while most others of the drawing are.
Speaks of a class only when it has at least half of the members that are drawn; names match without regard to case
and underscores, and entities in the plural.

## Why is this bad
People and agents write queries, clients and migrations from the drawing, against fields that do not exist.

## Bad
````markdown README.md
```mermaid
erDiagram
  ORDER {
    int id
    string email
    int total
  }
```
````
```python shop.py
class Order:
    id: int
    mail: str
    total: int
```

## Good
````markdown README.md
```mermaid
erDiagram
  ORDER {
    int id
    string mail
    int total
  }
```
````
```python shop.py
class Order:
    id: int
    mail: str
    total: int
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
    for kind in (Kind.MEMBER, Kind.TYPE):
        for item in facts.missing(kind):
            yield wording.finding(item, f"the model differs from the code: {item.reason}", facts.near_symbol(item))
