"""One row per coding agent: where it looks for skills, and in which form it wants them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ygs_cli.artifacts.markdown import split_lines
from ygs_cli.errors import YgsError, closest
from ygs_cli.pack.catalog import SKILL_FILE, Skill, SkillFile

SPEC_FIELDS = ("name", "description", "license", "allowed-tools", "metadata", "compatibility")


@dataclass(frozen=True, slots=True)
class Agent:
    """A coding agent, or a family of them that reads the same folder.

    `folder` is the skills folder below the home folder and below a project. `home_variable` names an
    environment variable that replaces the first part of it for the user. `spec_only` asks for the fields of
    the Agent Skills specification and nothing else; such a form cannot say that only people may start a
    skill, so those skills are left out unless they are named. `programs` are found on PATH by `ygs doctor`.
    """

    name: str
    title: str
    folder: str
    home_variable: str = ""
    spec_only: bool = False
    programs: tuple[str, ...] = ()


AGENTS = (
    Agent("claude", "Claude Code", ".claude/skills", "CLAUDE_CONFIG_DIR", programs=("claude",)),
    Agent(
        "agents",
        "Codex, opencode, Gemini CLI",
        ".agents/skills",
        spec_only=True,
        programs=("codex", "opencode", "gemini"),
    ),
)


def named(name: str) -> Agent:
    """The agent of a name. Raises YgsError for an unknown one."""
    for agent in AGENTS:
        if agent.name == name:
            return agent
    raise YgsError(f"unknown agent '{name}'", hint=closest(name, [agent.name for agent in AGENTS]))


def render(skill: Skill, agent: Agent) -> Skill:
    """The skill in the form that an agent wants."""
    if not agent.spec_only:
        return skill
    files = tuple(_spec_file(skill, file) if file.path == SKILL_FILE else file for file in skill.files)
    return Skill(skill.name, skill.path, files)


def _spec_file(skill: Skill, file: SkillFile) -> SkillFile:
    """SKILL.md with the fields of https://agentskills.io/specification only.

    What only Claude Code replaces is replaced here: a path below the skill's folder becomes relative to
    SKILL.md, as the specification has it, and the arguments become words.
    """
    lines = ["---", *_fields(skill.front), "---"]
    text = file.data.decode("utf-8-sig")
    end = skill.front_matter.end_line if skill.front_matter else 0
    body = "\n".join(split_lines(text)[end:])
    body = body.replace("${CLAUDE_SKILL_DIR}/", "").replace("${CLAUDE_SKILL_DIR}", "the folder of this skill")
    body = body.replace("${CLAUDE_PROJECT_DIR}", ".").replace("$ARGUMENTS", "what the user asked for")
    return replace(file, data="\n".join([*lines, body]).encode("utf-8"))


def _fields(front: Mapping[str, object]) -> list[str]:
    lines = []
    for name in SPEC_FIELDS:
        value = front.get(name)
        if name == "allowed-tools":
            value = portable_tools(value)
        if value is None or value in ("", {}):
            continue
        if name == "metadata" and isinstance(value, Mapping):
            lines.append("metadata:")
            lines += [f"  {_scalar(key)}: {_scalar(item)}" for key, item in value.items()]
        elif name != "metadata":
            lines.append(f"{name}: {_scalar(value)}")
    return lines


def _scalar(value: object) -> str:
    """A value as a double-quoted YAML string, on one line: what every YAML reader takes alike."""
    if isinstance(value, bool):
        return '"true"' if value else '"false"'
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


_TOOL = re.compile(r"[^\s,(]+(?:\([^)]*\))?")


def portable_tools(value: object) -> str:
    """`allowed-tools` as the specification's space-separated string, without what names Claude's folders.

    An entry such as `Read(/${CLAUDE_SKILL_DIR}/**)` is left out: other agents do not replace the variable,
    and `Read` alone would grant more than the author did.
    """
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    text = re.sub(r"\$\{[^}]*\}", lambda match: match[0].replace(" ", ""), text)
    return " ".join(tool for tool in _TOOL.findall(text) if "${" not in tool)
