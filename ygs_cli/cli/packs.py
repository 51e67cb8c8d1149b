"""What install, update and uninstall share: which targets, and how their outcome is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer

from ygs_cli.errors import YgsError, closest
from ygs_cli.pack import agents
from ygs_cli.pack.files import Action, Step
from ygs_cli.shell import console, installer, targets
from ygs_cli.shell.installer import Outcome
from ygs_cli.shell.targets import Target
from ygs_cli.terminal import printable

FORMATS = ("text", "json")
VERSION = 1


def checked(form: str) -> str:
    """The value of --format, or YgsError for an unknown one."""
    if form not in FORMATS:
        raise YgsError(f"unknown format '{form}'", hint=closest(form, FORMATS))
    return form


def chosen(scope: str, names: Sequence[str] | None, *, default: Iterable[str] = ("claude",)) -> list[Target]:
    """The targets of the named agents, each once, in the order given."""
    rows = [agents.named(name) for name in dict.fromkeys(names or default)]
    return [targets.find(agent, scope, Path.cwd()) for agent in rows]


def in_use(scope: str, names: Sequence[str] | None) -> list[Target]:
    """The targets of the named agents; without names, of all agents that something is installed for."""
    if names:
        return chosen(scope, names)
    every = chosen(scope, None, default=[agent.name for agent in agents.AGENTS])
    return [target for target in every if targets.manifest(target) is not None]


def known(names: Sequence[str], chosen: Sequence[Target]) -> None:
    """Raise YgsError for a name that is installed in none of the targets."""
    if not names:
        return
    installed = {name for target in chosen if (found := targets.manifest(target)) for name in found.skills}
    for name in names:
        if name not in installed:
            hint = closest(name, installed) or "no skill is installed here"
            raise YgsError(f"the skill '{name}' is not installed", hint=hint)


def finish(command: str, outcomes: Sequence[Outcome], form: str, dry_run: bool) -> None:
    """Show what was done and leave with 0, or 1 when something was in the way."""
    if form == "json":
        console.result(json.dumps(_data(command, outcomes, dry_run), indent=2))
    else:
        for outcome in outcomes:
            console.result(_text(outcome))
        if not outcomes:
            console.note("nothing is installed; `ygs install` installs the skills")
        if dry_run:
            console.note("dry run: nothing was written")
    conflicts = any(step.action is Action.CONFLICT for outcome in outcomes for step in outcome.plan.steps)
    raise typer.Exit(1 if conflicts else 0)


def _data(command: str, outcomes: Sequence[Outcome], dry_run: bool) -> dict[str, Any]:
    return {
        "version": VERSION,
        "command": command,
        "dry_run": dry_run,
        "targets": [
            {
                "agent": outcome.target.agent.name,
                "scope": outcome.target.scope,
                "root": str(outcome.target.root),
                "summary": dict(installer.summary(outcome)),
                "actions": [
                    {"action": step.action.value, "skill": step.skill, "path": step.path, "why": step.why}
                    for step in outcome.plan.steps
                ],
            }
            for outcome in outcomes
        ],
    }


def _text(outcome: Outcome) -> str:
    target = outcome.target
    scope = "for you" if target.scope == "user" else "for this project"
    lines = [f"{target.agent.title}, {scope}: {printable(target.shown)}"]
    by_skill: dict[str, list[Step]] = {}
    for step in outcome.plan.steps:
        by_skill.setdefault(step.skill, []).append(step)
    verdicts: dict[str, int] = {}
    for name, steps in by_skill.items():
        verdict = _verdict(steps)
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
        notable = [step for step in steps if step.why]
        if verdict != "unchanged" or notable:
            lines.append(f"  {verdict:<9}  {printable(name)}{_files(steps)}")
        lines += _remarks(notable)
    lines.append("  " + (", ".join(f"{number} {word}" for word, number in verdicts.items()) or "nothing to do"))
    return "\n".join(lines)


def _verdict(steps: Sequence[Step]) -> str:
    actions = {step.action for step in steps}
    if any(step.action is Action.CONFLICT and step.path == step.skill for step in steps):
        return "conflict"
    if actions <= {Action.KEEP, Action.CONFLICT}:
        return "conflict" if Action.CONFLICT in actions else "unchanged"
    if actions <= {Action.REMOVE, Action.KEEP}:
        return "removed"
    return "installed" if actions == {Action.CREATE} else "updated"


def _files(steps: Sequence[Step]) -> str:
    changed = sum(step.change is not None for step in steps)
    return f" ({changed} file{'s' if changed != 1 else ''})" if changed else ""


def _remarks(steps: Sequence[Step]) -> list[str]:
    """One line for each remark; files of a skill that share one are counted."""
    by_why: dict[tuple[Action, str], list[Step]] = {}
    for step in steps:
        by_why.setdefault((step.action, step.why), []).append(step)
    lines = []
    for (_, why), same in by_why.items():
        more = f" and {len(same) - 1} more" if len(same) > 1 else ""
        lines.append(f"             {printable(same[0].path)}{more}: {printable(why)}")
    return lines
