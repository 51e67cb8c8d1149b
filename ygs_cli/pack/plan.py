"""What install, update and uninstall will do to one skills folder, decided from plain data: this is --dry-run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from ygs_cli.changes import Change, Remove, RemoveFolder, Write, digest
from ygs_cli.pack import manifest as record
from ygs_cli.pack.catalog import Skill, SkillFile
from ygs_cli.pack.files import Action, How, State, Step, blocked, decide, leaving
from ygs_cli.pack.manifest import Entry, Manifest, Owned


@dataclass(frozen=True, slots=True)
class Offer:
    """A skill, in the agent's form, the source that it comes from, and its version there."""

    skill: Skill
    source: str
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
        done, owned = decide(name, path, new.get(path), old.get(path), state, how)
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
        obstacle = blocked(path, state)
        if obstacle:
            steps.append(Step(Action.KEEP, name, path, obstacle))
        else:
            steps += leaving(name, path, owned, state)
    known = {step.path for step in steps}
    others = [path for path in _below(name, state) if path not in known]
    return steps + [Step(Action.KEEP, name, path, "not installed by ygs: left") for path in others]


def _made(state: State, name: str) -> tuple[str, ...]:
    entry = state.manifest.skills.get(name)
    return entry.folders if entry else ()


def _deepest_first(folders: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(folders), key=lambda path: (-path.count("/"), path)))
