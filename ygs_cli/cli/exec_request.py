"""The options of `ygs exec` as what is to be run. Whatever is wrong with them ends with 64."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ygs_cli.automation import agents, durations, redact, status
from ygs_cli.automation.agents import Agent, Settings
from ygs_cli.automation.contract import Exit
from ygs_cli.automation.status import End
from ygs_cli.errors import YgsError
from ygs_cli.pack import prompt as prompts
from ygs_cli.pack.prompt import Prompt
from ygs_cli.shell import prompt_inputs, shipped, transcript
from ygs_cli.shell.agent_process import Limits
from ygs_cli.shell.phase import Phase, summary_of

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def usage(message: str, hint: str = "") -> YgsError:
    """A wrong use of a command that a workflow calls."""
    return YgsError(message, hint=hint, exit_code=Exit.USAGE)


def check_run_id(run_id: str) -> None:
    """Raise YgsError for a run id that could not stand in a prompt, a status and a file name."""
    if run_id and not re.fullmatch(r"[A-Za-z0-9][\w.:-]{0,99}", run_id, re.ASCII):
        raise usage(f"'{run_id}' is no run id", "letters, digits and . _ : - up to 100")


def check_alone(skill: str, command: Sequence[str] | None, run_dir: str) -> None:
    """--from runs nothing, so what says how to run is a mistake."""
    for name, given in (("a skill", skill), ("--run-dir", run_dir), ("a command", command)):
        if given:
            raise usage(f"--from only reads: it takes no {name.removeprefix('a ')}", "leave one of them out")


def extracted(source: str, agent: str, code: int, run_id: str) -> Mapping[str, Any]:
    """The decision over an agent's output in a file, in the form of status.json as far as it can be known."""
    check_run_id(run_id)
    row = agents.named(agent) if agent else None
    account = transcript.read(source, row)
    decision = status.decide(End("exited", code), account, run_id, row.codes if row else None)
    decision = replace(decision, repairable=False)
    return summary_of(decision, account, run_id, redact.secrets_of(os.environ))


def exit_codes(text: str) -> dict[int, int]:
    """The pairs of --exit-map. 0 is no aim: --exit-zero says so for all outcomes, in plain sight."""
    pairs = {}
    for part in filter(None, text.split(",")):
        match = re.fullmatch(r"(\d{1,3})=(\d{1,3})", part.strip())
        if not match or int(match[1]) not in set(Exit) or not 0 < int(match[2]) < 256:
            hint = (
                "write --exit-map 4=75,124=75, with exit codes of ygs exec on the left and 1 to 255 on the right"
            )
            raise usage(f"--exit-map {part}: not CODE=CODE", hint)
        pairs[int(match[1])] = int(match[2])
    return pairs


def limits(timeout: str, stall: str, kill_after: str) -> Limits:
    """The three times in seconds."""
    amounts = {}
    for name, text in (("--timeout", timeout), ("--stall-timeout", stall), ("--kill-after", kill_after)):
        amount = durations.seconds(text)
        if amount is None or (name == "--timeout" and amount <= 0):
            raise usage(f"{name} {text}: no duration", "write 90s, 15m or 1h30m, at most 720h")
        amounts[name] = amount
    return Limits(*amounts.values())


def agent_of(name: str, command: Sequence[str] | None, settings: Settings) -> Agent:
    """The agent that is asked for: cmd when a command is given and no agent, else Claude Code."""
    row = agents.named(name or ("cmd" if command else "claude"))
    if command and "--" not in sys.argv:
        raise usage(f"unexpected argument '{command[0]}'", "a command stands behind --")
    if row.name == "cmd" and not command:
        raise usage(
            "--agent cmd needs a command", "write it behind --: ygs exec SKILL --run-dir DIR -- ./agent.sh"
        )
    agents.check(row, settings)
    return row


def task(skill: str, arg: list[str], inputs: list[str], settings: Settings) -> tuple[Prompt, Settings]:
    """The prompt, and the settings with the run id and the tools of the skill."""
    if not skill:
        raise usage("no skill", "name one, or read an agent's output by --from FILE")
    check_run_id(settings.run_id)
    found = shipped.find(skill)
    run_id = settings.run_id or prompts.new_run_id()
    rendered = prompts.render(found, prompt_inputs.arguments(arg), prompt_inputs.read(inputs), run_id)
    return rendered, replace(settings, run_id=run_id, tools=agents.tools_of(found.front.get("allowed-tools")))


def phase(
    row: Agent,
    settings: Settings,
    rendered: Prompt,
    name: str,
    command: Sequence[str] | None,
    pass_env: Sequence[str],
    limit: Limits,
    repairs: int,
) -> Phase:
    """Everything together. The names that we were told are no secrets, even if a variable holds the same."""
    if name and not _NAME.fullmatch(name):
        raise usage(f"'{name}' is no name of a phase", "letters, digits and . _ - up to 64")
    passed = tuple(word.strip() for words in pass_env for word in words.split(",") if word.strip())
    for word in passed:
        if not _VARIABLE.fullmatch(word):
            raise usage(f"--pass-env {word}: no name of a variable", "names only, never values")
    environment = agents.environment(row, os.environ, passed)
    told = {settings.run_id, rendered.skill, name, settings.model, row.name}
    held = {key: value for key, value in os.environ.items() if value not in told}
    return Phase(
        skill=rendered.skill,
        name=name or rendered.skill,
        agent=row,
        settings=settings,
        prompt=rendered.text,
        command=tuple(command or ()),
        environment=environment,
        secrets=redact.secrets_of(held),
        workspace=Path.cwd(),
        limits=limit,
        repairs=repairs,
    )


def folder(run_dir: str) -> Path:
    """The run folder as an absolute path; the agent may change the folder it works in, we do not follow."""
    if not run_dir:
        raise usage("no --run-dir", "name a folder for the artifacts, one for each attempt: --run-dir runs/job-7")
    return Path(run_dir).absolute()
