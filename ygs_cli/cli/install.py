"""`ygs install`: put skills where coding agents find them."""

from __future__ import annotations

import typer

from ygs_cli.cli import command_app

app = command_app()


@app.command()
def install(
    skills: list[str] = typer.Argument(
        None, metavar="[SKILL|FOLDER]...", help="Shipped skills, or folders with skills of your own."
    ),
    scope: str = typer.Option("user", "--scope", help="user (all your projects) or project (this one)."),
    agent: list[str] = typer.Option(None, "--agent", help="claude (default) or agents; may be repeated."),
    force: bool = typer.Option(False, "--force", help="Replace files in the way, keeping a backup of each."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Show what would be done."),
    form: str = typer.Option("text", "--format", help="text or json."),
) -> None:
    """Install skills: all that ship, the named ones, or those of a folder.

    What you edited is kept, and what ygs did not install is never replaced. Exit code 1: something was in
    the way of a skill; the others were installed.

    \b
    Examples:
      ygs install
      ygs install ygs-wbs --scope project --agent claude --agent agents
      ygs install ./our-skills --dry-run
    """
    from pathlib import Path

    from ygs_cli.cli import packs
    from ygs_cli.shell import console, health, installer

    packs.checked(form)
    asked = installer.wanted(skills or (), Path.cwd())
    chosen = packs.chosen(scope, agent)
    outcomes = [installer.install(target, asked, force=force, dry_run=dry_run) for target in chosen]
    for target in chosen:
        for problem in health.overlaps(target):
            console.warn(f"{problem.text}: {problem.mend}")
    packs.finish("install", outcomes, form, dry_run)
