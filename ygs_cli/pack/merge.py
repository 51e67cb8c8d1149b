"""Three-way merge of lines, as in diff3 (Khanna, Kunal and Pierce, "A Formal Investigation of Diff3", 2007).

Own code because the package for it, merge3, stands under the GPL, and `git merge-file` would tie the
installer to git.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MAX_LINES = 5_000  # difflib is quadratic; a skill's file has a few hundred lines


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines `first` up to `end` (exclusive) of the base become `lines`."""

    first: int
    end: int
    lines: tuple[str, ...]


def merge(base: bytes, mine: bytes, theirs: bytes) -> bytes | None:
    """`base` with the edits of both sides, or None where they touch or one of the texts is no UTF-8 text.

    Edits that both sides made alike count once. Edits of adjacent lines touch: like git, this leaves them to
    a person.
    """
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    texts = [_lines(data) for data in (base, mine, theirs)]
    if any(lines is None or len(lines) > MAX_LINES for lines in texts):
        return None
    old, ours, new = (lines or [] for lines in texts)
    edits = _combined([*_edits(old, ours)], [*_edits(old, new)])
    if edits is None:
        return None
    result: list[str] = []
    at = 0
    for edit in edits:
        result += [*old[at : edit.first], *edit.lines]
        at = edit.end
    return "".join([*result, *old[at:]]).encode("utf-8")


def _lines(data: bytes) -> list[str] | None:
    if b"\0" in data:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    pieces = text.split("\n")
    return [f"{piece}\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def _edits(old: list[str], new: list[str]) -> Iterator[_Edit]:
    from difflib import SequenceMatcher

    for kind, first, end, start, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield _Edit(first, end, tuple(new[start:stop]))


def _combined(mine: list[_Edit], theirs: list[_Edit]) -> list[_Edit] | None:
    """The edits of both sides in order; None when two of different sides touch and differ."""
    shared = [edit for edit in mine if edit in theirs]
    for edit in mine:
        for other in theirs:
            touch = edit.first <= other.end and other.first <= edit.end
            if touch and edit != other:
                return None
    every = [*mine, *(edit for edit in theirs if edit not in shared)]
    return sorted(every, key=lambda edit: (edit.first, edit.end))
