"""What holds for any order of editing, installing, updating and uninstalling."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import packs
from tests.driver import snapshot
from tests.packs import skill
from ygs_cli.pack import agents
from ygs_cli.pack.files import Action
from ygs_cli.shell import installer, targets
from ygs_cli.shell.installer import Outcome, Request, Wanted

NAMES = ("a/SKILL.md", "a/references/x.md", "b/SKILL.md", "c/SKILL.md", "c/assets/y.md")


class World:
    """A home folder, a folder of skills that changes, and every text that the user wrote."""

    def __init__(self, folder: Path) -> None:
        self.home, self.pack, self.root = folder / "home", folder / "pack", folder / "home/.claude/skills"
        self.home.mkdir()
        self.user_texts: set[bytes] = set()
        self.counter = 0

    def ship(self, chosen: set[int]) -> None:
        """A pack with some of the files, each with lines that depend on the choice."""
        files = {name: "".join(f"{n} {n in chosen}\n" for n in range(8)) for name in NAMES}
        shipped = {
            name: skill(name[0], text) if name.endswith("SKILL.md") else text for name, text in files.items()
        }
        dropped = {name for number, name in enumerate(NAMES) if number in chosen and number != 0}
        kept = {name: text for name, text in shipped.items() if name not in dropped}
        packs.write(self.pack, {name: text for name, text in kept.items() if f"{name[0]}/SKILL.md" in kept})

    def target(self) -> targets.Target:
        return targets.find(agents.named("claude"), "user", self.home)

    def install(self, force: bool = False) -> Outcome:
        return installer.install(self.target(), Wanted((Request(self.pack),)), force=force, dry_run=False)

    def update(self, force: bool = False) -> Outcome:
        return installer.update(self.target(), (), force=force, dry_run=False)

    def uninstall(self) -> Outcome:
        return installer.uninstall(self.target(), (), dry_run=False)

    def write(self, number: int, whole: bool) -> None:
        """The user edits a file, or writes one of their own, beside a NAME.new or a backup as well."""
        names = [*NAMES, "a/SKILL.md.new", "a/SKILL.md.bak", "b/SKILL.md.new", "c/own.md", "d/SKILL.md"]
        path = self.root / names[number % len(names)]
        self.counter += 1
        text = f"the user's line {self.counter}\n".encode()
        old = b"" if whole or not path.is_file() else path.read_bytes()
        self.user_texts -= {line for line in self.user_texts if path.is_file() and line in path.read_bytes()}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(old + text if not whole else text)
        self.user_texts |= {line for line in path.read_bytes().splitlines(keepends=True) if b"the user's" in line}

    def delete(self, number: int) -> None:
        path = self.root / NAMES[number % len(NAMES)]
        if path.is_file():
            data = path.read_bytes()
            path.unlink()
            self.user_texts -= {line for line in self.user_texts if line in data and not self.found(line)}

    def found(self, line: bytes) -> bool:
        return any(line in path.read_bytes() for path in self.root.rglob("*") if path.is_file())


@contextmanager
def _world() -> Iterator[World]:
    old = dict(os.environ)
    folder = Path(tempfile.mkdtemp())
    try:
        world = World(folder)
        os.environ["HOME"] = str(world.home)
        for name in ("XDG_STATE_HOME", "CLAUDE_CONFIG_DIR"):
            os.environ.pop(name, None)
        yield world
    finally:
        os.environ.clear()
        os.environ.update(old)
        shutil.rmtree(folder)


_choices = st.sets(st.integers(0, 7))
_acts = st.lists(
    st.one_of(
        st.tuples(st.just("ship"), _choices),
        st.tuples(st.just("write"), st.integers(0, 9), st.booleans()),
        st.tuples(st.just("delete"), st.integers(0, 4)),
        st.tuples(st.sampled_from(["install", "update"]), st.booleans()),
        st.tuples(st.just("uninstall")),
    ),
    max_size=12,
)
_settings = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_settings
@given(_choices, _acts)
def test_no_line_that_the_user_wrote_is_ever_lost(first: set[int], acts: list[tuple[object, ...]]) -> None:
    with _world() as world:
        world.ship(first)
        world.install()
        for name, *arguments in acts:
            getattr(world, str(name))(*arguments)
            lost = {line for line in world.user_texts if not world.found(line)}
            assert not lost, (name, arguments)


@_settings
@given(_choices, _acts, st.booleans())
def test_after_a_plan_was_carried_out_the_next_one_only_keeps(
    first: set[int], acts: list[tuple[object, ...]], restore: bool
) -> None:
    with _world() as world:
        world.ship(first)
        world.install()
        for name, *arguments in acts:
            getattr(world, str(name))(*arguments)
        command = world.install if restore else world.update
        command()
        before = snapshot(world.home)
        again = command()
        assert {step.action for step in again.plan.steps} <= {Action.KEEP, Action.CONFLICT}
        assert snapshot(world.home) == before


@_settings
@given(_choices, _choices, st.sets(st.integers(0, 4)))
def test_uninstall_gives_back_what_was_there(first: set[int], second: set[int], removed: set[int]) -> None:
    with _world() as world:
        packs.write(world.root / "theirs", {"SKILL.md": "theirs"})
        before = snapshot(world.home)
        for chosen in (first, second):
            world.ship(chosen)
            world.install()
            world.update()
        for number in removed:
            world.delete(number)
        world.uninstall()
        assert snapshot(world.home) == before
