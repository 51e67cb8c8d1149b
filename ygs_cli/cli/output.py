"""How every checking command ends: report to stdout, summary to stderr, exit code."""

from __future__ import annotations

import sys

import typer

from ygs_cli import report
from ygs_cli.errors import YgsError, closest
from ygs_cli.findings import Report
from ygs_cli.shell import console


def checked(form: str, forms: tuple[str, ...] = ("text", "json")) -> str:
    """The value of --format, or YgsError for an unknown one."""
    if form not in forms:
        raise YgsError(f"unknown format '{form}'", hint=closest(form, forms))
    return form


def finish(outcome: Report, form: str) -> None:
    """Print a report and leave with 0 (clean) or 1 (findings)."""
    text = report.render(outcome, form, colour=console.wants_colour(sys.stdout))
    if text:
        console.result(text)
    for sentence in outcome.notes:
        console.note(f"note: {sentence}")
    console.note(_summary(outcome))
    raise typer.Exit(1 if report.failed(outcome) else 0)


def _summary(outcome: Report) -> str:
    counts = ", ".join(f"{number:,} {name}" for name, number in outcome.stats.items() if number)
    found = len(outcome.findings)
    verdict = "no findings" if not found else f"{found:,} finding{'s' if found != 1 else ''}"
    return f"{verdict} ({counts})" if counts else verdict
