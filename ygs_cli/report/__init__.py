"""Report formats, one file each: `render(report) -> str`. The file's name is the value of --format."""

from __future__ import annotations

import importlib
import pkgutil

from ygs_cli.errors import YgsError, closest
from ygs_cli.findings import Report, Severity


def formats() -> tuple[str, ...]:
    """The names that --format takes."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(__path__)))


def render(report: Report, form: str, *, colour: bool = False) -> str:
    """The report in the form asked for; `colour` matters to text only. Raises YgsError for an unknown form."""
    if form not in formats():
        raise YgsError(f"unknown format '{form}'", hint=closest(form, formats()))
    text: str = importlib.import_module(f"ygs_cli.report.{form}").render(report, colour=colour)
    return text


def failed(report: Report) -> bool:
    """Whether a report means exit code 1: any error or warning; information alone is clean.

    A review fails by its verdict: one that is approved may hold advice.
    """
    if report.verdict:
        return report.verdict != "APPROVED"
    return any(finding.severity is not Severity.INFO for finding in report.findings)
