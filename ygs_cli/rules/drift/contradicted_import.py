"""A document states a dependency between modules that the imports contradict.

## What it does
Reads the arrows of mermaid flowcharts, sentences such as "`core` never imports `cli`", and lines of layers such
as "Layers: `cli` > `core`", when both ends name one module or folder of the project. Reports an arrow when the
imports go the other way only, and a denial when there is such an import.

## Why is this bad
The rule that the team agreed on is broken, or no longer the rule. Whoever builds on the drawing builds a circle.

## Bad
```markdown README.md
`core` must not import `cli`.
```
```python core/run.py
from cli import show
```
```python cli/__init__.py
```
```python core/__init__.py
```
```python cli/show.py
```

## Good
```markdown README.md
`core` must not import `cli`.
```
```python cli/show.py
from core import run
```
```python cli/__init__.py
```
```python core/__init__.py
```
```python core/run.py
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.drift import wording
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.model import Kind
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.WARNING)


def check(facts: DriftFacts) -> Iterator[Finding]:
    for item in facts.missing(Kind.EDGE):
        yield wording.finding(item, f"the imports contradict this: {item.reason}", "")
