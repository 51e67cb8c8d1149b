"""Gives one of two documents with the same id a new number: its own text, its file's name, and every reference.

A reference that could mean either of the two is left as it is and named: nothing is rewritten by guess.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from ygs_cli.artifacts import ids, kinds
from ygs_cli.artifacts.markdown import SourceFile, split_lines
from ygs_cli.artifacts.project import Artifact, Element
from ygs_cli.findings import Edit, Fix, Location, Rename

# Kinds whose parts carry the number of their document, and how the ids of these parts begin.
_PARTS = {"prd": ("REQ", "req", "Req"), "task": ("AC", "ac", "Ac"), "threat-model": ("T", "M")}
_WORD = r"[^\s()<>\[\]{}\"'`|,;]*"
_PATH = re.compile(rf"{_WORD}\.(?:md|markdown)\b(?:#{_WORD})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Twin:
    """One of the documents that claim an id, with the ids of what it defines."""

    artifact: Artifact
    elements: frozenset[str]

    @property
    def path(self) -> str:
        return self.artifact.path


# Tells which twin a line of a file means (by path), "" when nothing tells.
Meaning = Callable[[str, int], str]


@dataclass(frozen=True)
class Case:
    """A document that has to give way, the others that claim its id, and the number it is to get."""

    loser: Twin
    others: tuple[Twin, ...]
    number: int

    @cached_property
    def _old(self) -> tuple[str, int]:
        parsed = kinds.number_of(self.loser.artifact.identifier)
        assert parsed is not None  # noqa: S101 - a collision is one of numbers
        return parsed

    @cached_property
    def ids(self) -> re.Pattern[str]:
        """The id of the document and of its parts, with the number as a group of its own."""
        prefix, number = self._old
        kind = self.loser.artifact.kind
        parts = _PARTS.get(kind.name, ()) if kind else ()
        forms = [rf"(?:{_cases(prefix)})[-_](?P<own>0*{number})(?![0-9A-Za-z]|[-_]\d)"]
        if parts:
            forms.append(rf"(?:{'|'.join(parts)})[-_](?P<part>0*{number})(?=(?P<rest>(?:[-_][0-9A-Za-z]+)+))")
        return re.compile(rf"(?:(?<![0-9A-Za-z])|(?<=[a-z])(?=[A-Z]))(?:{'|'.join(forms)})")

    @property
    def new_path(self) -> str:
        """Where the document is to lie: its file's number goes with its id, when it has one."""
        folder, _, name = self.loser.path.rpartition("/")
        if ids.number_in_name(name) != self._old[1]:
            return self.loser.path
        fresh = re.sub(r"\d+", lambda match: _padded(match[0], self.number), name, count=1)
        return f"{folder}/{fresh}" if folder else fresh

    @property
    def new_identifier(self) -> str:
        return f"{self._old[0]}-{self.number:04d}"


def _cases(prefix: str) -> str:
    return "|".join((prefix, prefix.lower(), prefix.title()))


def _padded(old: str, number: int) -> str:
    """The number in as many digits as the old one had."""
    return f"{number:0{len(old)}d}"


def is_same_document(one: Artifact, other: Artifact) -> bool:
    """Whether two files with one id are copies of one document, such as a task that was moved on one branch
    and edited on another: a new number would make two of it.
    """
    names = {path.rpartition("/")[2] for path in (one.path, other.path)}
    titles = {str(item.front.data.get("title", item.path)).casefold() for item in (one, other)}
    return len(names) == 1 or len(titles) == 1


def _renumbered(match: re.Match[str], number: int) -> str:
    group = "own" if match["own"] else "part"
    start, end = match.start(group) - match.start(), match.end(group) - match.start()
    return match[0][:start] + _padded(match[group], number) + match[0][end:]


def fix(case: Case, files: Iterable[SourceFile], meaning: Meaning) -> tuple[Fix, tuple[Location, ...]]:
    """The edits and the renaming that give the loser its number, and the references that could mean either.

    `files` are all files of the project in which a reference may stand.
    """
    edits: list[Edit] = []
    unsure: list[Location] = []
    others = frozenset(twin.path for twin in case.others)
    for source in files:
        if source.path in others:
            continue
        for place, old, new, means in _Reader(case, source, meaning).references():
            if means == case.loser.path:
                edits.append(Edit(place, old, new))
            elif not means:
                unsure.append(place)
    renames = (Rename(case.loser.path, case.new_path),) if case.new_path != case.loser.path else ()
    outside = [edit for edit in edits if edit.location.path != case.loser.path]
    title = f"renumber to {case.new_identifier}, with {_counted(outside)}"
    if unsure:
        title += f"; {len(unsure)} could mean either and stay"
    return Fix(title, tuple(edits), safe=False, renames=renames), tuple(unsure)


