"""Workflows for GitHub Actions: the job with the agent has no write token, the job with the token has no agent."""

from __future__ import annotations

from ygs_cli.automation.workflow import commands
from ygs_cli.automation.workflow.definition import Definition, Request
from ygs_cli.automation.workflow.phases import Step, longest_path

MARGIN = 2  # minutes that the engine waits beyond a phase's own timeout
# Each by the commit of a release; a tag can be moved (docs.github.com, "Security hardening for GitHub Actions").
ACTIONS = {
    "python": "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
    "node": "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
    "upload": "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    "download": "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
}
_OTHER_JOBS = frozenset({"fetch-issue", "publish", "blocked", "clean-up"})
_REPAIR = frozenset({"fix-tests", "retest"})
_KEYS = {
    "claude": "ANTHROPIC_API_KEY",
    "codex": "OPENAI_API_KEY",
    "gemini": "GEMINI_API_KEY",
    "opencode": "ANTHROPIC_API_KEY",
}


def generate(request: Request) -> list[Definition]:
    """Picker, implementation, monitor and clean-up as one workflow each, for `.github/workflows`."""
    name = request.settings.tracker
    inner = [step for step in request.steps if step.phase.name not in _OTHER_JOBS]
    shared = {"a": ACTIONS, "key": _KEYS.get(request.settings.agent, "YGS_AGENT_KEY")}
    implement = {
        "steps": [_step(step, request) for step in inner],
        "minutes": longest_path([step.phase for step in inner], MARGIN) + 15,
        "publishes": any(step.phase.name == "publish" for step in request.steps),
    }
    kinds = {"pick": "pick", "monitor": "poll-pr"}
    return [
        Definition(f"ygs-implement-{name}.yml", request.render("actions-implement.yml.j2", **shared, **implement)),
        *(
            Definition(
                f"ygs-{kind}-{name}.yml", request.render("actions-list.yml.j2", **shared, kind=kind, phase=phase)
            )
            for kind, phase in kinds.items()
        ),
        Definition(f"ygs-clean-up-{name}.yml", request.render("actions-clean-up.yml.j2", **shared)),
    ]


def _step(step: Step, request: Request) -> dict[str, object]:
    phase = step.phase
    folder = commands.inside(step)
    command = commands.line(step, request.settings)
    return {
        "name": phase.name,
        "does": phase.does,
        "minutes": phase.minutes + MARGIN,
        "command": f"cd {folder} && {command}" if folder else command,
        "is_agent": bool(phase.skill),
        "clones": phase.name == "workspace",
        "codes": sorted(step.routes),
        "only_if": "steps.unit-test.outputs.code == '3'" if phase.name in _REPAIR else "",
        "optional": phase.optional,
    }
