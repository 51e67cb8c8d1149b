"""`ygs sync`: does the document still agree with the code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ygs_cli.cli import command_app

if TYPE_CHECKING:
    from ygs_cli.findings import Report

app = command_app()


@app.command()
def sync(
    paths: list[Path] = typer.Argument(None, help="Files or folders; the whole project when none is given."),
    form: str = typer.Option("", "--format", help="text, json, sarif or github (the default in GitHub Actions)."),
    output: Path = typer.Option(None, "--output", metavar="FILE", help="Write the report to FILE."),
    since: str = typer.Option("", "--since", metavar="REF", help="Only what changed after this revision."),
    fix: bool = typer.Option(False, "--fix", help="Make the edits that are certain."),
    diff: bool = typer.Option(False, "--diff", help="Print all proposed edits as a patch."),
    accept: str = typer.Option("", "--accept", metavar="FINGERPRINT", help="Record a finding as right as it is."),
    reason: str = typer.Option("", "--reason", metavar="TEXT", help="Why, with --accept."),
    update_baseline: bool = typer.Option(False, "--update-baseline", help="Accept all findings of now."),
    dry_run: bool = typer.Option(False, "--dry-run", help="With an option that writes: write nothing."),
    no_cache: bool = typer.Option(False, "--no-cache", help="Read everything anew and remember nothing."),
) -> None:
    """Report where documents and code disagree: paths, links, anchors, names, signatures.

    The whole project and its history are read; PATH only chooses what is reported. A finding is silenced by
    <!-- ygs: ignore RULE reason --> on its line or above its block, or by --accept.

    \b
    Examples:
      ygs sync
      ygs sync README.md docs/ --since origin/main
      ygs sync --diff
      ygs sync --fix
      ygs sync --accept 3f9c2a --reason "tells of version 1"
      ygs sync --format sarif --output drift.sarif
    """
    import gc

    from ygs_cli import rules
    from ygs_cli.cli import judging
    from ygs_cli.cli import output as ending
    from ygs_cli.shell import drift, workspace

    gc.disable()  # one short run over plain data: looking for circles in it would cost a tenth of the time
    form = ending.checked_format(form)
    root = workspace.find_root(paths[0] if paths else Path())
    settings = workspace.read_config(root, frozenset(rule.name for rule in rules.every()))
    space = workspace.discover(root)
    inside = [path for path in paths or () if path.resolve() != root]
    chosen = workspace.selected(space, inside) if inside else frozenset(space.files)
    checked = drift.check(space, settings, cached=not no_cache)
    wanted = judging.Wanted(fix, diff, False, accept, reason, update_baseline, dry_run)
    if judging.accepts(checked.judged, wanted):
        return

    def again() -> Report:
        return drift.report(drift.check(workspace.discover(root), settings, cached=not no_cache), chosen, since)

    judging.finish(root, drift.report(checked, chosen, since), again, wanted, form, output)
