"""The command line of a step, the same for every engine: plain words and quoted variables, one line, POSIX."""

from __future__ import annotations

from ygs_cli.automation.workflow.phases import Settings, Step

RUN = '"$YGS_RUN_DIR"'


def line(step: Step, settings: Settings) -> str:
    """What a step runs. No word of it comes from a tracker, and the engine puts nothing into it."""
    return agent(step, settings) if step.phase.skill else plumbing(step)


def agent(step: Step, settings: Settings) -> str:
    """One agent phase, in the workspace, with its own timeout and budget."""
    phase = step.phase
    words = ["ygs exec", phase.skill, "--run-dir", RUN, "--phase", phase.name, "--agent", settings.agent]
    if settings.model:
        words += ["--model", settings.model]
    words += ["--profile", phase.profile, "--timeout", f"{phase.minutes}m"]
    if settings.agent == "claude":
        words += ["--max-budget-usd", settings.budget]
    if phase.name == "fix-tests":
        words += ["--arg", "fix=yes"]
    for name, file in step.inputs.items():
        words += ["--input", f'{name}=@"$YGS_RUN_DIR"/{file}']
    if settings.agent == "cmd":
        words += ["--pass-env", "YGS_AGENT_KEY", "--", '"$YGS_AGENT_COMMAND"']
    return " ".join(words)


def plumbing(step: Step) -> str:
    """One phase of `ygs phase`."""
    words = ["ygs phase", step.phase.plumbing, "--run-dir", RUN]
    if step.phase.plumbing != step.phase.name:
        words += ["--phase", step.phase.name]
    if step.phase.plumbing == "run-tests":
        words += ["--timeout", f"{step.phase.minutes}m"]
    return " ".join(words)


def inside(step: Step) -> str:
    """The folder that a step has to be in, "" for any: agents work in the workspace and nowhere else."""
    return '"$YGS_RUN_DIR"/repository' if step.phase.skill else ""
