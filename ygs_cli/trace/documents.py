"""What one Markdown document gives to the trace: what it defines, and what it refers to.

Ten thousand requirements are to be traced in a second or two, so the body is read line by line here rather
than through the Markdown parser: a trace needs headings, list items and rows, and no inline markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ygs_cli.artifacts import kinds, markdown, project
from ygs_cli.artifacts.kinds import PRIORITIES
from ygs_cli.artifacts.markdown import Document, SourceFile
from ygs_cli.artifacts.mentions import ID, ids
from ygs_cli.artifacts.project import ELEMENT, Artifact

_DEFINING = ("prd", "task")  # kinds in which a list item defines; elsewhere only a heading does
_DESIGNS = ("trd", "design-doc")
_HIDDEN = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+|>[ \t]*)*(`{3,}|~{3,})(?!.*`).*\n(?:.*\n)*?(?:[ \t>]*\1[`~]*[ \t]*$|\Z)"
    r"|<!--(?:.|\n)*?(?:-->|\Z)",
    re.MULTILINE,
)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_MARKER = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])[ \t]+(?:\[([ xX])\][ \t]+)?")
_DEFINED = re.compile(rf"[\s*_`\[\]]*({ELEMENT.pattern})\b[\s*_`\]:.)(—\u2013-]*")
_RANK = re.compile(r"(MUST|SHALL|SHOULD|MAY)\b(?:[ ]NOT\b)?[\s*_`\])]*[:.—\u2013-]*[\s*_]*")
_RANK_WORD = re.compile(r"\b(MUST|SHALL|SHOULD|MAY)\b")
_MARKUP = re.compile(r"\*\*|__|`")
_CELLS = re.compile(r"(?<!\\)\|")
_RULER = re.compile(r"[\s:|-]+")
_RANGE = re.compile(rf"({ELEMENT.pattern})\s*(?:to|through|until|\u2013|—|\.\.\.?)\s*({ELEMENT.pattern})")
_NOT_A_GOAL = re.compile(r"\W*(?:non-?goals?|out of scope|not required)\b", re.IGNORECASE)
_PROOF = re.compile(r"\bProof:(.*)", re.IGNORECASE)
_PATH = re.compile(r"(?<![\w.@+-])(?:[\w.@+-]+(?:/[\w.@+-]+)*\.\w+|[\w.@+-]+(?:/[\w.@+-]+)+)")
_COLUMNS = {
    "design": re.compile(r"\b(?:design|designed|section|mechanism|component|how|where)\b", re.IGNORECASE),
    "requirement": re.compile(r"\b(?:requirements?|reqs?|id|story|need)\b", re.IGNORECASE),
}
# a heading with the id of a requirement, in a document that is not in our form
_FOREIGN = re.compile(rb"^ {0,3}#{1,6}[ \t]+\W*REQ-[A-Z0-9]", re.MULTILINE)
_MAX_RANGE = 200


@dataclass(frozen=True, slots=True)
class Definition:
    """A requirement or criterion where a document defines it.

    `rank` is MUST, SHOULD, MAY or ""; `below` the requirement under whose heading a criterion stands; `done`
    whether its box is ticked, None without a box; `certain` means that it is a heading.
    """

    identifier: str
    title: str
    rank: str
    line: int
    column: int
    certain: bool
    below: str = ""
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """What a document names, and how: `place` is the front matter field, "row" of a table that traces, "text",
    or for paths "path" in such a row and "proof" behind a criterion.

    `of` is the id of the requirement or criterion whose row or line it stands in, "" for the document itself.
    """

    target: str
    place: str
    line: int
    column: int
    of: str = ""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """One document. `identifier` and `kind` are "" for a document that is not in our form."""

    path: str
    identifier: str = ""
    kind: str = ""
    title: str = ""
    status: str = ""
    line: int = 1
    definitions: tuple[Definition, ...] = ()
    references: tuple[Reference, ...] = ()
    paths: tuple[str, ...] = ()  # globs and anchors of `covers` and `planned_files`
    designed: tuple[str, ...] = ()  # requirements that a row or line of a design speaks of
    undesigned: tuple[str, ...] = ()  # requirements whose row leaves the design empty
    foreign_sources: bool = False  # it names something outside the project: a URL, a tracker key


def may_matter(data: bytes) -> bool:
    """Whether a Markdown file can have anything for the trace, by a look at its bytes."""
    return data.removeprefix(b"\xef\xbb\xbf").startswith(b"---") or _FOREIGN.search(data) is not None


def read(source: SourceFile) -> DocumentFacts | None:
    """What a document gives to the trace; None for one that has neither our front matter nor requirements."""
    front = markdown.front_matter(source)
    lines = tuple(markdown.split_lines(source.text))
    artifact = project.artifact(Document(source.path, lines, front))
    body = _Body(source, front.end_line if front else 0, artifact)
    body.run()
    if artifact is None:
        found = tuple(item for item in body.definitions if item.certain and item.identifier.startswith("REQ"))
        return DocumentFacts(source.path, definitions=found) if found else None
    fields = tuple(_front_references(artifact))
    place = artifact.place("id")
    return DocumentFacts(
        path=source.path,
        identifier=artifact.identifier,
        kind=artifact.kind.name if artifact.kind else "",
        title=_one_line(artifact.front.data.get("title", "")),
        status=_one_line(artifact.front.data.get("status", "")),
        line=place.line,
        definitions=tuple(body.definitions),
        references=(*fields, *body.references),
        paths=(*artifact.values("covers"), *artifact.values("planned_files")),
        designed=tuple(dict.fromkeys(body.designed)),
        undesigned=tuple(dict.fromkeys(body.undesigned)),
        foreign_sources=any(not ID.fullmatch(value) for value in artifact.values("sources")),
    )


def _one_line(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _front_references(artifact: Artifact) -> Iterator[Reference]:
    for item in artifact.kind.all_fields if artifact.kind else ():
        values = artifact.values(item.name) if item.form == "ids" else ()
        places = _places(artifact, item.name) if values else {}
        for value in values:
            if ID.fullmatch(value):
                line, column = places.get(value, (artifact.front.lines.get(item.name, 1), 1))
                yield Reference(value, item.name, line, column)


def _places(artifact: Artifact, key: str) -> dict[str, tuple[int, int]]:
    """Line and column of each id in the lines of a front matter field."""
    front, found = artifact.front, dict[str, tuple[int, int]]()
    first = front.lines.get(key, 1)
    last = min((line for line in front.lines.values() if line > first), default=front.end_line)
    for line in range(first, last):
        for match in ids(artifact.document.line_text(line)):
            found.setdefault(match[0], (line, match.start() + 1))
    return found


@dataclass
class _Body:
    """Walks the lines of one document."""

    source: SourceFile
    skip: int
    artifact: Artifact | None
    definitions: list[Definition] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    designed: list[str] = field(default_factory=list)
    undesigned: list[str] = field(default_factory=list)
    _kind: str = ""
    _header: list[str] = field(default_factory=list)
    _requirement: str = ""
    _item: str = ""  # the criterion whose lines are read
    _aside: bool = False  # in a part that says what is left out
    _aside_item: bool = False
    _defined: set[str] = field(default_factory=set)

    def run(self) -> None:
        self._kind = self.artifact.kind.name if self.artifact and self.artifact.kind else ""
        shown = _HIDDEN.sub(lambda match: re.sub(r"[^\r\n]", "", match[0]), self.source.text)
        for number, text in enumerate(markdown.split_lines(shown), 1):
            if number <= self.skip:
                continue
            stripped = text.strip()
            if stripped.startswith("|"):
                self._row(number, text)
                continue
            self._header = []
            if not stripped:
                self._item, self._aside_item = "", False
            elif stripped[0] == "#" and (heading := _HEADING.match(text)):
                self._heading(number, text, heading)
            else:
                self._line(number, text)

    def _heading(self, number: int, text: str, heading: re.Match[str]) -> None:
        self._item, self._aside_item = "", False
        title = heading[2].rstrip(" \t#")
        defined = self._define(number, text, title, certain=True)
        if defined.startswith("REQ"):
            self._requirement = defined
            self._mentions(number, text)
        elif not defined and len(heading[1]) <= 3:
            self._requirement = ""
            self._aside = _NOT_A_GOAL.match(title) is not None
            self._mentions(number, text)

    def _line(self, number: int, text: str) -> None:
        marker = _MARKER.match(text)
        if marker:
            self._item, self._aside_item = "", _NOT_A_GOAL.match(text, marker.end()) is not None
        if "-" not in text:
            return
        if self._kind in _DEFINING:
            done = None if marker is None or marker[1] is None else marker[1] != " "
            self._item = self._define(number, text, text[marker.end() if marker else 0 :], done=done) or self._item
        proof = _PROOF.search(text) if self._item else None
        if proof:
            self._proofs(number, proof[1], proof.start(1), self._item)
        self._mentions(number, text)

    def _define(
        self, number: int, text: str, said: str, *, certain: bool = False, done: bool | None = None
    ) -> str:
        match = _DEFINED.match(said)
        if match is None or (self._kind not in _DEFINING and not certain) or match[1] in self._defined:
            return ""
        identifier = match[1]
        rest = said[match.end() :]
        rank = _RANK.match(rest)
        title = rest[rank.end() :] if rank else rest
        if rank is None and (word := _RANK_WORD.search(rest)):
            rank = word
        self._defined.add(identifier)
        self.definitions.append(
            Definition(
                identifier,
                _MARKUP.sub("", title).strip(),
                _rank(rank[1]) if rank and identifier.startswith("REQ") else "",
                number,
                text.find(identifier) + 1,
                certain,
                self._requirement if identifier.startswith("AC") else "",
                done,
            )
        )
        return identifier

    def _row(self, number: int, text: str) -> None:
        cells = [cell.strip() for cell in _CELLS.split(text.strip().strip("|"))]
        if not self._header:
            self._header = cells
            return
        if _RULER.fullmatch(text) or "-" not in text:
            return
        if self._kind == "prd" and self._row_defines(number, text, cells):
            return
        subject = next((n for n, cell in enumerate(cells) if ELEMENT.search(cell)), None)
        if subject is None or not self._is_subject(subject):
            self._mentions(number, text)
            return
        self._traced(number, text, cells, subject)

    def _is_subject(self, column: int) -> bool:
        title = self._header[column] if column < len(self._header) else ""
        return column == 0 or _COLUMNS["requirement"].search(title) is not None

    def _row_defines(self, number: int, text: str, cells: list[str]) -> bool:
        match = _DEFINED.match(cells[0])
        if match is None or match[1] in self._defined:
            return False
        rank = next(
            (_rank(cell.strip("*_` ")) for cell in cells if cell.strip("*_` ") in (*PRIORITIES, "SHALL")), ""
        )
        longest = max((cell for cell in cells[1:]), key=len, default="")
        word = _RANK_WORD.search(longest)
        rank = rank or (_rank(word[1]) if word else "")
        title = _MARKUP.sub("", longest)
        self._defined.add(match[1])
        column = text.find(match[1]) + 1
        self.definitions.append(Definition(match[1], title, rank, number, column, certain=False))
        return True

    def _traced(self, number: int, text: str, cells: list[str], subject: int) -> None:
        """A row that says what answers to a requirement."""
        owners = _named(cells[subject])
        column = next((n for n, title in enumerate(self._header) if _COLUMNS["design"].search(title)), None)
        designed = column is None or column == subject or (column < len(cells) and bool(cells[column]))
        if self._kind in _DESIGNS and not self._aside:
            (self.designed if designed else self.undesigned).extend(owners)
        for owner in owners:
            self.references.append(Reference(owner, "row", number, max(text.find(owner) + 1, 1)))
            for n, cell in enumerate(cells):
                if n != subject:
                    self._refer(number, text, cell, owner)

    def _refer(self, number: int, text: str, cell: str, owner: str) -> None:
        for found, place in ((ids(cell), "row"), (_PATH.finditer(cell), "path")):
            for match in found:
                self.references.append(Reference(match[0], place, number, max(text.find(match[0]) + 1, 1), owner))

    def _proofs(self, number: int, text: str, offset: int, owner: str) -> None:
        for match in _PATH.finditer(text):
            self.references.append(
                Reference(match[0].rstrip("."), "proof", number, offset + match.start() + 1, owner)
            )

    def _mentions(self, number: int, text: str) -> None:
        named = _named(text)
        if not named:
            return
        if self._kind in _DESIGNS and not self._aside and not self._aside_item:
            self.designed += [name for name in named if name.startswith("REQ")]
        for name in named:
            column = text.find(name) + 1
            own = self._item or self._requirement
            self.references.append(Reference(name, "text", number, max(column, 1), own if own != name else ""))


def _rank(word: str) -> str:
    return "MUST" if word == "SHALL" else word


def _named(text: str) -> list[str]:
    """The ids in a piece of text, those between the ends of a range included."""
    found = [match[0] for match in ids(text) if kinds.number_of(match[0]) or ELEMENT.fullmatch(match[0])]
    for match in _RANGE.finditer(text):
        head, _, first = match[1].rpartition("-")
        other, _, last = match[2].rpartition("-")
        if head == other and _small(first) and _small(last) and int(last) - int(first) <= _MAX_RANGE:
            found += [f"{head}-{n}" for n in range(int(first) + 1, int(last))]
    return found


def _small(text: str) -> bool:
    return text.isdecimal() and len(text) < 10
