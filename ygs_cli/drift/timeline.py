"""The history of a repository as data: which commit gave which file which content, newest first.

One `git log --raw` along the first parents carries all of it, so that any tree of the past, the commit that
wrote a line, and the commit that removed a file are found without asking git again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ygs_cli.artifacts.markdown import split_lines

ABSENT = ""
Reader = Callable[[Iterable[str]], Mapping[str, str]]  # blob ids -> their texts


@dataclass(frozen=True, slots=True)
class Change:
    """One file in one commit: blob ids before and after, ABSENT for none."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Commit:
    id: str
    subject: str
    changes: tuple[Change, ...]
    date: str = ""  # of the commit, year-month-day

    def __str__(self) -> str:
        return f"{self.id[:9]} ({self.subject})"


@dataclass(frozen=True)
class Timeline:
    """Commits from HEAD backwards; a position counts from 0, HEAD. `head` is HEAD's tree: path -> blob id.

    `complete` is False when older history was cut off (a shallow clone, or more commits than are read).
    """

    commits: Sequence[Commit]
    head: Mapping[str, str]
    complete: bool = True
    _lines: dict[str, frozenset[str]] = field(default_factory=dict)  # blob id -> its lines
    _trees: dict[int, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def _versions(self) -> Mapping[str, list[tuple[int, Change]]]:
        versions: dict[str, list[tuple[int, Change]]] = defaultdict(list)
        for position, commit in enumerate(self.commits):
            for change in commit.changes:
                versions[change.path].append((position, change))
        return versions

    def versions(self, path: str) -> Sequence[tuple[int, Change]]:
        """Every change of a path, newest first."""
        return self._versions.get(path, ())

    @cached_property
    def gone(self) -> frozenset[str]:
        """Paths that were in some commit and are not in HEAD."""
        return frozenset(path for path in self._versions if path not in self.head)

    def blob(self, path: str, position: int) -> str:
        """The content of a path in the tree of a commit, as a blob id."""
        versions = self.versions(path)
        at = bisect_left(versions, position, key=lambda item: item[0])
        if at < len(versions):
            return versions[at][1].after
        return versions[-1][1].before if versions else self.head.get(path, ABSENT)

    def tree(self, position: int) -> Mapping[str, str]:
        """The whole tree of a commit: path -> blob id."""
        if position not in self._trees:
            near = max((known for known in self._trees if known < position), default=0)
            tree = dict(self._trees.get(near, self.head))
            for commit in self.commits[near:position]:
                _undo(commit, tree)
            self._trees[position] = tree
        return self._trees[position]

    def written(self, path: str, line: str, read: Reader) -> int | None:
        """The position of the commit that wrote a line of a file: the oldest from which on every version holds
        it. None when HEAD does not hold it: the line is not committed yet.
        """
        found = None
        versions = [item for item in self.versions(path) if item[1].after]
        unread = {change.after for _, change in versions} - self._lines.keys()
        for blob, text in read(unread).items():
            self._lines[blob] = frozenset(split_lines(text))
        for position, change in versions:
            if line not in self._lines[change.after]:
                break
            found = position
        return found

    def removal(self, path: str) -> int | None:
        """The position of the commit that removed a file which HEAD does not hold."""
        for position, change in self.versions(path):
            if not change.after:
                return position
        return None


def _undo(commit: Commit, tree: dict[str, str]) -> None:
    for change in commit.changes:
        if change.before:
            tree[change.path] = change.before
        else:
            tree.pop(change.path, None)
