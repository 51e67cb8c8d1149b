"""`ygs list`: which skills there are, which are installed, and what they cost in context."""

from __future__ import annotations

import typer

from ygs_cli.cli import command_app

app = command_app()


@app.command("list")
def list_skills(
    skill: str = typer.Argument("", metavar="[SKILL]", help="Show one skill with its files."),
    cost: bool = typer.Option(False, "--cost", help="Show what each skill costs in context."),
    form: str = typer.Option("text", "--format", help="text or json."),
) -> None:
    """List the skills that ship and those that are installed, for you and for this project.

    With --cost: characters, and tokens as a quarter of them, that a skill takes in every session (its row in
    the listing), when it is run (its body), and with the files it always reads (its closure).

    \b
    Examples:
      ygs list
      ygs list ygs-wbs
      ygs list --cost --format json
    """
    from pathlib import Path

    from ygs_cli.cli import listing, packs
    from ygs_cli.errors import YgsError, closest
    from ygs_cli.shell import console, inventory

    packs.checked(form)
    rows = inventory.skills(Path.cwd())
    if skill:
        names = [row.skill.name for row in rows]
        if skill not in names:
            raise YgsError(f"unknown skill '{skill}'", hint=closest(skill, names))
        rows = tuple(row for row in rows if row.skill.name == skill)
    if form == "json":
        console.result(listing.as_json(rows))
    elif cost:
        console.result(listing.ledger(rows))
    else:
        console.result(listing.details(rows[0]) if skill else listing.table(rows))
