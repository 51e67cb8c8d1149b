"""`ygs trace`: from requirement to test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ygs_cli.cli import command_app

if TYPE_CHECKING:
    from ygs_cli.shell.tracing import Looked
    from ygs_cli.trace.questions import Trace

app = command_app()


@app.command()
def trace(
    ids: list[str] = typer.Argument(
        None, metavar="[ID]...", help="What a change to these touches: ids or files; the whole project without."
    ),
    form: str = typer.Option("text", "--format", help="text, json, csv, mermaid or html."),
    output: Path = typer.Option(None, "--output", "-o", metavar="FILE", help="Write to this file, not to stdout."),
    fail_under: float = typer.Option(
        None, "--fail-under", min=0, max=100, metavar="PERCENT", help="Exit with 1 when fewer MUSTs have a test."
    ),
    root: Path = typer.Option(Path(), "--project", metavar="FOLDER", help="The project; the folder you are in."),
) -> None:
    """Follow requirements to designs, decisions, tasks, criteria, tests and code, and name what is missing.

    A requirement has a test when a test names its id, or the id of one of its criteria, in a name, marker,
    comment or docstring; or when a traceability table or a ticked criterion names a test file that exists.
    `REQ-0001-2`, `req-1-2` and `req_0001_2` are the same id. A criterion belongs to the requirement that it names
    or stands under, and else to that of its task if the task has only one.

    --fail-under counts MUST requirements that have a test, against all MUST requirements of documents that
    are not withdrawn or superseded. Missing links as findings: ygs lint.

    \b
    Examples:
      ygs trace
      ygs trace REQ-0001-2
      ygs trace --format html --output trace.html
      ygs trace --fail-under 80
    """
    import sys

    from ygs_cli import rules
    from ygs_cli.shell import console, tracing, workspace
    from ygs_cli.trace import views

    views.checked(form)
    top = workspace.find_root(root)
    settings = workspace.read_config(top, frozenset(rule.name for rule in rules.every()))
    found, looked = tracing.trace(workspace.discover(top), settings, ids or ())
    if output:
        tracing.save(output, _ended(views.render(found, form)))
    else:
        text = views.render(found, form, colour=console.wants_colour(sys.stdout))
        if text:
            console.result(text)
    console.note(_summary(found, looked))
    if fail_under is not None and not _meets(found, fail_under):
        raise typer.Exit(1)


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _meets(found: Trace, percent: float) -> bool:
    from ygs_cli.shell import console

    must = found.coverage[0]
    if not must.total:
        console.note("note: there is no MUST requirement to be covered")
        return True
    if must.percent >= percent:
        return True
    console.note(f"{must.percent:.1f} % of the MUST requirements have a test, {percent:g} % are asked for")
    return False


def _summary(found: Trace, looked: Looked) -> str:
    must = found.coverage[0]
    parts = [
        f"{must.test:,} of {must.total:,} MUST requirements have a test" if must.total else "",
        f"{len(found.gaps):,} gap{'s' if len(found.gaps) != 1 else ''}" if found.gaps else "no gaps",
    ]
    read = f"{looked.documents:,} documents, {looked.sources:,} source files"
    return f"{', '.join(part for part in parts if part)} ({read})"
