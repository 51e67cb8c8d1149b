"""The report for programs: one versioned JSON object."""

from __future__ import annotations

import json
from typing import Any

from ygs_cli.findings import Finding, Location, Report

VERSION = 1


def render(report: Report, *, colour: bool = False) -> str:
    """The whole report as JSON, version 1; names as in the dataclasses of `ygs_cli.findings`."""
    data = {
        "version": VERSION,
        "command": report.command,
        "findings": [_finding(finding) for finding in report.findings],
        "stats": report.stats,
        "notes": list(report.notes),
    }
    if report.verdict:
        data["verdict"] = report.verdict
    return json.dumps(data, indent=2, ensure_ascii=True)


def _finding(finding: Finding) -> dict[str, Any]:
    data: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "message": finding.message,
        "location": _location(finding.location),
        "subject": finding.subject,
        "fingerprint": finding.fingerprint,
        "source_line": finding.source_line,
        "hint": finding.hint,
        "evidence": list(finding.evidence),
        "related": [
            {"message": item.message, "location": _location(item.location) if item.location else None}
            for item in finding.related
        ],
        "fix": None,
    }
    if finding.fix:
        data["fix"] = {
            "title": finding.fix.title,
            "safe": finding.fix.safe,
            "edits": [
                {"location": _location(edit.location), "old": edit.old, "new": edit.new}
                for edit in finding.fix.edits
            ],
            "renames": [{"path": rename.path, "to": rename.to} for rename in finding.fix.renames],
        }
    return data


def _location(location: Location) -> dict[str, Any]:
    return {
        "path": location.path,
        "line": location.line,
        "column": location.column,
        "end_column": location.end_column,
    }
