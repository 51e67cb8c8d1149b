"""How every checking command ends: report to stdout, summary to stderr, exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import typer

from ygs_cli import report
from ygs_cli.errors import YgsError, closest
from ygs_cli.findings import Report
from ygs_cli.shell import console


def checked_format(form: str) -> str:
    """The value of --format: `github` by itself in GitHub Actions, else text. YgsError for an unknown one."""
    if not form:
        return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    if form not in report.formats():
        raise YgsError(f"unknown format '{form}'", hint=closest(form, report.formats()))
    return form


def finish(outcome: Report, form: str, file: Path | None = None) -> NoReturn:
    """Print a report, or write it to `file`, and leave with 0 (clean) or 1 (findings)."""
    colour = file is None and console.wants_colour(sys.stdout)
    text = report.render(outcome, form, colour=colour)
    if file is not None:
        _save(file, text)
    elif text:
        console.result(text)
    leave(outcome)


def leave(outcome: Report) -> NoReturn:
    """Say what was looked at, and leave with 0 (clean) or 1 (findings)."""
    for sentence in outcome.notes:
        console.note(f"note: {sentence}")
    console.note(_summary(outcome))
    raise typer.Exit(1 if report.failed(outcome) else 0)


def _save(file: Path, text: str) -> None:
    from ygs_cli.changes import Write
    from ygs_cli.shell import apply

    folder = file.resolve().parent
    if not folder.is_dir():
        raise YgsError("no such folder", where=str(folder))
    data = (text if text.endswith("\n") or not text else text + "\n").encode("utf-8", "backslashreplace")
    apply.run(folder, [Write(file.resolve().name, data)])


def _summary(outcome: Report) -> str:
    counts = ", ".join(f"{number:,} {name}" for name, number in outcome.stats.items() if number)
    found = len(outcome.findings)
    verdict = "no findings" if not found else f"{found:,} finding{'s' if found != 1 else ''}"
    return f"{verdict} ({counts})" if counts else verdict
