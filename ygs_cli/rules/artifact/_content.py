"""What the rules about content share: written sections, their tables, and places to point at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts import requirements, sections
from ygs_cli.artifacts.markdown import Cell, Document, Table
from ygs_cli.artifacts.project import Artifact, ArtifactFacts
from ygs_cli.artifacts.requirements import Requirement
from ygs_cli.artifacts.sections import Section
from ygs_cli.findings import Location

_OVER = frozenset({"superseded", "withdrawn", "rejected", "deprecated", "retired"})
_NOTHING = frozenset({"", "-", "--", "\u2013", "\u2014", "?", "n/a", "tbd", "unknown", "nobody"})


def live(facts: ArtifactFacts, *kinds: str) -> Iterator[Artifact]:
    """The documents of these kinds that still count: not superseded, withdrawn, rejected or retired."""
    for name in kinds:
        for artifact in facts.of_kind(name):
            if artifact.status not in _OVER:
                yield artifact


def written(artifact: Artifact, name: str) -> Iterator[tuple[Section, str]]:
    """The sections that stand for `name` and say something, with what they say."""
    for section in sections.matching(artifact.document, name):
        if sections.is_filled(artifact.document, section):
            yield section, sections.text_of(artifact.document, section)


def written_requirements(facts: ArtifactFacts) -> Iterator[tuple[Document, Requirement]]:
    """The requirements of the PRDs that count, less those that still hold placeholders of the template."""
    for artifact in live(facts, "prd"):
        for requirement in requirements.of(artifact.document):
            if not requirement.is_open:
                yield artifact.document, requirement


def rows(document: Document, section: Section, *columns: str) -> Iterator[dict[str, Cell]]:
    """The rows of the section's tables that have all these columns, as column name -> cell.

    Names are in lower case. Rows that are empty, or that hold the template's placeholders, are left out.
    """
    open_lines = {span.line for span in sections.placeholders(document)}
    for table in tables(document, section):
        names = [name.strip().lower() for name in table.header]
        if not set(columns) <= set(names):
            continue
        for row in table.rows:
            if row and row[0].line not in open_lines and any(cell.text.strip() for cell in row[1:]):
                yield dict(zip(names, row, strict=False))


def tables(document: Document, section: Section) -> Iterator[Table]:
    """The tables of a section."""
    return (table for table in document.tables if section.line < table.line <= section.end_line)


def is_empty(cell: Cell | None) -> bool:
    """Whether a cell says nothing: empty, a dash, a question mark, n/a."""
    return cell is None or cell.text.strip().strip("*_`").lower() in _NOTHING


def whole_line(document: Document, line: int) -> Location:
    """A line as a place."""
    return Location(document.path, line, 1, len(document.line_text(line)) + 1)


def place_of(document: Document, first: int, last: int, pattern: re.Pattern[str]) -> Location:
    """The first match of a pattern in these lines; the whole first line when it spans a line break."""
    for line in range(first, last + 1):
        match = pattern.search(document.line_text(line))
        if match:
            return Location(document.path, line, match.start() + 1, match.end() + 1)
    return whole_line(document, first)
