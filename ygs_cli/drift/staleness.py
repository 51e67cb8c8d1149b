"""Bindings of documents to code that are out of date: the code is another than when the document was confirmed.

Formatting, comments and docstrings are no change; a signature weighs more than a body.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ygs_cli.drift import bodies, languages
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.filetree import glob_pattern, is_glob
from ygs_cli.drift.model import Evidence, Kind, Outcome, Resolution
from ygs_cli.drift.past import Past
from ygs_cli.drift.symbols import Definition

SIGNATURE, BODY = "signature", "body"  # reasons of a stale binding


def weigh(facts: DriftFacts, past: Past) -> DriftFacts:
    """The facts, with the bindings missing whose code is another now than when they were confirmed."""
    changed = [_weighed(item, past) if item.claim.kind is Kind.COVER else item for item in facts.resolutions]
    return replace(facts, resolutions=tuple(changed))


def _weighed(item: Resolution, past: Past) -> Resolution:
    place, _, moment = item.claim.name.rpartition("@")
    path, _, symbol = place.partition("#")
    position = _position(moment, past)
    if position is None:
        return item._replace(reason=f"'{moment}' is not in this history")
    result = Resolution(item.claim, Outcome.FOUND, path)
    for file in _files(path.removeprefix("./"), past):
        found = _difference(file, symbol, position, past)
        if found is not None:
            reason, what, line = found
            happened = str(past.timeline.commits[position])
            evidence = Evidence(position, happened, file, line)
            result = Resolution(item.claim, Outcome.MISSING, what, reason, line, evidence)
            if reason == SIGNATURE:
                return result
    return result


def _position(moment: str, past: Past) -> int | None:
    """The commit that a moment names, or the last one of a day or before it."""
    for position, commit in enumerate(past.timeline.commits):
        if commit.date <= moment if "-" in moment else commit.id.startswith(moment):
            return position
    return None


def _files(path: str, past: Past) -> Iterable[str]:
    """The files that a binding names: those that were there then, and those that are there now."""
    if not is_glob(path):
        return (path,)
    pattern = glob_pattern(path)
    ever = {*past.timeline.head, *past.timeline.gone, *past.now.tree.files}
    return sorted(file for file in ever if pattern and pattern.search(file))


def _difference(path: str, symbol: str, position: int, past: Past) -> tuple[str, str, int] | None:
    """What has changed in a file, or in one symbol of it, since a commit: reason, what, and the line of then."""
    before, now = past.text(path, position), past.disk(path)
    if before == now or not before or not now:
        return None  # the same, or not there then or now: a wrong path is another rule's to tell
    language = languages.of_path(path)
    table, fresh = past.table(path, past.timeline.blob(path, position)), past.now.index.files.get(path)
    if language is None or table is None:
        return BODY, path, 1
    current = {(item.kind, item.qualified): item for item in (fresh.definitions if fresh else ())}
    softer = None
    for old in table.definitions:
        if symbol and not _is_or_inside(old, symbol):
            continue
        new = current.get((old.kind, old.qualified))
        if old.public and (new is None or bodies.signature_hash(old) != bodies.signature_hash(new)):
            return SIGNATURE, f"{path}#{old.qualified}", old.line
        if new is not None and softer is None:
            same = bodies.body_hash(language, before, old) == bodies.body_hash(language, now, new)
            softer = None if same else (BODY, f"{path}#{old.qualified}", old.line)
    return softer


def _is_or_inside(item: Definition, symbol: str) -> bool:
    return item.qualified == symbol or item.name == symbol or item.qualified.startswith(symbol + ".")
