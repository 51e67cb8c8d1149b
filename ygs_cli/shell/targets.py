"""The skills folders of this machine: where they are, what stands in them, and how a plan reaches them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ygs_cli.changes import Change, Remove, RemoveFolder, digest
from ygs_cli.errors import YgsError, closest
from ygs_cli.pack import manifest as record
from ygs_cli.pack.agents import Agent
from ygs_cli.pack.files import Found, State
from ygs_cli.pack.manifest import Manifest
from ygs_cli.pack.plan import Plan, changes
from ygs_cli.shell import apply, locks

SCOPES = ("user", "project")
_MAX_READ = 10_000_000  # a file above this is nobody's skill file and is left alone
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Target:
    """The skills folder of one agent in one scope. `root` is resolved; `base` is the project or home folder."""

    agent: Agent
    scope: str
    root: Path
    base: Path

    @property
    def shown(self) -> str:
        """The folder as a person would write it."""
        prefix = "~/" if self.scope == "user" else ""
        if self.root.is_relative_to(self.base):
            return prefix + self.root.relative_to(self.base).as_posix()
        return str(self.root)


def find(agent: Agent, scope: str, cwd: Path) -> Target:
    """The target of an agent in a scope; its folder need not exist.

    Raises YgsError for an unknown scope, a path that cannot be a folder, or a project's folder that is
    linked to somewhere outside the project: a stranger's repository must not choose where ygs writes.
    """
    if scope not in SCOPES:
        raise YgsError(f"unknown scope '{scope}'", hint=closest(scope, SCOPES))
    if scope == "user":
        base = locks.home()
        folder = _user_folder(agent, base)
    else:
        from ygs_cli.shell import workspace

        base = workspace.find_root(cwd)
        folder = base / agent.folder
    try:
        root = folder.resolve()
    except (OSError, RuntimeError):
        raise YgsError("links in a circle", where=str(folder)) from None
    nearest = next(place for place in (root, *root.parents) if os.path.lexists(place))
    if not nearest.is_dir():
        raise YgsError("not a folder", where=str(nearest), hint="move it away")
    if scope == "project" and not root.is_relative_to(base):
        raise YgsError("a link that leads out of the project", where=str(folder), hint=f"it leads to {root}")
    return Target(agent, scope, root, base)


def _user_folder(agent: Agent, home: Path) -> Path:
    named = os.environ.get(agent.home_variable, "") if agent.home_variable else ""
    if not named:
        return home / agent.folder
    try:
        return Path(named).expanduser().absolute() / agent.folder.partition("/")[2]
    except RuntimeError:
        raise YgsError(
            f"{agent.home_variable}={named} names nobody's home folder", hint="mend or unset it"
        ) from None


def manifest(target: Target) -> Manifest | None:
    """The manifest of a target, or None when nothing is installed there."""
    file = target.root / record.PATH
    for folder in (file.parent, target.root / record.SHIPPED):
        if os.path.lexists(folder) and not folder.is_dir():
            raise YgsError("not a folder, where ygs keeps its record", where=str(folder), hint="move it away")
    if file.parent.is_symlink():
        raise YgsError("a link where ygs keeps its record", where=str(file.parent), hint="move it away")
    try:
        status = file.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise YgsError("not a regular file", where=str(file), hint="move it away")
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        raise YgsError(problem.strerror or str(problem), where=str(file)) from None
    return record.parse(data, str(file))


def state(target: Target, names: Iterable[str]) -> State:
    """What a plan needs to know of a target: its manifest and everything below the named skill folders."""
    found = manifest(target) or Manifest()
    disk: dict[str, Found] = {}
    for name in sorted({*names, *found.skills}):
        disk |= _look(target.root, name)
    bases: dict[str, bytes] = {}
    for entry in found.skills.values():
        for path, owned in entry.files.items():
            if path in disk and disk[path].digest != owned.shipped:
                for name in (owned.shipped, owned.offered):
                    bases |= _kept(target.root, name)
    return State(found, disk, kept(target), bases)


def kept(target: Target) -> frozenset[str]:
    """The digests of all bytes as shipped that are kept beside the manifest."""
    try:
        entries = [entry.name for entry in os.scandir(target.root / record.SHIPPED)]
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()
    return frozenset(name for name in entries if _DIGEST.fullmatch(name))


def _kept(root: Path, name: str) -> dict[str, bytes]:
    """Bytes as shipped by their digest; nothing when they are missing or damaged, so none is merged upon."""
    if not name:
        return {}
    found = _found(root / record.SHIPPED / name)
    return {name: found.data} if found and found.digest == name else {}


def _look(root: Path, path: str) -> dict[str, Found]:
    found = _found(root / path)
    if found is None:
        return {}
    result = {path: found}
    if found.kind == "folder":
        for entry in os.scandir(root / path):
            if not entry.name.startswith(".ygs-tmp-"):
                result |= _look(root, f"{path}/{entry.name}")
    return result


def _found(full: Path) -> Found | None:
    try:
        status = full.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISLNK(status.st_mode):
        return Found("link")
    if stat.S_ISDIR(status.st_mode):
        return Found("folder")
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_READ:
        return Found("special or very large file")
    try:
        descriptor = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return Found("special or very large file")
    with os.fdopen(descriptor, "rb") as stream:
        data = stream.read()
    return Found("file", digest(data), data)


@contextmanager
def locked(target: Target, writes: bool) -> Iterator[None]:
    """Hold a target's lock while its state is read, planned on and changed; no lock for a mere look."""
    if not writes:
        yield
        return
    folder = target.root / record.FOLDER
    with locks.held(target.root) as lock:
        apply.sweep(folder)
        try:
            yield
        finally:
            lock.done_with = not folder.exists()


