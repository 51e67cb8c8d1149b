"""Markdown text -> Document: front matter, headings, links, code spans, fences, tables, with exact spans.

CommonMark with GFM tables, after https://spec.commonmark.org/0.31.2/: blocks through markdown-it-py, their
inline parts through `inline`, whose offsets are mapped back to the raw lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple, TypeVar

from ygs_cli import yaml_text
from ygs_cli.artifacts import admonitions, inline
from ygs_cli.errors import YgsError


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One text file: `path` relative to the root with forward slashes, `text` without a BOM."""

    path: str
    text: str


class Span(NamedTuple):
    """A piece of one line. Line and columns count from 1; `end_column` is exclusive."""

    line: int
    column: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str  # without Markdown markup, as a reader sees it
    line: int
    anchor: str = ""  # an explicit {#id}, if any


@dataclass(frozen=True, slots=True)
class CodeSpan:
    text: str
    span: Span  # of the content, without back-ticks; the first line only when it wraps


@dataclass(frozen=True, slots=True)
class Link:
    target: str  # as written, before percent-decoding
    text: str  # the label of a definition, else ""
    span: Span  # of the target as written
    kind: str  # "link", "image", "definition", "autolink" or "html"


@dataclass(frozen=True, slots=True)
class Fence:
    language: str  # first word of the info string, lower case; "" for none and for indented code
    info: str
    text: str
    line: int  # of the first content line
    indent: int = 0  # characters cut from each content line
    indented: bool = False  # an indented code block: no fence


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    line: int
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class HtmlComment:
    text: str  # between the markers, stripped
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose: a paragraph or list item text, raw, with the heading it stands under."""

    text: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML block at the top. `data` is empty and `error` set when it is not a readable mapping."""

    data: Mapping[str, Any]
    lines: Mapping[str, int]  # key -> line of the file
    end_line: int  # of the closing marker
    error: str = ""
    error_line: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    path: str
    lines: tuple[str, ...]  # without line endings
    front_matter: FrontMatter | None = None
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    code_spans: tuple[CodeSpan, ...] = ()
    fences: tuple[Fence, ...] = ()
    tables: tuple[Table, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    comments: tuple[HtmlComment, ...] = ()
    html_anchors: tuple[str, ...] = ()  # id and name attributes of inline and block HTML

    def __hash__(self) -> int:
        return hash(self.path)  # that of the whole content would cost more than what is remembered by it saves

    def line_text(self, line: int) -> str:
        """The text of a line (from 1), or "" outside the document."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


_FRONT_MATTER_OPEN = re.compile(r"---[ \t]*$")
_FRONT_MATTER_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_TOP_LEVEL_KEY = re.compile(r"""(['"]?)([A-Za-z_][\w.-]*)\1[ \t]*:(?:\s|$)""")
_HTML_ID = re.compile(r"""<[A-Za-z][^<>]*?\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_HTML_TARGET = re.compile(r"""<(a|img)\b[^<>]*?\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)  # one without an end hides the rest, as in HTML
_MDX_COMMENT = re.compile(r"\{/\*(.*?)\*/\}", re.DOTALL)
_HEADING_ID = re.compile(r"\s*\{\s*#([^\s{}]+)[^{}]*\}\s*$")
_DEFINITION = re.compile(r" {0,3}\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*(?:<([^<>]*)>|(\S+))")


def split_lines(text: str) -> list[str]:
    """Lines as Markdown and git count them: split at \\n, \\r\\n and \\r only (not at form feeds)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def parse(source: SourceFile) -> Document:
    """Parse one Markdown file. Never raises, whatever the text is."""
    lines = split_lines(source.text)
    front = _front_matter(lines, source.path)
    skip = front.end_line if front else 0
    body = [""] * skip + lines[skip:]  # blank lines keep line numbers equal to the file's
    builder = _Builder(lines=lines, text_lines=body)
    with suppress(RecursionError):  # absurd nesting: what was read so far is kept
        builder.run()
    if source.path.endswith(".mdx"):
        builder.comments += _mdx_comments("\n".join(body))
    return builder.document(source.path, front)


def _mdx_comments(text: str) -> Iterator[HtmlComment]:
    for match in _MDX_COMMENT.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield HtmlComment(match[1].strip(), line, line + match[0].count("\n"))


def front_matter(source: SourceFile) -> FrontMatter | None:
    """The YAML block at the top of a file, or None without one; nothing else is parsed. Never raises."""
    return _front_matter(split_lines(source.text), source.path)


def _front_matter(lines: list[str], path: str) -> FrontMatter | None:
    if not lines or not _FRONT_MATTER_OPEN.match(lines[0]):
        return None
    end = next((n for n, line in enumerate(lines[1:], 2) if _FRONT_MATTER_CLOSE.match(line)), 0)
    if not end:
        return None
    block = lines[1 : end - 1]
    keys = {m[2]: n for n, line in enumerate(block, 2) if (m := _TOP_LEVEL_KEY.match(line))}
    try:
        data = yaml_text.load("\n".join(block), path, first_line=2)
    except YgsError as error:
        line = error.where.rpartition(":")[2]
        return FrontMatter({}, keys, end, error.message, int(line) if line.isdigit() else 1)
    if data is None:
        data = {}
    if not isinstance(data, dict):
        return FrontMatter({}, keys, end, "front matter is not a mapping of keys to values", 1)
    return FrontMatter({str(key): value for key, value in data.items()}, keys, end)


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": 60}).enable(["table", "strikethrough"]).disable("inline")


_MARKED_UP = re.compile(r"[`\[<\\&*_~\n]")
_DEEPEST = 8  # indented blocks in each other
_TELLING = re.compile(r"[`\[<]")  # code, links and images, HTML and autolinks


@dataclass
class _Builder:
    """Collects the parts of one document while the token stream goes by."""

    lines: list[str]
    text_lines: list[str]
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    code_spans: list[CodeSpan] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    comments: list[HtmlComment] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    env: dict[str, Any] = field(default_factory=dict)
    _row: tuple[int, int] = (-1, 0)  # the line of the last table cell, and the column where it ended

    depth: int = 0  # of indented blocks around it

    def run(self) -> None:
        self._nested()
        text = "\n".join(self.text_lines)
        tokens = _parser().parse(text, self.env)
        self._definitions()
        for index, token in enumerate(tokens):
            if token.type == "inline":
                self._inline(token, tokens[index - 1])
            elif token.type in ("fence", "code_block"):
                self._fence(token)
            elif token.type == "html_block":
                self._html("\n".join(self.lines[token.map[0] : token.map[1]]), token.map[0] + 1)
            elif token.type == "table_open":
                self._table(tokens, index)

    def _nested(self) -> None:
        """Take the indented blocks of MkDocs out of the text, and read each as a text of its own."""
        if self.depth >= _DEEPEST or not admonitions.occur("\n".join(self.text_lines)):
            return
        for block in admonitions.blocks(self.text_lines, _fenced_lines(self.text_lines)):
            last = block.first + len(block.lines)
            self.text_lines[block.first : last] = [""] * len(block.lines)
            inner = _Builder(lines=list(block.lines), text_lines=list(block.lines), depth=self.depth + 1)
            inner.run()
            self._take(inner, block.first, block.indent)

    def _take(self, inner: _Builder, down: int, right: int) -> None:
        """Take the parts of a text that begins at another line and column."""

        def at(span: Span) -> Span:
            return Span(span.line + down, span.column + right, span.end_column + right)

        self.headings += [replace(each, line=each.line + down) for each in inner.headings]
        self.links += [replace(each, span=at(each.span)) for each in inner.links]
        self.code_spans += [replace(each, span=at(each.span)) for each in inner.code_spans]
        self.fences += [replace(each, line=each.line + down, indent=each.indent + right) for each in inner.fences]
        self.tables += [
            replace(
                each,
                line=each.line + down,
                rows=tuple(tuple(replace(cell, line=cell.line + down) for cell in row) for row in each.rows),
            )
            for each in inner.tables
        ]
        for name in ("paragraphs", "comments"):
            moved = [replace(e, line=e.line + down, end_line=e.end_line + down) for e in getattr(inner, name)]
            getattr(self, name).extend(moved)
        self.anchors += inner.anchors

    def document(self, path: str, front: FrontMatter | None) -> Document:
        return Document(
            path=path,
            lines=tuple(self.lines),
            front_matter=front,
            headings=_in_order(self.headings),
            links=tuple(sorted(self.links, key=lambda link: (link.span.line, link.span.column))),
            code_spans=tuple(sorted(self.code_spans, key=lambda code: (code.span.line, code.span.column))),
            fences=_in_order(self.fences),
            tables=_in_order(self.tables),
            paragraphs=_in_order(self.paragraphs),
            comments=_in_order(self.comments),
            html_anchors=tuple(self.anchors),
        )

    def _inline(self, token: Any, opener: Any) -> None:
        first, last = token.map
        content = str(token.content)
        if opener.type == "heading_open":
            self._heading(token, opener)
        elif opener.type == "paragraph_open":
            self.paragraphs.append(Paragraph(content, first + 1, last))
        if opener.type in ("td_open", "th_open"):
            content = self._cell(content, first)
        elif _TELLING.search(content):
            self._parts(content, _places(content, self.lines[first:]), first)

    def _cell(self, content: str, row: int) -> str:
        """A table cell: it stands behind those before it in the row, with its bars escaped."""
        line = self.lines[row] if row < len(self.lines) else ""
        start = self._row[1] if self._row[0] == row else 0
        at = line.find(content, start)
        if at < 0:
            content = content.replace("|", "\\|")
            at = line.find(content, start)
        self._row = (row, start if at < 0 else at + len(content))
        if at >= 0 and _TELLING.search(content):
            self._parts(content, [at], row)
        return content

    def _parts(self, content: str, places: list[int | None], first: int) -> None:
        """Take the inline parts of a block. `places` are the columns at which the lines of its content begin in
        the raw lines from `first`; None where that cannot be told, and so no span either.
        """
        starts = [0, *(match.end() for match in re.finditer("\n", content))]
        for part in inline.scan(content):
            offset = bisect_right(starts, part.start) - 1
            column = places[offset] if offset < len(places) else None
            line = first + offset + 1
            if part.kind == "html":
                self._html(part.text, line)
                continue
            if column is None:
                continue
            end = min(part.end, starts[offset + 1] - 1) if offset + 1 < len(starts) else part.end
            shift = column - starts[offset] + 1
            span = Span(line, part.start + shift, end + shift)
            if part.kind == "code":
                self.code_spans.append(CodeSpan(part.text, span))
            elif part.text or part.kind == "link":
                self.links.append(Link(part.text, "", span, part.kind))

    def _heading(self, token: Any, opener: Any) -> None:
        text = self._visible(token.content)
        anchor = ""
        explicit = _HEADING_ID.search(text)
        if explicit:
            anchor, text = explicit[1], text[: explicit.start()]
        self.headings.append(Heading(int(opener.tag[1:]), text.strip(), token.map[0] + 1, anchor))

    def _visible(self, content: str) -> str:
        if not _MARKED_UP.search(content):
            return content
        children: list[Any] = []
        _parser().inline.parse(content, _parser(), self.env, children)
        return "".join(_shown(children))

    def _fence(self, token: Any) -> None:
        first = token.map[0]
        fenced = token.type == "fence"
        info = str(token.info).strip() if fenced else ""
        start = first + 1 if fenced else first
        content = str(token.content)
        indent = 0
        if start < len(self.lines) and content:
            rows = content.split("\n")
            filled = next((number for number, row in enumerate(rows) if row.strip()), 0)
            line = self.lines[start + filled] if start + filled < len(self.lines) else ""
            indent = max(0, line.find(rows[filled])) if rows[filled] else 0
        language = info.split()[0].strip("{}.").lower() if info.split() else ""
        self.fences.append(Fence(language, info, content, start + 1, indent, not fenced))

    def _html(self, text: str, line: int) -> None:
        if text.startswith("<!--"):
            for match in _COMMENT.finditer(text):
                at = line + text.count("\n", 0, match.start())
                self.comments.append(HtmlComment(match[1].strip(), at, at + match[0].count("\n")))
        visible = _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
        for match in _HTML_ID.finditer(visible):
            self.anchors.append(next(g for g in match.groups() if g is not None))
        for match in _HTML_TARGET.finditer(visible):
            group = 2 if match[2] is not None else 3
            at = line + visible.count("\n", 0, match.start(group))
            column = self.lines[at - 1].find(match[group]) + 1 if at <= len(self.lines) else 0
            if column and match[group]:
                span = Span(at, column, column + len(match[group]))
                self.links.append(Link(match[group], "", span, "html"))

    def _table(self, tokens: list[Any], index: int) -> None:
        header: list[str] = []
        rows: list[tuple[Cell, ...]] = []
        row: list[Cell] = []
        in_head = True
        for position in range(index + 1, len(tokens)):
            token = tokens[position]
            if token.type == "table_close":
                break
            if token.type == "thead_close":
                header = [cell.text for cell in row]
                in_head = False
            elif token.type == "tr_open":
                row = []
            elif token.type == "inline":
                row.append(Cell(token.content, token.map[0] + 1))
            elif token.type == "tr_close" and not in_head:
                rows.append(tuple(row))
        self.tables.append(Table(tokens[index].map[0] + 1, tuple(header), tuple(rows)))

    def _definitions(self) -> None:
        """Link reference definitions, which leave no token. Fences are told apart by the caller's tokens."""
        fenced = _fenced_lines(self.text_lines)
        for number, line in enumerate(self.text_lines, 1):
            match = _DEFINITION.match(line)
            if match is None or number in fenced or match[1].startswith("^"):
                continue
            group = 2 if match[2] is not None else 3
            span = Span(number, match.start(group) + 1, match.end(group) + 1)
            self.links.append(Link(match[group], match[1], span, "definition"))


_Part = TypeVar("_Part", Heading, Fence, Table, Paragraph, HtmlComment)


def _in_order(parts: list[_Part]) -> tuple[_Part, ...]:
    return tuple(sorted(parts, key=lambda part: part.line))


_FENCE_LINE = re.compile(r"[ \t>*+-]*(?:\d+[.)][ \t]+)?(`{3,}|~{3,})([^\n]*)$")


def _fenced_lines(lines: list[str]) -> set[int]:
    inside: set[int] = set()
    marker = ""
    for number, line in enumerate(lines, 1):
        match = _FENCE_LINE.match(line)
        if marker:
            inside.add(number)
            if match and match[1][0] == marker[0] and len(match[1]) >= len(marker) and not match[2].strip():
                marker = ""
        elif match and not (match[1][0] == "`" and "`" in match[2]):
            marker = match[1]
            inside.add(number)
    return inside


def _shown(children: Iterable[Any]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "text_special", "code_inline", "image"):  # special: an escaped character
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield " "


def _places(content: str, lines: list[str]) -> list[int | None]:
    """The column (from 0) at which each line of a block's content begins in its raw line, behind the markers of
    quotes and lists.
    """
    places: list[int | None] = []
    for part, raw in zip(content.split("\n"), lines, strict=False):
        text = part.strip()
        kept = raw.rstrip()
        at = len(kept) - len(text) if kept.endswith(text) else raw.find(text)
        places.append(at - (len(part) - len(part.lstrip())) if at >= 0 else None)
    return places
