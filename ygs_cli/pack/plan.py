"""What install, update and uninstall will do to one skills folder, decided from plain data.

A file is the user's as soon as its bytes are none that were ever shipped; such bytes are never overwritten
or removed. The answers per file follow rpm's and dpkg's handling of configuration files, with a merge first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from pathlib import PurePosixPath

from ygs_cli.changes import NOTHING, Change, Remove, RemoveFolder, Write, digest
from ygs_cli.pack import manifest as record
from ygs_cli.pack.catalog import Skill, SkillFile
from ygs_cli.pack.manifest import Entry, Manifest, Owned
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
class Offer:
    """A skill, in the agent's form, the source that it comes from, and its version there."""

    skill: Skill
    source: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class How:
    """`restore` brings back files that the user deleted (install); `force` replaces the user's files after a
    backup; `version` is that of this program.
    """

    restore: bool = False
    force: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps, the manifest after them, the as-shipped bytes to keep, and folders to remove when empty."""

    state: State
    steps: tuple[Step, ...]
    after: Manifest
    shipped: Mapping[str, bytes] = field(default_factory=dict)
    folders: tuple[str, ...] = ()

    @property
    def empties(self) -> bool:
        """Whether nothing of ours is left in the skills folder afterwards."""
        return not self.after.skills and not self.after.pending


def install(
    offers: Iterable[Offer],
    gone: Iterable[str],
    state: State,
    how: How,
    whole: Iterable[str] = (),
    left: Iterable[Step] = (),
) -> Plan:
    """Install or update the offered skills, and take away those that are `gone` from their source.

    `whole` names sources that are hereby installed as a whole; `left` are steps decided elsewhere.
    """
    steps = list(left)
    skills = dict(state.manifest.skills)
    shipped: dict[str, bytes] = {}
    folders: list[str] = []
    settled: set[str] = set()
    for offer in sorted(offers, key=lambda item: item.skill.name):
        name = offer.skill.name
        done, entry = _skill(offer, state, how)
        steps += done
        if entry is None:
            continue
        folders += [path for path in _made(state, name) if path not in entry.folders]
        skills[name] = entry
        settled.add(name)
        shipped |= {digest(file.data): file.data for file in offer.skill.files}
    for name in sorted(gone):
        steps += _gone(name, state)
        folders += _made(state, name)
        skills.pop(name, None)
        settled.add(name)
    after = Manifest(
        skills=skills,
        whole=tuple(sorted({*state.manifest.whole, *whole})),
        parents=state.manifest.parents,
        pending=tuple(path for path in state.manifest.pending if path.split("/")[0] not in settled),
        version=how.version,
    )
    return Plan(state, tuple(steps), after, shipped, _deepest_first(folders))


def uninstall(names: Iterable[str], state: State) -> Plan:
    """Take away what the manifest owns of the named skills and the user has not changed."""
    chosen = frozenset(names)
    steps = [step for name in sorted(chosen) for step in _taken_away(name, state)]
    folders = [path for name in chosen for path in _made(state, name)]
    after = record.without(state.manifest, chosen)
    pending = tuple(path for path in after.pending if path.split("/")[0] not in chosen)
    return Plan(state, tuple(steps), replace(after, pending=pending), {}, _deepest_first(folders))


def changes(plan: Plan) -> Iterator[Change]:
    """The changes that carry out a plan, in an order in which a kill at any moment loses nothing.

    First the bytes as shipped, so that each file written later can be known as ours; then a manifest that
    says what is about to happen; then the files; the manifest last.
    """
    work = [step.change for step in plan.steps if step.change]
    before, after = plan.state.manifest, plan.after
    wanted = after.digests()
    for name, data in sorted(plan.shipped.items()):
        if name in wanted and name not in plan.state.kept:
            yield Write(f"{record.SHIPPED}/{name}", data, durable=False)
    current = _ahead(before, after, work) if any(isinstance(change, Write) for change in work) else before
    if current != before:
        yield Write(record.PATH, record.render(current))
    yield from work
    yield from (RemoveFolder(path) for path in plan.folders)
    if plan.empties:
        return
    if after != current:
        yield Write(record.PATH, record.render(after))
    yield from (Remove(f"{record.SHIPPED}/{name}") for name in sorted(plan.state.kept - wanted))


def _ahead(before: Manifest, after: Manifest, work: Iterable[Change]) -> Manifest:
    """The manifest for the time of the work: old files, new folders, and what is about to be written."""
    skills = dict(before.skills)
    for name, entry in after.skills.items():
        old = skills.get(name)
        folders = tuple(dict.fromkeys([*(old.folders if old else ()), *entry.folders]))
        skills[name] = replace(old, folders=folders) if old else replace(entry, files={}, folders=folders)
    writes = [change.path for change in work if isinstance(change, Write)]
    return replace(before, skills=skills, pending=tuple(sorted({*before.pending, *writes})))


def _skill(offer: Offer, state: State, how: How) -> tuple[list[Step], Entry | None]:
    """The steps for one skill and its entry afterwards; no entry when it is in conflict and stays as it is."""
    name = offer.skill.name
    entry = state.manifest.skills.get(name)
    new = {f"{name}/{file.path}": file for file in offer.skill.files}
    obstacle = _obstacle(offer, new, entry, state, how)
    if obstacle:
        return [Step(Action.CONFLICT, name, name, obstacle)], None
    old = entry.files if entry else {}
    steps: list[Step] = []
    files: dict[str, Owned] = {}
    for path in sorted({*old, *new}):
        done, owned = _file(name, path, new.get(path), old.get(path), state, how)
        steps += done
        if owned:
            files[path] = owned
    needed = {str(parent) for path in files for parent in PurePosixPath(path).parents} - {"."}
    made = {path for path in needed if path not in state.disk and _is_written(path, steps)}
    folders = sorted(made | (needed & set(entry.folders if entry else ())))
    return steps, Entry(offer.source, offer.version, files, tuple(folders))


def _is_written(folder: str, steps: Iterable[Step]) -> bool:
    return any(isinstance(step.change, Write) and step.path.startswith(f"{folder}/") for step in steps)


def _obstacle(offer: Offer, new: Mapping[str, SkillFile], entry: Entry | None, state: State, how: How) -> str:
    """Why a skill as a whole cannot be installed, or ""."""
    name = offer.skill.name
    if entry and entry.source != offer.source:
        return f"already installed from {_source(entry.source)}: uninstall it first to take this one"
    top = state.disk.get(name)
    if top is None:
        return ""
    if top.kind != "folder":
        return f"a {top.kind} that ygs did not install stands here; it is left alone"
    if entry:
        return ""
    strange = [path for path in _below(name, state) if not _ours(path, new, state)]
    if strange and not (how.force and all(state.disk[path].kind == "file" for path in strange)):
        return "a folder that ygs did not install stands here; it is left alone"
    return ""


def _ours(path: str, new: Mapping[str, SkillFile], state: State) -> bool:
    found = state.disk[path]
    if found.kind != "file":
        return False
    return found.digest in state.kept or (path in new and digest(new[path].data) == found.digest)


def _source(source: str) -> str:
    return "the shipped pack" if source == record.PACK else source


def _below(folder: str, state: State) -> list[str]:
    """The paths of everything but folders below a folder."""
    return sorted(p for p, found in state.disk.items() if p.startswith(f"{folder}/") and found.kind != "folder")


def _file(
    skill: str, path: str, new: SkillFile | None, owned: Owned | None, state: State, how: How
) -> tuple[list[Step], Owned | None]:
    blocked = _blocked(path, state)
    if blocked:
        return [Step(Action.CONFLICT, skill, path, blocked)], owned
    if new is None:
        return (_leaving(skill, path, owned, state) if owned else []), None
    if owned is None:
        return _arriving(skill, path, new, state, how)
    return _staying(skill, path, new, owned, state, how)


def _blocked(path: str, state: State) -> str:
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


def _leaving(skill: str, path: str, owned: Owned, state: State) -> list[Step]:
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
    for number in count(1):
        place = f"{path}{ending}" if number == 1 else f"{path}{ending}.{number}"
        found = state.disk.get(place)
        if found is None or (found.kind == "file" and found.digest in reusable):
            return place
    raise AssertionError


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


def _gone(name: str, state: State) -> list[Step]:
    """The steps for a skill that its source no longer has."""
    return [
        replace(step, why=step.why or "no longer in the pack") if step.action is Action.REMOVE else step
        for step in _taken_away(name, state)
    ]


def _taken_away(name: str, state: State) -> list[Step]:
    entry = state.manifest.skills.get(name, Entry("", ""))
    top = state.disk.get(name)
    if top and top.kind != "folder":
        return [Step(Action.KEEP, name, name, f"a {top.kind} that ygs did not make: left alone")]
    started = {path: Owned("", "") for path in record.pending_in(state.manifest, name)}
    steps: list[Step] = []
    for path, owned in sorted({**started, **entry.files}.items()):
        blocked = _blocked(path, state)
        if blocked:
            steps.append(Step(Action.KEEP, name, path, blocked))
        else:
            steps += _leaving(name, path, owned, state)
    known = {step.path for step in steps}
    others = [path for path in _below(name, state) if path not in known]
    return steps + [Step(Action.KEEP, name, path, "not installed by ygs: left") for path in others]


def _made(state: State, name: str) -> tuple[str, ...]:
    entry = state.manifest.skills.get(name)
    return entry.folders if entry else ()


def _deepest_first(folders: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(folders), key=lambda path: (-path.count("/"), path)))
