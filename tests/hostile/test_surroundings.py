"""Surroundings that a user did not mean to make: no home, closed streams, a full device, a damaged record."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.driver import Ygs


@pytest.fixture
def ygs(tmp_path: Path) -> Ygs:
    (tmp_path / "home").mkdir()
    (tmp_path / "project").mkdir()
    return Ygs(tmp_path / "home", tmp_path / "project")


def _shell(ygs: Ygs, command: str) -> subprocess.CompletedProcess[str]:
    line = command.replace("ygs", f"{sys.executable} -m ygs_cli", 1)
    return subprocess.run(
        ["bash", "-c", line],
        cwd=ygs.cwd,
        env=ygs.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("ygs uninstall <&-", 2),
        ("ygs list >&-", 0),
        ("ygs --help >&-", 0),
        ("ygs install <&- >&- 2>&-", 0),
        ("ygs list 2>/dev/full", 0),
        ("ygs nonsense 2>/dev/full", 2),
        ("ygs prompt ygs-wbs --input a=- <&-", 0),
        ("ygs list >/dev/full", 2),
        ("ygs --version >/dev/full", 2),
        ("ygs list | true; exit ${PIPESTATUS[0]}", 0),
    ],
)
def test_closed_and_full_streams_change_no_exit_code(ygs: Ygs, command: str, code: int) -> None:
    done = _shell(ygs, command)
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr


@pytest.mark.parametrize("home", ["", "relative"])
def test_a_home_that_is_no_absolute_path_is_refused(ygs: Ygs, home: str) -> None:
    ygs.env["HOME"] = home
    done = ygs("install", code=2)
    assert "HOME" in done.stderr and "hint:" in done.stderr
    assert not list(ygs.cwd.iterdir())
    assert "HOME" in ygs("doctor", code=1).stdout


def test_a_project_needs_no_home(ygs: Ygs, tmp_path: Path) -> None:
    ygs.env |= {"HOME": "", "XDG_STATE_HOME": str(tmp_path / "state")}
    ygs("install", "--scope", "project")
    assert (ygs.cwd / ".claude/skills/ygs-wbs/SKILL.md").is_file()


def test_the_home_of_nobody_is_refused(ygs: Ygs) -> None:
    assert "error:" in ygs("install", "~nosuchuser/x", code=2).stderr
    ygs.env["CLAUDE_CONFIG_DIR"] = "~nosuchuser/x"
    assert "CLAUDE_CONFIG_DIR" in ygs("install", code=2).stderr
    ygs("doctor", code=1)


def test_a_file_in_the_way_of_one_agent_is_named_before_anything_is_written(ygs: Ygs) -> None:
    (ygs.home / ".agents").write_text("mine")
    done = ygs("install", "--agent", "claude", "--agent", "agents", code=2)
    assert f"{ygs.home}/.agents: not a folder" in done.stderr and "move it away" in done.stderr
    assert [entry.name for entry in ygs.home.iterdir()] == [".agents"]


@pytest.mark.parametrize("place", [".ygs", ".ygs/shipped"])
def test_a_file_where_the_record_belongs_is_named(ygs: Ygs, place: str) -> None:
    file = ygs.home / ".claude/skills" / place
    file.parent.mkdir(parents=True)
    file.write_text("mine")
    done = ygs("install", code=2)
    assert str(file) in done.stderr and "move it away" in done.stderr
    assert file.read_text() == "mine"


def test_a_special_file_in_the_way_is_called_so(ygs: Ygs) -> None:
    folder = ygs.home / ".claude/skills"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "ygs-wbs")
    assert "ygs-wbs: a special or very large file" in ygs("install", code=1).stdout


@pytest.mark.parametrize(
    "change",
    [
        {"parents": float("inf")},
        {"whole": ["/\0"]},
        {"skills": {"a": {"source": "a\0b", "version": "", "files": {}, "folders": []}}},
        {"skills": {"a\ud800": {"source": "shipped", "version": "", "files": {}, "folders": []}}},
    ],
)
@pytest.mark.parametrize("command", ["list", "update", "install"])
def test_a_record_with_impossible_values_is_refused(ygs: Ygs, change: dict[str, object], command: str) -> None:
    file = ygs.home / ".claude/skills/.ygs/manifest.json"
    file.parent.mkdir(parents=True)
    good = {"version": 1, "ygs": "1", "parents": 0, "whole": [], "pending": [], "skills": {}}
    file.write_text(json.dumps(good | change))
    assert str(file) in ygs(command, code=2).stderr


@pytest.mark.parametrize("command", [["sync"], ["lint"], ["init", "--adopt"]])
def test_a_path_that_links_to_itself_is_refused(ygs: Ygs, command: list[str]) -> None:
    (ygs.cwd / "loop").symlink_to("loop")
    assert "loop" in ygs(*command, "loop", code=2).stderr


def test_a_current_folder_that_is_gone_is_named(ygs: Ygs) -> None:
    done = _shell(ygs, "mkdir ../gone; cd ../gone; rmdir ../gone; ygs init")
    assert done.returncode == 2
    assert "current folder" in done.stderr.splitlines()[-2]


def test_nothing_is_scaffolded_in_the_folders_of_git(ygs: Ygs) -> None:
    subprocess.run(["git", "init", "-q", "work"], cwd=ygs.cwd, check=True)
    subprocess.run(["git", "init", "-q", "--bare", "bare.git"], cwd=ygs.cwd, check=True)
    for folder in ("work/.git", "work/.git/info", "bare.git"):
        assert "git itself" in ygs("init", folder, code=2).stderr
        assert "git itself" in ygs("new", "adr", "Tea", code=2, cwd=ygs.cwd / folder).stderr
        assert not (ygs.cwd / folder / "docs").exists()
