"""`ygs sync`: does the document still agree with the code."""

from __future__ import annotations

from pathlib import Path

import typer

from ygs_cli.cli import command_app

app = command_app()


@app.command()
def sync(
    paths: list[Path] = typer.Argument(None, help="Files or folders; the whole project when none is given."),
    form: str = typer.Option("text", "--format", help="How to print the report: text or json."),
) -> None:
    """Report where documents and code disagree: paths, links, anchors, names.

    The whole project is read; PATH only chooses what is reported. A finding is silenced by
    <!-- ygs: ignore RULE reason --> on its line or above its block.

    \b
    Examples:
      ygs sync
      ygs sync README.md docs/
      ygs sync --format json
    """
    from ygs_cli import rules
    from ygs_cli.cli import output
    from ygs_cli.shell import drift, workspace

    root = workspace.find_root(paths[0] if paths else Path())
    settings = workspace.read_config(root, frozenset(rule.name for rule in rules.every()))
    space = workspace.discover(root)
    whole_root = [path for path in paths or () if path.resolve() != root]
    chosen = workspace.selected(space, whole_root) if whole_root else frozenset(space.files)
    output.finish(drift.sync(space, chosen, settings), form)
