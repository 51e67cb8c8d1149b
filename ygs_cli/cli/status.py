"""`ygs status`: the project at a glance and the one next step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ygs_cli.cli import command_app

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ygs_cli.artifacts.overview import Documents
    from ygs_cli.shell.survey import Skills, Survey
    from ygs_cli.trace.questions import Coverage

app = command_app()

VERSION = 1
_NO_DOCUMENTS = "no requirements, designs, decisions or tasks yet (ygs init --adopt looks for those you have)"


@app.command()
def status(
    project: Path = typer.Argument(Path(), help="The project; the folder you are in when none is given."),
    form: str = typer.Option("text", "--format", help="text or json."),
) -> None:
    """Show documents by kind and status, tasks, skills, drift, and the one next step.

    \b
    Examples:
      ygs status
      ygs status ../shop
      ygs status --format json
    """
    import gc
    import json
    from dataclasses import asdict

    from ygs_cli.cli import packs
    from ygs_cli.shell import console, survey

    gc.disable()  # one short run over plain data: looking for circles in it would cost a fifth of the time
    packs.checked(form)
    found = survey.survey(project)
    if form == "json":
        data = {"version": VERSION, "command": "status", **asdict(found), "root": str(found.root)}
        console.result(json.dumps(data, indent=2))
    else:
        console.pairs([(name, text) for name, text in _lines(found) if text])


def _lines(found: Survey) -> list[tuple[str, str]]:
    documents = found.documents
    kinds = [f"{kind}: {_counted(counts)}" for kind, counts in documents.counts.items() if kind != "task"]
    decisions = [f"{item.identifier} {item.title}" for item in documents.open_decisions]
    return [
        ("project", f"{found.root}{'' if found.is_git else ' (not a git repository)'}"),
        ("documents", "\n".join(kinds) or _NO_DOCUMENTS),
        ("covered", "\n".join(map(_covered, found.coverage))),
        ("tasks", _tasks(documents)),
        ("to decide", "\n".join(decisions)),
        ("skills", "\n".join(map(_skills, found.skills)) or "none installed"),
        ("drift", _drift(found)),
        ("lint", _found(found.lint, "ygs lint")),
        ("next", f"{found.next_step.run}\n{found.next_step.why}"),
        ("or", "/ygs-ask and what you see or want, in your coding agent: it names the skill"),
    ]


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counts.items())


def _covered(item: Coverage) -> str:
    parts = (f"{number:,} with a {name}" for name, number in (("task", item.task), ("test", item.test)))
    return f"{item.total:,} {item.rank or 'unranked'}: {', '.join(parts)}"


def _drift(found: Survey) -> str:
    checked = (
        f"{found.drift_documents:,} document{'' if found.drift_documents == 1 else 's'} held against the code"
    )
    stale = f"\nto be read again: {', '.join(found.stale[:3])}" if found.stale else ""
    more = f" and {len(found.stale) - 3:,} more" if len(found.stale) > 3 else ""
    return f"{_found(found.drift, 'ygs sync')}, {checked}{stale}{more}"


def _found(severities: Mapping[str, int], shown_by: str) -> str:
    plural = {"error": "errors", "warning": "warnings", "info": "remarks"}
    parts = [f"{n:,} {name if n == 1 else plural[name]}" for name, n in severities.items() if n]
    return f"{', '.join(parts)} (see {shown_by})" if parts else "no findings"


def _tasks(documents: Documents) -> str:
    counts = documents.counts.get("task")
    if not counts:
        return ""
    lines = [_counted(counts)]
    lines += [f"in progress: {task.identifier} {task.title}" for task in documents.in_progress]
    if documents.ready:
        more = f" and {len(documents.ready) - 3:,} more" if len(documents.ready) > 3 else ""
        lines.append(f"can start: {', '.join(task.identifier for task in documents.ready[:3])}{more}")
    if documents.blocked:
        lines.append(f"waiting for others: {', '.join(task.identifier for task in documents.blocked)}")
    return "\n".join(lines)


def _skills(group: Skills) -> str:
    differ = f", {group.differ} not as shipped: ygs list" if group.differ else ""
    return f"{group.installed} for {group.agent} in {group.where}{differ}"
