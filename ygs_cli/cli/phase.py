"""`ygs phase`: the plumbing that generated workflows call. Hidden: people use `ygs workflow`."""

from __future__ import annotations

from pathlib import Path

import typer

from ygs_cli.cli import WorkflowCommand, command_app

app = command_app()


@app.command(cls=WorkflowCommand)
def phase(
    name: str = typer.Argument(help="Which phase: `ygs phase list` prints them."),
    run_dir: Path = typer.Option(Path(), "--run-dir", envvar="YGS_RUN_DIR", help="The folder of this run."),
    phase_name: str = typer.Option("", "--phase", help="Its name in the records, if not the command's own."),
    tracker: str = typer.Option("github", "--tracker", envvar="YGS_TRACKER", help="github or jira."),
    repository: str = typer.Option("", "--repository", envvar="YGS_REPOSITORY", help="owner/name, or a folder."),
    issue: str = typer.Option("", "--issue", envvar="YGS_ISSUE", help="12, ABC-12 or pull-12."),
    issue_file: Path = typer.Option(None, "--issue-file", help="An issue on this machine, as Markdown."),
    event: Path = typer.Option(None, "--event", help="The event file of GitHub Actions."),
    label: str = typer.Option("ai-ready", "--label", envvar="YGS_LABEL", help="Label of issues that wait."),
    base: str = typer.Option(
        "", "--base", envvar="YGS_BASE", help="Branch to work from; the default one if left out."
    ),
    limit: int = typer.Option(10, "--limit", min=1, max=100, help="How many to list at most."),
    timeout: str = typer.Option("10m", "--timeout", help="How long tests may take, such as 90s or 10m."),
    days: float = typer.Option(7, "--older-than", min=0, help="Age in days of what is swept."),
    target: Path = typer.Option(None, "--to", help="A new folder for exported records."),
) -> None:
    """Run one phase of the pipeline that needs no agent, and end with the exit codes of `ygs exec`.

    \b
    Examples:
      ygs phase fetch-issue --run-dir runs/1 --issue-file issue.md --repository .
      ygs phase run-tests --run-dir runs/1 --phase unit-test --timeout 10m
      ygs phase poll-pr --tracker github --repository acme/shop
    """
    import json
    import os

    from ygs_cli.automation.work import one_line
    from ygs_cli.errors import YgsError, closest
    from ygs_cli.shell import console
    from ygs_cli.shell.phases import runner
    from ygs_cli.shell.phases.options import Options

    if name == "list":
        console.result("\n".join(runner.PHASES))
        return
    if name not in runner.PHASES:
        raise YgsError(f"unknown phase '{name}'", hint=closest(name, runner.PHASES), exit_code=64)
    options = Options(
        *(run_dir, phase_name, tracker, repository, issue, issue_file, event, label, base, limit),
        *(_seconds(timeout), days, target),
    )
    outcome = runner.run(name, options)
    for line in runner.tell_engine(outcome, os.environ):
        console.result(line)
    if outcome.exit_code:
        console.error(YgsError(one_line(outcome.reason or outcome.summary, 500)))
    console.result(json.dumps(outcome.fields()))
    raise typer.Exit(outcome.exit_code)


def _seconds(text: str) -> float:
    from ygs_cli.automation import durations
    from ygs_cli.errors import YgsError

    amount = durations.seconds(text)
    if not amount:
        raise YgsError(f"'{text}' is no duration", hint="such as 90s, 15m or 1h30m", exit_code=64)
    return amount
