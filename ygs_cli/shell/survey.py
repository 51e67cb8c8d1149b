"""Gathers what `ygs status` shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ygs_cli import rules
from ygs_cli.artifacts import overview
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.artifacts.overview import Documents, Health, Step
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.config import CONFIG_PATH
from ygs_cli.findings import Report, Severity
from ygs_cli.shell import checks, drift, inventory, workspace
from ygs_cli.trace import graph, questions
from ygs_cli.trace.documents import read
from ygs_cli.trace.questions import Coverage


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
    """Everything `ygs status` knows. `drift` and `lint` count findings by severity; `stale` are documents that
    the code behind them has left; `coverage` is of the requirements, as `ygs trace` has it, none without any.
    """

    root: Path
    is_git: bool
    documents: Documents
    skills: tuple[Skills, ...]
    drift: dict[str, int]
    drift_documents: int
    lint: dict[str, int]
    next_step: Step
    stale: tuple[str, ...] = ()
    coverage: tuple[Coverage, ...] = ()


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
        tuple(sorted({item.location.path for item in drifted.findings if item.rule.startswith("stale-")})),
        _coverage(looked.facts),
    )


def _coverage(facts: ArtifactFacts) -> tuple[Coverage, ...]:
    if not any(element.identifier.startswith("REQ") for element in facts.elements):
        return ()
    texts = (SourceFile(item.path, "\n".join(item.document.lines)) for item in facts.artifacts)
    built = graph.build([page for text in texts if (page := read(text))], facts.mentions(), facts.files)
    return tuple(item for item in questions.trace(built, (), "").coverage if item.total)


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
