"""What the code had at an earlier commit and has no more: definitions that are gone, signatures that changed.

The commits next to HEAD, and what the work tree changes, are compared definition by definition. What was lost
longer ago is left to claims, whose form says more than a word: a bare word has had time to mean something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ygs_cli.drift.index import is_aside
from ygs_cli.drift.past import Past
from ygs_cli.drift.symbols import Definition, FileSymbols

_ENOUGH = 400_000  # characters of changed code that are read closely behind the newest commit
_NEAR = 20  # commits
_EXAMPLES = frozenset("docs_src examples example samples playground playgrounds demo demos".split())


@dataclass(frozen=True, slots=True)
class Loss:
    """A definition that `path` held at a commit, under an owner that is still there, and nothing holds now.
    `bare`: no other definition of the project has its name.
    """

    old: Definition
    path: str
    position: int
    bare: bool

    @property
    def owner(self) -> str:
        """The class that held it, "" for none."""
        return self.old.scope.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Change:
    """A function whose signature at a commit was another. `beside` are overloads of today."""

    old: Definition
    new: Definition
    beside: tuple[Definition, ...]
    path: str
    position: int

    @property
    def owner(self) -> str:
        """The class of a method, "" for none."""
        return self.old.scope.rpartition(".")[2]

    @property
    def is_maker(self) -> bool:
        """Whether a call of the class calls it."""
        return bool(self.owner) and self.old.name in ("__init__", "__new__", "constructor", self.owner)

    @property
    def shown(self) -> str:
        """The name by which a document calls it."""
        return self.owner if self.is_maker else self.old.name


@dataclass
class Losses:
    """What is lost, by name, and what changed, by the name of the function."""

    names: dict[str, list[Loss]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[str, list[Change]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class Now:
    """The definitions of today, as sets for quick questions."""

    past: Past

    @cached_property
    def files(self) -> tuple[FileSymbols, ...]:
        """The code of today, without tests, documents and examples."""
        return tuple(file for file in self.past.now.index.files.values() if not is_aside(file.path))

    @cached_property
    def members(self) -> frozenset[tuple[str, str]]:
        """Owner and name of every definition; the owner is the last name of its scope."""
        return frozenset(
            (item.scope.rpartition(".")[2], item.name) for file in self.files for item in file.definitions
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """Names that mean something: definitions, also of examples, and what other libraries lend."""
        shown = [
            item.name
            for file in self.past.now.index.files.values()
            if not _is_test(file.path)
            for item in file.definitions
        ]
        return frozenset(shown) | self.borrowed

    @cached_property
    def borrowed(self) -> frozenset[str]:
        """Names that the code imports from elsewhere: it may well offer them as its own."""
        libraries = self.past.now.libraries
        return frozenset(
            item.name
            for file in self.files
            for item in file.imports
            if item.module.partition(".")[0].partition("/")[0].partition("::")[0] in libraries
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the code outside tests."""
        paths = [file.path for file in self.past.now.index.files.values() if not _is_test(file.path)]
        return frozenset(word for path in paths for word in re.findall(r"\w+", self.past.disk(path)))

    def has(self, owner: str, name: str) -> bool:
        """Whether a class of that name has a member of that name, its own or from a base."""
        if (owner, name) in self.members:
            return True
        seen: set[str] = set()
        waiting = [owner]
        while waiting and len(seen) < 50:
            one = waiting.pop()
            if one in seen or not one:
                continue
            seen.add(one)
            if (one, name) in self.members:
                return True
            for _, item in self.past.now.index.classes(one):
                waiting += [base.partition("[")[0].partition("<")[0].rpartition(".")[2] for base in item.bases]
        return False


def of(past: Past, now: Now, shown: frozenset[str]) -> Losses:
    """The losses that documents can hold: `shown` are the words of the documents."""
    found = Losses()
    seen: set[tuple[str, str]] = set()
    for path, position, blob in _near(past):
        table = past.table(path, blob) if (path, blob) not in seen else None
        seen.add((path, blob))
        if table is not None:
            _compare(path, position, table, now, shown, found)
    return found


def _is_test(path: str) -> bool:
    """Whether a file is aside, and shows no examples of the documents either."""
    return is_aside(path) and _EXAMPLES.isdisjoint(path.split("/"))


def _near(past: Past) -> Iterator[tuple[str, int, str]]:
    """Versions of code files that the work tree or one of the newest commits replaced."""
    code = frozenset(past.code)
    changed = {
        path: blob
        for path in code
        if (blob := past.timeline.head.get(path, "")) and blob != past.current.get(path)
    }
    yield from ((path, 0, blob) for path, blob in changed.items())
    taken = 0
    for position, commit in enumerate(past.timeline.commits[:_NEAR]):
        olds = [change for change in commit.changes if change.before and change.path in code]
        texts = past.read(change.before for change in olds)
        taken += sum(map(len, texts.values()))
        if position and taken > _ENOUGH:
            return
        for change in olds:
            if change.before != past.current.get(change.path):
                yield change.path, position + 1, change.before


def _compare(path: str, position: int, then: FileSymbols, now: Now, shown: frozenset[str], found: Losses) -> None:
    kinds = {item.qualified: item.kind for item in then.definitions}
    today = _by_qualified(now.past.now.index.files.get(path))
    for old in then.definitions:
        owner = old.scope.rpartition(".")[2]
        if old.name not in shown and owner not in shown:
            continue
        if kinds.get(old.scope) == "function" or "tests" in old.scope.split("."):
            continue
        same = today.get(old.qualified, ())
        change = _changed(old, same, then, path, position)
        if change and not any(_is_known(change, known) for known in found.changes[change.shown]):
            found.changes[change.shown].append(change)
        if same or now.has(owner, old.name) or old.name not in shown:
            continue
        if not owner or (kinds.get(old.scope) != "variable" and _is_there(owner, now)):
            bare = old.name not in now.names
            found.names[old.name].append(Loss(old, path, position, bare))


def _changed(
    old: Definition, same: Iterable[Definition], then: FileSymbols, path: str, position: int
) -> Change | None:
    """How the signature of a function changed: to the one of today that is new, where there are several."""
    news = [item for item in same if item.parameters is not None]
    if old.parameters is None or not news or any(_same_signature(old, item) for item in news):
        return None
    forms = [item for item in then.definitions if item.qualified == old.qualified]
    fresh = [item for item in news if not any(_same_signature(form, item) for form in forms)]
    new = (fresh or news)[-1]
    return Change(old, new, tuple(item for item in news if item is not new), path, position)


def _is_known(change: Change, known: Change) -> bool:
    """Whether a later commit had the same signature."""
    same = (change.path, change.old.qualified) == (known.path, known.old.qualified)
    return same and _same_signature(change.old, known.old)


def _is_there(owner: str, now: Now) -> bool:
    """Whether the class around a lost member still exists: else the class is the loss."""
    return any(not is_aside(file.path) for file, _ in now.past.now.index.by_name.get(owner, ()))


def _by_qualified(file: FileSymbols | None) -> dict[str, list[Definition]]:
    found: dict[str, list[Definition]] = defaultdict(list)
    for item in file.definitions if file else ():
        found[item.qualified].append(item)
    return found


def _same_signature(old: Definition, new: Definition) -> bool:
    return (old.parameters, old.defaults, old.types, old.returns, old.positional) == (
        new.parameters,
        new.defaults,
        new.types,
        new.returns,
        new.positional,
    )


def newest(losses: Iterable[Loss]) -> list[Loss]:
    """The same losses, those of the latest commits first."""
    return sorted(losses, key=lambda loss: loss.position)
