"""The report as workflow commands of GitHub Actions: one annotation a finding."""

from __future__ import annotations

from ygs_cli.findings import Finding, Report, Severity
from ygs_cli.terminal import printable

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, *, colour: bool = False) -> str:
    """One line a finding; "" for a clean report."""
    return "\n".join(map(_line, report.findings))


def _line(finding: Finding) -> str:
    place = finding.location
    fields = {"file": place.path, "title": finding.rule}
    if place.line:
        fields |= {"line": str(place.line), "col": str(place.column)}
        if place.end_column > place.column:
            fields["endColumn"] = str(place.end_column - 1)  # inclusive here
    told = [finding.message, *(item.message for item in finding.related)]
    told += [finding.hint] if finding.hint else []
    told += [f"fix: {finding.fix.title}"] if finding.fix else []
    settings = ",".join(f"{name}={_property(value)}" for name, value in fields.items())
    return f"::{_COMMANDS[finding.severity]} {settings}::{_data(chr(10).join(told))}"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
