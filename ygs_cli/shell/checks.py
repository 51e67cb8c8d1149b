"""Runs a family of rules over a workspace and hands the report to the user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from ygs_cli import baseline, engine, rules
from ygs_cli.artifacts import project
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.config import Config
from ygs_cli.errors import YgsError, closest
from ygs_cli.findings import Finding, Report
from ygs_cli.pack import catalog
from ygs_cli.shell import accepting, reading, renumbering, tracing, workspace
from ygs_cli.shell.accepting import Judged
from ygs_cli.shell.workspace import Workspace

Commands = Callable[[], Mapping[str, frozenset[str]]]


def page(name: str) -> str:
    """The documentation page of a rule. Raises YgsError for an unknown name."""
    pages = {rule.name: rule for rule in rules.every()}
    if name not in pages:
        raise YgsError(f"unknown rule '{name}'", hint=closest(name, pages))
    rule = pages[name]
    head = f"# {name}\n\n{rule.summary} ({rule.family}, {rule.meta.severity.value}, "
    return f"{head}confidence {rule.meta.confidence.value})\n{rule.page.partition(chr(10))[2]}"


@dataclass(frozen=True, slots=True)
class Linted:
    """All documents and skills of a project after the rules: what was found, and what was looked at."""

    space: Workspace
    facts: ArtifactFacts
    judged: Judged
    skills: frozenset[str]
    ignored: int


def check(space: Workspace, config: Config, commands: Commands, *, cached: bool = True) -> Linted:
    """Run the rules over a whole project: a document may name any other.

    `commands` yields the commands of `ygs` with their options; it is called only when there are skills.
    `cached`: use what earlier runs parsed of the same contents; it changes the time, never the answer.
    """
    of_skills = frozenset(catalog.beside_skills(space.files))
    known = reading.memory(used=cached)
    parsed = reading.documents(space.root, workspace.markdown_paths(space, config), known)
    known.cache.save()
    numbers = renumbering.Renumbering(space)
    artifact_facts = replace(
        project.of_documents(document for document in parsed if document.path not in of_skills),
        files=space.files,
        mentions=cache(lambda: tracing.mentioned(space, config)),
        ages=numbers.ages,
    )
    skill_texts = tuple(document for document in parsed if document.path in of_skills)
    skill_facts = _skills(space, config, commands)
    documents = artifact_facts.documents
    found: list[Finding] = []
    ignored = 0
    for family, facts, texts in (("artifact", artifact_facts, documents), ("skill", skill_facts, skill_texts)):
        outcome = engine.run(rules.family(family), facts, config, texts)
        found += outcome.findings
        ignored += len(outcome.ignored)
    return Linted(
        space,
        artifact_facts,
        accepting.judge(space.root, "lint", numbers.mended(found, artifact_facts), ("artifact", "skill")),
        frozenset(f"{skill.path}/{catalog.SKILL_FILE}" for skill in skill_facts.skills),
        ignored,
    )


def report(linted: Linted, chosen: frozenset[str]) -> Report:
    """What is told of a check: the findings in `chosen` files."""
    findings = [finding for finding in linted.judged.standing if finding.location.path in chosen]
    if chosen >= frozenset(linted.space.files):
        findings += baseline.stale_findings(linted.judged.stale, "lint")
    stats = {
        "documents": sum(document.path in chosen for document in linted.facts.documents),
        "skills": len(linted.skills & chosen),
        "ignored": linted.ignored,
        "accepted": sum(finding.location.path in chosen for finding in linted.judged.accepted),
    }
    return Report("lint", tuple(findings), stats, linted.space.notes())


def _skills(space: Workspace, config: Config, commands: Commands) -> catalog.SkillFacts:
    listed = (path for path in space.own_files if not any(engine.matches(path, glob) for glob in config.exclude))
    paths = catalog.beside_skills(listed)
    if not paths:
        return catalog.SkillFacts(())
    read = ((path, workspace.read_bytes(space.root, path)) for path in paths)
    return catalog.facts_of(((path, data) for path, data in read if data is not None), commands())
