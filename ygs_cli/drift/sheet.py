"""A document line by line: where it is code, where prose, under which headings; cheap, and made for few lines.

The Markdown parser says what a document renders to. Here only the words of raw lines are wanted, of fences in
admonitions, lists and tabs too, where a parser sees nested or indented text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

_FENCE = re.compile(r"[ \t>*+-]*(?:\d+[.)][ \t]+)?(`{3,}|~{3,})([^\n`]*)$")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)|<code>(.+?)</code>")
_HEADING = re.compile(r"[ \t>]*(#{1,6})[ \t]+(.+)$")
_UNDERLINE = re.compile(r"(?:=+|-+|~+)[ \t]*$")
_INFO = re.compile(r"[\w+#-]+")
# Fences that hold commands, data or output: an identifier there is a word like others.
_OTHER = frozenset(
    """bash sh shell console zsh fish powershell ps1 bat cmd shell-session terminal text txt plain output
    yaml yml json json5 jsonc toml ini cfg xml html css scss diff patch mermaid dockerfile makefile http sql
    markdown md latex math properties env dotenv nginx""".split()
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its info word and the numbers of its first and last line of content."""

    language: str
    first: int
    last: int

    @property
    def is_code(self) -> bool:
        """Whether it holds, or may hold, code of a programming language."""
        return self.language not in _OTHER


@dataclass(frozen=True, slots=True)
class Word:
    """An identifier in a document. `line` and `column` count from 1; `before` and `after` are the rest of its
    line; `span` is the inline code around it, "" for none, which begins at `opened`; `block` the fence around it.
    """

    text: str
    line: int
    column: int
    before: str
    after: str
    span: str
    opened: int
    block: Block | None

    @property
    def in_code(self) -> bool:
        """Whether it stands in inline code or in a fence of code."""
        return bool(self.span) or (self.block is not None and self.block.is_code)


class Sheet:
    """The lines of one document."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The fenced blocks, in order."""
        return tuple(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        marker, language, first = "", "", 0
        for number, line in enumerate(self.lines, 1):
            match = _FENCE.match(line) if "```" in line or "~~~" in line else None
            if match is None:
                continue
            if not marker:
                info = _INFO.search(match[2])
                marker, language, first = match[1], info[0].lower() if info else "", number + 1
            elif match[1][0] == marker[0] and len(match[1]) >= len(marker) and not match[2].strip():
                yield Block(language, first, number - 1)
                marker = ""
        if marker:
            yield Block(language, first, len(self.lines))

    def block_at(self, line: int) -> Block | None:
        """The fence that a line is inside of."""
        at = bisect_right(self.blocks, line, key=lambda block: block.first) - 1
        found = self.blocks[at] if at >= 0 else None
        return found if found and line <= found.last else None

    def text(self, block: Block) -> str:
        """The content of a fence."""
        return "\n".join(self.lines[block.first - 1 : block.last])

    @cached_property
    def headings(self) -> tuple[tuple[int, int, str], ...]:
        """Line, level and text of each heading outside fences."""
        return tuple(self._headings())

    def _headings(self) -> Iterator[tuple[int, int, str]]:
        for number, line in enumerate(self.lines, 1):
            match = _HEADING.match(line) if "#" in line else None
            below = self.lines[number] if number < len(self.lines) else ""
            if (match is None and not _UNDERLINE.match(below)) or self.block_at(number):
                continue
            if match:
                yield number, len(match[1]), match[2]
            elif line.strip() and len(below.strip()) >= 3 and "|" not in line:
                yield number, 1 if below.startswith("=") else 2, line

    @cached_property
    def _starts(self) -> list[int]:
        return [number for number, _, _ in self.headings]

    def section(self, line: int) -> tuple[int, int]:
        """First and last line of the text between two headings that a line is in, the heading included."""
        starts = self._starts
        at = bisect_right(starts, line)
        last = starts[at] - 1 if at < len(starts) else len(self.lines)
        return (starts[at - 1] if at else 1), last

    def titles(self, line: int) -> list[str]:
        """The headings above a line, the nearest first, each of a higher level than the one before."""
        found: list[str] = []
        level = 7
        for number, depth, text in reversed(self.headings):
            if number <= line and depth < level:
                found.append(text)
                level = depth
        return found

    def words(self, pattern: re.Pattern[str], first: int = 1, last: int = 0) -> Iterator[Word]:
        """The places where a pattern of whole words matches, in the lines from `first` to `last`."""
        for number, line in enumerate(self.lines[first - 1 : last or None], first):
            spans = None
            for match in pattern.finditer(line):
                block = self.block_at(number)
                if spans is None:
                    spans = [] if block else list(_CODE.finditer(line))
                around = next((s for s in spans if s.start() <= match.start() and match.end() <= s.end()), None)
                span = (around[2] or around[3] or "") if around else ""
                opened = around.start(2 if around[2] else 3) if around else 0
                start, end = match.span()
                yield Word(match[0], number, start + 1, line[:start], line[end:], span, opened, block)


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """Matches any of some whole words."""
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(words))) + r")(?!\w)")
