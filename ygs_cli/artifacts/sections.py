"""Sections of a document and whether anything was written into them: the shape that templates ask for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from ygs_cli.artifacts.markdown import Document, Span

# A template's `[what belongs here]`: starts in lower case or with dots, and is no link, index or check box.
_PLACEHOLDER = re.compile(r"\[(?<![\w\])!\\]\[)(?:\.\.\.?|…|[a-z][^\[\]\n]+)\](?![(\[:])")
_SIGN = r"(?:TBD|TODO|FIXME|XXX)"
# not where the word itself is meant: "a TODO comment", "TODO/FIXME", "To be determined (TBD)"
_UNDONE = re.compile(
    rf"(?<![\w\"'\u201c\u2018/-])(?<!\b[Tt]he )(?<!\b[Aa] ){_SIGN}"
    rf"(?![\w\"'\u201d\u2019-]|/{_SIGN}|s?\s+(?:placeholder|comment|marker|tag|item|list|note)s?\b)"
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_VISIBLE = re.compile(r"[^\n]+")
_MARKER = re.compile(r"^\s*(?:>\s*)*(?:[-*+]|\d+[.)])?\s*(?:\[[ xX]\])?\s*")
_RULER = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.):]?\s+)?")
_WORD = re.compile(r"[a-z]+")
_ALSO = {"Alternatives": ("Considered options",)}
_MINOR = frozenset({"and", "the", "of"})
_REMEMBERED = 20_000  # documents: every rule asks the same of each again


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of level two or deeper with all below it, to the next heading of its level or a higher one."""

    title: str
    line: int
    end_line: int


@lru_cache(_REMEMBERED)
def sections(document: Document) -> tuple[Section, ...]:
    """The sections of a document, nested ones too, in order."""
    heads = document.headings
    found = []
    for index, head in enumerate(heads):
        if head.level < 2:
            continue
        later = (other.line - 1 for other in heads[index + 1 :] if other.level <= head.level)
        found.append(Section(head.text, head.line, next(later, len(document.lines))))
    return tuple(found)


@lru_cache(_REMEMBERED * 10)
def matching(document: Document, name: str) -> tuple[Section, ...]:
    """The sections that stand for `name`: those called so, else those whose title has all of its words.

    "Alternatives considered" and "2. Alternatives" stand for "Alternatives", and so does MADR's "Considered
    options".
    """
    every = sections(document)
    exact = tuple(item for item in every if _words(item.title) == _words(name))
    asked = [set(_words(word)) for word in (name, *_ALSO.get(name, ()))]
    return exact or tuple(item for item in every if any(words <= set(_words(item.title)) for words in asked))


@lru_cache(_REMEMBERED)
def _words(title: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(_NUMBERING.sub("", title).lower()) if word not in _MINOR)


@lru_cache(_REMEMBERED * 10)
def is_filled(document: Document, section: Section) -> bool:
    """Whether a section says anything beyond headings, comments, empty tables and the template's words."""
    silent = _silent_lines(document)
    lines = _without_comments(document)[section.line : section.end_line]
    for number, text in enumerate(lines, section.line + 1):
        if number in silent or _RULER.match(text):
            continue
        if text.lstrip().startswith("|"):
            if _row_is_filled(text):
                return True
        elif _MARKER.sub("", text, count=1).strip():
            return True
    return False


def text_of(document: Document, section: Section) -> str:
    """What is written in a section: no headings, no comments, no lines that still hold placeholders."""
    hidden = {place.line for place in placeholders(document)} | {head.line for head in document.headings}
    lines = _without_comments(document)[section.line : section.end_line]
    return "\n".join(text for number, text in enumerate(lines, section.line + 1) if number not in hidden)


@lru_cache(_REMEMBERED)
def _without_comments(document: Document) -> tuple[str, ...]:
    """The lines with every comment blanked out, so that columns stay."""
    text = "\n".join(document.lines)
    if "<!--" not in text:
        return document.lines
    return tuple(_COMMENT.sub(lambda comment: _VISIBLE.sub(_blank, comment[0]), text).split("\n"))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


@lru_cache(_REMEMBERED)
def _silent_lines(document: Document) -> frozenset[int]:
    """Headings, headers of tables, and lines with a placeholder of the template."""
    parts = (document.headings, document.tables, placeholders(document))
    return frozenset(item.line for items in parts for item in items)


def _row_is_filled(text: str) -> bool:
    cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
    return any(cells[1:]) or (len(cells) == 1 and bool(cells[0]))


@lru_cache(_REMEMBERED)
def placeholders(document: Document) -> tuple[Span, ...]:
    """The template's placeholders that are still there, outside code, comments and front matter."""
    return tuple(_spans(document, _PLACEHOLDER))


def undone(document: Document) -> tuple[Span, ...]:
    """TBD, TODO, FIXME and XXX as words of the text, outside code, comments and front matter."""
    return tuple(_spans(document, _UNDONE))


def _spans(document: Document, pattern: re.Pattern[str]) -> Iterator[Span]:
    first = document.front_matter.end_line if document.front_matter else 0
    lines = _without_comments(document)[first:]
    matches = tuple(pattern.finditer("\n".join(lines)))
    begins = [0, *accumulate(len(line) + 1 for line in lines)] if matches else []
    labels = {link.text.casefold() for link in document.links if link.kind == "definition"}
    code = _code_lines(document)
    for match in matches:
        number = bisect_right(begins, match.start())
        column = match.start() - begins[number - 1] + 1
        span = Span(first + number, column, column + len(match[0]))
        hidden = span.line in code or match[0].strip("[]").casefold() in labels
        if not hidden and not _in_code(document, span):
            yield span


def _code_lines(document: Document) -> set[int]:
    lines: set[int] = set()
    for fence in document.fences:
        lines.update(range(fence.line, fence.line + fence.text.count("\n") + 1))
    return lines


def _in_code(document: Document, span: Span) -> bool:
    return any(
        code.span.line == span.line and code.span.column <= span.column < code.span.end_column
        for code in document.code_spans
    )
