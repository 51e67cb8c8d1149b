"""Commands start fast because they do not import what they do not use: told by modules, not by a timer."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.driver import Ygs
from ygs_cli.cli import COMMANDS

HEAVY = {"rich", "jinja2", "git", "markdown_it", "tree_sitter", "tree_sitter_python", "yaml"}


def imported(ygs: Ygs, *arguments: str) -> set[str]:
    """Names of the modules that one command line imports, as the interpreter itself logs them."""
    command = [sys.executable, "-X", "importtime", "-m", "ygs_cli", *arguments]
    env = ygs.environment()
    done = subprocess.run(command, cwd=ygs.cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    logged = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in logged}


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version_imports_nothing(ygs: Ygs, option: str) -> None:
    modules = imported(ygs, option)
    assert "ygs_cli" in modules
    assert not modules & (HEAVY | {"typer", "ygs_cli.cli", "dataclasses"})


def test_piped_help_imports_typer_only(ygs: Ygs) -> None:
    modules = imported(ygs, "--help")
    assert "typer" in modules
    assert not modules & HEAVY


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_imports_nothing_heavy(ygs: Ygs, command: str) -> None:
    assert not imported(ygs, command, "--help") & HEAVY
