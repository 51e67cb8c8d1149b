"""Findings that a project has accepted: `.ygs/baseline.json`, one entry a fingerprint, each with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from ygs_cli.errors import YgsError
from ygs_cli.findings import Finding, Location, Severity

PATH = ".ygs/baseline.json"
VERSION = 1
STALE = "stale-baseline"
UNUSED = "unused-ignore"
_BULK_REASON = "known when the baseline was written"


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted finding. Rule, path and subject tell a reader what the fingerprint stands for."""

    fingerprint: str
    rule: str
    path: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings after the baseline: what stands, what it took away, and entries that took nothing away."""

    standing: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    stale: tuple[Entry, ...]


def parse(text: str) -> tuple[Entry, ...]:
    """The entries of a baseline file. Raises YgsError for anything that is not one."""
    try:
        data = json.loads(text)
        if data["version"] != VERSION:
            raise YgsError(f"baseline version {data['version']}, this program reads {VERSION}", where=PATH)
        return tuple(
            Entry(*(str(item[key]) for key in ("fingerprint", "rule", "path", "subject", "reason")))
            for item in data["entries"]
        )
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        hint = "write it anew with ygs sync --update-baseline"
        raise YgsError(f"not a baseline: {type(problem).__name__}: {problem}", where=PATH, hint=hint) from None


def render(entries: Iterable[Entry]) -> str:
    """The text of a baseline file, sorted so that it merges well."""
    ordered = sorted(entries, key=lambda entry: (entry.path, entry.rule, entry.subject, entry.fingerprint))
    rows = [
        {
            "fingerprint": entry.fingerprint,
            "rule": entry.rule,
            "path": entry.path,
            "subject": entry.subject,
            "reason": entry.reason,
        }
        for entry in ordered
    ]
    return json.dumps({"version": VERSION, "entries": rows}, indent=2, ensure_ascii=False) + "\n"


def sort(findings: Iterable[Finding], entries: Iterable[Entry]) -> Sorted:
    """Take the accepted findings out of a report."""
    known = {entry.fingerprint: entry for entry in entries}
    standing: list[Finding] = []
    accepted: list[Finding] = []
    for finding in findings:
        (accepted if finding.fingerprint in known else standing).append(finding)
    used = {finding.fingerprint for finding in accepted}
    stale = tuple(entry for entry in known.values() if entry.fingerprint not in used)
    return Sorted(tuple(standing), tuple(accepted), stale)


def own(entries: Iterable[Entry], rules: frozenset[str]) -> tuple[Entry, ...]:
    """The entries of findings of some rules; an ignore that is not used any more counts to its own rule."""
    return tuple(item for item in entries if (item.subject if item.rule == UNUSED else item.rule) in rules)


def entry(finding: Finding, reason: str = _BULK_REASON) -> Entry:
    """The entry that accepts a finding."""
    place = finding.location.path
    return Entry(finding.fingerprint, finding.rule, place, finding.subject or finding.message, reason)


def stale_findings(entries: Iterable[Entry], command: str) -> tuple[Finding, ...]:
    """A finding for each entry that accepts nothing any more. `command` is the one that can drop it."""
    return tuple(
        Finding(
            rule=STALE,
            message=f"accepted, and not found any more: {item.rule} '{item.subject}' in {item.path}",
            location=Location(PATH),
            subject=item.fingerprint,
            severity=Severity.WARNING,
            hint=f"ygs {command} --update-baseline drops it",
        )
        for item in entries
    )
