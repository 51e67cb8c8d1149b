"""Runs a family of rules over a workspace and hands the report to the user."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from ygs_cli import engine, rules
from ygs_cli.artifacts import project
from ygs_cli.config import Config
from ygs_cli.errors import YgsError, closest
from ygs_cli.findings import Finding, Report
from ygs_cli.pack import catalog
from ygs_cli.shell import workspace
from ygs_cli.shell.workspace import Workspace


def page(name: str) -> str:
    """The documentation page of a rule. Raises YgsError for an unknown name."""
    pages = {rule.name: rule for rule in rules.every()}
    if name not in pages:
        raise YgsError(f"unknown rule '{name}'", hint=closest(name, pages))
    rule = pages[name]
    head = f"# {name}\n\n{rule.summary} ({rule.family}, {rule.meta.severity.value}, "
    return f"{head}confidence {rule.meta.confidence.value})\n{rule.page.partition(chr(10))[2]}"


def lint(space: Workspace, chosen: frozenset[str], config: Config) -> Report:
    """Lint documents and skills: rules see the whole project, the report tells of `chosen` files only."""
    sources = [source for path in _documents(space, config) if (source := space.reads(path))]
    artifact_facts = project.facts(sources)
    skill_facts = catalog.facts(sources)
    texts = {document.path: document.lines for document in artifact_facts.documents}
    documents = artifact_facts.documents
    found: list[Finding] = []
    ignored = 0
    for family, facts in (("artifact", artifact_facts), ("skill", skill_facts)):
        outcome = engine.run(rules.family(family), facts, config, documents, texts)
        found += outcome.findings
        ignored += len(outcome.ignored)
    findings = tuple(finding for finding in found if finding.location.path in chosen)
    stats = {
        "documents": sum(document.path in chosen for document in documents),
        "skills": sum(f"{skill.path}/{catalog.SKILL_FILE}" in chosen for skill in skill_facts.skills),
        "ignored": ignored,
    }
    return Report("lint", findings, stats)


def _documents(space: Workspace, config: Config) -> Iterable[str]:
    for path in space.files:
        if PurePosixPath(path).suffix.lower() not in workspace.MARKDOWN:
            continue
        if not any(engine.matches(path, glob) for glob in config.exclude):
            yield path
