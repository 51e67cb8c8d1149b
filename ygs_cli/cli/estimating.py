"""`ygs task estimate`: what the options ask for, in numbers with a unit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from ygs_cli.cli.amounts import Answer, Question


def estimate(
    best: float = typer.Option(None, "--best", help="Three-point estimate: if all goes well."),
    likely: float = typer.Option(None, "--likely", help="The most likely amount."),
    worst: float = typer.Option(None, "--worst", help="If what can go wrong does."),
    unit: str = typer.Option("days", "--unit", help="Of the three points: hours, days or weeks."),
    sizes: list[str] = typer.Option([], "--size", help="XS, S, M, L or XL; repeatable."),
    scale: str = typer.Option("features", "--scale", help="What --size is of: features or tasks."),
    points: float = typer.Option(None, "--points", help="Story points that are left, with --velocity."),
    velocities: list[float] = typer.Option([], "--velocity", help="Points of one past sprint; at least two."),
    sprint: int = typer.Option(10, "--sprint", metavar="DAYS", help="Working days of a sprint."),
    new_domain: bool = typer.Option(False, "--new-domain", help="New to the team: the worst weighs double."),
    factors: list[str] = typer.Option(
        [],
        "--multiplier",
        metavar="NAME[=N]",
        help="new-technology (1.5), external-dependency (1.33), code-only (2), or any name with a factor. "
        "They compound; repeatable.",
    ),
    people: float = typer.Option(None, "--people", help="Developers: adds calendar time, or capacity by --days."),
    days: float = typer.Option(None, "--days", help="Working days of the period whose capacity is asked for."),
    shares: list[str] = typer.Option(
        [],
        "--share",
        metavar="NAME=PERCENT",
        help="Your own share of features, upkeep, on-call, absence or meetings; repeatable.",
    ),
    begin: str = typer.Option("", "--from", metavar="DATE", help="First day of the calendar instead of today."),
    form: str = typer.Option("text", "--format", help="text or json."),
) -> None:
    """Do the arithmetic of an estimate: always a range, never a point.

    Without an amount: the open tasks of this project by size, corrected by what finished ones took. A day is
    a working day of one developer, 8 hours.

    \b
    Examples:
      ygs task estimate
      ygs task estimate --best 2 --likely 3 --worst 8 --unit weeks --new-domain
      ygs task estimate --size M --size L --multiplier new-technology --people 2
      ygs task estimate --points 120 --velocity 18 --velocity 25 --velocity 21
      ygs task estimate --people 5 --days 10 --share upkeep=40
    """
    from ygs_cli.artifacts import estimate as arithmetic
    from ygs_cli.cli import amounts, boards, output
    from ygs_cli.shell import console

    output.checked(form)
    question = amounts.Question(
        three=(best, likely, worst),
        unit=unit,
        sizes=tuple(size.upper() for size in sizes),
        scale=scale,
        points=points,
        velocities=tuple(velocities),
        sprint=sprint,
        new_domain=new_domain,
        factors=arithmetic.multipliers(factors),
        people=people,
        days=days,
        shares=arithmetic.shares(shares),
        begin=_day(begin),
    )
    amounts.check(question)
    answer = _answer(question)
    if form == "json":
        console.result(boards.as_json("estimate", answer.data))
    else:
        console.pairs(answer.lines)
    for sentence in answer.notes:
        console.note(f"note: {sentence}")


def _answer(question: Question) -> Answer:
    from ygs_cli.cli import amounts

    if question.kind == "tasks":
        return amounts.of_tasks(question, _forecast())
    return {
        "three-point": amounts.of_three_points,
        "size": amounts.of_sizes,
        "points": amounts.of_points,
        "capacity": amounts.of_capacity,
    }[question.kind](question)


def _forecast() -> Any:
    from ygs_cli.artifacts import forecast
    from ygs_cli.shell import task_moves, workspace

    board, sources = task_moves.read(workspace.find_root(Path()))
    return forecast.forecast(board, [(task, sources[task.path].text) for task in board.tasks if task.is_done])


def _day(text: str) -> Any:
    from datetime import date

    from ygs_cli.artifacts import scaffold

    return date.fromisoformat(scaffold.parse_date(text)) if text else None
