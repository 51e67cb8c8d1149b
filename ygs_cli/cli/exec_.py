"""`ygs exec`: one phase of one agent, one status that can be trusted, one exit code."""

from __future__ import annotations

import typer

from ygs_cli.cli import WorkflowCommand, command_app

app = command_app()


@app.command(cls=WorkflowCommand)
def exec_(
    skill: str = typer.Argument("", help="Name of a shipped skill, or a folder that holds a SKILL.md."),
    command: list[str] = typer.Argument(None, help="Behind --: the command of --agent cmd, or a wrapper."),
    run_dir: str = typer.Option("", "--run-dir", metavar="DIR", help="Folder of the run; artifacts go below it."),
    phase: str = typer.Option("", "--phase", help="Name of the folder in it; the skill's name by default."),
    agent: str = typer.Option("", "--agent", help="claude (default), codex, gemini, opencode, or cmd."),
    model: str = typer.Option("", "--model", help="Full id of the model, so that it stays the same."),
    timeout: str = typer.Option("15m", "--timeout", help="End the agent after this time."),
    stall: str = typer.Option("5m", "--stall-timeout", help="End it after this time without output; 0s: never."),
    kill_after: str = typer.Option("10s", "--kill-after", help="Time between asking it to end and killing it."),
    max_turns: int = typer.Option(None, "--max-turns", help="Limit of turns."),
    max_budget: float = typer.Option(None, "--max-budget-usd", help="Limit of money."),
    profile: str = typer.Option("edit", "--profile", help="What the agent may do: read, edit or full."),
    unsandboxed: bool = typer.Option(
        False, "--unsandboxed-ok", help="With full: no permission check at all. This machine is a sandbox."
    ),
    pass_env: list[str] = typer.Option([], "--pass-env", metavar="A,B", help="More variables for the agent."),
    repair: int = typer.Option(1, "--repair", min=0, max=3, help="Turns to ask again for a broken status."),
    arg: list[str] = typer.Option([], "--arg", metavar="NAME=VALUE", help="As in ygs prompt; repeatable."),
    inputs: list[str] = typer.Option([], "--input", metavar="NAME=SOURCE", help="As in ygs prompt; repeatable."),
    run_id: str = typer.Option("", "--run-id", help="Id repeated in the status; random by default."),
    source: str = typer.Option("", "--from", metavar="FILE", help="Only read the status from an agent's output."),
    agent_exit: int = typer.Option(0, "--agent-exit", help="With --from: the exit code of that agent."),
    exit_map: str = typer.Option("", "--exit-map", metavar="A=B,...", help="Exit with B instead of A."),
    exit_zero: bool = typer.Option(False, "--exit-zero", help="Exit 0 on every outcome; read the status instead."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Show what would be run, and run nothing."),
) -> None:
    """Run a skill as one headless phase of an agent, and end with an exit code that a workflow can route on.

    The last line on stdout is the status as JSON, on one line; the conversation goes to stderr. A missing or
    broken status never counts as success.

    Exit: 0 done, 2 blocked, 3 tests failing, 4 limit, 64 wrong use, 65 no valid status, 69 no agent or no
    login, 70 agent failed, 75 worth a retry, 77 denied, 124 timeout, 130 and 143 interrupted.

    \b
    Examples:
      ygs exec ygs-wbs --run-dir runs/7 --input prd=@docs/prd/0001-refunds.md --max-turns 30
      ygs exec ygs-implement --run-dir runs/7 --agent cmd --timeout 30m -- ./my-agent.sh --fast
      ygs exec --from conversation.jsonl --run-id job-7
    """
    from ygs_cli.automation.agents import Settings
    from ygs_cli.cli import exec_outcome, exec_request

    ending = exec_outcome.Ending(exec_request.exit_codes(exit_map), exit_zero)
    if source:
        exec_request.check_alone(skill, command, run_dir)
        ending.leave(exec_request.extracted(source, agent, agent_exit, run_id))
    limits = exec_request.limits(timeout, stall, kill_after)
    settings = Settings(run_id, profile, model, max_turns, max_budget, (), unsandboxed, repair > 0)
    row = exec_request.agent_of(agent, command, settings)
    rendered, settings = exec_request.task(skill, arg, inputs, settings)
    ready = exec_request.phase(row, settings, rendered, phase, command, pass_env, limits, repair)
    folder = exec_request.folder(run_dir)
    if dry_run:
        exec_outcome.show(ready, folder)
        return
    from ygs_cli.cli.exec_view import View
    from ygs_cli.shell import phase as phases

    with View(ready.name, row.title) as view:
        done = phases.execute(ready, folder, view)
    ending.leave(done.record, folder / ready.name)
