"""The requirements of a product requirements document, as its template writes them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from ygs_cli.artifacts import sections
from ygs_cli.artifacts.markdown import Document

_HEADING = re.compile(r"(REQ-[A-Z0-9]+(?:-[A-Z0-9]+)*)\b[\s:(]*(must|should|may)?\b", re.IGNORECASE)
_SCENARIO = re.compile(r"\W*(?:scenario\b|given\b)|\bgiven\b.*\bwhen\b.*\bthen\b", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"\W*failure\b", re.IGNORECASE)
_FAILURE = re.compile(r"\W*(?:failure\b|if\b.*\bthen\b.*\bshall\b)", re.IGNORECASE | re.DOTALL)

_LINE = attrgetter("line")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement: the heading with id and rank, then its statement, scenarios and failure requirement.

    `rank` is the word as it is written, "" for none. `is_open`: the template's placeholders still stand in it.
    """

    identifier: str
    rank: str
    line: int
    end_line: int
    statement: str
    has_scenario: bool
    has_failure: bool
    is_open: bool


@lru_cache(2_000)  # documents: each rule about requirements asks again
def of(document: Document) -> tuple[Requirement, ...]:
    """The requirements that headings of a document define, in order."""
    return tuple(_found(document))


def _found(document: Document) -> Iterator[Requirement]:
    paragraphs = sorted(document.paragraphs, key=_LINE)
    open_lines = {span.line for span in sections.placeholders(document)}
    for section in sections.sections(document):
        match = _HEADING.match(section.title)
        if match is None:
            continue
        lines = range(section.line, section.end_line + 1)
        low, high = bisect_left(paragraphs, lines.start, key=_LINE), bisect_right(paragraphs, lines[-1], key=_LINE)
        texts = [item.text for item in paragraphs[low:high]]
        fenced = [fence.text for fence in document.fences if fence.line in lines]
        main = [text for text in texts if not _SCENARIO.match(text) and not _LABEL.match(text)]
        statement = main[:1] + [text for text in main[1:] if not _FAILURE.match(text)]  # it may itself be an If
        yield Requirement(
            match[1],
            match[2] or "",
            section.line,
            section.end_line,
            "\n".join(statement),
            any(_SCENARIO.search(text) for text in (*texts, *fenced)),
            any(_FAILURE.match(text) for text in texts),
            not open_lines.isdisjoint(lines),
        )
