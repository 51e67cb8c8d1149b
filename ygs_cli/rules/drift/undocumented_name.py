"""A public name of the code is in no document. Off until a project asks for it.

## What it does
Looks in all documents for the public functions, classes and types at the top of a module and for the command line
flags, and reports those that no document names. Left out are tests, examples and vendored code, and names in files
that begin with an underscore unless a package imports them. A changelog does not count as a document. No profile
has this rule: which names a project owes its readers is its own choice. `rules: {undocumented-name: info}` in
`.ygs/config.yml` asks for it, and an override asks for it in some folders only.

## Why is this bad
What nobody wrote down is found by chance, and changes without notice.

## Bad
```markdown README.md
Call `shop.buy`.
```
```python shop/__init__.py
def buy(): ...

def refund(): ...
```

## Good
```markdown README.md
Call `shop.buy` or `shop.refund`.
```
```python shop/__init__.py
def buy(): ...

def refund(): ...

def _check(): ...
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.index import is_aside, is_package
from ygs_cli.drift.symbols import Definition, FileSymbols
from ygs_cli.findings import Confidence, Finding, Location, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.INFO, Confidence.MEDIUM, profiles=())
_WORD = re.compile(r"[\w-]+")
_PART = re.compile(r"\w+")


def check(facts: DriftFacts) -> Iterator[Finding]:
    told = _words(facts)
    seen: set[tuple[str, str]] = set()
    for kind, file, item in _public(facts):
        if item.name not in told and (kind, item.name) not in seen:
            seen.add((kind, item.name))
            yield Finding(
                rule="",
                message=f"{kind} '{item.name}' is in no document",
                location=Location(file.path, item.line, 1),
                subject=item.name,
            )


def _words(facts: DriftFacts) -> frozenset[str]:
    """Every word of the documents, with hyphens and in its parts."""
    lines = (
        line
        for document in facts.documents
        if document.path not in facts.world.exempt_documents
        for line in document.lines
    )
    words = {word for line in lines for word in _WORD.findall(line)}
    return frozenset(words.union(*map(_PART.findall, words)))


def _public(facts: DriftFacts) -> Iterator[tuple[str, FileSymbols, Definition]]:
    tables = [file for file in facts.world.index.tables if not is_aside(file.path)]
    offered = {item.name for file in tables if is_package(file.path) for item in file.imports}
    for file in tables:
        private = any(part.startswith(("_", ".")) for part in file.path.split("/")) and not is_package(file.path)
        for item in file.definitions:
            plain = item.public and not item.scope and not item.name.startswith("_") and item.kind != "variable"
            if plain and (not private or item.name in offered):
                yield item.kind, file, item
        for item in file.surface:
            if item.kind == "flag":
                yield "flag", file, item
