"""What a definition says, as tokens: formatting, comments and docstrings never count."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ygs_cli.drift import languages
from ygs_cli.drift.languages import Language
from ygs_cli.drift.symbols import Definition

_TOKEN = re.compile(r"\w+|[^\w\s]")
_CLOSING = frozenset(")]}")
_QUOTES = str.maketrans("'", '"')


def shape(language: Language, text: str, definition: Definition) -> tuple[str, ...]:
    """The tokens of a definition in the text of its file, from its first line to its last. White space, comments,
    docstrings, the kind of quotes and a comma before a closing bracket make no difference; where indentation
    opens a block a brace stands for it.
    """
    marks = _marks(language, text)
    return tuple(marks.tokens(*marks.lines(definition)))


def signature_hash(definition: Definition) -> str:
    """A hash of what a caller sees: parameters, defaults, types, result, bases, decorators. Not of the name."""
    taken = None if definition.parameters is None else (definition.parameters, definition.positional)
    written = (definition.defaults, definition.types, (definition.returns,), definition.bases)
    parts = [[" ".join(_plain(text)) for text in texts] for texts in written]
    return _hash(map(str, (definition.kind, taken, parts, definition.decorators, definition.public)))


def body_hash(language: Language, text: str, definition: Definition) -> str:
    """A hash of a definition without its signature; of all of it when it has no body of its own, as a constant."""
    marks = _marks(language, text)
    start, end = marks.lines(definition)
    return _hash(marks.tokens(*marks.body(start, end)))


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Marks:
    """A file with the byte ranges of its comments, blocks and bodies, in document order."""

    data: bytes
    breaks: tuple[int, ...]  # where lines begin
    comments: tuple[tuple[int, int], ...]
    blocks: tuple[tuple[int, int], ...]  # those that only indentation shows
    bodies: tuple[tuple[int, int], ...]

    def lines(self, definition: Definition) -> tuple[int, int]:
        """The byte range of the lines of a definition."""
        last = min(definition.end_line or definition.line, len(self.breaks) - 1)
        return self.breaks[min(definition.line - 1, last)], self.breaks[last]

    def body(self, start: int, end: int) -> tuple[int, int]:
        """The outermost body that ends with the lines of a definition, or these lines when there is none."""
        line = self.breaks[max(bisect_right(self.breaks, end - 1) - 1, 0)]
        for body in self._inside(self.bodies, start, end):
            if line <= body[1] or "".join(self._code(body[1], end)).strip() == "end":
                return body
        return start, end

    def tokens(self, start: int, end: int) -> Iterator[str]:
        """The tokens between two places."""
        comma = False
        for part in self._raw(start, end):
            if comma and part not in _CLOSING:
                yield ","
            comma = part == ","
            if not comma:
                yield part

    def _raw(self, start: int, end: int) -> Iterator[str]:
        pieces = [*self._braces(start, end), (end, "")]
        for place, brace in pieces:
            for code in self._code(start, place):
                yield from _plain(code)
            if brace:
                yield brace
            start = max(start, place)

    def _braces(self, start: int, end: int) -> list[tuple[int, str]]:
        """A brace for each end of the blocks inside a range."""
        inside = self._inside(self.blocks, start, end)
        return sorted([*((left, "{") for left, _ in inside), *((right, "}") for _, right in inside)])

    def _inside(self, ranges: tuple[tuple[int, int], ...], start: int, end: int) -> list[tuple[int, int]]:
        """Those of some ranges that lie in another. One that begins with its first word is the one around it."""
        first = end - len(self.data[start:end].lstrip())
        places = range(bisect_left(ranges, (first + 1, 0)), bisect_left(ranges, (end, 0)))
        return [ranges[place] for place in places if ranges[place][1] <= end]

    def _code(self, start: int, end: int) -> Iterator[str]:
        """The text between two places without the comments."""
        first = max(bisect_left(self.comments, (start, 0)) - 1, 0)
        for left, right in self.comments[first : bisect_left(self.comments, (end, 0))]:
            if right > start:
                yield self.data[start : max(left, start)].decode("utf-8", "replace")
                start = right
        yield self.data[start:end].decode("utf-8", "replace")


def _plain(text: str) -> list[str]:
    return _TOKEN.findall(text.translate(_QUOTES))


@lru_cache(maxsize=8)
def _marks(language: Language, text: str) -> _Marks:
    from tree_sitter import QueryCursor

    data = text.encode("utf-8", "surrogatepass")
    root = languages.syntax_tree(language, data).root_node
    found = QueryCursor(languages.marks_query(language)).captures(root)
    ranges = {name: sorted((node.start_byte, node.end_byte) for node in nodes) for name, nodes in found.items()}
    lines = [match.end() for match in re.finditer(rb"\n", data)]
    ends = [] if lines and lines[-1] == len(data) else [len(data)]
    comments, blocks, bodies = (tuple(ranges.get(name, ())) for name in ("comment", "block", "body"))
    return _Marks(data, (0, *lines, *ends), comments, blocks, bodies)
