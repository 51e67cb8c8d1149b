"""Reads a Markdown or reStructuredText document line by line: what is code in it, its links, its headings.

Small on purpose and of its own: a judge that reads documents with the code under judgement shares its defects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^[ \t]*(?:[>*+-][ \t]+|\d+\.[ \t]+)*(`{3,}|~{3,})[ \t]*([^`]*)$")
_INLINE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LINK = re.compile(
    r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?([^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)?)>?(?:\s+[\"'(][^)]*)?\)"
)
_REST = re.compile(r"^[^\[\]`]*\]\(([^()\s<>]+)\)")  # of a link that began on the line before
_REFERENCE = re.compile(r"^ {0,3}\[[^\]^][^\]]*\]:\s*<?(\S+?)>?(?:\s|$)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")


@dataclass(frozen=True)
class Line:
    """One line. `fence` is the language of the fence that holds it ("" without one), None outside fences."""

    number: int
    text: str
    fence: str | None = None
    block: int = 0  # fences are counted, so that lines of one fence are told from those of the next
    code: tuple[tuple[int, int], ...] = ()
    links: tuple[tuple[int, int], ...] = ()  # spans of link targets
    heading: str | None = None

    def in_code(self, start: int, end: int) -> bool:
        return any(begin <= start and end <= last for begin, last in self.code)


@dataclass(frozen=True)
class Page:
    """A document."""

    path: str
    lines: tuple[Line, ...]

    @classmethod
    def read(cls, path: str, text: str) -> Page:
        return cls(path, tuple(_rst_lines(text) if path.endswith(".rst") else _lines(text)))

    def fences(self) -> dict[int, list[Line]]:
        """The lines of each fence."""
        found: dict[int, list[Line]] = {}
        for line in self.lines:
            if line.fence is not None:
                found.setdefault(line.block, []).append(line)
        return found


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    mark, language, block, comment = "", "", 0, False
    rows = text.split("\n")
    front = rows[0].strip() == "---" and any(row.strip() in {"---", "..."} for row in rows[1:60])
    blank, indented = True, False
    for number, row in enumerate(rows, 1):
        row = row.rstrip("\r")
        if front:
            front = number == 1 or row.strip() not in {"---", "..."}
            found.append(Line(number, row))
            continue
        fence = None if comment else _FENCE.match(row)
        if mark:
            if fence and fence[1].startswith(mark) and not fence[2].strip():
                mark = ""
                found.append(Line(number, row))
            else:
                found.append(Line(number, row, language, block, ((0, len(row)),)))
            continue
        if fence:
            mark, block = fence[1], block + 1
            word = re.match(r"[\w+#-]*", fence[2].strip().lstrip("{.").strip())
            language = word[0].lower() if word else ""
            found.append(Line(number, row))
            continue
        was, comment = comment, ("<!--" in row or comment) and "-->" not in row
        indented = bool(re.match(r"(?: {4}|\t)", row)) and (blank or indented) and not _in_list(found)
        blank = not row.strip()
        if was or comment or indented:
            found.append(Line(number, row))
            continue
        opened = bool(found) and found[-1].fence is None and bool(re.search(r"\[[^\[\]]*$", found[-1].text))
        found.append(_prose(number, row, opened))
    return found


def _in_list(found: list[Line]) -> bool:
    """Whether the nearest line that is not indented begins a list item or an admonition."""
    for line in reversed(found[-80:]):
        if line.text.strip() and not line.text.startswith(("    ", "\t")):
            return bool(re.match(r"\s*([*+-]|\d+[.)]|!!!|\?\?\?|===|///|:::)", line.text))
    return False


def _prose(number: int, row: str, opened: bool) -> Line:
    """A line of text; `opened` when the line before left a link's words open."""
    code = tuple((match.start(2), match.end(2)) for match in _INLINE.finditer(row))
    links = tuple(
        match.span(1)
        for match in (*_LINK.finditer(row), *_REFERENCE.finditer(row), *(_REST.finditer(row) if opened else ()))
        if not any(begin <= match.start() and match.end() <= end for begin, end in code)
    )
    heading = _HEADING.match(row)
    return Line(number, row, None, 0, code, links, heading[2] if heading else None)


_DIRECTIVE = re.compile(r"([ \t]*)\.\.[ \t]+(?:code-block|code|sourcecode|doctest|testcode)::[ \t]*([\w+#-]*)")
_RULER = re.compile(r"([=~^\"'#*+.:_-])\1{2,}[ \t]*$")
_LITERAL = re.compile(
    r"``(?P<code>[^`]+)``|(?<=:)`(?P<role>[^`<>]+)`|(?<![`:\w])`(?P<plain>[^`<>]+)`(?![`_\w])|<(?P<link>[^<>`\s]+)>`_"
)


def _rst_lines(text: str) -> list[Line]:
    """The lines of a reStructuredText document; what an unmarked literal block holds is no code of ours."""
    found: list[Line] = []
    rows = text.split("\n")
    margin, language, block, opened = -1, "", 0, False
    for number, row in enumerate(rows, 1):
        row = row.rstrip("\r")
        depth = len(row) - len(row.lstrip())
        if opened and row.strip() and depth <= margin:
            opened = False
        option = bool(re.match(r"\s*:[\w-]+:", row)) and bool(found) and found[-1].fence is None
        if opened and not option:
            found.append(Line(number, row, language, block, ((0, len(row)),)))
            continue
        directive = _DIRECTIVE.match(row)
        if directive or (row.rstrip().endswith("::") and not row.lstrip().startswith("..")):
            opened, margin, block = True, len(directive[1]) if directive else depth, block + 1
            language = (directive[2].lower() or "python") if directive else ""
            found.append(Line(number, row, code=_rst_code(row)))
            continue
        below = rows[number] if number < len(rows) else ""
        links = tuple(match.span("link") for match in _LITERAL.finditer(row) if match.lastgroup == "link")
        heading = row.strip() if row.strip() and _RULER.match(below) and not _RULER.match(row) else None
        found.append(Line(number, row, None, 0, _rst_code(row), links, heading))
    return found


def _rst_code(row: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span(match.lastgroup or 0) for match in _LITERAL.finditer(row) if match.lastgroup != "link")
