"""Runs a family of rules over a workspace and hands the report to the user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ygs_cli import engine, rules
from ygs_cli.artifacts import project
from ygs_cli.config import Config
from ygs_cli.errors import YgsError, closest
from ygs_cli.findings import Finding, Report
from ygs_cli.pack import catalog
from ygs_cli.shell import tracing, workspace
from ygs_cli.shell.workspace import Workspace


def page(name: str) -> str:
    """The documentation page of a rule. Raises YgsError for an unknown name."""
    pages = {rule.name: rule for rule in rules.every()}
    if name not in pages:
        raise YgsError(f"unknown rule '{name}'", hint=closest(name, pages))
    rule = pages[name]
    head = f"# {name}\n\n{rule.summary} ({rule.family}, {rule.meta.severity.value}, "
    return f"{head}confidence {rule.meta.confidence.value})\n{rule.page.partition(chr(10))[2]}"


def lint(
    space: Workspace, chosen: frozenset[str], config: Config, commands: Callable[[], Mapping[str, frozenset[str]]]
) -> Report:
    """Lint documents and skills: rules see the whole project, the report tells of `chosen` files only.

    `commands` yields the commands of `ygs` with their options; it is called only when there are skills.
    """
    of_skills = frozenset(catalog.beside_skills(space.files))
    sources = [source for path in workspace.markdown_paths(space, config) if (source := space.reads(path))]
    artifact_facts = project.facts(source for source in sources if source.path not in of_skills)
    artifact_facts = replace(artifact_facts, files=space.files, mentions=lambda: tracing.mentioned(space, config))
    skill_texts = project.facts(source for source in sources if source.path in of_skills).documents
    skill_facts = _skills(space, config, commands)
    documents = artifact_facts.documents
    found: list[Finding] = []
    ignored = 0
    for family, facts, texts in (("artifact", artifact_facts, documents), ("skill", skill_facts, skill_texts)):
        outcome = engine.run(rules.family(family), facts, config, texts)
        found += outcome.findings
        ignored += len(outcome.ignored)
    findings = tuple(finding for finding in found if finding.location.path in chosen)
    stats = {
        "documents": sum(document.path in chosen for document in documents),
        "skills": sum(f"{skill.path}/{catalog.SKILL_FILE}" in chosen for skill in skill_facts.skills),
        "ignored": ignored,
    }
    return Report("lint", findings, stats, space.notes())


def _skills(
    space: Workspace, config: Config, commands: Callable[[], Mapping[str, frozenset[str]]]
) -> catalog.SkillFacts:
    listed = (path for path in space.own_files if not any(engine.matches(path, glob) for glob in config.exclude))
    paths = catalog.beside_skills(listed)
    if not paths:
        return catalog.SkillFacts(())
    read = ((path, workspace.read_bytes(space.root, path)) for path in paths)
    return catalog.facts_of(((path, data) for path, data in read if data is not None), commands())
