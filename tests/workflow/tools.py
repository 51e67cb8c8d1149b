"""The checkers of others that generated definitions have to pass, when they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.driver import ROOT
from ygs_cli.automation.workflow import phases
from ygs_cli.automation.workflow.definition import Definition
from ygs_cli.automation.workflow.phases import PRESETS, TRACKERS, Settings
from ygs_cli.shell import definitions

ENGINES = tuple(definitions.ENGINES)
NPM = ROOT / ".venv/actionlint/node_modules/.bin"
COMBINATIONS = [(engine, tracker, preset) for engine in ENGINES for tracker in TRACKERS for preset in PRESETS]


def made(engine: str, tracker: str, words: list[str], **settings: str) -> list[Definition]:
    """The definitions for a choice of phases."""
    chosen, _ = phases.select(words)
    return definitions.generate(engine, chosen, Settings(tracker=tracker, version="1.2.3", **settings))


def tool(name: str) -> str:
    """The path of a checker. Where it is not installed the test is skipped with the reason, and fails in CI."""
    variable = f"YGS_TEST_{name.upper().replace('-', '_')}"
    beside = Path(sys.executable).parent / name
    installed = [path for path in (beside, NPM / name, NPM / f"node-{name}") if path.exists()]
    found = os.environ.get(variable) or (str(installed[0]) if installed else shutil.which(name))
    if found is None:
        leave = pytest.fail if os.environ.get("YGS_CLIENT_REQUIRED") else pytest.skip
        leave(f"{name} is not installed: run tests/workflow/setup, put it on PATH or name it in {variable}")
    return found


def run(*command: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a checker."""
    words = [*map(str, command)]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def clean(*command: str | Path) -> None:
    """Run a checker; what it says is the failure."""
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr
