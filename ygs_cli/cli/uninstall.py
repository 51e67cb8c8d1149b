"""`ygs uninstall`: take installed skills away again."""

from __future__ import annotations

import typer

from ygs_cli.cli import command_app

app = command_app()


@app.command()
def uninstall(
    skills: list[str] = typer.Argument(None, metavar="[SKILL]...", help="Only these; by default all."),
    scope: str = typer.Option("user", "--scope", help="user (all your projects) or project (this one)."),
    agent: list[str] = typer.Option(None, "--agent", help="claude or agents; by default all that have skills."),
    yes: bool = typer.Option(False, "--yes", "-y", help="Do not ask."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Show what would be done."),
    form: str = typer.Option("text", "--format", help="text or json."),
) -> None:
    """Remove installed skills: only what ygs installed and you did not change.

    Files you edited stay where they are and are named. Without --yes, ygs asks on a terminal and refuses
    elsewhere.

    \b
    Examples:
      ygs uninstall --dry-run
      ygs uninstall --yes
      ygs uninstall ygs-wbs --scope project --yes
    """
    import sys

    from ygs_cli.cli import packs
    from ygs_cli.errors import YgsError
    from ygs_cli.shell import installer

    packs.checked(form)
    chosen = packs.in_use(scope, agent)
    packs.known(skills or (), chosen)
    if not (yes or dry_run):
        if not sys.stdin.isatty():
            raise YgsError("uninstall removes files", hint="add --yes, or look first with --dry-run")
        folders = ", ".join(target.shown for target in chosen) or "nothing"
        typer.confirm(f"Remove {'these' if skills else 'all'} skills from {folders}?", abort=True, err=True)
    outcomes = [installer.uninstall(target, skills or (), dry_run=dry_run) for target in chosen]
    packs.finish("uninstall", outcomes, form, dry_run)
