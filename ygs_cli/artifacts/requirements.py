"""The requirements of a product requirements document, as its template writes them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from ygs_cli.artifacts import ears, sections
from ygs_cli.artifacts.markdown import Document

_HEADING = re.compile(r"(REQ-[A-Z0-9]+(?:-[A-Z0-9]+)*)\b[\s:(]*(must|should|may)?\b", re.IGNORECASE)
_SCENARIO = re.compile(r"\W*(?:scenario\b|given\b)|\bgiven\b.*\bwhen\b.*\bthen\b", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"\W*failure\b", re.IGNORECASE)
# what a scenario that goes wrong is called, and how it ends
_FAILS = re.compile(
    r"\b(?:fail\w*|errors?|in(?:valid|complete)|missing|unknown|un(?:available|able|supported)|not?|without|cannot|"
    r"non-\w+|den(?:y|ied)|reject\w*|refus\w*|declin\w*|cancel\w*|time-?out|conflict\w*|corrupt\w*|broken|"
    r"malformed|violat\w*|fall-?back)\b",
    re.IGNORECASE,
)
_FAILED = re.compile(r"\b(?:errors?|fail\w*|abort\w*|reject\w*|non-zero|does not exist|invalid)\b", re.IGNORECASE)

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
    paragraphs = document.paragraphs  # in the order of lines
    open_lines = {span.line for span in sections.placeholders(document)}
    for section in sections.sections(document):
        match = _HEADING.match(section.title)
        if match is None:
            continue
        lines = range(section.line, section.end_line + 1)
        low, high = bisect_left(paragraphs, lines.start, key=_LINE), bisect_right(paragraphs, lines[-1], key=_LINE)
        texts = [item.text for item in paragraphs[low:high]]
        fenced = [fence.text for fence in document.fences if fence.line in lines]
        below = [head for head in document.headings if section.line < head.line <= section.end_line]
        own = [item.text for item in paragraphs[low:high] if not below or item.line < below[0].line]
        main = [text for text in own if not _SCENARIO.match(text) and not _LABEL.match(text)]
        failures = [
            text for text in texts if _LABEL.match(text) or any(map(ears.is_failure, ears.sentences(text)))
        ]
        statement = main[:1] + [text for text in main[1:] if text not in failures]  # it may itself be an If
        yield Requirement(
            match[1],
            match[2] or "",
            section.line,
            section.end_line,
            "\n".join(statement),
            any(_SCENARIO.search(text) for text in (*texts, *fenced, *(head.text for head in below))),
            bool(failures) or _goes_wrong([head.text for head in below], texts[len(own) :]),
            not open_lines.isdisjoint(lines),
        )


def _goes_wrong(headings: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether one of the scenarios below a requirement, each with a heading, is about something unwanted."""
    return any(map(_FAILS.search, headings)) or any(map(_FAILED.search, texts))
