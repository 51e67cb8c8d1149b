"""The life-cycle documents of a project, as the artifact rules, trace and status see them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ygs_cli.artifacts import kinds, markdown, mentions
from ygs_cli.artifacts.kinds import KINDS, Kind
from ygs_cli.artifacts.markdown import Document, FrontMatter, SourceFile
from ygs_cli.artifacts.mentions import SourceMentions
from ygs_cli.findings import Location

ELEMENT = re.compile(r"(?:REQ|AC)-[A-Z0-9]+(?:-[A-Z0-9]+)*")
_ELEMENT_FIRST = re.compile(rf"[\s*_`\[\]xX-]*({ELEMENT.pattern})\b")


@dataclass(frozen=True)
class Artifact:
    """A document with our front matter. `kind` is None when its word for the kind is not one of ours."""

    document: Document
    front: FrontMatter
    identifier: str
    kind: Kind | None

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def status(self) -> str:
        return str(self.front.data.get("status", ""))

    @property
    def is_open(self) -> bool:
        """Whether it is still being written, so that parts of it may be empty."""
        return self.kind is not None and self.status in self.kind.open_statuses

    def values(self, key: str) -> tuple[str, ...]:
        """The texts of a list field; a single text counts as a list of one."""
        value = self.front.data.get(key)
        if isinstance(value, str):
            return (value,)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def place(self, key: str, value: str = "") -> Location:
        """Where a front matter field, or one value of it, stands; the first line when the key is missing."""
        first = self.front.lines.get(key, 1)
        later = [line for line in self.front.lines.values() if line > first]
        for line in range(first, min(later, default=self.front.end_line)) if value else ():
            match = re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", self.document.line_text(line))
            if match:
                return Location(self.path, line, match.start() + 1, match.end() + 1)
        return Location(self.path, first, 1, len(self.document.line_text(first)) + 1)


@dataclass(frozen=True, slots=True)
class Element:
    """A requirement or acceptance criterion, where a document defines it."""

    identifier: str
    location: Location
    in_heading: bool = False


@dataclass(frozen=True, slots=True)
class ArtifactFacts:
    """What the artifact rules look at: every Markdown document, and those of our kinds among them.

    `files` are the paths of everything in the project; `mentions` looks up the ids that tests and code name,
    when a rule asks for them; `ages` which of some files came first: a number by path, smaller for older, none
    for a file that history does not have.
    """

    documents: tuple[Document, ...]
    artifacts: tuple[Artifact, ...] = ()
    elements: tuple[Element, ...] = field(default=())
    files: tuple[str, ...] = ()
    mentions: Callable[[], Iterable[SourceMentions]] = tuple
    ages: Callable[[Iterable[str]], Mapping[str, int]] = lambda _: {}

    def of_kind(self, name: str) -> tuple[Artifact, ...]:
        return tuple(item for item in self.artifacts if item.kind is KINDS[name])

    def by_id(self) -> dict[tuple[str, int], Artifact]:
        """The artifacts by prefix and number of their id; the first one where two claim the same."""
        found: dict[tuple[str, int], Artifact] = {}
        for artifact in self.artifacts:
            key = kinds.number_of(artifact.identifier)
            if key:
                found.setdefault(key, artifact)
        return found


def facts(files: Iterable[SourceFile]) -> ArtifactFacts:
    """Parse the Markdown files of a project; what else is among the files may name ids."""
    sources = tuple(files)
    code = tuple(source for source in sources if mentions.is_source(source.path))
    found = of_documents(markdown.parse(source) for source in sources if not mentions.is_source(source.path))
    return replace(
        found,
        files=tuple(source.path for source in sources),
        mentions=lambda: (mentions.scan(source.path, source.text.encode()) for source in code),
    )


def of_documents(parsed: Iterable[Document]) -> ArtifactFacts:
    """What the artifact rules look at in documents that are parsed already."""
    documents = tuple(parsed)
    artifacts = tuple(found for document in documents if (found := artifact(document)))
    ours = {item.path: item for item in artifacts}
    elements = tuple(element for document in documents for element in _elements(document, ours.get(document.path)))
    return ArtifactFacts(documents, artifacts, elements)


def artifact(document: Document) -> Artifact | None:
    """The document as one of ours, or None: it needs a `kind`, and an id of our form or a kind we know.

    Front matter of other tools that happens to have a `kind` or an `id` does not count. The words and prefixes
    of the kinds that are not core (review, learning; QA-, PM-) are everybody's: there one of the two is no sign.
    """
    front = document.front_matter
    if front is None or front.error or not isinstance(front.data.get("kind"), str):
        return None
    identifier = str(front.data.get("id", ""))
    kind = KINDS.get(str(front.data["kind"]))
    parsed = kinds.number_of(identifier)
    of = kinds.OF_PREFIX[parsed[0]] if parsed else None
    known = kind is not None and ("links" in front.data or of is kind or (kind.core and "id" in front.data))
    if not known and not (of and of.core):
        return None
    return Artifact(document, front, identifier, kind)


def _elements(document: Document, owner: Artifact | None) -> Iterator[Element]:
    """Ids that a heading, a list item or paragraph, or (in a PRD) the first cell of a row begins with."""
    starts = [(head.text, head.line, True) for head in document.headings]
    if owner is not None:
        starts += [(item.text, item.line, False) for item in document.paragraphs]
        if owner.kind is KINDS["prd"]:
            starts += [(row[0].text, row[0].line, False) for table in document.tables for row in table.rows if row]
    for text, line, heading in starts:
        match = _ELEMENT_FIRST.match(text)
        if match:
            column = max(document.line_text(line).find(match[1]) + 1, 1)
            yield Element(match[1], Location(document.path, line, column, column + len(match[1])), heading)
