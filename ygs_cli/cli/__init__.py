"""The command line: a table of commands, each loaded only when it is called."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from ygs_cli.errors import YgsError, closest

# name -> module of this package that carries `app`, and the line of --help; the order is the order of --help
COMMANDS: dict[str, tuple[str, str]] = {
    "install": ("install", "Install skills: all that ship, some, or a folder's."),
    "update": ("update", "Update installed skills; your own edits stay."),
    "uninstall": ("uninstall", "Remove installed skills; what you changed stays."),
    "list": ("list", "List skills: shipped, installed, and what they cost."),
    "doctor": ("doctor", "Look for what keeps skills or checks from working."),
    "init": ("init", "Scaffold docs/, tasks/ and configuration here."),
    "new": ("new", "Write a document from its template."),
    "lint": ("lint", "Check documents and skills: shape, ids, parts, budgets."),
    "sync": ("sync", "Report where documents and code disagree."),
    "trace": ("trace", "Follow requirements to designs, tasks, tests and code."),
    "task": ("task", "Work through tasks: next, waves, done, estimate."),
    "status": ("status", "Show the project at a glance, and the next step."),
    "prompt": ("prompt", "Print a skill as one document for any agent."),
    "exec": ("exec_", "Run a skill as one headless phase of an agent."),
    "workflow": ("workflow", "Write or check a pipeline from issue to pull request."),
}
HIDDEN = {"phase": ("phase", "")}  # plumbing that generated workflows call

_HELP = """Life-cycle skills for coding agents, and the referee that proves documents, decisions, tasks,
tests and code still agree.

No network and no telemetry: ygs reads and writes files of this machine only.

Examples:

\b
  ygs install         install the skills for Claude Code, for you
  ygs init            scaffold docs/, tasks/ and .ygs/config.yml here
  ygs sync docs/      report where documents and code disagree
"""


class SuggestingGroup(TyperGroup):
    """Answers a mistyped command with the nearest one."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        known = [*self.list_commands(ctx), *(HIDDEN if isinstance(self, _LazyGroup) else ())]
        if args[0] not in known and not args[0].startswith("-"):
            raise YgsError(f"no such command '{args[0]}'", hint=closest(args[0], known))
        return super().resolve_command(ctx, args)


class _LazyGroup(SuggestingGroup):
    """Loads the module of a command when that command is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in (*COMMANDS, *HIDDEN):
            return None
        name, summary = COMMANDS.get(cmd_name) or HIDDEN[cmd_name]
        module: Any = importlib.import_module(f"ygs_cli.cli.{name}")
        command = typer.main.get_command(module.app)
        command.name, command.short_help = cmd_name, summary
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of commands without loading one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


app = typer.Typer(
    cls=_LazyGroup,
    help=_HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich" if sys.stdout.isatty() else None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", "-V", help="Print the version and exit."),
    debug: bool = typer.Option(False, "--debug", help="Show the traceback of an error."),
) -> None:
    if version:
        from ygs_cli import __version__
        from ygs_cli.shell import console

        console.result(f"ygs {__version__}")
        raise typer.Exit


def command_app(**settings: Any) -> typer.Typer:
    """A Typer application for one command module, with the manners that all commands share."""
    return typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich" if sys.stdout.isatty() else None,
        context_settings={"help_option_names": ["-h", "--help"]},
        **settings,
    )


class WorkflowCommand(TyperCommand):
    """A command that a workflow calls: wrong use ends with 64 (sysexits.h), because 2 means BLOCKED there."""

    def make_context(self, *arguments: Any, **settings: Any) -> Any:
        try:
            return super().make_context(*arguments, **settings)
        except Exception as problem:
            if getattr(problem, "exit_code", 0) == 2:
                problem.exit_code = 64  # type: ignore[attr-defined]
            raise

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except YgsError as problem:
            if problem.exit_code == 2:
                problem.exit_code = 64
            raise
        except (OSError, RecursionError, MemoryError) as problem:
            where = str(getattr(problem, "filename", "") or "")
            reason = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
            raise YgsError(reason, where=where, exit_code=70) from problem


def command_table() -> dict[str, frozenset[str]]:
    """Every command with the options it takes, for checks of documents that name them. Loads all commands."""
    group = typer.main.get_command(app)
    table = {}
    for name in COMMANDS:
        command: Any = _LazyGroup.get_command(group, None, name)  # type: ignore[arg-type]
        table[name] = frozenset(option for item in _parameters(command) for option in item.opts)
    return table


def _parameters(command: Any) -> list[Any]:
    """The parameters of a command, those of its sub-commands included."""
    below = getattr(command, "commands", {}).values()
    return [*command.params, *(item for sub in below for item in _parameters(sub))]


def invoke(arguments: list[str]) -> None:
    """Run one command line and exit with its code: 2 for a usage error, 130 for Ctrl-C."""
    app(arguments, prog_name="ygs")
