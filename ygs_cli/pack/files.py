"""What happens to one installed file, decided from what was shipped, what is shipped now, and what is there.

A file is the user's as soon as its bytes are none that were ever shipped; such bytes are never overwritten
or removed. The answers follow rpm's and dpkg's handling of configuration files, with a merge first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain, count
from pathlib import PurePosixPath

from ygs_cli.changes import NOTHING, Change, Remove, Write, digest
from ygs_cli.pack.catalog import SkillFile
from ygs_cli.pack.manifest import Manifest, Owned
from ygs_cli.pack.merge import merge


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    MERGE = "merge"
    KEEP = "keep"
    CONFLICT = "conflict"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one path, relative to the skills folder. `why` is given where it is not plain."""

    action: Action
    skill: str
    path: str
    why: str = ""
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a path: a `file`, `folder`, `link` or something `other`; digest and bytes of files."""

    kind: str
    digest: str = ""
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class State:
    """A skills folder as it is: its manifest, everything below the skill folders in question, the digests
    kept as shipped, and those of their bytes that a merge may need.
    """

    manifest: Manifest = field(default_factory=Manifest)
    disk: Mapping[str, Found] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    bases: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class How:
    """`restore` brings back files that the user deleted (install); `force` replaces the user's files after a
    backup; `version` is that of this program.
    """

    restore: bool = False
    force: bool = False
    version: str = ""


def decide(
    skill: str, path: str, new: SkillFile | None, owned: Owned | None, state: State, how: How
) -> tuple[list[Step], Owned | None]:
    """The steps for one path, and what the manifest says of it afterwards (None: nothing).

    `new` is the file as shipped now, `owned` what the manifest says of it, either None for none.
    """
    obstacle = blocked(path, state)
    if obstacle:
        return [Step(Action.CONFLICT, skill, path, obstacle)], owned
    if new is None:
        return (leaving(skill, path, owned, state) if owned else []), None
    if owned is None:
        return _arriving(skill, path, new, state, how)
    return _staying(skill, path, new, owned, state, how)


def blocked(path: str, state: State) -> str:
    """Why a file cannot be written or removed at a path: something that is no file or folder of ours, or ""."""
    for parent in PurePosixPath(path).parents:
        found = state.disk.get(str(parent))
        if found and found.kind != "folder":
            return f"'{parent}' is a {found.kind} that ygs did not make; it is left alone"
    found = state.disk.get(path)
    if found and found.kind != "file":
        return f"a {found.kind} that ygs did not make stands here; it is left alone"
    return ""


def _arriving(skill: str, path: str, new: SkillFile, state: State, how: How) -> tuple[list[Step], Owned | None]:
    """A file of the pack that the manifest does not know."""
    found = state.disk.get(path)
    fresh = _fresh(new)
    if found is None:
        return [_put(Action.CREATE, skill, path, new, state)], fresh
    if found.digest == fresh.shipped:
        return [Step(Action.KEEP, skill, path)], fresh
    if found.digest in state.kept:
        return [_put(Action.UPDATE, skill, path, new, state)], fresh
    if how.force:
        return _forced(skill, path, new, found, state), fresh
    why = "a file that ygs did not install stands here; it is left alone (--force keeps a backup and replaces it)"
    return [Step(Action.CONFLICT, skill, path, why)], None


def leaving(skill: str, path: str, owned: Owned, state: State) -> list[Step]:
    """A file of the manifest that is no longer in the pack, or is uninstalled."""
    steps = _withdrawn(skill, owned, state)
    found = state.disk.get(path)
    if found is None:
        return steps
    if found.digest == owned.shipped or found.digest in state.kept:
        return [Step(Action.REMOVE, skill, path, change=Remove(path, found.digest)), *steps]
    return [Step(Action.KEEP, skill, path, "edited by you: kept, and yours from now on"), *steps]


def _staying(
    skill: str, path: str, new: SkillFile, owned: Owned, state: State, how: How
) -> tuple[list[Step], Owned]:
    """A file that both the manifest and the pack have."""
    found = state.disk.get(path)
    fresh = _fresh(new)
    if found is None:
        if how.restore or path in state.manifest.pending:
            return [_put(Action.CREATE, skill, path, new, state), *_withdrawn(skill, owned, state)], fresh
        return [Step(Action.KEEP, skill, path, "deleted by you: stays deleted (`ygs install` restores it)")], owned
    if found.digest == fresh.shipped:
        return [Step(Action.KEEP, skill, path), *_withdrawn(skill, owned, state)], fresh
    base = _base(owned, state)
    if found.digest == base or found.digest in state.kept:
        return [_put(Action.UPDATE, skill, path, new, state), *_withdrawn(skill, owned, state)], fresh
    if how.force:
        return [*_forced(skill, path, new, found, state), *_withdrawn(skill, owned, state)], fresh
    if base == fresh.shipped:
        return [Step(Action.KEEP, skill, path, "edited by you: kept"), *_withdrawn(skill, owned, state)], Owned(
            base, owned.written
        )
    return _both_edited(skill, path, new, replace(owned, shipped=base), state)


def _both_edited(skill: str, path: str, new: SkillFile, owned: Owned, state: State) -> tuple[list[Step], Owned]:
    found, theirs = state.disk[path], digest(new.data)
    base = state.bases.get(owned.shipped)
    merged = None if base is None else merge(base, found.data, new.data)
    if merged is None:
        return _offered(skill, path, new, owned, state)
    withdrawn = _withdrawn(skill, owned, state)
    settled = Owned(theirs, digest(merged))
    if merged == found.data:
        return [Step(Action.KEEP, skill, path, "edited by you: kept, has the pack's change"), *withdrawn], settled
    why = "edited by you and changed in the pack: merged"
    change = Write(path, merged, expect=found.digest)
    return [Step(Action.MERGE, skill, path, why, change), *withdrawn], settled


def _offered(skill: str, path: str, new: SkillFile, owned: Owned, state: State) -> tuple[list[Step], Owned]:
    """The user's file stays and the pack's is laid beside it as NAME.new."""
    theirs = digest(new.data)
    there = state.disk.get(owned.offer)
    if there and owned.offered == theirs:  # laid beside it by an earlier run, and not dealt with yet
        return [Step(Action.KEEP, skill, path, _beside(owned.offer))], owned
    untouched = there and there.digest == owned.offered
    place = owned.offer if untouched else _free(path, ".new", {theirs, *state.kept}, state)
    steps = [Step(Action.KEEP, skill, path, _beside(place))]
    found = state.disk.get(place)
    if found is None or found.digest != theirs:
        steps.append(_put(Action.UPDATE if found else Action.CREATE, skill, place, new, state))
    return steps, replace(owned, offer=place, offered=theirs)


def _beside(place: str) -> str:
    name = PurePosixPath(place).name
    return f"edited by you and changed in the pack: yours is kept, the new one is {name} (delete it when done)"


def _withdrawn(skill: str, owned: Owned, state: State) -> list[Step]:
    """Take away a `.new` file that is not needed any more, unless the user has edited it."""
    found = state.disk.get(owned.offer) if owned.offer else None
    if found is None:
        return []
    if found.kind == "file" and found.digest == owned.offered:
        return [Step(Action.REMOVE, skill, owned.offer, change=Remove(owned.offer, found.digest))]
    return [Step(Action.KEEP, skill, owned.offer, "edited by you: kept, and yours from now on")]


def _forced(skill: str, path: str, new: SkillFile, found: Found, state: State) -> list[Step]:
    """Replace the user's file after a copy of it was laid beside it."""
    place = _free(path, ".bak", {found.digest}, state)
    why = f"replaced; what stood there is now {PurePosixPath(place).name}"
    steps = [_put(Action.UPDATE, skill, path, new, state, why)]
    if place not in state.disk:
        change = Write(place, found.data, expect=NOTHING)
        steps.insert(0, Step(Action.CREATE, skill, place, "backup", change))
    return steps


def _free(path: str, ending: str, reusable: set[str], state: State) -> str:
    """The first of NAME.new, NAME.new.2, ... that is free or holds only bytes that we can make again."""
    names = chain((f"{path}{ending}",), (f"{path}{ending}.{number}" for number in count(2)))
    return next(name for name in names if name not in state.disk or _reusable(state.disk[name], reusable))


def _reusable(found: Found, digests: set[str]) -> bool:
    return found.kind == "file" and found.digest in digests


def _base(owned: Owned, state: State) -> str:
    """The shipped bytes that the user's file descends from: those of a `.new` once the user has removed it."""
    return owned.offered if owned.offer and owned.offer not in state.disk else owned.shipped


def _fresh(new: SkillFile) -> Owned:
    shipped = digest(new.data)
    return Owned(shipped, shipped)


def _put(action: Action, skill: str, path: str, new: SkillFile, state: State, why: str = "") -> Step:
    found = state.disk.get(path)
    mode = 0o777 if new.executable else None
    change = Write(path, new.data, mode, found.digest if found else NOTHING, durable=False)
    return Step(action, skill, path, why, change)
