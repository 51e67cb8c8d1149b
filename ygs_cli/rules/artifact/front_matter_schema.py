"""Front matter of a life-cycle document that lacks a key or holds a value of the wrong form.

## What it does
Reports a document of one of our kinds whose kind is misspelt, whose id is not of the kind's form, or whose
front matter lacks a key or holds a status, a date, a list or a choice that the kind does not know. Documents
without our front matter are left alone.

`ygs lint --fix` mends what can be meant in one way only: a date such as `2026/11/21` or `21 November 2026`, an
id or a choice in another case, one word where a list is asked for.

## Why is this bad
Board, trace and status read these fields. A status that no tool knows makes a document vanish from all of
them without a word.

## Bad
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
title: Cache sessions
status: acepted
date: 21.11.2026
owners: [ada]
deciders: [ada]
links: []
---
# Cache sessions
```

## Good
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
title: Cache sessions
status: accepted
date: 2026-11-21
owners: [ada]
deciders: [ada]
links: []
---
# Cache sessions
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from ygs_cli.artifacts import front_values, kinds
from ygs_cli.artifacts.kinds import KINDS, Field, Kind
from ygs_cli.artifacts.project import Artifact, ArtifactFacts
from ygs_cli.errors import closest
from ygs_cli.findings import Finding, Fix, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)


_WRITTEN = ("%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y")  # forms that mean one day
_PLAIN = re.compile(r"[A-Za-z@][\w@./ -]*")


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in facts.artifacts:
        if artifact.kind is None:
            word = str(artifact.front.data["kind"])
            yield _finding(artifact, "kind", f"unknown kind '{word}'", closest(word, KINDS))
            continue
        yield from _identifier(artifact, artifact.kind)
        for field in artifact.kind.all_fields:
            if field.name not in artifact.front.data:
                if field.required:
                    yield _finding(artifact, field.name, f"no '{field.name}' in the front matter")
            elif (problem := _problem(field, artifact.front.data[field.name])) is not None:
                better = _better(field, artifact.front.data[field.name])
                yield _finding(artifact, field.name, *problem, better=better)


def _identifier(artifact: Artifact, kind: Kind) -> Iterator[Finding]:
    if "id" not in artifact.front.data:
        return
    parsed = kinds.number_of(artifact.identifier)
    if parsed is None or parsed[0] != kind.prefix or not artifact.identifier.startswith(kind.prefix):
        message = f"'{artifact.identifier}' is no id of a {kind.noun}"
        better = artifact.identifier.upper() if parsed and parsed[0] == kind.prefix else ""
        yield _finding(
            artifact, "id", message, f"write {kind.prefix} and four digits: {kind.prefix}-0001", better=better
        )


def _better(field: Field, value: Any) -> str:
    """The same value in the form that is asked for, where only one can be meant; else ""."""
    if field.form == "date":
        return _date(value)
    if field.form in ("list", "ids"):
        return f"[{value}]" if isinstance(value, str) and _PLAIN.fullmatch(value) else ""
    return next((choice for choice in field.choices if choice.casefold() == str(value).strip().casefold()), "")


def _date(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    for form in _WRITTEN:
        with suppress(ValueError):
            return datetime.strptime(str(value).strip(), form).date().isoformat()
    return ""


def _problem(field: Field, value: Any) -> tuple[str, str] | None:
    """What is wrong with a value, and how to mend it; None when nothing is."""
    if value is None and (not field.required or (field.filled and field.form == "text")):
        return None  # the slot rules ask for what must be filled in
    if field.form == "date":
        return _date_problem(field, value)
    if field.form in ("list", "ids"):
        return _list_problem(field, value)
    if field.form == "number":
        good = isinstance(value, int) and not isinstance(value, bool)
        return None if good else (f"'{field.name}' is no whole number", "such as 1")
    if not isinstance(value, str) or (field.required and not value.strip()):
        return f"'{field.name}' is no text", "put it in quotes"
    if field.choices and value not in field.choices:
        return f"unknown {field.name} '{value}'", closest(value, field.choices)
    return None


def _date_problem(field: Field, value: Any) -> tuple[str, str] | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return None
    if isinstance(value, str):
        try:
            date.fromisoformat(value)
            return None
        except ValueError:
            pass
    return f"'{field.name}' is no date", "write YYYY-MM-DD"


def _list_problem(field: Field, value: Any) -> tuple[str, str] | None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return f"'{field.name}' is no list of texts", "write [a, b], or [] for none"
    for item in value if field.prefixes else ():
        parsed = kinds.number_of(item)
        if parsed is None or parsed[0] not in field.prefixes:
            return f"'{item}' in '{field.name}' is no id of a {' or '.join(field.prefixes)}", ""
    return None


def _finding(artifact: Artifact, key: str, message: str, hint: str = "", better: str = "") -> Finding:
    return Finding(
        "",
        message,
        artifact.place(key),
        subject=key,
        hint=hint,
        fix=_fix(artifact, key, better) if better else None,
    )


def _fix(artifact: Artifact, key: str, better: str) -> Fix | None:
    """Replace the value of a key that stands on one line; a comment behind it stays."""
    edit = front_values.replaced(artifact.document, artifact.place(key).line, better)
    return Fix(f"write {better}", (edit,)) if edit else None
