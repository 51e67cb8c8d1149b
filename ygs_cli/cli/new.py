"""`ygs new`: a life-cycle document from its template, with the next id."""

from __future__ import annotations

from pathlib import Path

import typer

from ygs_cli.artifacts.kinds import KINDS
from ygs_cli.cli import command_app

app = command_app()


@app.command()
def new(
    kind: str = typer.Argument(help=f"{', '.join(tuple(KINDS)[:-1])} or {tuple(KINDS)[-1]}."),
    title: str = typer.Argument(help="What the document is about, in a few words."),
    settings: list[str] = typer.Option(
        [], "--set", metavar="KEY=VALUE", help="A front matter field; lists take commas. Repeatable."
    ),
    slug: str = typer.Option("", "--slug", help="The words of the file name, instead of those of the title."),
    day: str = typer.Option("", "--date", metavar="DATE", help="YYYY-MM-DD instead of today."),
    folder: Path = typer.Option(None, "--dir", metavar="DIR", help="Where to put it, not the kind's folder."),
    dry_run: bool = typer.Option(
        False, "--dry-run", help="Write nothing: the path goes to stdout, the text to stderr."
    ),
    form: str = typer.Option("text", "--format", help="text (the path) or json (id, kind and path)."),
) -> None:
    """Write a document from its template and print its path.

    Its id is the next one over the work tree and every local and remote-tracking branch. The folder and
    the file naming in use are followed. A template of your own in .ygs/templates/KIND.md comes first.

    \b
    Examples:
      ygs new adr "Cache sessions in memory"
      ygs new task "Log in by mail" --set sources=REQ-0001-1 --set priority=MUST
      ygs new prd "Self-service refunds" --dir docs/prd/billing --dry-run
    """
    import json

    from ygs_cli.artifacts import kinds
    from ygs_cli.errors import YgsError, closest
    from ygs_cli.shell import console, scaffolding, workspace
    from ygs_cli.terminal import printable

    if form not in ("text", "json"):
        raise YgsError(f"unknown format '{form}'", hint=closest(form, ("text", "json")))
    root = workspace.find_root(Path())
    request = scaffolding.Request(kinds.named(kind), title, tuple(settings), slug, day, folder)
    document = scaffolding.new(root, request, write=not dry_run)
    path = _shown(root, document.path)
    if form == "json":
        data = {"version": 1, "id": document.identifier, "kind": kind, "path": path, "dry_run": dry_run}
        console.result(json.dumps(data))
    else:
        console.result(printable(path))
    if dry_run:
        console.note(document.text)


def _shown(root: Path, path: str) -> str:
    """The path as the user would write it: relative to the current folder."""
    import os

    return os.path.relpath(root / path, Path.cwd().resolve())
