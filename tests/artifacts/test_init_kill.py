"""A kill of `ygs init` at any moment leaves each file whole or absent, and a second run ends the work."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import kill
from tests.driver import Ygs, snapshot
from ygs_cli.shell import initializing
from ygs_cli.shell.initializing import Options

EVERYTHING = ["--agents-md", "--ci", "github", "--pre-commit"]
OPTIONS = Options(agents_md=True, ci="github", pre_commit=True)
MINE = b"# Ours\r\n\r\nkeep me"


@pytest.fixture
def prepared(tmp_path: Path, project: Path) -> Path:
    (project / "AGENTS.md").write_bytes(MINE)
    (project / "docs").mkdir()
    (project / "docs" / "guide.md").write_text("mine\n")
    return Path(shutil.copytree(project, tmp_path / "prepared"))


@pytest.fixture
def finished(tmp_path: Path, prepared: Path) -> dict[str, tuple[str, bytes]]:
    whole = Path(shutil.copytree(prepared, tmp_path / "finished"))
    initializing.initialize(whole, OPTIONS, dry_run=False)
    return snapshot(whole)


def check_each_file_is_old_or_new(project: Path, finished: dict[str, tuple[str, bytes]]) -> None:
    for name, (kind, data) in snapshot(project).items():
        if kind.startswith("file") and ".ygs-tmp-" not in name:
            assert data in (finished[name][1], MINE), name


def test_killed_before_each_write(prepared: Path, project: Path, finished: dict[str, tuple[str, bytes]]) -> None:
    kills = 0
    for _ in kill.before_each_write(
        lambda: initializing.initialize(project, OPTIONS, dry_run=False), lambda: kill.restore(project, prepared)
    ):
        kills += 1
        check_each_file_is_old_or_new(project, finished)
        initializing.initialize(project, OPTIONS, dry_run=False)
        assert snapshot(project) == finished
    assert kills > 40


def test_killed_from_outside(
    ygs: Ygs, prepared: Path, project: Path, finished: dict[str, tuple[str, bytes]]
) -> None:
    arguments = ["init", str(project), *EVERYTHING]
    killed = 0
    for was_killed in kill.at_random(ygs, arguments, project, lambda: kill.restore(project, prepared), times=50):
        killed += was_killed
        check_each_file_is_old_or_new(project, finished)
        initializing.initialize(project, OPTIONS, dry_run=False)
        assert snapshot(project) == finished
    assert killed
