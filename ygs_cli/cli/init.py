"""`ygs init`: scaffold a project, or propose front matter for the documents it has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ygs_cli.cli import command_app

if TYPE_CHECKING:
    from ygs_cli.shell.initializing import Outcome

app = command_app()


@app.command()
def init(
    paths: list[Path] = typer.Argument(
        None, metavar="[PROJECT]", help="The project, made if missing; with --adopt, files and folders."
    ),
    agents_md: bool = typer.Option(False, "--agents-md", help="Keep a block on these documents in AGENTS.md."),
    ci: str = typer.Option("", "--ci", metavar="SERVICE", help="Add a workflow that runs the checks: github."),
    pre_commit: bool = typer.Option(False, "--pre-commit", help="Add ygs lint to the pre-commit hooks."),
    skills: bool = typer.Option(False, "--skills", help="Install the skills into this project, for Claude Code."),
    adopt: bool = typer.Option(False, "--adopt", help="Propose front matter for existing documents as a diff."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would be done and write nothing."),
    form: str = typer.Option("text", "--format", help="text or json."),
) -> None:
    """Scaffold docs/, tasks/, CONVENTIONS.md, CONTEXT.md and .ygs/config.yml; what is there stays.

    A layout that the project has already (doc/, docs/decisions/ and the like) is kept, not doubled. With
    --adopt nothing is written: the diff goes to stdout, for `git apply`.

    \b
    Examples:
      ygs init
      ygs init ../shop --agents-md --ci github --dry-run
      ygs init --adopt docs/adr > adopt.patch
    """
    from ygs_cli.errors import YgsError, closest

    if form not in ("text", "json"):
        raise YgsError(f"unknown format '{form}'", hint=closest(form, ("text", "json")))
    if ci not in ("", "github"):
        raise YgsError(f"unknown service '{ci}'", hint=closest(ci, ("github",)))
    if adopt:
        _adopt(paths or [])
        return
    if paths and len(paths) > 1:
        raise YgsError("more than one project", hint="several paths are for --adopt")
    from ygs_cli.shell import initializing

    options = initializing.Options(agents_md=agents_md, ci=ci, pre_commit=pre_commit)
    outcome = initializing.initialize(paths[0] if paths else None, options, dry_run=dry_run)
    _print(outcome, form, dry_run=dry_run)
    if skills:
        _install_skills(outcome, form, dry_run=dry_run)


def _install_skills(outcome: Outcome, form: str, *, dry_run: bool) -> None:
    from ygs_cli.cli import packs
    from ygs_cli.pack import agents
    from ygs_cli.shell import console, installer, targets

    if not outcome.root.exists():
        console.note("the skills would be installed, too")
        return
    target = targets.find(agents.named("claude"), "project", outcome.root)
    asked = installer.wanted((), outcome.root)
    done = installer.install(target, asked, force=False, dry_run=dry_run)
    if form == "json":  # the outcome of init is the one object on stdout
        counts = ", ".join(f"{number} {word}" for word, number in installer.summary(done).items())
        console.note(f"skills: {counts}")
    else:
        packs.finish("install", [done], form, dry_run)


def _print(outcome: Outcome, form: str, *, dry_run: bool) -> None:
    import json

    from ygs_cli.shell import console
    from ygs_cli.terminal import printable

    if form == "json":
        entries = [{"action": entry.action, "path": entry.path} for entry in outcome.entries]
        data = {"version": 1, "root": str(outcome.root), "dry_run": dry_run, "entries": entries}
        console.result(json.dumps(data, indent=2))
    else:
        for entry in outcome.entries:
            console.result(f"{entry.action:<6}  {printable(entry.path)}")
    for sentence in outcome.advice:
        console.note(f"note: {printable(sentence)}")
    made = sum(entry.action != "keep" for entry in outcome.entries)
    verb = "would be written" if dry_run else "written"
    console.note(f"{printable(str(outcome.root))}: {made} {verb}, {len(outcome.entries) - made} kept")
    if not dry_run:
        console.note('next: ygs new prd "What hurts", or ygs init --adopt for the documents you have')


def _adopt(paths: list[Path]) -> None:
    from ygs_cli.shell import adoption, console
    from ygs_cli.terminal import printable

    proposal = adoption.propose(paths)
    if proposal.patch:
        console.result(proposal.patch)
    for sentence in proposal.notes:
        console.note(f"note: {printable(sentence)}")
    console.note(f"{proposal.adopted} proposed, {proposal.looked_at} looked at; nothing was changed")
