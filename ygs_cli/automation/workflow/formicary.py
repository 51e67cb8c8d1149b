"""Definitions for Formicary (github.com/bhatti/formicary), for workers that run SHELL tasks.

Its decoder ignores unknown keys, its template engine runs over raw text before YAML is parsed, and a failed task
fails the job unless it allows failure; the templates keep to what is sound there and `check` holds them to it.
"""

from __future__ import annotations

from ygs_cli.automation.workflow import commands
from ygs_cli.automation.workflow.definition import Definition, Request
from ygs_cli.automation.workflow.phases import CLEAN_UP, Step, longest_path

MARGIN = 2  # minutes that the engine waits beyond a phase's own timeout: Formicary kills the shell only


def generate(request: Request) -> list[Definition]:
    """Picker, implementation, monitor and clean-up as one file each."""
    settings = request.settings
    name = settings.tracker
    tasks = [_task(step, request) for step in request.steps]
    minutes = longest_path(request.chosen, MARGIN) + MARGIN
    return [
        Definition(f"ygs-pick-{name}.yaml", request.render("formicary-pick.yaml.j2")),
        Definition(
            f"ygs-implement-{name}.yaml",
            request.render("formicary-implement.yaml.j2", tasks=tasks, minutes=minutes),
        ),
        Definition(f"ygs-monitor-{name}.yaml", request.render("formicary-monitor.yaml.j2")),
        Definition(f"ygs-clean-up-{name}.yaml", request.render("formicary-clean-up.yaml.j2")),
    ]


def _task(step: Step, request: Request) -> dict[str, object]:
    """A task of the job.

    A failed task makes the whole job fail unless it allows failure, also when its exit code was routed to a
    phase that mended it. So every task that something else answers allows failure, `blocked` does not, and the
    job is FAILED exactly when `blocked` ran.
    """
    phase = step.phase
    last = phase.name == CLEAN_UP
    elsewhere = step.then if phase.optional else "blocked"
    folder = commands.inside(step)
    command = f"exec {commands.line(step, request.settings)}"
    return {
        "name": phase.name,
        "does": phase.does,
        "minutes": phase.minutes + MARGIN,
        "command": f"cd {folder} && {command}" if folder else command,
        "then": step.then,
        "failed": "" if last else CLEAN_UP if phase.name == "blocked" else elsewhere,
        "routes": {} if phase.name == "blocked" or last else {2: elsewhere} | dict(step.routes),
        "allow_failure": not last and phase.name != "blocked",
        "always": last,
        "files": "*" if phase.name == "fetch-issue" else "",
    }
