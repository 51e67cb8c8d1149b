"""The pipeline as one linear POSIX script, for a first try on one machine with one issue file."""

from __future__ import annotations

from ygs_cli.automation.workflow import commands
from ygs_cli.automation.workflow.definition import Definition, Request
from ygs_cli.automation.workflow.phases import ALWAYS, Step


def generate(request: Request) -> list[Definition]:
    """One script. It knows no tracker: the issue is a file, and publishing brings the branch to the repository."""
    lines = [_line(step, request) for step in request.steps if step.phase.name not in ALWAYS]
    repair = [line for line in lines if line["repair"]]
    text = request.render("sh.j2", lines=lines, repairs=bool(repair))
    return [Definition("ygs-pipeline.sh", text, is_program=True)]


def _line(step: Step, request: Request) -> dict[str, object]:
    phase = step.phase
    command = commands.line(step, request.settings)
    if phase.name == "fetch-issue":
        command += ' --issue-file "$issue" --repository "$repository"'
    return {
        "name": phase.name,
        "command": command,
        "is_agent": bool(phase.skill),
        "codes": sorted(step.routes),
        "repair": phase.name in ("fix-tests", "retest"),
        "optional": phase.optional,
    }
