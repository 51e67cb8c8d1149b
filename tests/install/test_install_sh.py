"""install.sh: what it refuses without touching anything, and one real run from a clone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.driver import ROOT, snapshot

SCRIPT = ROOT / "install.sh"
TOOLS = ("sh", "sed", "dirname", "readlink", "mkdir", "mv", "rm", "rmdir", "ln", "git", "cat", "uname")


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder for PATH with the standard tools and no Python."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        if found:
            (folder / name).symlink_to(found)
    return folder


def _script(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def _run(
    home: Path, tools: Path, *arguments: str, script: Path = SCRIPT, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "UV_", "REQUESTS_"))
    }
    env = {**kept, "HOME": str(home), "PATH": str(tools), "LANG": "C.UTF-8"}
    command = ["sh", str(script), *arguments]
    return subprocess.run(command, env=env, cwd=cwd or home, capture_output=True, text=True, timeout=300)


def test_a_cut_download_runs_nothing(home: Path, tools: Path, tmp_path: Path) -> None:
    _script(tools, "python3", f"touch {tmp_path}/ran")
    lines = SCRIPT.read_text().splitlines(keepends=True)
    assert lines[-1] == 'main "$@"\n'
    for end in range(0, len(lines), 7):
        cut = tmp_path / "cut.sh"
        cut.write_text("".join(lines[:end]))
        _run(home, tools, script=cut)
    assert snapshot(home) == {}
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("python", "message"),
    [
        (None, "Python 3.11 or newer was not found"),
        ("exit 1", "Python 3.11 or newer was not found"),
        ('case "$2" in *ensurepip*) exit 1;; esac; exit 0', "apt install python3-venv"),
    ],
    ids=["none", "too old", "without ensurepip"],
)
def test_without_a_usable_python_it_says_how_to_get_one(
    home: Path, tools: Path, python: str | None, message: str
) -> None:
    if python:
        _script(tools, "python3", python)
    done = _run(home, tools)
    assert done.returncode == 2
    assert message in done.stderr
    assert snapshot(home) == {}


@pytest.mark.parametrize("arguments", [["--bogus"], ["a", "b"]])
def test_wrong_arguments_are_refused(home: Path, tools: Path, arguments: list[str]) -> None:
    done = _run(home, tools, *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert snapshot(home) == {}


def test_help_and_uninstall_of_nothing_change_nothing(home: Path, tools: Path) -> None:
    assert "./install.sh PROJECT" in _run(home, tools, "--help").stdout
    assert _run(home, tools, "--uninstall").returncode == 0
    assert snapshot(home) == {}


def test_another_program_of_that_name_is_not_replaced(home: Path, tools: Path) -> None:
    (tools / "python3").symlink_to(sys.executable)
    (home / ".local/bin").mkdir(parents=True)
    _script(home / ".local/bin", "ygs", f"touch {home}/ran")
    done = _run(home, tools)
    assert done.returncode == 2
    assert "was not put there by install.sh" in done.stderr
    _run(home, tools, "--uninstall")
    assert set(snapshot(home)) == {".local", ".local/bin", ".local/bin/ygs"}


@pytest.mark.slow
def test_a_real_run_from_a_clone_twice_and_back(home: Path, tools: Path, tmp_path: Path) -> None:
    clone = tmp_path / "the clone"
    names = ["ygs_cli", "skills", "templates", "install.sh", "pyproject.toml", "LICENSE", "README.md"]
    for name in names:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy2(source, clone / name)
    (clone / "README.md").touch()
    before = snapshot(clone)
    (tools / "python3").symlink_to(sys._base_executable)  # type: ignore[attr-defined]
    project = tmp_path / "my new project"

    done = _run(home, tools, str(project), script=clone / "install.sh")
    assert done.returncode == 0, done.stderr
    assert "is not on your PATH" in done.stderr
    assert (home / ".claude/skills/ygs-wbs/SKILL.md").is_file()
    assert (project / ".ygs/config.yml").is_file()
    ygs = home / ".local/bin/ygs"
    env = {"HOME": str(home), "PATH": f"{ygs.parent}:{tools}"}
    doctor = subprocess.run([ygs, "doctor"], env=env, cwd=project, capture_output=True, text=True)
    assert doctor.returncode == 0, doctor.stdout
    (project / "docs/drift.md").write_text("See `docs/nowhere.md` and [it](nowhere.md).\n")
    again = _run(home, tools, str(project), script=clone / "install.sh")
    assert again.returncode == 0, again.stderr
    assert "nowhere.md" in again.stdout  # drift is a result, not a failure

    assert snapshot(clone) == before
    assert _run(home, tools, "--uninstall", script=clone / "install.sh").returncode == 0
    assert snapshot(home) == {}
    assert (project / "docs/drift.md").is_file()
