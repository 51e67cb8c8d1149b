"""Documents against signatures that changed: each form that was right for the old one and is not for the new."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.markdown import Span
from ygs_cli.drift import calls, owners
from ygs_cli.drift.desk import Desk
from ygs_cli.drift.losses import Change
from ygs_cli.drift.model import Claim, Evidence, Kind, Outcome, Resolution
from ygs_cli.drift.owners import Chain
from ygs_cli.drift.sheet import Word, pattern_of
from ygs_cli.drift.signatures import Complaint, Reading, agrees, complaints, signature
from ygs_cli.drift.symbols import Definition

_KEYWORD = re.compile(
    r"\b(?:def|fn|func|function|fun|class|constructor)\s+(?:\((?P<receiver>[^()]*)\)\s*)?(?:[\w.:]+(?:\.|::))?$"
)
_CLASS = r"\b(?:class|struct|interface|trait|impl|enum|object)\b[^\n{{]*\b{}\b"


def forms_of(desk: Desk, changes: dict[str, list[Change]]) -> Iterator[Resolution]:
    """The forms of one document that a change of a signature made wrong."""
    wanted = desk.words & changes.keys()
    if not wanted:
        return
    for word in desk.sheet.words(pattern_of(wanted)):
        for change in sorted(changes[word.text], key=lambda change: change.position):
            found = list(_wrong(word, change, desk))
            if found:
                yield from found
                break


def _wrong(word: Word, change: Change, desk: Desk) -> Iterator[Resolution]:
    old, new = signature(change.old), signature(change.new)
    text, start = _text(word, desk)
    form = calls.read(text, start, (*old.names, *new.names))
    if form is None or (word.span and form.end > word.opened + len(word.span)):
        return
    chain = owners.chain(word)
    keyword = _KEYWORD.search(word.before)
    defines = keyword is not None or any(
        item.name
        and item.type
        and (kind := old.get(item.name))
        and calls.squeezed(kind.type) == calls.squeezed(item.type)
        for item in form.arguments
    )
    reading = Reading(
        form, word.text, start - len(word.text), defines, word.block is not None, word.before, text[form.end :]
    )
    exact = _is_of(word, chain, keyword, change, desk)
    if exact is None or not _is_shown(word, chain):
        return
    found = complaints(reading, old, new)
    if not found or not desk.is_as_old(word.line, change.position):
        return
    if any(
        agrees(reading, signature(item)) for item in (*change.beside, *(() if exact else _others(change, desk)))
    ):
        return
    for item in found:
        resolution = _resolution(item, reading, word, text, change, desk)
        if resolution:
            yield resolution


def _text(word: Word, desk: Desk) -> tuple[str, int]:
    """The text from the line of a word to the end of its block, and the offset behind the word."""
    last = word.block.last if word.block else word.line
    text = "\n".join(desk.sheet.lines[word.line - 1 : last])
    return text, word.column - 1 + len(word.text)


def _is_shown(word: Word, chain: Chain) -> bool:
    """Whether a form stands where code stands; plain text counts when nothing else can be meant."""
    return word.in_code or chain.linked or "_" in word.text


def _is_of(word: Word, chain: Chain, keyword: re.Match[str] | None, change: Change, desk: Desk) -> bool | None:
    """Whether a name means the changed function: True for certain, False when it may be another of that name,
    None when it is another's.
    """
    first = chain.parts[0] if chain.parts else ""
    if first in desk.past.now.libraries and not desk.is_place(first, change.path, change.position):
        return None
    if change.is_maker or not change.owner:
        if chain.linked and not chain.owner:
            return None
        known = not chain.owner or desk.is_place(chain.owner, change.path, change.position)
        return known if not _others(change, desk) else (bool(chain.owner) and known)
    if chain.owner:
        if desk.is_of(chain.owner, change.owner) or (chain.called and first == change.owner):
            return True
        return None if desk.is_known(chain.owner) else False
    if keyword is not None and keyword["receiver"]:
        return change.owner in keyword["receiver"]
    if word.block is not None and keyword is not None:
        above = desk.sheet.lines[word.block.first - 1 : word.line]
        return re.search(_CLASS.format(change.owner), "\n".join(above)) is not None
    return False


def _others(change: Change, desk: Desk) -> list[Definition]:
    """The other functions and constructors of today that a document calls by the same name."""
    same = desk.past.now.index.callables(change.shown)
    return [item for file, item in same if (file.path, item.qualified) != (change.path, change.new.qualified)]


def _resolution(
    item: Complaint, reading: Reading, word: Word, text: str, change: Change, desk: Desk
) -> Resolution | None:
    line = word.line + text.count("\n", 0, item.offset)
    column = item.offset - (text.rfind("\n", 0, item.offset) + 1) + 1
    token = item.token.split("\n", 1)[0]
    if desk.sheet.lines[line - 1][column - 1 : column - 1 + len(token)] != token:
        return None
    shown = f"{change.owner}.{change.shown}" if change.owner and not change.is_maker else change.shown
    name = {
        Kind.PARAMETER: f"{shown}({item.parameter})",
        Kind.DEFAULT: f"{shown}({item.parameter}={item.token})",
    }.get(item.kind, shown + text[reading.start + len(reading.name) : reading.form.end])
    return missing(item.kind, token, name, Span(line, column, column + len(token)), change, desk)


def missing(kind: Kind, token: str, name: str, span: Span, change: Change, desk: Desk) -> Resolution:
    """A claim about a changed signature, with the commit at which it was right."""
    commit = str(desk.past.timeline.commits[change.position])
    evidence = Evidence(change.position, commit, change.path, change.old.line, desk.is_certain(change.position))
    claim = Claim(
        kind, token, name, desk.path, span, "word", strong=False, line_text=desk.sheet.lines[span.line - 1]
    )
    return Resolution(claim, Outcome.MISSING, change.path, "changed", evidence=evidence)
