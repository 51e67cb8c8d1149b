"""One table of command lines for the tests that run every command of the program in bad company."""

from __future__ import annotations

from ygs_cli.cli import COMMANDS

# command -> (arguments, whether it only reads). A new command needs a row: test_every_command_has_a_row says so.
LINES: dict[str, list[tuple[list[str], bool]]] = {
    "install": [(["--dry-run"], True), (["--scope", "project"], False)],
    "update": [(["--scope", "project"], False)],
    "uninstall": [(["--scope", "project", "--yes"], False)],
    "list": [(["--cost"], True)],
    "doctor": [([], True)],
    "init": [
        (["--adopt", "--dry-run"], True),
        (["--agents-md", "--ci", "github", "--pre-commit", "--skills"], False),
    ],
    "new": [(["adr", "A title", "--dry-run"], True), (["task", "A title"], False)],
    "lint": [(["."], True)],
    "sync": [
        (["."], True),
        (["--since", "HEAD~1", "--diff"], True),
        (["--fix"], False),
        (["--update-baseline"], False),
    ],
    "trace": [([], True)],
    "task": [(["list"], True), (["waves"], True)],
    "status": [([], True)],
    "prompt": [(["ygs-wbs"], True)],
    "exec": [
        (["ygs-wbs", "--run-dir", "run", "--exit-zero", "--", "true"], False),
        (["ygs-wbs", "--run-dir", "run", "--dry-run"], True),
    ],
    "workflow": [
        (["generate", "--engine", "sh", "--output", "out", "--dry-run"], True),
        (["generate", "--engine", "formicary", "--output", "out"], False),
    ],
}


def lines(*, reading: bool | None = None) -> list[tuple[str, list[str]]]:
    """Every command line of a command that exists; only the reading ones, or only the others, on demand."""
    return [
        (command, arguments)
        for command, rows in LINES.items()
        for arguments, only_reads in rows
        if command in COMMANDS and reading in (None, only_reads)
    ]


def spelt(value: str | list[str]) -> str:
    """The part of a test's id for a command or for its arguments."""
    return value if isinstance(value, str) else " ".join(value)


def missing() -> set[str]:
    """Commands of the program that have no row above."""
    return set(COMMANDS) - set(LINES)
