"""What a flag, a variable, a key or an endpoint that is gone is called now, and how the document should say it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ygs_cli.artifacts.markdown import split_lines
from ygs_cli.drift.model import SURE, Claim, Evidence, Kind
from ygs_cli.drift.surface import lookup
from ygs_cli.drift.surface.lookup import Surface
from ygs_cli.drift.symbols import Definition

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LIKELY = 0.6
Version = tuple[str, Surface]  # the text of a file and what it names


def fate(claim: Claim, old: Definition, evidence: Evidence, before: Version, now: Version) -> Evidence:
    """The evidence with the name that took the place of `old` in its file: the only new one of its kind and
    owner, or the one new one that is defined alike.
    """
    gone = _fresh(old, before[1], now[1])
    fresh = _fresh(old, now[1], before[1])
    if old.name not in {item.name for item in gone}:
        gone.append(old)
    ranked = sorted(((_likeness(old, before[0], item, now[0]), item) for item in fresh), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < _LIKELY:
        return evidence
    score, new = ranked[0]
    if len(ranked) > 1 and ranked[1][0] >= min(score, SURE):
        twin = _at_same_place(old, gone, fresh)
        score, new = (score, twin) if twin else (_LIKELY, new)
    elif len(ranked) == 1 and len(gone) == 1:
        score = 1.0
    became = _spoken(claim, old, new)
    return replace(
        evidence,
        became=became,
        similarity=score,
        token=_token(claim, old, new) if score >= _LIKELY else "",
        now=evidence.target,
        now_line=new.line,
    )


def _entries(surface: Surface) -> Iterator[Definition]:
    for table in surface.tables:
        yield from table.surface
        yield from (item for item in table.definitions if item.kind == "variable" and item.scope)


def _fresh(old: Definition, here: Surface, there: Surface) -> list[Definition]:
    """What is named here and not there, of the kind of `old`; of its owner, when that still has anything new."""
    known = {(item.kind, item.scope, item.name) for item in _entries(there)}
    names = {item.name for item in _entries(there) if item.kind == old.kind}
    found = [
        item
        for item in _entries(here)
        if item.kind == old.kind and (item.kind, item.scope, item.name) not in known and item.name not in names
    ]
    return [item for item in found if item.scope == old.scope] or found


def _at_same_place(old: Definition, gone: list[Definition], fresh: list[Definition]) -> Definition | None:
    """The new name that stands, among the new ones, where the old one stood among those that are gone."""
    if len(gone) != len(fresh):
        return None
    place = [item.name for item in sorted(gone, key=_line)].index(old.name)
    return sorted(fresh, key=_line)[place]


def _line(item: Definition) -> int:
    return item.line


def _likeness(old: Definition, before: str, new: Definition, now: str) -> float:
    left, right = _shape(old, before), _shape(new, now)
    return difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()


def _shape(item: Definition, text: str) -> list[str]:
    """The tokens of a definition without the name in any of its spellings."""
    body = "\n".join(split_lines(text)[item.line - 1 : max(item.line, min(item.end_line, item.line + 30))])
    own = {word.lower() for word in re.findall(r"[A-Za-z0-9]+", item.name)}
    return [token for token in _TOKEN.findall(body) if not _parts(token) <= own]


def _parts(token: str) -> set[str]:
    split = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\w\s]", token)
    return {part.lower() for part in split or [token]}


def _spoken(claim: Claim, old: Definition, new: Definition) -> str:
    """The new name as a claim names things."""
    if claim.kind in (Kind.KEY, Kind.COMMAND) and claim.name != old.name:
        was, becomes = old.name.removeprefix("--"), new.name.removeprefix("--")
        return claim.name[: len(claim.name) - len(was)] + becomes
    return new.name


def _token(claim: Claim, old: Definition, new: Definition) -> str:
    """The text that should stand instead of the claim's, or "" when that cannot be said."""
    if claim.kind is Kind.ENDPOINT:
        return _route_token(claim, old, new)
    if claim.kind in (Kind.FLAG, Kind.KEY):
        return _replaced(claim.token, old.name.removeprefix("--"), new.name.removeprefix("--"))
    return _replaced(claim.token, old.name.rpartition(" ")[2], new.name.rpartition(" ")[2])


def _replaced(token: str, old: str, new: str) -> str:
    return token[: len(token) - len(old)] + new if token.endswith(old) else ""


def _route_token(claim: Claim, old: Definition, new: Definition) -> str:
    """The path as the document writes it, with the parts replaced that are others now."""
    before, after = lookup.parse(old.name), lookup.parse(new.name)
    shown = lookup.parse(claim.token)
    if len(before.parts) != len(after.parts) or len(shown.parts) < len(before.parts):
        return ""
    if before.verb != after.verb and not shown.verb:
        return ""
    path = claim.token.rpartition(" ")[2]
    parts = path.split("/")
    places = [number for number, part in enumerate(parts) if part][-len(before.parts) :] if before.parts else []
    for number, was, becomes in _changed(places, before.parts, after.parts):
        if was == "*" or becomes == "*":
            return ""
        parts[number] = becomes
    verb = after.verb if before.verb != after.verb else shown.verb
    return f"{verb} {'/'.join(parts)}".strip()


def _changed(
    places: Iterable[int], before: tuple[str, ...], after: tuple[str, ...]
) -> Iterator[tuple[int, str, str]]:
    for number, was, becomes in zip(places, before, after, strict=True):
        if was != becomes:
            yield number, was, becomes
