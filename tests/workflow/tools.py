"""The checkers of others that generated definitions have to pass, when they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ygs_cli.automation.workflow import phases
from ygs_cli.automation.workflow.definition import Definition
from ygs_cli.automation.workflow.phases import PRESETS, TRACKERS, Settings
from ygs_cli.shell import definitions

ENGINES = tuple(definitions.ENGINES)
COMBINATIONS = [(engine, tracker, preset) for engine in ENGINES for tracker in TRACKERS for preset in PRESETS]


def made(engine: str, tracker: str, words: list[str], **settings: str) -> list[Definition]:
    """The definitions for a choice of phases."""
    chosen, _ = phases.select(words)
    return definitions.generate(engine, chosen, Settings(tracker=tracker, version="1.2.3", **settings))


def tool(name: str) -> str:
    """The path of a checker; the test is skipped, with the reason, where it is not installed."""
    named = os.environ.get(f"YGS_TEST_{name.upper().replace('-', '_')}")
    beside = Path(sys.executable).parent / name
    found = named or (str(beside) if beside.exists() else shutil.which(name))
    if found is None:
        pytest.skip(f"{name} is not installed: put it on PATH or name it in YGS_TEST_{name.upper()}")
    return found


def clean(*command: str | Path) -> None:
    """Run a checker; what it says is the failure."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
