"""A kill at any moment loses nothing, and running the command again ends as if nothing had happened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import kill, packs
from tests.driver import Ygs, snapshot
from ygs_cli.pack import agents
from ygs_cli.shell import installer, targets
from ygs_cli.shell.installer import Request, Wanted

Setup = Callable[["Stage"], tuple[list[str], Path, Callable[[], None]]]
MINE = "a line of mine\n"


@dataclass
class Stage:
    """A home folder in a prepared state, the command that is killed, and the same in this process."""

    home: Path
    pack: Path
    prepared: Path

    def target(self) -> targets.Target:
        return targets.find(agents.named("claude"), "user", self.home)

    def install(self) -> None:
        installer.install(self.target(), Wanted((Request(self.pack),)), force=False, dry_run=False)

    def update(self) -> None:
        installer.update(self.target(), (), force=False, dry_run=False)

    def uninstall(self) -> None:
        installer.uninstall(self.target(), (), dry_run=False)

    def edit(self) -> None:
        """One edit that merges with the new pack and one that does not."""
        skills = self.home / ".claude/skills"
        with (skills / "ygs-one/SKILL.md").open("r+") as stream:
            text = stream.read().replace("line 2\n", MINE)
            stream.seek(0)
            stream.write(text)
        (skills / "ygs-two/assets/run.sh").write_text("#!/bin/sh\necho mine\n")

    def keep(self) -> None:
        """The state now is where each run begins."""
        shutil.copytree(self.home, self.prepared, symlinks=True)

    def reset(self) -> None:
        kill.restore(self.home, self.prepared)


@pytest.fixture
def stage(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_STATE_HOME", "CLAUDE_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    (home / "notes.txt").write_text("the user's own\n")
    return Stage(home, packs.write(tmp_path / "pack", packs.OLD), tmp_path / "prepared")


def _install(stage: Stage) -> tuple[list[str], Path, Callable[[], None]]:
    stage.keep()
    return ["install", str(stage.pack)], stage.home, stage.install


def _update(stage: Stage) -> tuple[list[str], Path, Callable[[], None]]:
    stage.install()
    stage.edit()
    packs.write(stage.pack, packs.NEW)
    stage.keep()
    return ["update"], stage.home / ".claude/skills/.ygs/shipped", stage.update


def _uninstall(stage: Stage) -> tuple[list[str], Path, Callable[[], None]]:
    stage.install()
    stage.edit()
    stage.keep()
    return ["uninstall", "--yes"], stage.home / ".claude/skills/ygs-old", stage.uninstall


SETUPS = [_install, _update, _uninstall]


def _check(
    stage: Stage, again: Callable[[], None], expected: dict[str, tuple[str, bytes]], moment: object
) -> None:
    """Nothing is lost now, and the command run again ends where an undisturbed one does."""
    assert (stage.home / "notes.txt").read_text() == "the user's own\n"
    skills = stage.home / ".claude/skills"
    if (stage.prepared / ".claude/skills/ygs-one/SKILL.md").exists():
        assert MINE in (skills / "ygs-one/SKILL.md").read_text(), moment
        assert "echo mine" in (skills / "ygs-two/assets/run.sh").read_text(), moment
    again()
    found = snapshot(stage.home)
    assert found == expected, moment


@pytest.mark.parametrize("setup", SETUPS, ids=lambda setup: setup.__name__[1:])
def test_killed_before_each_write(stage: Stage, setup: Setup) -> None:
    """REQ-0001-1: a second run reaches the same end and loses nothing."""
    _, _, action = setup(stage)
    action()
    expected = snapshot(stage.home)
    kills = 0
    for number in kill.before_each_write(action, stage.reset):
        _check(stage, action, expected, number)
        kills += 1
    assert kills > 20


@pytest.mark.parametrize("setup", SETUPS, ids=lambda setup: setup.__name__[1:])
def test_killed_at_random_moments(stage: Stage, project: Path, setup: Setup) -> None:
    arguments, watched, action = setup(stage)
    action()
    expected = snapshot(stage.home)
    kills = 0
    for number, hit in enumerate(kill.at_random(Ygs(stage.home, project), arguments, watched, stage.reset)):
        _check(stage, action, expected, number)
        kills += hit
    assert kills >= 25


def test_a_killed_install_can_be_uninstalled_at_once(stage: Stage) -> None:
    """REQ-0001-2: the folder is as it was in names, modes and bytes."""
    before = snapshot(stage.home)
    stage.keep()
    for number in kill.before_each_write(stage.install, stage.reset):
        stage.uninstall()
        assert snapshot(stage.home) == before, number


def test_an_update_after_a_killed_install_completes_it(stage: Stage) -> None:
    stage.keep()
    stage.install()
    expected = snapshot(stage.home)
    for number in kill.before_each_write(stage.install, stage.reset):
        manifest = targets.manifest(stage.target())
        if manifest and manifest.skills:
            stage.update()
            found = {name for name in snapshot(stage.home) if "ygs-" in name}
            assert found == {name for name in expected if "ygs-" in name}, number
