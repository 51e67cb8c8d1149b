"""What a project needs for its life-cycle documents, given what it has: nothing is made twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ygs_cli.artifacts import ids
from ygs_cli.artifacts.kinds import KINDS, Kind

OUT_OF_SCOPE = "out-of-scope"
_SHARED = ("CONVENTIONS.md", "CONTEXT.md")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are, or are to be made.

    `folders`: core kind -> folder. `missing` are folders with nothing in them, to be made where they are not
    there; `present` are folders and files that stand for something that would otherwise be made; `files` are
    (path, name of the template) to make.
    """

    folders: dict[str, str]
    docs: str
    missing: tuple[str, ...]
    present: tuple[str, ...]
    files: tuple[tuple[str, str], ...]


def _core() -> tuple[Kind, ...]:
    return tuple(kind for kind in KINDS.values() if kind.core)


def candidates() -> tuple[str, ...]:
    """Every folder in which some project keeps documents of a core kind."""
    homes = {name for kind in _core() for name in ids.spellings(kind)}
    task_kind = KINDS["task"]
    return tuple(sorted(homes | {f"{task_kind.folders[0]}/{status}" for status in task_kind.statuses}))


def plan(files: Iterable[str], empty_folders: Iterable[str]) -> Layout:
    """The layout of a project with these files and empty folders, as paths relative to its root."""
    names, empty = tuple(files), tuple(empty_folders)
    there = {str(parent).casefold(): str(parent) for name in names for parent in PurePosixPath(name).parents}
    seen = (*names, *(f"{folder}/.gitkeep" for folder in empty))
    homes = {kind.name: ids.folder_of(kind, seen) for kind in _core()}
    docs = "doc" if "doc" in there and "docs" not in there else "docs"
    task_kind = KINDS["task"]
    wanted = [home for name, home in homes.items() if name != "task"]
    wanted += [f"{homes['task']}/{status}" for status in task_kind.statuses]
    present = [there[folder.casefold()] for folder in wanted if folder.casefold() in there]
    missing = [folder for folder in wanted if folder.casefold() not in there]
    makes: list[tuple[str, str]] = []
    for path, template in (
        (f"{docs}/{OUT_OF_SCOPE}/README.md", "out-of-scope.md"),
        *((name, name) for name in _SHARED),
    ):
        found = _standing_for(path, names, docs)
        if found:
            present.append(found)
        else:
            makes.append((path, template))
    return Layout(homes, docs, tuple(missing), tuple(present), tuple(makes))


def _standing_for(path: str, names: Iterable[str], docs: str) -> str:
    """A file that is already there for `path`: the same name in any case, at the top or below the documents."""
    choices = {path.casefold(), f"{docs}/{path}".casefold(), f".github/{path}".casefold()}
    return next((name for name in names if name.casefold() in choices), "")
