"""What a Markdown text was parsed to, as JSON: rows of plain values, and back. Any other text is a ValueError."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from ygs_cli.artifacts import markdown
from ygs_cli.artifacts.markdown import (
    Cell,
    CodeSpan,
    Document,
    Fence,
    FrontMatter,
    Heading,
    HtmlComment,
    Link,
    Paragraph,
    SourceFile,
    Span,
    Table,
    split_lines,
)

_DATE, _TIME = "date\0", "time\0"  # no YAML text has a NUL


def document_text(document: Document) -> str:
    """A document without its path and its lines, which the source has."""
    return json.dumps(
        [
            _front_row(document.front_matter),
            [(item.level, item.text, item.line, item.anchor) for item in document.headings],
            [(item.target, item.text, item.kind, *_place(item.span)) for item in document.links],
            [(item.text, *_place(item.span)) for item in document.code_spans],
            [_fence_row(item) for item in document.fences],
            [_table_row(item) for item in document.tables],
            [(item.text, item.line, item.end_line) for item in document.paragraphs],
            [(item.text, item.line, item.end_line) for item in document.comments],
            document.html_anchors,
        ]
    )


def document_of(source: SourceFile, text: str) -> Document:
    """The document of a source, from what `document_text` made of it. Raises ValueError for any other text."""
    try:
        front, headings, links, codes, fences, tables, paragraphs, comments, anchors = json.loads(text)
        return Document(
            source.path,
            tuple(split_lines(source.text)),
            _front(source, front),
            tuple(Heading(*row) for row in headings),
            tuple(Link(target, said, Span(*span), kind) for target, said, kind, *span in links),
            tuple(CodeSpan(said, Span(*span)) for said, *span in codes),
            tuple(Fence(*row) for row in fences),
            tuple(_table(row) for row in tables),
            tuple(Paragraph(*row) for row in paragraphs),
            tuple(HtmlComment(*row) for row in comments),
            tuple(anchors),
        )
    except (TypeError, LookupError, RecursionError) as problem:
        raise ValueError(str(problem)) from None


def front_text(front: FrontMatter | None) -> str:
    """Front matter alone."""
    return json.dumps(_front_row(front))


def front_of(source: SourceFile, text: str) -> FrontMatter | None:
    """The front matter of a source, from what `front_text` made of it. Raises ValueError for any other text."""
    try:
        return _front(source, json.loads(text))
    except (TypeError, LookupError, RecursionError) as problem:
        raise ValueError(str(problem)) from None


def _front_row(front: FrontMatter | None) -> Any:
    """None without front matter, and True for one that JSON cannot carry: its source is parsed again."""
    if front is None:
        return None
    try:
        data = json.dumps(front.data, default=_dated)
        same = json.loads(data, object_hook=_undated) == front.data
    except (TypeError, ValueError, RecursionError):
        same = False
    return (data, dict(front.lines), front.end_line, front.error, front.error_line) if same else True


def _front(source: SourceFile, row: Any) -> FrontMatter | None:
    if row is None:
        return None
    if row is True:
        return markdown.front_matter(source)
    data, lines, end_line, error, error_line = row
    return FrontMatter(json.loads(data, object_hook=_undated), lines, end_line, error, error_line)


def _dated(value: Any) -> dict[str, str]:
    if isinstance(value, datetime):
        return {_TIME: value.isoformat()}
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    raise TypeError(type(value).__name__)


def _undated(value: dict[str, Any]) -> Any:
    if len(value) == 1:
        if _DATE in value:
            return date.fromisoformat(value[_DATE])
        if _TIME in value:
            return datetime.fromisoformat(value[_TIME])
    return value


def _place(span: Span) -> tuple[int, int, int]:
    return (span.line, span.column, span.end_column)


def _fence_row(item: Fence) -> tuple[Any, ...]:
    return (item.language, item.info, item.text, item.line, item.indent, item.indented)


def _table_row(item: Table) -> tuple[Any, ...]:
    return (item.line, item.header, [[(cell.text, cell.line) for cell in row] for row in item.rows])


def _table(row: Iterable[Any]) -> Table:
    line, header, rows = row
    return Table(line, tuple(header), tuple(tuple(Cell(*cell) for cell in cells) for cells in rows))
