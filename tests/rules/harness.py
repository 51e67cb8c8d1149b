"""Runs the rules of a family over files held in memory, as the shell runs them over a project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ygs_cli import engine, rules
from ygs_cli.artifacts import markdown, project
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.config import Config
from ygs_cli.drift import facts as drift
from ygs_cli.drift import staleness, tables
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.past import Past
from ygs_cli.drift.surface import history
from ygs_cli.drift.timeline import Change, Commit, Timeline
from ygs_cli.findings import Finding
from ygs_cli.pack import catalog
from ygs_cli.rules import Rule

AT_HEAD = "@HEAD"  # behind the path of a file: its text in the last commit, before the one that is there now


def _drift(sources: list[SourceFile]) -> DriftFacts:
    """The facts of a project; with texts for HEAD also what history says, all other files being committed."""
    before = {source.path.removesuffix(AT_HEAD): source.text for source in sources if AT_HEAD in source.path}
    now = [source for source in sources if AT_HEAD not in source.path]
    facts = drift.facts(now)
    if not before:
        return facts
    texts = {source.path: source.text for source in now}
    head = {path: f"id of {text}" for path, text in {**texts, **before}.items()}
    current = {path: f"id of {text}" for path, text in texts.items()}
    commit = Commit("0" * 40, "start", tuple(Change(path, "", blob) for path, blob in head.items()))
    past = Past(
        Timeline([commit], head),
        lambda blobs: {blob: blob.removeprefix("id of ") for blob in blobs},
        facts.world,
        current,
        lambda path: texts.get(path, ""),
        tables.extract,
    )
    return staleness.weigh(history.weigh(facts, past), past)


FACTS: dict[str, Any] = {"artifact": project.facts, "drift": _drift, "skill": catalog.facts}


def findings(rule: Rule, files: dict[str, str]) -> tuple[Finding, ...]:
    """What one rule, switched on, says about some files."""
    sources = [SourceFile(path, text) for path, text in sorted(files.items())]
    documents = [markdown.parse(source) for source in sources if source.path.endswith(".md")]
    config = Config(rules={rule.name: rule.meta.severity.value})
    return engine.run([rule], FACTS[rule.family](sources), config, documents).findings


@dataclass(frozen=True)
class Example:
    section: str
    files: dict[str, str]


_HEADING = re.compile(r"^## (.+)$")
_FENCE = re.compile(r"^(`{3,})\S+ (\S+)$")


def examples(page: str) -> list[Example]:
    """The Bad and Good examples of a rule's page: each `## Bad` or `## Good` section is one project, each
    fence in it, opened by "```language path", one file."""
    found: list[Example] = []
    section, path, closing, lines = "", "", "", []
    for line in page.splitlines():
        if closing:
            if line == closing:
                found[-1].files[path] = "\n".join(lines) + "\n"
                closing, lines = "", []
            else:
                lines.append(line)
        elif heading := _HEADING.match(line):
            section = heading[1]
            if section.startswith(("Bad", "Good")):
                found.append(Example(section, {}))
        elif (fence := _FENCE.match(line)) and section.startswith(("Bad", "Good")):
            path, closing = fence[2], fence[1]
    return found


def everything() -> list[Rule]:
    return list(rules.every())
