"""`ygs update`: bring installed skills to the state of their sources."""

from __future__ import annotations

import typer

from ygs_cli.cli import command_app

app = command_app()


@app.command()
def update(
    skills: list[str] = typer.Argument(None, metavar="[SKILL]...", help="Only these; by default all."),
    scope: str = typer.Option("user", "--scope", help="user (all your projects) or project (this one)."),
    agent: list[str] = typer.Option(None, "--agent", help="claude or agents; by default all that have skills."),
    force: bool = typer.Option(False, "--force", help="Replace files you edited, keeping a backup of each."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Show what would be done."),
    form: str = typer.Option("text", "--format", help="text or json."),
) -> None:
    """Update installed skills from the program, or from the folder each came from.

    A file you did not touch is replaced, one only you edited is kept. Edited on both sides, it is merged
    where the edits do not touch; otherwise yours stays and the new one is laid beside it as NAME.new. A file
    you deleted stays deleted. Exit code 1: something was in the way of a skill.

    \b
    Examples:
      ygs update
      ygs update --scope project --dry-run
      ygs update ygs-wbs --force
    """
    from ygs_cli.cli import packs
    from ygs_cli.shell import installer

    packs.checked(form)
    chosen = packs.in_use(scope, agent)
    packs.known(skills or (), chosen)
    outcomes = [installer.update(target, skills or (), force=force, dry_run=dry_run) for target in chosen]
    packs.finish("update", outcomes, form, dry_run)
