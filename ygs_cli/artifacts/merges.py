"""Merges that nobody has resolved: the marks that git leaves in a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from ygs_cli.artifacts.markdown import Document

_MARKERS = (re.compile(r"<{7}(?: |$)"), re.compile(r"={7}$"), re.compile(r">{7}(?: |$)"))


def conflicts(lines: Sequence[str], outside: Collection[int] = ()) -> Iterator[int]:
    """The lines (from 1) on which a conflict opens, for each that has a middle and an end. Those `outside` are
    passed over.
    """
    start, stage = 0, 0
    for number, line in enumerate(lines, 1):
        if number in outside:
            continue
        if _MARKERS[0].match(line):
            start, stage = number, 1
        elif stage and _MARKERS[stage].match(line):
            stage += 1
            if stage == len(_MARKERS):
                yield start
                stage = 0


def in_document(document: Document) -> Iterator[int]:
    """The conflicts of a document; marks inside a fence are a sample."""
    code = {n for fence in document.fences for n in range(fence.line, fence.line + fence.text.count("\n"))}
    return conflicts(document.lines, code)
