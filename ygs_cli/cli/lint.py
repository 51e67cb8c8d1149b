"""`ygs lint`: are documents and skills any good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ygs_cli.cli import command_app, command_table

if TYPE_CHECKING:
    from ygs_cli.findings import Report
    from ygs_cli.shell.workspace import Workspace

app = command_app()


@app.command()
def lint(
    paths: list[Path] = typer.Argument(None, help="Files or folders; the whole project when none is given."),
    form: str = typer.Option("", "--format", help="text, json, sarif or github (the default in GitHub Actions)."),
    output: Path = typer.Option(None, "--output", metavar="FILE", help="Write the report to FILE."),
    profile: str = typer.Option("", "--profile", help="relaxed, recommended or strict."),
    findings: Path = typer.Option(
        None, "--from", metavar="FILE", help="Report a file of review findings instead; - is standard input."
    ),
    fix: bool = typer.Option(False, "--fix", help="Make the edits that are certain."),
    unsafe_fixes: bool = typer.Option(
        False,
        "--unsafe-fixes",
        help="With --fix: make all proposed edits, such as a new number for a document.",
    ),
    diff: bool = typer.Option(False, "--diff", help="Print all proposed edits as a patch."),
    accept: str = typer.Option("", "--accept", metavar="FINGERPRINT", help="Record a finding as right as it is."),
    reason: str = typer.Option("", "--reason", metavar="TEXT", help="Why, with --accept."),
    update_baseline: bool = typer.Option(False, "--update-baseline", help="Accept all findings of now."),
    dry_run: bool = typer.Option(False, "--dry-run", help="With an option that writes: write nothing."),
    no_cache: bool = typer.Option(False, "--no-cache", help="Read everything anew and remember nothing."),
    explain: str = typer.Option("", "--explain", metavar="RULE", help="Print the page of one rule and exit."),
) -> None:
    """Check life-cycle documents and skills: shape, ids, required parts, budgets.

    With --from: print the findings of a review and the verdict that follows from them. The exit code is 0 only
    when it is APPROVED.

    \b
    Examples:
      ygs lint
      ygs lint docs/adr --profile strict
      ygs lint --diff
      ygs lint --fix --unsafe-fixes
      ygs lint --explain front-matter-readable
      ygs lint --from docs/reviews/2026-11-21-refunds.json
    """
    import gc
    from dataclasses import replace

    from ygs_cli import config as configuration
    from ygs_cli import rules
    from ygs_cli.cli import judging
    from ygs_cli.cli import output as ending
    from ygs_cli.errors import YgsError, closest
    from ygs_cli.shell import checks, console, review, workspace

    gc.disable()  # one short run over plain data: looking for circles in it would cost a tenth of the time
    if explain:
        console.result(checks.page(explain))
        return
    form = ending.checked_format(form)
    wanted = judging.Wanted(fix, diff, unsafe_fixes, accept, reason, update_baseline, dry_run)
    if findings and (paths or profile or wanted != judging.Wanted()):
        raise YgsError("--from takes no PATH, and only --format and --output with it", hint="leave them out")
    root = workspace.find_root(paths[0] if paths else Path())
    if findings:
        ending.finish(review.report(root, findings), form, output)
    settings = workspace.read_config(root, frozenset(rule.name for rule in rules.every()))
    if profile:
        if profile not in configuration.PROFILES:
            raise YgsError(f"unknown profile '{profile}'", hint=closest(profile, configuration.PROFILES))
        settings = replace(settings, profile=profile)
    space = workspace.discover(root)
    inside = [path for path in paths or () if path.resolve() != root]
    chosen = workspace.selected(space, inside) if inside else frozenset(space.files)
    linted = checks.check(space, settings, command_table, cached=not no_cache)
    if judging.accepts(linted.judged, wanted):
        return

    def again() -> Report:
        now = workspace.discover(root)
        looked = checks.check(now, settings, command_table, cached=not no_cache)
        return checks.report(looked, _with_new(chosen, space, now))

    judging.finish(root, checks.report(linted, chosen), again, wanted, form, output)


def _with_new(chosen: frozenset[str], before: Workspace, now: Workspace) -> frozenset[str]:
    """The files to tell of when some have got a new name since."""
    return chosen | (frozenset(now.files) - frozenset(before.files))
