"""The indented blocks of MkDocs and Python-Markdown: admonitions, details, content tabs.

`!!! note`, `??? tip` and `=== "Tab"` hold what is indented by four columns behind them. CommonMark sees code
or text there; a reader sees Markdown, fences with it. After
https://python-markdown.github.io/extensions/admonition/ and
https://facelessuser.github.io/pymdown-extensions/extensions/tabbed/.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_MARKS = ("!!! ", "??? ", "???+ ", '=== "', '===! "', '===+ "', "=== '")
_OPENER = re.compile(r"""(?P<lead>[ \t]*)(?:(?:!!!|\?\?\?\+?)[ ]+[\w"']|===[!+]?[ ]+["']).*$""")


@dataclass(frozen=True, slots=True)
class Block:
    """What an opener holds: lines from `first` (from 0) on, each without its first `indent` characters."""

    first: int
    indent: int
    lines: tuple[str, ...]


def occur(text: str) -> bool:
    """Whether a text can hold such blocks at all."""
    return any(mark in text for mark in _MARKS)


def blocks(lines: list[str], fenced: Collection[int]) -> Iterator[Block]:
    """The outermost blocks of a text, in order. `fenced` are the numbers (from 1) of lines inside fences; an
    opener there is a sample.
    """
    number = 0
    while number < len(lines):
        match = _OPENER.match(lines[number]) if number + 1 not in fenced else None
        number += 1
        block = _behind(match["lead"], lines, number) if match else None
        if block is not None:
            yield block
            number += len(block.lines)


def _behind(lead: str, lines: list[str], first: int) -> Block | None:
    head = next((line for line in lines[first:] if line.strip()), "")
    margin = f"{lead}\t" if head.startswith(f"{lead}\t") else f"{lead}    "
    last = end = first
    while last < len(lines) and (lines[last].startswith(margin) or not lines[last].strip()):
        last += 1
        end = last if lines[last - 1].strip() else end
    if end == first:
        return None
    return Block(first, len(margin), tuple(line[len(margin) :] for line in lines[first:end]))
