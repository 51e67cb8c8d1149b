"""One document on the desk: its words, its variables, and what the project knows of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ygs_cli.drift import owners, vocabulary
from ygs_cli.drift.losses import Now
from ygs_cli.drift.model import Resolution
from ygs_cli.drift.owners import Variables
from ygs_cli.drift.past import Past
from ygs_cli.drift.sheet import Sheet, Word, pattern_of
from ygs_cli.drift.symbols import Definition

_WORDS = bytes(byte if byte == 95 or byte >= 128 or chr(byte).isalnum() else 32 for byte in range(256))
_HUMP = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2}[a-z]|\w_[^\W_]")
_PACKAGE = re.compile(r"^package (\w+)", re.MULTILINE)  # of Go
_ADDRESS = re.compile(r"(?:\w+://|www\.|mailto:)\S*$")
_FILE = re.compile(r"\.(\w+)\b(?!\s*\()")


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """The words of a text, at the speed that all documents of a project need."""
    data = "\n".join(lines).encode("utf-8", "surrogatepass").translate(_WORDS)
    return frozenset(data.decode("utf-8", "replace").split())


@dataclass
class Desk:
    """What the judgement of one document needs. `settled` are the names that have a claim of their own, by line
    and end column.
    """

    path: str
    sheet: Sheet
    now: Now
    past: Past
    settled: Mapping[tuple[int, int], Resolution]
    _lines: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def variables(self) -> Variables:
        """The variables that its examples bind."""
        return Variables(self.sheet)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the document."""
        return words_of(self.sheet.lines)

    def is_as_old(self, line: int, position: int) -> bool:
        """Whether a line was there at a commit already. One that is not committed yet is held against HEAD."""
        written = self.past.timeline.written(self.path, self.sheet.lines[line - 1], self.past.read)
        return position == 0 if written is None else written >= position

    def lines_with(self, name: str) -> tuple[int, ...]:
        """The lines that hold a word in code."""
        if name not in self._lines:
            found = (word.line for word in self.sheet.words(pattern_of([name])) if word.in_code)
            self._lines[name] = tuple(dict.fromkeys(found))
        return self._lines[name]

    def is_near(self, name: str, first: int, last: int) -> bool:
        """Whether one of some lines holds a word in code."""
        return name in self.words and any(first <= line <= last for line in self.lines_with(name))

    def is_certain(self, position: int) -> bool:
        """Whether history is not cut off at a commit."""
        return self.past.timeline.complete or position < len(self.past.timeline.commits) - 1

    def is_gone(self, name: str) -> bool:
        """Whether nothing of the project has a name: no definition, and no parameter."""
        return name not in self.now.names and name not in self.past.now.index.parameters

    def is_place(self, name: str, path: str, position: int) -> bool:
        """Whether a name is that of the module or package of a file, or of the project."""
        if name.replace("-", "_") in owners.places(path) or self.past.now.index.is_root(name):
            return True
        clause = _PACKAGE.search(self.past.text(path, position)) if path.endswith(".go") else None
        return clause is not None and clause[1] == name

    def is_of(self, name: str, owner: str) -> bool:
        """Whether a name stands for a class, or for one that has it as a base."""
        if self.variables.is_of(name, owner):
            return True
        return any(self.past.now.index.inherits(one, owner) for one in self.variables.types.get(name, {name}))

    def is_known(self, name: str) -> bool:
        """Whether a name is, or stands for, a class of this project."""
        types = self.variables.types.get(name, {name})
        return any(self.past.now.index.classes(one) for one in types)

    @staticmethod
    def is_distinct(name: str) -> bool:
        """Whether a name cannot be a word of a language: it has humps, or underscores inside."""
        return _HUMP.search(name) is not None

    @staticmethod
    def shown(item: Definition) -> str:
        """The name by which a document calls a function."""
        owner = item.scope.rpartition(".")[2]
        return owner if owner and item.name in ("__init__", "__new__", "constructor") else item.name

    @staticmethod
    def is_no_name(word: Word) -> bool:
        """Whether a word is a part of an address, of a path, of a flag or of a hyphened word."""
        before, after = word.before, word.after
        if before.endswith(("/", "\\", "$", "%", "--")) or _ADDRESS.search(before):
            return True
        if (before.endswith(":") and not before.endswith("::")) or before.count("{%") > before.count("%}"):
            return True
        if before.endswith("-") and not before.endswith(("->", " -")):
            return True
        if after.startswith(("/", "\\")) or re.match(r"-\w", after):
            return True
        ending = _FILE.match(after)
        if ending and ending[1] in vocabulary.EXTENSIONS and "/" in before.rpartition(" ")[2]:
            return True
        return before.endswith("](#") or bool(re.search(r"\]\(\S*#[\w-]*$", before))
