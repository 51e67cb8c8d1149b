"""Markdown text -> Document: front matter, headings, links, code spans, fences, tables, with exact spans.

CommonMark with GFM tables, after https://spec.commonmark.org/0.31.2/ through markdown-it-py. Its inline
tokens carry no position, so spans are recovered by walking the raw lines of the block in token order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ygs_cli import yaml_text
from ygs_cli.errors import YgsError


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One text file: `path` relative to the root with forward slashes, `text` without a BOM."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Span:
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
    in_link: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    target: str  # as written, before percent-decoding
    text: str
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

    def line_text(self, line: int) -> str:
        """The text of a line (from 1), or "" outside the document."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


_FRONT_MATTER_OPEN = re.compile(r"---[ \t]*$")
_FRONT_MATTER_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_TOP_LEVEL_KEY = re.compile(r"""(['"]?)([A-Za-z_][\w.-]*)\1[ \t]*:(?:\s|$)""")
_HTML_ID = re.compile(r"""<[A-Za-z][^<>]*?\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_HTML_TARGET = re.compile(r"""<(a|img)\b[^<>]*?\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)  # one without an end hides the rest, as in HTML
_HEADING_ID = re.compile(r"\s*\{\s*#([^\s{}]+)[^{}]*\}\s*$")
_DEFINITION = re.compile(r" {0,3}\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*(?:<([^<>]*)>|(\S+))")


def split_lines(text: str) -> list[str]:
    """Lines as Markdown and git count them: split at \\n, \\r\\n and \\r only (not at form feeds)."""
    return re.split(r"\r\n|\n|\r", text)


def parse(source: SourceFile) -> Document:
    """Parse one Markdown file. Never raises, whatever the text is."""
    lines = split_lines(source.text)
    front = _front_matter(lines, source.path)
    skip = front.end_line if front else 0
    body = [""] * skip + lines[skip:]  # blank lines keep line numbers equal to the file's
    builder = _Builder(lines=lines, text_lines=body)
    with suppress(RecursionError):  # absurd nesting: what was read so far is kept
        builder.run()
    return builder.document(source.path, front)


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

    # Inline content is most of the work, and most of it holds nothing we look for: see _Builder._children.
    parser = MarkdownIt("commonmark", {"maxNesting": 60}).enable(["table", "strikethrough"]).disable("inline")
    parser.normalizeLink = _as_written  # type: ignore[assignment, method-assign, unused-ignore]
    return parser


