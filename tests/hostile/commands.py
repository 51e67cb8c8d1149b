"""One table of command lines for the tests that run every command of the program in bad company."""

from __future__ import annotations

import pytest

from ygs_cli.cli import COMMANDS

# command -> (arguments, whether it only reads). A new command needs a row: test_every_command_has_a_row says so.
LINES: dict[str, list[tuple[list[str], bool]]] = {
    "install": [(["--dry-run"], True), (["--scope", "project"], False)],
    "update": [(["--scope", "project"], False)],
    "uninstall": [(["--scope", "project", "--yes"], False)],
    "list": [(["--cost"], True)],
    "doctor": [([], True)],
    "init": [(["--dry-run"], True), ([], False)],
    "new": [(["adr", "A title", "--dry-run"], True), (["task", "A title"], False)],
    "lint": [(["."], True)],
    "sync": [(["."], True)],
    "trace": [([], True)],
    "task": [(["list"], True), (["waves"], True)],
    "status": [([], True)],
    "prompt": [(["ygs-wbs"], True)],
}


def lines(*, reading: bool | None = None) -> list[object]:
    """Every command line of a command that exists, as parameters of a test; only the reading ones on demand."""
    return [
        pytest.param(command, arguments, id=" ".join([command, *arguments]))
        for command, rows in LINES.items()
        for arguments, only_reads in rows
        if command in COMMANDS and reading in (None, only_reads)
    ]


def missing() -> set[str]:
    """Commands of the program that have no row above."""
    return set(COMMANDS) - set(LINES)
