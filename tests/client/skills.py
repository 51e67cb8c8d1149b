"""What the tests ask of each skill: its files, and the command lines that it runs."""

from __future__ import annotations

import re
from pathlib import Path

from tests.driver import ROOT
from ygs_cli.pack import catalog
from ygs_cli.pack.catalog import Skill, SkillFile

SHIPPED = ROOT / "skills"
_ALLOWED = re.compile(r"Bash\((ygs [\w -]*\w):? ?\*\)")
_CODE = re.compile(r"^\s*(?:\$ )?(ygs [^\n`]+?)\s*$|`(ygs [^`\n]+)`", re.MULTILINE)
_SLOT = re.compile(r"<[^<>]*>|\[[^\[\]]*\]|\$\w+|\.\.\.|…")

TEAM = {
    "team-notes/SKILL.md": """---
name: team-notes
description: "Release notes of this team. Use when a release is near."
argument-hint: "[version]"
allowed-tools: "Read(/${CLAUDE_SKILL_DIR}/**), Bash(ygs lint *)"
---
# Notes
Write the notes of $ARGUMENTS in the shape of `references/shape.md`, then run `ygs lint --format json`.
""",
    "team-notes/references/shape.md": "One line per change: SHAPE-OF-NOTES.\n",
    "team-deploy/SKILL.md": """---
name: team-deploy
description: "Deployment. Use when asked to deploy."
disable-model-invocation: true
---
# Deploy
Ask first.
""",
    "team-closed/SKILL.md": """---
name: team-closed
description: "A skill that asks for no tool. Use when testing."
---
# Closed
Read `references/closed.md`, then run `ygs lint`.
""",
    "team-closed/references/closed.md": "CLOSED\n",
}


def write_team(folder: Path) -> Path:
    """A team's own skills, as files."""
    for name, text in TEAM.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def load(folder: Path) -> list[Skill]:
    """The skills of a folder on disk, sorted by name."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    pairs = ((path.relative_to(folder).parts, path.read_bytes()) for path in files)
    return list(catalog.skills_in((p[0], SkillFile("/".join(p[1:]), data)) for p, data in pairs if len(p) > 1))


def row(skill: Skill) -> str:
    """The row of a skill in the model's listing, as the client writes it when the budget allows."""
    extra = skill.front.get("when_to_use")
    return f"- {skill.name}: {skill.description}" + (f" - {extra}" if extra else "")


def commands(skill: Skill) -> list[str]:
    """The command lines of a skill: each `ygs` call that its text orders, with a word in each blank, and the
    `--help` of each `ygs` command that its allowed-tools name and its text does not spell out.
    """
    written = {_SLOT.sub("x", match[1] or match[2]) for match in _CODE.finditer(skill.body)}
    tools = skill.front.get("allowed-tools", "")
    declared = ", ".join(map(str, tools)) if isinstance(tools, list) else str(tools)
    named = {match[1] for match in _ALLOWED.finditer(declared)}
    spelt = {name for name in named if any(line.startswith(name) for line in written)}
    return sorted(written | {f"{name} --help" for name in named - spelt})