@cache
def _lean_parser() -> Any:
    """Inline rules for text whose emphasis nobody reads."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 60}).disable(["emphasis"])
    parser.normalizeLink = _as_written  # type: ignore[assignment, method-assign, unused-ignore]
    return parser


def _as_written(target: str) -> str:
    return target


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
    _cursor: _Cursor | None = None

    def run(self) -> None:
        text = "\n".join(self.text_lines)
        tokens = _parser().parse(text, self.env)
        self._definitions()
        for index, token in enumerate(tokens):
            if token.type == "inline":
                token.children = self._children(token.content, tokens[index - 1].type == "heading_open")
                self._inline(token, tokens[index - 1])
            elif token.type in ("fence", "code_block"):
                self._fence(token)
            elif token.type == "html_block":
                self._html("\n".join(self.lines[token.map[0] : token.map[1]]), token.map[0] + 1)
            elif token.type == "table_open":
                self._table(tokens, index)

    def document(self, path: str, front: FrontMatter | None) -> Document:
        return Document(
            path=path,
            lines=tuple(self.lines),
            front_matter=front,
            headings=tuple(self.headings),
            links=tuple(sorted(self.links, key=lambda link: (link.span.line, link.span.column))),
            code_spans=tuple(self.code_spans),
            fences=tuple(self.fences),
            tables=tuple(self.tables),
            paragraphs=tuple(self.paragraphs),
            comments=tuple(self.comments),
            html_anchors=tuple(self.anchors),
        )

    def _children(self, content: str, is_heading: bool) -> list[Any]:
        children: list[Any] = []
        parser = _parser() if is_heading else _lean_parser()
        if is_heading or _TELLING.search(content):
            parser.inline.parse(content, parser, self.env, children)
        return children

    def _inline(self, token: Any, opener: Any) -> None:
        first, last = token.map
        if self._cursor is None or self._cursor.block != (first, last):  # the cells of a row share one cursor
            self._cursor = _Cursor(self.lines, first, max(last, first + 1), (first, last))
        cursor = self._cursor
        heading = opener.type == "heading_open"
        depth = 0
        for child in token.children or ():
            if child.type == "link_open":
                depth += 1
                self._link(cursor, child, token)
            elif child.type == "link_close":
                depth -= 1
            elif child.type == "image":
                self._image(cursor, child)
            elif child.type == "code_inline":
                span = cursor.code(child.markup)
                if span:
                    self.code_spans.append(CodeSpan(child.content, span, depth > 0))
            elif child.type == "html_inline":
                line = cursor.skip(child.content)
                self._html(child.content, line)
            elif child.type == "text" and child.content and depth == 0:
                cursor.skip(child.content)
        if heading:
            self._heading(token, opener)
        elif opener.type == "paragraph_open":
            self.paragraphs.append(Paragraph(token.content, first + 1, last))

    def _heading(self, token: Any, opener: Any) -> None:
        text = "".join(_visible(token.children or ()))
        anchor = ""
        explicit = _HEADING_ID.search(text)
        if explicit:
            anchor, text = explicit[1], text[: explicit.start()]
        self.headings.append(Heading(int(opener.tag[1:]), text.strip(), token.map[0] + 1, anchor))

    def _link(self, cursor: _Cursor, child: Any, token: Any) -> None:
        if child.markup == "autolink":
            target = str(child.attrGet("href") or "")
            span = cursor.find(target.removeprefix("mailto:"))
            kind = "autolink"
        else:
            found = cursor.link_target(str(child.attrGet("href") or ""))
            if found is None:  # a reference link: its definition carries the target
                return
            target, span = found
            kind = "link"
        if span:
            self.links.append(Link(target, _link_text(token, child), span, kind))

    def _image(self, cursor: _Cursor, child: Any) -> None:
        found = cursor.link_target(str(child.attrGet("src") or ""))
        if found:
            self.links.append(Link(found[0], child.content, found[1], "image"))

    def _fence(self, token: Any) -> None:
        first = token.map[0]
        fenced = token.type == "fence"
        info = str(token.info).strip() if fenced else ""
        start = first + 1 if fenced else first
        content = str(token.content)
        indent = 0
        if start < len(self.lines) and content:
            head = content.split("\n", 1)[0]
            indent = max(0, self.lines[start].find(head)) if head else 0
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


def _visible(children: Iterable[Any]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "text_special", "code_inline", "image"):  # special: an escaped character
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield " "


def _link_text(token: Any, opener: Any) -> str:
    children = token.children or []
    start = children.index(opener) + 1
    parts: list[Any] = []
    for child in children[start:]:
        if child.type == "link_close":
            break
        parts.append(child)
    return "".join(_visible(parts))


class _Cursor:
    """Walks the raw lines of one block, left to right, so that equal tokens keep their own position."""

    def __init__(self, lines: list[str], first: int, last: int, block: tuple[int, int]) -> None:
        self.block = block
        self._lines = lines
        self._last = min(last, len(lines))
        self._line = first
        self._column = 0

    def _search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        line, column = self._line, self._column
        while line < self._last:
            match = pattern.search(self._lines[line], column)
            if match:
                self._line, self._column = line, match.end()
                return match
            line, column = line + 1, 0
        return None

    def find(self, text: str) -> Span | None:
        line, column = self._line, self._column
        while text and line < self._last:
            start = self._lines[line].find(text, column)
            if start >= 0:
                self._line, self._column = line, start + len(text)
                return Span(line + 1, start + 1, start + len(text) + 1)
            line, column = line + 1, 0
        return None

    def skip(self, text: str) -> int:
        """Move behind the first line of `text` if it is found as written; the line number where it stands."""
        self.find(text.split("\n", 1)[0])
        return self._line + 1

    def code(self, markup: str) -> Span | None:
        opener = self._search(_back_ticks(markup))
        if opener is None:
            return None
        line, start = self._line, self._column
        closer = self._search(_back_ticks(markup))
        raw = self._lines[line]
        end = closer.start() if closer and self._line == line else len(raw)
        content = raw[start:end]
        if len(content) > 2 and content[0] == content[-1] == " " and content.strip():
            start, end = start + 1, end - 1
        return Span(line + 1, start + 1, end + 1)

    def link_target(self, href: str) -> tuple[str, Span] | None:
        """The target of the next inline link whose normalised form is `href`, as written."""
        line, column = self._line, self._column
        while (match := self._search(_LINK_TARGET)) is not None:
            group = 1 if match[1] is not None else 2
            written = match[group]
            if _unescaped(written) == href:
                # code spans in the link's own text come after link_open: let the cursor see them again
                span = Span(self._line + 1, match.start(group) + 1, match.end(group) + 1)
                self._line, self._column = line, column
                self._text_start(span)
                return written, span
        self._line, self._column = line, column
        return None

    def _text_start(self, span: Span) -> None:
        """Stand at the beginning of the link's text when it is on the target's line, else stay."""
        line = span.line - 1
        if line != self._line:
            return
        depth = 0
        for column in range(span.column - 3, self._column - 1, -1):
            char = self._lines[line][column]
            depth += (char == "]") - (char == "[")
            if depth < 0 or (char == "[" and depth == 0):
                self._column = column
                return


_LINK_TARGET = re.compile(r"\]\([ \t]*(?:<([^<>]*)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))")


@cache
def _back_ticks(markup: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!`){markup}(?!`)")


def _unescaped(written: str) -> str:
    from markdown_it.common.utils import unescapeAll

    return str(unescapeAll(written))
