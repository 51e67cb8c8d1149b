"""Every skill that ships or is installed, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ygs_cli import __version__
from ygs_cli.errors import YgsError
from ygs_cli.pack import agents, status
from ygs_cli.pack.catalog import SKILL_FILE, Skill, SkillFile
from ygs_cli.pack.files import State
from ygs_cli.pack.manifest import Entry
from ygs_cli.pack.status import Status
from ygs_cli.shell import installer, shipped, targets
from ygs_cli.shell.targets import Target


@dataclass(frozen=True, slots=True)
class Installed:
    """A skill as it is installed in one target."""

    target: Target
    entry: Entry
    status: Status


@dataclass(frozen=True, slots=True)
class Row:
    """A skill: as it ships (`version` is then set), or else as its source or the first target has it."""

    skill: Skill
    version: str
    places: tuple[Installed, ...]


def skills(cwd: Path) -> tuple[Row, ...]:
    """All skills by name: the shipped ones and those installed for the user or the project around `cwd`."""
    pack = shipped.skills()
    known = {name: shipped.read(pack, name) for name in shipped.names(pack)}
    places: dict[str, list[Installed]] = {}
    others: dict[str, Skill] = {}
    for target in _all(cwd):
        state = targets.state(target, ())
        try:
            offers = installer.offers_of(target, state.manifest)
        except YgsError:
            offers = {}  # a source that broke since: `ygs doctor` tells what is wrong with it
        for name, entry in state.manifest.skills.items():
            offer = offers.get(name)
            places.setdefault(name, []).append(Installed(target, entry, status.of(name, state, offer)))
            others.setdefault(name, offer.skill if offer else _on_disk(name, target, state))
    return tuple(
        Row(
            known.get(name) or others[name],
            (known[name].version or __version__) if name in known else "",
            tuple(places.get(name, ())),
        )
        for name in sorted({*known, *others})
    )


def _all(cwd: Path) -> list[Target]:
    found: dict[Path, Target] = {}
    for scope in targets.SCOPES:
        for agent in agents.AGENTS:
            target = targets.find(agent, scope, cwd)
            found.setdefault(target.root, target)
    return list(found.values())


def _on_disk(name: str, target: Target, state: State) -> Skill:
    prefix = f"{name}/"
    files = [
        SkillFile(path.removeprefix(prefix), found.data)
        for path, found in sorted(state.disk.items())
        if path.startswith(prefix) and found.kind == "file"
    ]
    return Skill(name, str(target.root / name), tuple(files) or (SkillFile(SKILL_FILE, b""),))
