"""`ygs task`: the board, the next task, moves between statuses, the order of work, estimates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ygs_cli.cli import SuggestingGroup, command_app, estimating

if TYPE_CHECKING:
    from ygs_cli.artifacts.tasks import Board
    from ygs_cli.shell.task_moves import Moved

_HELP = """Work through the tasks of a project: what is open, what comes next, in which order, how long.

The folder of a task is its status: start and done move its file, change two lines of it, and keep git's
index in step.

\b
Examples:
  ygs task list
  ygs task next
  ygs task start TASK-0007
  ygs task done TASK-0007
  ygs task waves
  ygs task graph > docs/tasks.mmd
  ygs task estimate --best 2 --likely 3 --worst 8
"""

app = command_app(cls=SuggestingGroup, help=_HELP, no_args_is_help=True)

_FORMAT = typer.Option("text", "--format", help="text or json.")
_DAY = typer.Option("", "--date", metavar="DATE", help="YYYY-MM-DD to write down instead of today.")
_DRY_RUN = typer.Option(False, "--dry-run", help="Change nothing: the path goes to stdout, the text to stderr.")


@app.callback()
def _group() -> None:
    """Stands for the group alone."""


@app.command("list")
def list_tasks(
    status: str = typer.Option("", "--status", help="Only backlog, in-progress or done."),
    form: str = _FORMAT,
) -> None:
    """Show the board: tasks by status, with what each waits for. Finished ones are counted only.

    \b
    Examples:
      ygs task list
      ygs task list --status done
      ygs task list --format json
    """
    from ygs_cli.artifacts.tasks import KIND
    from ygs_cli.cli import boards, output
    from ygs_cli.errors import YgsError, closest
    from ygs_cli.shell import console

    output.checked(form)
    if status and status not in KIND.statuses:
        raise YgsError(f"unknown status '{status}'", hint=closest(status, KIND.statuses))
    board = _board()
    if form == "json":
        console.result(boards.as_json("list", boards.list_data(board, status)))
    elif board.tasks:
        console.result(boards.board_text(board, status))
    else:
        console.note('no tasks: make one with ygs new task "TITLE"')
    _warn(board)


@app.command("next")
def next_task(
    mode: str = typer.Option("", "--mode", help="Only tasks for autonomous or for human work."),
    form: str = _FORMAT,
) -> None:
    """Print the task to do next, and why: the highest priority among those whose dependencies are done.

    Equal priorities go by wave, then by how many tasks wait for each. Exit code 1: nothing is ready; stderr
    says what each open task waits for.

    \b
    Examples:
      ygs task next
      ygs task next --mode autonomous
      ygs task next --format json
    """
    from ygs_cli.cli import boards, output
    from ygs_cli.errors import YgsError, closest
    from ygs_cli.shell import console

    output.checked(form)
    if mode and mode not in ("autonomous", "human"):
        raise YgsError(f"unknown mode '{mode}'", hint=closest(mode, ("autonomous", "human")))
    board = _board()
    ready = [task for task in board.ready() if not mode or task.text("mode") == mode]
    if form == "json":
        console.result(boards.as_json("next", boards.next_data(board, ready)))
    elif ready:
        console.result(boards.next_text(board, ready[0]))
    _warn(board)
    if not ready:
        console.note(boards.nothing_ready(board, mode))
        raise typer.Exit(1)


@app.command("start")
def start_task(
    identifier: str = typer.Argument(metavar="ID", help="The id of a task in the backlog."),
    force: bool = typer.Option(False, "--force", help="Even with open dependencies or without planned files."),
    day: str = _DAY,
    dry_run: bool = _DRY_RUN,
    form: str = _FORMAT,
) -> None:
    """Move a task from the backlog into progress and print its new path.

    Writes its status and the day it was started. Refused while a task it depends on is not done, or while it
    plans no files.

    \b
    Examples:
      ygs task start TASK-0007
      ygs task start TASK-0007 --dry-run
      ygs task start TASK-0007 --force --date 2026-03-02
    """
    from ygs_cli.cli import output
    from ygs_cli.shell import task_moves, workspace

    output.checked(form)
    root = workspace.find_root(Path())
    _show(root, task_moves.start(root, identifier, day, force=force, dry_run=dry_run), form, dry_run)


@app.command("done")
def finish_task(
    identifier: str = typer.Argument(metavar="ID", help="The id of a task in progress."),
    day: str = _DAY,
    dry_run: bool = _DRY_RUN,
    form: str = _FORMAT,
) -> None:
    """Move a task in progress to the finished ones and print its new path.

    Writes its status and the day it was finished. Refused while an acceptance criterion is not ticked, or
    while the log is empty.

    \b
    Examples:
      ygs task done TASK-0007
      ygs task done TASK-0007 --dry-run
      ygs task done TASK-0007 --format json
    """
    from ygs_cli.cli import output
    from ygs_cli.shell import task_moves, workspace

    output.checked(form)
    root = workspace.find_root(Path())
    _show(root, task_moves.done(root, identifier, day, dry_run=dry_run), form, dry_run)


@app.command("waves")
def show_waves(
    everything: bool = typer.Option(False, "--all", help="With the finished tasks."),
    form: str = _FORMAT,
) -> None:
    """Show the order of work: tasks in waves that can go on side by side, and what decides the length.

    Names the critical path by size, tasks that three or more others wait for, and tasks for a person that
    hold up autonomous ones. A circle or an unknown dependency leaves no order: exit code 2.

    \b
    Examples:
      ygs task waves
      ygs task waves --all
      ygs task waves --format json
    """
    from ygs_cli.artifacts import waves
    from ygs_cli.cli import boards, output
    from ygs_cli.shell import console

    output.checked(form)
    found = waves.waves(_board(), everything=everything)
    if form == "json":
        console.result(boards.as_json("waves", boards.waves_data(found)))
    elif found.groups:
        console.result(boards.waves_text(found))
    else:
        console.note("no open tasks")


@app.command("graph")
def show_graph(form: str = typer.Option("mermaid", "--format", help="mermaid or json.")) -> None:
    """Print the tasks and what they depend on as a Mermaid flow chart. An arrow leads to the task that waits.

    Tasks for a person have round ends; finished ones are green, those in progress yellow.

    \b
    Examples:
      ygs task graph
      ygs task graph > docs/tasks.mmd
      ygs task graph --format json
    """
    from ygs_cli.artifacts import waves
    from ygs_cli.cli import boards, output
    from ygs_cli.shell import console
    from ygs_cli.terminal import printable

    output.checked(form, ("mermaid", "json"))
    board = _board()
    if form == "json":
        waves.check(board)
        console.result(boards.as_json("graph", boards.graph_data(board)))
    else:
        console.result(printable(waves.mermaid(board)))


app.command("estimate")(estimating.estimate)


def _board() -> Board:
    from ygs_cli.shell import task_moves, workspace

    return task_moves.read(workspace.find_root(Path()))[0]


def _warn(board: Board) -> None:
    """Say on stderr what in the files leaves the answer incomplete."""
    from ygs_cli.shell import console

    for problem in board.problems():
        hint = f" ({problem.hint})" if problem.hint else ""
        console.warn(f"{problem.location}: {problem.message}{hint}")


def _show(root: Path, moved: Moved, form: str, dry_run: bool) -> None:
    import os

    from ygs_cli.cli import boards
    from ygs_cli.shell import console
    from ygs_cli.terminal import printable

    move = moved.move
    if form == "json":
        data = {"id": move.task.identifier, "status": move.status, "from": move.source, "to": move.target}
        command = "done" if move.status == "done" else "start"
        console.result(boards.as_json(command, data | {"dry_run": dry_run}))
    else:
        console.result(printable(os.path.relpath(root / move.target, Path.cwd().resolve())))
    for sentence in moved.notes:
        console.note(printable(f"note: {sentence}"))
    if dry_run:
        console.note(printable(move.after.decode("utf-8-sig", "replace")))
