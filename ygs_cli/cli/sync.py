"""`ygs sync`: does the document still agree with the code."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ygs_cli.cli import command_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from ygs_cli.findings import Report
    from ygs_cli.shell.drift import Checked
    from ygs_cli.shell.workspace import Workspace

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
    from ygs_cli.cli import output as ending
    from ygs_cli.errors import YgsError
    from ygs_cli.shell import console, drift, drift_changes, workspace

    gc.disable()  # one short run over plain data: looking for circles in it would cost a tenth of the time
    form = ending.checked_format(form)
    root = workspace.find_root(paths[0] if paths else Path())
    settings = workspace.read_config(root, frozenset(rule.name for rule in rules.every()))
    space = workspace.discover(root)
    inside = [path for path in paths or () if path.resolve() != root]
    chosen = workspace.selected(space, inside) if inside else frozenset(space.files)
    checked = drift.check(space, settings, cached=not no_cache)
    if accept:
        if not reason.strip():
            raise YgsError("--accept needs a reason", hint='add --reason "why the document is right as it is"')
        _accept(checked, accept, reason.strip(), dry_run)
        return
    if update_baseline:
        _update(checked, dry_run)
        return
    outcome = drift.report(checked, chosen, since)
    if diff or (fix and dry_run):
        patch = drift_changes.patch(root, outcome.findings, unsafe=not fix)
        if patch:
            console.result(patch.removesuffix("\n"))
        ending.leave(outcome)
    if fix:
        again = partial(drift.check, config=settings, cached=not no_cache)
        outcome = _fixed(root, outcome, again, chosen, since)
    ending.finish(outcome, form, output)


def _accept(checked: Checked, fingerprint: str, reason: str, dry_run: bool) -> None:
    from ygs_cli.shell import console, drift

    found = drift.accept(checked, fingerprint, reason, dry_run=dry_run)
    console.note(f"{'would accept' if dry_run else 'accepted'}: {found.location}: {found.message}")


def _update(checked: Checked, dry_run: bool) -> None:
    from ygs_cli import baseline
    from ygs_cli.shell import console, drift

    count = drift.update_baseline(checked, dry_run=dry_run)
    console.note(f"{baseline.PATH}: {'would hold' if dry_run else 'holds'} {count:,} accepted findings")


def _fixed(
    root: Path, before: Report, check: Callable[[Workspace], Checked], chosen: frozenset[str], since: str
) -> Report:
    """Make the certain edits, then look again: the report tells of the project as it is now."""
    from ygs_cli.shell import drift, drift_changes, workspace

    edits, files = drift_changes.mend(root, before.findings)
    if not edits:
        return replace(before, notes=(*before.notes, "no edit is certain: nothing was written"))
    after = drift.report(check(workspace.discover(root)), chosen, since)
    return replace(
        after,
        notes=(
            *after.notes,
            f"{edits:,} edit{'s' if edits != 1 else ''} made in {files:,} file{'s' if files != 1 else ''}",
        ),
    )
