"""`ygs lint`: are documents and skills any good."""

from __future__ import annotations

from pathlib import Path

import typer

from ygs_cli.cli import command_app, command_table

app = command_app()


@app.command()
def lint(
    paths: list[Path] = typer.Argument(None, help="Files or folders; the whole project when none is given."),
    form: str = typer.Option("text", "--format", help="How to print the report: text or json."),
    profile: str = typer.Option("", "--profile", help="relaxed, recommended or strict."),
    findings: Path = typer.Option(
        None, "--from", metavar="FILE", help="Report a file of review findings instead; - is standard input."
    ),
    explain: str = typer.Option("", "--explain", metavar="RULE", help="Print the page of one rule and exit."),
) -> None:
    """Check life-cycle documents and skills: shape, ids, required parts, budgets.

    With --from: print the findings of a review and the verdict that follows from them. The exit code is 0 only
    when it is APPROVED.

    \b
    Examples:
      ygs lint
      ygs lint docs/adr --profile strict
      ygs lint --explain front-matter-readable
      ygs lint --from docs/reviews/2026-11-21-refunds.json
    """
    from dataclasses import replace

    from ygs_cli import config as configuration
    from ygs_cli import rules
    from ygs_cli.cli import output
    from ygs_cli.errors import YgsError, closest
    from ygs_cli.shell import checks, console, review, workspace

    if explain:
        console.result(checks.page(explain))
        return
    if findings and (paths or profile):
        raise YgsError("--from takes neither PATH nor --profile", hint="leave them out")
    root = workspace.find_root(paths[0] if paths else Path())
    if findings:
        output.finish(review.report(root, findings), form)
    known = frozenset(rule.name for rule in rules.every())
    settings = workspace.read_config(root, known)
    if profile:
        if profile not in configuration.PROFILES:
            raise YgsError(f"unknown profile '{profile}'", hint=closest(profile, configuration.PROFILES))
        settings = replace(settings, profile=profile)
    space = workspace.discover(root)
    chosen = workspace.selected(space, paths) if paths else frozenset(space.files)
    output.finish(checks.lint(space, chosen, settings, command_table), form)