def _counted(edits: list[Edit]) -> str:
    if not edits:
        return "no reference from elsewhere"
    files = len({edit.location.path for edit in edits})
    plural = "" if len(edits) == 1 else "s"
    return f"{len(edits)} reference{plural} in {files} other file{'' if files == 1 else 's'}"


Reference = tuple[Location, str, str, str]  # place, old, new, path of the twin that is meant or ""


class _Reader:
    """Finds the references to the twins in one file, and says which of them each means."""

    def __init__(self, case: Case, source: SourceFile, meaning: Meaning) -> None:
        self._case, self._source, self._meaning = case, source, meaning
        self._name = case.loser.path.rpartition("/")[2]

    def references(self) -> Iterator[Reference]:
        own = self._source.path == self._case.loser.path
        for number, text in enumerate(split_lines(self._source.text), 1):
            if not self._may_hold(text):
                continue
            taken = []
            for token in _PATH.finditer(text):
                taken.append(token.span())
                if self._target(token[0]) == self._case.loser.path:
                    yield from self._path(number, token)
            for match in self._case.ids.finditer(text):
                if not any(start <= match.start() < end for start, end in taken):
                    yield self._id(number, match, self._case.loser.path if own else "")

    def _may_hold(self, text: str) -> bool:
        return self._name in text or "%20" in text or self._case.ids.search(text) is not None

    def _target(self, token: str) -> str:
        """The path that a token names, from the file's folder or from the root, if it is one of the twins'."""
        path = unquote(token.partition("#")[0]).removeprefix("/")
        paths = {twin.path for twin in (self._case.loser, *self._case.others)}
        folder = posixpath.dirname(self._source.path)
        for candidate in (posixpath.normpath(posixpath.join(folder, path)), posixpath.normpath(path)):
            if candidate in paths:
                return candidate
        return ""

    def _path(self, line: int, token: re.Match[str]) -> Iterator[Reference]:
        """A link to the loser: the number in its file's name, and ids in its anchor."""
        path, _, _ = token[0].partition("#")
        loser = self._case.loser.path
        start = token.start() + path.rfind("/") + 1
        digits = re.compile(r"\d+").search(token.string, start)
        if digits and self._case.new_path != loser:
            yield (*self._edit(line, digits.start(), digits[0], _padded(digits[0], self._case.number)), loser)
        for match in self._case.ids.finditer(token.string, token.start() + len(path), token.end()):
            yield self._id(line, match, loser)

    def _id(self, line: int, match: re.Match[str], means: str) -> Reference:
        edit = self._edit(line, match.start(), match[0], _renumbered(match, self._case.number))
        return (*edit, means or self._by_element(match) or self._meaning(self._source.path, line) or self._hint)

    def _edit(self, line: int, start: int, old: str, new: str) -> tuple[Location, str, str]:
        return Location(self._source.path, line, start + 1, start + 1 + len(old)), old, new

    def _by_element(self, match: re.Match[str]) -> str:
        """The only twin that defines the requirement or criterion which a reference names."""
        groups = match.groupdict()
        if not groups.get("part"):
            return ""
        parts = re.split("[-_]", (match[0] + groups["rest"]).upper())
        has = []
        for twin in (self._case.loser, *self._case.others):
            known = {tuple(_plain(part) for part in re.split("[-_]", one.upper())) for one in twin.elements}
            if any(tuple(map(_plain, parts[:length])) in known for length in range(len(parts), 2, -1)):
                has.append(twin.path)
        return has[0] if len(has) == 1 else ""

    @cached_property
    def _hint(self) -> str:
        """The only twin that the file names by something no other has: its path, or a part it alone defines."""
        told = {self._target(match[0]) for match in _PATH.finditer(self._source.text)}
        told |= {self._by_element(match) for match in self._case.ids.finditer(self._source.text)}
        told -= {""}
        return told.pop() if len(told) == 1 else ""


def _plain(part: str) -> str:
    return part.lstrip("0") or "0"


def elements_of(path: str, elements: Iterable[Element]) -> frozenset[str]:
    """The ids of requirements and criteria that a document defines."""
    return frozenset(item.identifier for item in elements if item.location.path == path)
