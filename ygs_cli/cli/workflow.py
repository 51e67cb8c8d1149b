"""`ygs workflow`: definitions of the life-cycle pipeline for engines that exist, and their check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ygs_cli.cli import SuggestingGroup, WorkflowCommand, command_app

if TYPE_CHECKING:
    from ygs_cli.automation.workflow.phases import Settings

app = command_app(
    cls=SuggestingGroup,
    no_args_is_help=True,
    help="""Write the pipeline from issue to pull request for an engine that exists, or check such a definition.

    Scheduling, retries, concurrency and dashboards stay with the engine: each phase is one command with a timeout
    and an exit code to route on. Wrong use ends with 64.

    \b
    Examples:
      ygs workflow generate --engine sh --output trial
      ygs workflow generate --engine github-actions --output .github/workflows
      ygs workflow check .github/workflows/ygs-implement-github.yml
    """,
)


@app.command(cls=WorkflowCommand)
def generate(
    engine: str = typer.Option(..., "--engine", help="formicary, github-actions or sh."),
    output: Path = typer.Option(..., "--output", metavar="DIR", help="Folder to write the definitions into."),
    tracker: str = typer.Option("github", "--tracker", help="github, or jira (with Bitbucket for the code)."),
    phases: str = typer.Option(
        "full", "--phases", help="plan, implement, reviewed or full; or names of phases with commas."
    ),
    agent: str = typer.Option("claude", "--agent", help="claude, codex, gemini, opencode or cmd."),
    model: str = typer.Option("", "--model", help="Full id of the model; for claude a pinned one by default."),
    budget: float = typer.Option(5.0, "--max-budget-usd", min=0.01, help="Limit of each agent phase (claude)."),
    parallel: int = typer.Option(3, "--max-parallel", min=2, max=20, help="Issues in work at the same time."),
    runs: str = typer.Option("/var/lib/ygs/runs", "--runs-dir", help="Folder of the runs on a Formicary worker."),
    label: str = typer.Option("ai-ready", "--label", help="Label of issues that the pipeline may take."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Write nothing: print the definitions."),
) -> None:
    """Write the definitions for an engine. They hold no secret, no repository name and no text of an issue.

    \b
    Examples:
      ygs workflow generate --engine sh --phases implement --output trial
      ygs workflow generate --engine formicary --tracker jira --output deploy
      ygs workflow generate --engine github-actions --output .github/workflows --dry-run
    """
    from ygs_cli.automation.workflow import phases as table
    from ygs_cli.shell import console, definitions

    _known(engine, definitions.ENGINES, "engine")
    settings = _settings(tracker, agent, model, budget, parallel, runs, label)
    chosen, added = table.select([word.strip() for word in phases.split(",") if word.strip()])
    made = definitions.generate(engine, chosen, settings)
    if added:
        console.note(f"note: needed by the chosen phases and added: {', '.join(added)}")
    if dry_run:
        console.result("\n".join(f"# {output / one.path}\n{one.text}" for one in made).rstrip("\n"))
        return
    definitions.write(output, made)
    console.result("\n".join(str(output / one.path) for one in made))


def _settings(
    tracker: str, agent: str, model: str, budget: float, parallel: int, runs: str, label: str
) -> Settings:
    import re

    from ygs_cli import __version__
    from ygs_cli.automation.agents import AGENTS
    from ygs_cli.automation.workflow import phases as table

    _known(tracker, table.TRACKERS, "tracker")
    _known(agent, [row.name for row in AGENTS], "agent")
    model = model or (table.Settings().model if agent == "claude" else "")
    for value, pattern, what in (
        (model, r"[\w./:@-]{0,100}", "model"),
        (runs, r"/[\w./-]{1,200}", "absolute folder of plain letters"),
        (label, r"[\w.-]{1,50}", "label of plain letters"),
    ):
        if not re.fullmatch(pattern, value, re.ASCII):
            raise _wrong(f"'{value}' is no {what}", "")
    return table.Settings(
        tracker=tracker,
        agent=agent,
        model=model,
        budget=f"{budget:g}",
        parallel=parallel,
        runs=runs.rstrip("/"),
        label=label,
        version=__version__,
    )


@app.command(cls=WorkflowCommand)
def check(
    file: Path = typer.Argument(help="A definition for Formicary or GitHub Actions, or a script."),
    form: str = typer.Option("", "--format", help="text, json, sarif or github."),
) -> None:
    """Check a definition against what its engine does with it, not only against what it accepts.

    Ends with 0 (clean), 1 (findings) or 64 (wrong use).

    \b
    Examples:
      ygs workflow check deploy/ygs-implement-github.yaml
      ygs workflow check .github/workflows/ygs-implement-github.yml --format github
      ygs workflow check trial/ygs-pipeline.sh --format json
    """
    from ygs_cli.automation.workflow import check as checks
    from ygs_cli.cli import output
    from ygs_cli.errors import YgsError
    from ygs_cli.findings import Report
    from ygs_cli.shell import definitions

    try:
        form = output.checked_format(form)
    except YgsError as problem:
        raise _wrong(problem.message, problem.hint) from None
    text = definitions.read(file)
    found = checks.check(text, str(file))
    output.finish(Report("workflow", tuple(found), {"lines": len(text.splitlines())}), form)


def _known(value: str, known: object, what: str) -> None:
    from ygs_cli.errors import closest

    names = list(known)  # type: ignore[call-overload]
    if value not in names:
        raise _wrong(f"unknown {what} '{value}'", closest(value, names))


def _wrong(message: str, hint: str) -> Exception:
    from ygs_cli.errors import YgsError

    return YgsError(message, hint=hint, exit_code=64)
