"""One row per agent that `ygs exec` can run: its program, its arguments, how its stream is read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ygs_cli.automation import contract, streams
from ygs_cli.automation.contract import Exit
from ygs_cli.errors import YgsError, closest

PROFILES: dict[str, str] = {
    "read": "read files, change nothing, run nothing",
    "edit": "edit files in the workspace, and run the commands that the skill's allowed-tools name",
    "full": "run any command too",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run asks of an agent. `tools` are the allowed-tools of the skill, in Claude Code's spelling."""

    run_id: str
    profile: str = "edit"
    model: str = ""
    max_turns: int | None = None
    max_budget: float | None = None
    tools: tuple[str, ...] = ()
    unsandboxed: bool = False
    resumable: bool = False
    session: str = ""  # of the run whose status is to be repaired


@dataclass(frozen=True, slots=True)
class Agent:
    """A row. `reader` is None for an agent that prints plain text. `keys` are variables that it may see.

    `turns` and `cost` say whether its stream tells them, so that a limit can be held; `codes` are exit codes
    of its own; `fixed` are variables set for it.
    """

    name: str
    title: str
    program: str
    arguments: Callable[[Settings], list[str]]
    reader: streams.Reader | None
    keys: tuple[str, ...] = ()
    repairs: bool = False
    turns: bool = False
    cost: bool = False
    codes: Mapping[int, Exit] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)


_READING = ("Read", "Grep", "Glob")
_PRESENT = (
    *_READING,
    "Edit",
    "Write",
    "NotebookEdit",
    "Bash",
    "Task",
)  # no web, no schedules, no messages: what a phase has no use for


def _claude(settings: Settings) -> list[str]:
    """`=` forms throughout: several of its options take all words that follow.

    Reading, and in acceptEdits editing, is allowed in the working folder without being named. A tool that is
    named is allowed everywhere, so only commands are.
    """
    schema = json.dumps(contract.schema_for(settings.run_id), separators=(",", ":"))
    arguments = [
        "-p",
        "--output-format=stream-json",
        "--verbose",
        f"--json-schema={schema}",
        "--strict-mcp-config",
    ]
    if settings.profile == "read":
        arguments += ["--permission-mode=dontAsk", f"--tools={','.join(_READING)}"]
    elif settings.unsandboxed:
        arguments += ["--permission-mode=bypassPermissions", f"--tools={','.join(_PRESENT)}"]
    else:
        allowed = ("Bash",) if settings.profile == "full" else tuple(filter(_is_command, settings.tools))
        arguments += ["--permission-mode=acceptEdits", f"--tools={','.join(_PRESENT)}"]
        arguments += [f"--allowedTools={','.join(dict.fromkeys(allowed))}"] if allowed else []
    arguments += [f"--model={settings.model}"] if settings.model else []
    arguments += [f"--max-turns={settings.max_turns}"] if settings.max_turns is not None else []
    arguments += [f"--max-budget-usd={settings.max_budget:g}"] if settings.max_budget is not None else []
    arguments += [f"--resume={settings.session}"] if settings.session else []
    return arguments + ([] if settings.resumable or settings.session else ["--no-session-persistence"])


def _codex(settings: Settings) -> list[str]:
    sandbox = "read-only" if settings.profile == "read" else "workspace-write"
    arguments = ["exec", "--json", "--skip-git-repo-check"]
    arguments += ["-s", "danger-full-access" if settings.unsandboxed else sandbox]
    arguments += ["-m", settings.model] if settings.model else []
    arguments += [] if settings.resumable or settings.session else ["--ephemeral"]
    return [*arguments, *(("resume", settings.session) if settings.session else ()), "-"]


def _gemini(settings: Settings) -> list[str]:
    mode = {"read": "plan", "edit": "auto_edit", "full": "yolo"}[settings.profile]
    return ["-o", "stream-json", "--approval-mode", mode, "--skip-trust"] + (
        ["-m", settings.model] if settings.model else []
    )


