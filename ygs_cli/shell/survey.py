"""Gathers what `ygs status` shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ygs_cli import rules
from ygs_cli.artifacts import overview
from ygs_cli.artifacts.overview import Documents, Health, Step
from ygs_cli.config import CONFIG_PATH
from ygs_cli.findings import Report, Severity
from ygs_cli.shell import checks, drift, inventory, workspace


@dataclass(frozen=True, slots=True)
class Skills:
    """The installed skills of one target, and how many of them are not as their source has them."""

    where: str
    agent: str
    scope: str
    installed: int
    differ: int


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything `ygs status` knows. `drift` and `lint` count findings by severity."""

    root: Path
    is_git: bool
    documents: Documents
    skills: tuple[Skills, ...]
    drift: dict[str, int]
    drift_documents: int
    lint: dict[str, int]
    next_step: Step


def survey(start: Path) -> Survey:
    """Look at the project around `start`: its documents, both checks, and the skills that are installed."""
    root = workspace.find_root(start)
    config = workspace.read_config(root, frozenset(rule.name for rule in rules.every()))
    space = workspace.discover(root)
    everything = frozenset(space.files)
    drifted = drift.sync(space, everything, config)
    looked = checks.check(space, config, dict)
    linted = checks.report(looked, everything)
    found = overview.documents(looked.facts)
    skills = _skills(root)
    health = Health(
        scaffolded=(root / CONFIG_PATH).is_file(),
        skills=sum(item.installed for item in skills),
        drift=sum(finding.severity is not Severity.INFO for finding in drifted.findings),
        lint=sum(finding.severity is Severity.ERROR for finding in linted.findings),
    )
    return Survey(
        root,
        space.is_git,
        found,
        skills,
        _severities(drifted),
        drifted.stats.get("documents", 0),
        _severities(linted),
        overview.next_step(found, health),
    )


def _skills(root: Path) -> tuple[Skills, ...]:
    installed: Counter[tuple[str, str, str]] = Counter()
    differ: Counter[tuple[str, str, str]] = Counter()
    for row in inventory.skills(root):
        for place in row.places:
            key = (place.target.shown, place.target.agent.title, place.target.scope)
            installed[key] += 1
            differ[key] += place.status.words != ("current",)
    return tuple(Skills(*key, installed[key], differ[key]) for key in sorted(installed))


def _severities(report: Report) -> dict[str, int]:
    counts = Counter(finding.severity.value for finding in report.findings)
    return {severity.value: counts[severity.value] for severity in Severity}
