"""The report as SARIF 2.1.0 (OASIS), as code scanning services read it: one run, relative addresses."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from ygs_cli import __version__, rules
from ygs_cli.findings import Finding, Fix, Location, Report, Severity

MAX_RESULTS = 25_000  # what GitHub takes in one run; it shows the first 5,000
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report, *, colour: bool = False) -> str:
    """The report as SARIF. Columns count UTF-16 code units, as the format demands by default."""
    shown = report.findings[:MAX_RESULTS]
    used = sorted({finding.rule for finding in shown})
    run = {
        "tool": {"driver": {"name": "ygs", "version": __version__, "rules": [_rule(name) for name in used]}},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The root of the project."}}},
        "results": [_result(finding, used.index(finding.rule)) for finding in shown],
    }
    data = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(data, indent=2, ensure_ascii=True)


def _rule(name: str) -> dict[str, Any]:
    known = {rule.name: rule for rule in rules.every()}
    rule = known.get(name)
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _LEVELS[rule.meta.severity]},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    text = finding.message + (f". {finding.hint}" if finding.hint else "")
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(finding.location, finding.source_line)],
        "partialFingerprints": {"ygs/v1": finding.fingerprint},
        "properties": {"confidence": finding.confidence.value},
    }
    related = [item for item in finding.related if item.location]
    if related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": item.message}, **_location(item.location)}
            for number, item in enumerate(related, 1)
            if item.location
        ]
    if finding.fix and _can_be_told(finding, finding.fix):
        result["fixes"] = [_fix(finding)]
    return result


def _can_be_told(finding: Finding, fix: Fix) -> bool:
    """Whether a fix lies on the finding's own line: SARIF knows no renames, and the columns of other lines cannot
    be counted from here.
    """
    own = (finding.location.path, finding.location.line)
    lines = {(edit.location.path, edit.location.line) for edit in fix.edits}
    return not fix.renames and lines == {own} and not any("\n" in edit.old for edit in fix.edits)


def _fix(finding: Finding) -> dict[str, Any]:
    changes = [
        {
            "artifactLocation": _artifact(edit.location.path),
            "replacements": [
                {
                    "deletedRegion": _region(edit.location, finding.source_line),
                    "insertedContent": {"text": edit.new},
                }
            ],
        }
        for edit in (finding.fix.edits if finding.fix else ())
    ]
    return {"description": {"text": finding.fix.title if finding.fix else ""}, "artifactChanges": changes}


def _location(place: Location, line: str = "") -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(place.path)}
    if place.line:
        physical["region"] = _region(place, line)
    return {"physicalLocation": physical}


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path.encode("utf-8", "surrogateescape"), safe="/"), "uriBaseId": "ROOT"}


def _region(place: Location, line: str) -> dict[str, int]:
    start = _utf16(line[: place.column - 1]) if line else place.column - 1
    region = {"startLine": place.line, "startColumn": start + 1}
    if place.end_column > place.column:
        end = _utf16(line[: place.end_column - 1]) if line else place.end_column - 1
        region["endColumn"] = end + 1
    return region


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