def _opencode(settings: Settings) -> list[str]:
    arguments = ["run", "--format", "json"]
    arguments += ["-m", settings.model] if settings.model else []
    arguments += ["--agent", "plan"] if settings.profile == "read" else []
    arguments += ["--auto"] if settings.profile == "full" else []
    return arguments + (["--session", settings.session] if settings.session else [])


AGENTS = (
    Agent(
        "claude", "Claude Code", "claude", _claude, streams.claude,
        keys=(
            "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "CLAUDE_CODE_OAUTH_TOKEN",
            "CLAUDE_CONFIG_DIR", "CLAUDE_CODE_SUBPROCESS_ENV_SCRUB",
        ),
        repairs=True, turns=True, cost=True,
        fixed={"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1"},
    ),
    Agent(
        "codex", "Codex", "codex", _codex, streams.codex,
        keys=("OPENAI_API_KEY", "CODEX_API_KEY", "CODEX_HOME"), repairs=True, turns=True,
    ),
    Agent(
        "gemini", "Gemini CLI", "gemini", _gemini, streams.gemini,
        keys=("GEMINI_API_KEY", "GOOGLE_API_KEY"), turns=True,
        codes={41: Exit.UNAVAILABLE, 42: Exit.INTERNAL, 53: Exit.LIMIT},
    ),
    Agent(
        "opencode", "opencode", "opencode", _opencode, streams.opencode,
        keys=("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "OPENROUTER_API_KEY"),
        repairs=True, turns=True, cost=True,
    ),
    Agent(
        "cmd", "any command", "", lambda _: [], None,
        codes={
            69: Exit.UNAVAILABLE, 75: Exit.TRANSIENT, 77: Exit.DENIED, 124: Exit.TIMEOUT,
            126: Exit.UNAVAILABLE, 127: Exit.UNAVAILABLE,
        },
    ),
)  # fmt: skip


def _is_command(tool: str) -> bool:
    return tool.partition("(")[0] == "Bash"


_TOOL = re.compile(r"[^\s,(]+(?:\([^)]*\))?")


def tools_of(allowed: object) -> tuple[str, ...]:
    """The `allowed-tools` of a skill, one by one, but for those that name the skill's own folder."""
    text = ", ".join(map(str, allowed)) if isinstance(allowed, list) else str(allowed or "")
    return tuple(tool for tool in _TOOL.findall(text) if "$" not in tool)


def named(name: str) -> Agent:
    """The agent of a name. Raises YgsError, exit code 64, for an unknown one."""
    for agent in AGENTS:
        if agent.name == name:
            return agent
    known = [agent.name for agent in AGENTS]
    raise YgsError(f"unknown agent '{name}'", hint=closest(name, known), exit_code=Exit.USAGE)


def check(agent: Agent, settings: Settings) -> None:
    """Raise YgsError, exit code 64, for a limit that the agent cannot be held to, and for a profile it lacks."""
    if settings.profile not in PROFILES:
        hint = closest(settings.profile, PROFILES)
        raise YgsError(f"unknown profile '{settings.profile}'", hint=hint, exit_code=Exit.USAGE)
    asked = {
        "--max-turns": (settings.max_turns, agent.turns),
        "--max-budget-usd": (settings.max_budget, agent.cost),
    }
    for option, (amount, told) in asked.items():
        if amount is not None and not told:
            hint = "leave the option out; --timeout holds for every agent"
            raise YgsError(f"{option}: {agent.title} does not tell it", hint=hint, exit_code=Exit.USAGE)
        if amount is not None and amount <= 0:
            raise YgsError(f"{option} {amount:g} is not above 0", exit_code=Exit.USAGE)
    if settings.unsandboxed and settings.profile != "full":
        raise YgsError("--unsandboxed-ok goes with --profile full only", exit_code=Exit.USAGE)


def environment(agent: Agent, held: Mapping[str, str], passed: tuple[str, ...] = ()) -> dict[str, str]:
    """What an agent gets of an environment: the plain names, its own keys, and those that were asked for."""
    from ygs_cli.automation.redact import is_plain

    names = (*agent.keys, *passed)
    return {name: value for name, value in held.items() if is_plain(name) or name in names} | dict(agent.fixed)
