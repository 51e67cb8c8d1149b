"""Documents against parameters that are named apart from their function: in lists, tables and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.markdown import Span
from ygs_cli.drift import changed, owners
from ygs_cli.drift.desk import Desk
from ygs_cli.drift.losses import Change
from ygs_cli.drift.model import Kind, Resolution
from ygs_cli.drift.sheet import Word, pattern_of
from ygs_cli.drift.signatures import signature

_SAYS_DEFAULT = re.compile(r"\bdefault", re.IGNORECASE)
_TRIVIAL = re.compile(r"(?:None|null|nil|True|False|true|false|undefined|\[\]|\{\}|''|\"\"|\d)$")


def parameters_of(desk: Desk, changes: dict[str, list[Change]]) -> Iterator[Resolution]:
    """The places of one document that name a parameter which its function has no more."""
    gone: dict[str, list[Change]] = {}
    for change in (change for group in changes.values() for change in group):
        for name in {*signature(change.old).names} - {*signature(change.new).names}:
            if name in desk.words and len(name) > 1:
                gone.setdefault(name, []).append(change)
    if not gone:
        return
    for word in desk.sheet.words(pattern_of(gone.keys())):
        for change in sorted(gone[word.text], key=lambda change: change.position):
            if _is_parameter(word, change, desk) and desk.is_as_old(word.line, change.position):
                span = Span(word.line, word.column, word.column + len(word.text))
                yield changed.missing(
                    Kind.PARAMETER, word.text, f"{change.shown}({word.text})", span, change, desk
                )
                break


def _is_parameter(word: Word, change: Change, desk: Desk) -> bool:
    if desk.is_no_name(word) or owners.chain(word).linked:
        return False
    setting = re.match(r"\s*=(?!=)", word.after) is not None
    alone = (
        re.fullmatch(rf"\*{{0,2}}{word.text}\s*(?:[=:].*)?", word.span.strip()) is not None if word.span else False
    )
    tie = _tie(word, change, desk)
    if desk.is_gone(word.text):
        if desk.is_distinct(word.text):
            return word.in_code or tie > 0 or word.text not in desk.now.words
        return alone and (setting or tie > 1)
    if word.block is not None:
        return False
    return alone and tie > (0 if setting else 1) and not _has_rival(word, change, desk, tie)


def _tie(word: Word, change: Change, desk: Desk) -> int:
    """How near a document names the function of a parameter: 3 on the line, 2 in its section, 1 elsewhere."""
    name = change.shown
    if desk.is_near(name, word.line, word.line):
        return 3
    if desk.is_near(name, *desk.sheet.section(word.line)):
        return 2
    if re.search(rf"(?<!\w){name}(?!\w)", " ".join(desk.sheet.titles(word.line))):
        return 2
    return 1 if desk.is_near(name, 1, len(desk.sheet.lines)) else 0


def _has_rival(word: Word, change: Change, desk: Desk, tie: int) -> bool:
    """Whether another function that has the parameter is named as near."""
    names = {desk.shown(item) for _, item in desk.past.now.index.parameters.get(word.text, ())}
    names &= desk.words - {change.shown}
    last = len(desk.sheet.lines)
    lines = (word.line, word.line) if tie == 3 else desk.sheet.section(word.line) if tie == 2 else (1, last)
    return any(desk.is_near(name, *lines) for name in names)


# Defaults


def defaults_of(desk: Desk, changes: dict[str, list[Change]]) -> Iterator[Resolution]:
    """The places of one document that state a default which a parameter has no more."""
    for change in (change for group in changes.values() for change in group):
        old, new = signature(change.old), signature(change.new)
        for before in old.parameters:
            after = new.get(before.name)
            changes_it = after is not None and after.default != before.default and before.default not in ("", "?")
            if changes_it and before.name in desk.words:
                yield from _default(before.name, before.default, change, desk)


def _default(name: str, value: str, change: Change, desk: Desk) -> Iterator[Resolution]:
    for word in desk.sheet.words(pattern_of([name])):
        tie = _tie(word, change, desk) if word.block is None and word.span else 0
        if tie < 2:
            continue
        line = desk.sheet.lines[word.line - 1]
        start = _stated_at(line, word, value, desk)
        if start < 0 or _has_rival(word, change, desk, tie) or not desk.is_as_old(word.line, change.position):
            continue
        span = Span(word.line, start + 1, start + 1 + len(value))
        shown = f"{change.shown}({name}={value})"
        yield changed.missing(Kind.DEFAULT, value, shown, span, change, desk)


def _stated_at(line: str, word: Word, value: str, desk: Desk) -> int:
    """Where a line states a value as the default of a parameter, -1 for nowhere."""
    header = _SAYS_DEFAULT.search(_header(desk, word.line)) if line.lstrip().startswith("|") else None
    said = _SAYS_DEFAULT.search(line) or header
    for match in re.finditer(rf"(?<![\w.]){re.escape(value)}(?![\w.]*\w)", line):
        in_span = line[: match.start()].count("`") % 2 == 1
        if (said or (in_span and not _TRIVIAL.match(value))) and match.start() >= word.column:
            return match.start()
    return -1


def _header(desk: Desk, line: int) -> str:
    """The first row of the table that a line is in."""
    first = line
    while first > 1 and desk.sheet.lines[first - 2].lstrip().startswith("|"):
        first -= 1
    return desk.sheet.lines[first - 1]
