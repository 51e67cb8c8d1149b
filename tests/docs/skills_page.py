"""The catalogue of the shipped skills as a page: by situation and phase, with what each reads, writes, costs."""

from __future__ import annotations

import re

from ygs_cli.pack import budget
from ygs_cli.pack.catalog import Skill
from ygs_cli.shell import shipped

PHASES = {
    "router": "Not sure",
    "requirements": "Requirements",
    "design": "Design",
    "plan": "Plan",
    "build": "Build",
    "review": "Review",
    "test": "Test",
    "ship": "Ship",
    "learn": "Learn",
}
_PICTURE = """```mermaid
flowchart LR
  outside([reports and wishes]) --> triage[ygs-triage] --> R
  R[requirements] --> D[design] --> P[plan] --> B[build] --> V[review] --> T[test] --> S[ship] --> L[learn]
  L -->|learnings, conventions| R
  L -->|checks| V
  V -->|findings| B
  T -->|defects| B
  S -->|what was really built| D
  ask{{ygs-ask}} -.->|where do we stand| P
```"""
_ELSE = {  # what is no folder of documents
    "ygs-implement": "code, tests, the task's file",
    "ygs-ship": "version, changelog, pull request",
    "ygs-sync": "edits of documents, `docs/adr`",
    "ygs-triage": "labels, comments, `docs/out-of-scope`",
    "ygs-grooming": "`tasks`, `docs/sprints`",
}
_FOLDER = re.compile(r"`((?:docs|tasks)/[\w./<>*-]*|CONVENTIONS\.md|CONTEXT\.md)")
_ROW = re.compile(r"^\| (?!situation|---)(.+?) \| (.+) \|$", re.MULTILINE)


def page(note: str) -> str:
    """The whole page; `note` says how it is made."""
    skills = [shipped.find(name) for name in shipped.names(shipped.skills())]
    parts = [f"# Skills\n\n{note}", _opening(skills), "## By situation\n", _situations(skills)]
    parts += ["## The life cycle\n", _PICTURE + "\n", "## By phase\n", _catalogue(skills), _totals(skills)]
    return "\n".join(parts)


def _opening(skills: list[Skill]) -> str:
    auto = sum(skill.model_invocable for skill in skills)
    return (
        f"{len(skills)} skills. Type the command in Claude Code, or print it for another agent with "
        f"`ygs prompt NAME`. The {auto} without a star may also start by themselves when their description fits; "
        "the others only when you ask. Not sure? `/ygs-ask`, or `ygs status`.\n"
    )


def _situations(skills: list[Skill]) -> str:
    router = next(skill for skill in skills if skill.name == "ygs-ask")
    rows = [f"| {situation} | {answer} |" for situation, answer in _ROW.findall(router.body)]
    return "\n".join(["| what is the matter | run |", "|---|---|", *rows]) + "\n"


def _catalogue(skills: list[Skill]) -> str:
    rows = []
    for phase, title in PHASES.items():
        for skill in (skill for skill in skills if _phase(skill) == phase):
            cost = budget.cost(skill)
            star = "" if skill.model_invocable else " *"
            size = f"{budget.tokens(cost.closure):,} / {budget.tokens(cost.row):,}"
            cells = (title, f"`/{skill.name}`{star}", _trigger(skill), _reads(skill), _writes(skill), size)
            rows.append(f"| {' | '.join(cells)} |")
    head = "| phase | skill | for what, and when | reads | writes | tokens: run / every session |"
    return "\n".join([head, "|---|---|---|---|---|---|", *rows]) + "\n"


def _phase(skill: Skill) -> str:
    metadata = skill.front["metadata"]
    assert isinstance(metadata, dict)
    return str(metadata["phase"])


def _trigger(skill: Skill) -> str:
    return skill.description.replace("|", "\\|")


def _section(skill: Skill, heading: str) -> str:
    return skill.body.partition(f"\n## {heading}")[2].partition("\n## ")[0]


def _reads(skill: Skill) -> str:
    return _places(_section(skill, "Inputs"))


def _writes(skill: Skill) -> str:
    return _ELSE.get(skill.name) or _places(_section(skill, "Output")) or "the chat"


def _places(text: str) -> str:
    folders = dict.fromkeys(re.sub(r"/[^/]*[<*N].*|/$", "", place) for place in _FOLDER.findall(text))
    return ", ".join(f"`{folder}`" for folder in folders)


def _totals(skills: list[Skill]) -> str:
    measured = budget.measure(skills)
    return (
        f"Together {measured['listing']:,} characters in every session, of {budget.LISTING_BUDGET:,} that a "
        f"200,000-token model leaves for all skills. Median of a run: {measured['closure_median']:,} characters. "
        "`ygs list --cost` prints the same for what is installed with you."
    )