def carry_out(target: Target, plan: Plan) -> None:
    """Do what a plan says, under the target's lock."""
    work = list(changes(plan))
    if plan.empties:
        _leave(target, plan, work)
        return
    if not work:
        return
    if not (target.root / record.FOLDER).is_dir():
        work = _settle(target, plan)
    apply.run(target.root, work)


def _settle(target: Target, plan: Plan) -> list[Change]:
    """Make the skills folder together with a manifest that says which folders that took."""
    folder = target.root / record.FOLDER
    first = Manifest(version=plan.after.version)
    parents = apply.establish(folder, record.NAME, lambda n: record.render(replace(first, parents=n)))
    started = replace(first, parents=parents or 0)
    state = replace(plan.state, manifest=started)
    return list(changes(replace(plan, state=state, after=replace(plan.after, parents=started.parents))))


def _leave(target: Target, plan: Plan, work: list[Change]) -> None:
    """Remove the last skills, the record of them, and the folders that were made for it."""
    folder = target.root / record.FOLDER
    if not folder.is_dir():
        return
    apply.run(target.root, work)
    paths = [path for path in folder.rglob("*") if not path.name.startswith(".ygs-tmp-")]
    names = {path.relative_to(folder).as_posix() for path in paths}
    ours = {record.NAME, "shipped", *(f"shipped/{name}" for name in kept(target))}
    if names <= ours:
        apply.retire(folder, _parents(target, plan))
        return
    removals: list[Change] = [Remove(f"{record.SHIPPED}/{name}") for name in sorted(kept(target))]
    removals += [RemoveFolder(record.SHIPPED), Remove(record.PATH), RemoveFolder(record.FOLDER)]
    apply.run(target.root, removals)


def _parents(target: Target, plan: Plan) -> int:
    """How many folders above the record were made for it; never the home or project folder itself, whatever a
    manifest that came with a repository says.
    """
    if not target.root.is_relative_to(target.base):
        return plan.after.parents
    return min(plan.after.parents, len(target.root.relative_to(target.base).parts))
