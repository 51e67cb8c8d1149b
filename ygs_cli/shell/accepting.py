"""Findings that a project has accepted as they are: taken out of a report, and written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ygs_cli import baseline, rules
from ygs_cli.baseline import Entry
from ygs_cli.errors import YgsError
from ygs_cli.findings import Finding
from ygs_cli.shell import drift_changes


@dataclass(frozen=True, slots=True)
class Judged:
    """The findings of one command in a whole project: those that stand, those that the baseline accepts.

    `entries` are all of the baseline, also those of other commands; `stale` are the command's own ones that
    accept nothing any more.
    """

    root: Path
    command: str
    standing: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    entries: tuple[Entry, ...]
    stale: tuple[Entry, ...]


def judge(root: Path, command: str, findings: Iterable[Finding], families: Iterable[str]) -> Judged:
    """Take out what the baseline accepts. Raises YgsError for a baseline that cannot be read."""
    entries = drift_changes.read_baseline(root)
    names = frozenset(rule.name for family in families for rule in rules.family(family))
    found = baseline.sort(findings, baseline.own(entries, names))
    return Judged(root, command, found.standing, found.accepted, entries, found.stale)


def accept(judged: Judged, fingerprint: str, reason: str, *, dry_run: bool = False) -> Finding:
    """Record that a finding is right as it is. Raises YgsError when no finding has the fingerprint."""
    if not reason.strip():
        raise YgsError("--accept needs a reason", hint='add --reason "why the document is right as it is"')
    found = [finding for finding in judged.standing if finding.fingerprint.startswith(fingerprint)]
    if len(found) != 1 or len(fingerprint) < 6:
        hint = f"ygs {judged.command} --format json shows the fingerprint of each finding"
        raise YgsError(f"{len(found)} findings have the fingerprint '{fingerprint}'", hint=hint)
    if not dry_run:
        entries = [*judged.entries, baseline.entry(found[0], reason.strip())]
        drift_changes.write_baseline(judged.root, entries)
    return found[0]


def update(judged: Judged, *, dry_run: bool = False) -> int:
    """Accept every finding of now, drop entries that accept nothing any more; how many entries there are."""
    stale = set(judged.stale)
    kept = [entry for entry in judged.entries if entry not in stale]
    entries = [*kept, *map(baseline.entry, judged.standing)]
    if not dry_run:
        drift_changes.write_baseline(judged.root, entries)
    return len(entries)
