"""Answers of `ygs task estimate`: one for each kind of amount, as lines for people and data for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import prod
from typing import Any

from ygs_cli.artifacts import estimate
from ygs_cli.artifacts.estimate import DAYS_A_WEEK, HOURS_A_DAY, Capacity, Estimate
from ygs_cli.artifacts.forecast import ENOUGH, Calibration, Forecast
from ygs_cli.cli.boards import chain as chain_text
from ygs_cli.errors import YgsError, closest

UNITS = {"hours": 1 / HOURS_A_DAY, "days": 1.0, "weeks": float(DAYS_A_WEEK)}  # in days
SPRINT = 10  # working days
FORGOTTEN = (
    "count what is no code: tests (20-40 % of the work), deployment, dashboards and alerts, runbook, data "
    "migration, security fixes, documentation; for an estimate of the code alone add --multiplier code-only"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What the options ask for. `factors` are the multipliers by name; None stands for an option not given."""

    three: tuple[float | None, float | None, float | None]
    unit: str
    sizes: tuple[str, ...]
    scale: str
    points: float | None
    velocities: tuple[float, ...]
    sprint: int
    new_domain: bool
    factors: Mapping[str, float]
    people: float | None
    days: float | None
    shares: Mapping[str, float]
    begin: date | None

    @property
    def kind(self) -> str:
        """Which amount: three-point, size, points, capacity, or tasks of the project."""
        if any(point is not None for point in self.three):
            return "three-point"
        if self.sizes:
            return "size"
        if self.points is not None or self.velocities:
            return "points"
        return "capacity" if self.days is not None else "tasks"


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows for the terminal, the same as data, and remarks that belong to stderr."""

    lines: tuple[tuple[str, str], ...]
    data: dict[str, Any]
    notes: tuple[str, ...] = ()


def check(question: Question) -> None:
    """Raise YgsError for options that do not go together, or that are no amount."""
    if question.unit not in UNITS:
        raise YgsError(f"unknown unit '{question.unit}'", hint=closest(question.unit, UNITS))
    given = {
        "--best, --likely and --worst": any(point is not None for point in question.three),
        "--size": bool(question.sizes),
        "--points and --velocity": question.points is not None or bool(question.velocities),
        "--days": question.days is not None,
    }
    asked = [name for name, there in given.items() if there]
    if len(asked) > 1:
        raise YgsError(f"{' and '.join(asked)} are different questions", hint="ask one at a time")
    kind = question.kind
    amounts = (question.points, question.people, question.days, *question.velocities, question.sprint)
    for amount in amounts:
        if amount is not None and not 0 < amount <= 1e6:
            raise YgsError(f"{amount:g} is not above 0 and at most 1,000,000")
    if kind == "three-point" and None in question.three:
        raise YgsError("a three-point estimate needs --best, --likely and --worst")
    if kind == "points" and (question.points is None or not question.velocities):
        raise YgsError("--points and --velocity need each other")
    if kind == "capacity" and question.people is None:
        raise YgsError("--days needs --people")
    _check_modifiers(question, kind)


def _check_modifiers(question: Question, kind: str) -> None:
    """An option that would be ignored is an error: the number would look as if it had counted."""
    ignored = []
    if question.new_domain and kind not in ("three-point", "size"):
        ignored.append("--new-domain")
    if question.factors and kind in ("points", "capacity"):
        ignored.append("--multiplier")
    if question.people is not None and kind == "points":
        ignored.append("--people")
    if question.shares and question.people is None:
        ignored.append("--share (without --people)")
    if question.scale != "features" and kind != "size":
        ignored.append("--scale")
    if question.sprint != SPRINT and kind != "points":
        ignored.append("--sprint")
    if question.begin and (kind == "capacity" or (kind != "points" and question.people is None)):
        ignored.append("--from")
    if question.unit != "days" and kind != "three-point":
        ignored.append("--unit")
    if ignored:
        raise YgsError(f"{', '.join(ignored)} has no meaning for this question ({kind})")


def of_three_points(question: Question) -> Answer:
    """The three-point formula with its ranges, in the unit given."""
    best, likely, worst = (point or 0.0 for point in question.three)
    weights = (1, 3, 2) if question.new_domain else (1, 4, 1)
    formula = "(best + {} likely + {}worst) / 6".format(weights[1], "2 " if question.new_domain else "")
    amount = estimate.three_point(best, likely, worst, new_domain=question.new_domain)
    lines = [("formula", f"{formula}, sd (worst - best) / 6")]
    return _effort(question, amount, question.unit, lines, {"formula": formula})


def of_sizes(question: Question) -> Answer:
    """T-shirt sizes of one scale, added up."""
    amount = estimate.sized(question.sizes, question.scale, new_domain=question.new_domain)
    sizes = estimate.SCALES[question.scale]
    names = list(dict.fromkeys(question.sizes))
    lines = [("scale", f"{question.scale}, {_SCALE_OF[question.scale]}")]
    for name in names:
        size = sizes[name]
        points = f"; story points {', '.join(map(str, size.points))}" if size.points else ""
        lines.append((name, f"{question.sizes.count(name)} x {size.meaning}{points}"))
    data = {"scale": question.scale, "sizes": {name: question.sizes.count(name) for name in names}}
    notes = [f"{name} is to be cut into smaller ones first" for name in names if sizes[name].split]
    return _effort(question, amount, "days", lines, data, notes)


_SCALE_OF = {
    "features": "calendar time of one developer",
    "tasks": "size of a change",
}


def of_tasks(question: Question, found: Forecast) -> Answer:
    """The open tasks of the project."""
    number = sum(found.sizes.values()) + len(found.unsized)
    sizes = ", ".join(f"{count:,} {name}" for name, count in found.sizes.items())
    lines = [("open tasks", f"{number:,}{f': {sizes}' if sizes else ''}")]
    notes = []
    if found.unsized:
        notes.append(f"{len(found.unsized):,} tasks have no size of ours and count as S")
    if found.sizes.get("XL"):
        notes.append("XL tasks are to be cut into smaller ones first: until then this is a guess")
    data = {
        "open_tasks": number,
        "sizes": dict(found.sizes),
        "calibration": _calibration_data(found.calibration),
        "chain": {"tasks": [task.identifier for task in found.chain], **_amount_data(found.chain_effort, "days")},
    }
    if found.chain:
        low, high = found.chain_effort.within(2)
        text = f"{chain_text(found.chain)}: {_range(low, high, 'days')}, however many people"
        lines.append(("in a row", text))
    lines.append(("calibration", _calibration(found.calibration)))
    factor = found.calibration.factor if found.calibration.is_enough else 1.0
    return _effort(question, found.effort, "days", lines, data, notes, found, factor)


def of_points(question: Question) -> Answer:
    """Story points to sprints and dates, by past velocities."""
    points = question.points or 0.0
    pace = estimate.sprints(points, question.velocities)
    low, high = pace.best * question.sprint, pace.worst * question.sprint
    dates = _dates(question.begin, low, high)
    spread = f"{min(question.velocities):g} to {max(question.velocities):g} points a sprint"
    lines = (
        ("velocity", f"{spread}, {len(question.velocities)} sprints of {question.sprint} working days"),
        ("sprints", f"{pace.best:,} to {pace.worst:,} (mean velocity: {pace.mean:.1f})"),
        ("calendar", f"{low:,} to {high:,} working days: done {_between(dates)}"),
    )
    data = {
        "points": points,
        "sprints": {"best": pace.best, "mean": round(pace.mean, 3), "worst": pace.worst},
        "calendar": {"unit": "working days", "low": low, "high": high, **_dates_data(dates)},
    }
    return Answer(lines, data)


def of_capacity(question: Question) -> Answer:
    """What a team can do in a period, by purpose."""
    people, days = question.people or 0.0, question.days or 0.0
    found = estimate.capacity(people, days, question.shares)
    lines = [("team", f"{people:g} people x {days:g} working days = {found.person_days:,.4g} person-days")]
    rows = []
    for share in found.shares:
        low, high = found.days(share)
        percent = f"{share.middle:.1f} %"
        if share.high - share.low > 0.05:
            percent += f" ({share.low:.0f}-{share.high:.0f} %)"
        lines.append((share.name, f"{_range(low, high, 'person-days')}, {percent}"))
        rows.append(
            {
                "name": share.name,
                "percent": {"low": _r(share.low), "middle": _r(share.middle), "high": _r(share.high)},
                "person_days": {"low": _r(low), "high": _r(high)},
            }
        )
    notes = _sum_note(found, question.shares)
    data = {"person_days": found.person_days, "shares_given_percent": _r(found.given), "shares": rows}
    return Answer(tuple(lines), data, notes)


def _sum_note(found: Capacity, own: Mapping[str, float]) -> tuple[str, ...]:
    if abs(found.given - 100) < 1e-9:
        return ()
    whose = "your shares and the usual ones" if own and len(own) < len(estimate.SHARES) else "the shares"
    whose = "your shares" if len(own) == len(estimate.SHARES) else whose
    return (f"{whose} add up to {found.given:g} %: each was divided by that, so that they make 100 %",)


def _effort(
    question: Question,
    raw: Estimate,
    unit: str,
    lines: list[tuple[str, str]],
    data: dict[str, Any],
    notes: list[str] | None = None,
    found: Forecast | None = None,
    correction: float = 1.0,
) -> Answer:
    """An amount with its multipliers and ranges; the calendar when the people are known."""
    factor = prod(question.factors.values())
    amount = raw.times(factor * correction)
    if question.factors:
        named = " x ".join(f"{name} {value:.3g}" for name, value in question.factors.items())
        lines.append(("multipliers", f"{named} = {factor:.3g}"))
    low, high = amount.within(2)
    lines += [
        ("expected", f"{_n(amount.expected)} {unit}, standard deviation {_n(amount.sd)} {unit}"),
        ("68 %", _range(*amount.within(1), unit)),
        ("95 %", _range(low, high, unit)),
        ("bounds", f"{_range(amount.best, amount.worst, unit)}: everything goes well, or nothing does"),
    ]
    data |= {"multipliers": dict(question.factors), "factor": factor, **_amount_data(amount, unit)}
    remarks = [*(notes or ()), FORGOTTEN]
    if question.people:
        calendar = _calendar(question, (low * UNITS[unit], high * UNITS[unit]), found, factor * correction)
        dates = _dates(question.begin, *calendar)
        people = f"{question.people:g} {'person' if question.people == 1 else 'people'}"
        lines.append(("calendar", f"{_range(*calendar, 'working days')} for {people}: done {_between(dates)}"))
        data["calendar"] = {
            "unit": "working days",
            "low": _r(calendar[0]),
            "high": _r(calendar[1]),
            **_dates_data(dates),
        }
        remarks += _sum_note(estimate.capacity(1, 1, question.shares), question.shares)
    return Answer(tuple(lines), data, tuple(remarks))


def _calendar(
    question: Question, days: tuple[float, float], found: Forecast | None, factor: float
) -> tuple[float, float]:
    """Working days for a team: the work shared out, but never less than the tasks that stand in a row."""
    shared = estimate.staffed(days, question.people or 1.0, question.shares)
    if found is None:
        return shared
    low, high = found.chain_effort.times(factor).within(2)
    alone = estimate.staffed((low, high), 1.0, question.shares)
    return max(shared[0], alone[0]), max(shared[1], alone[1])


def _amount_data(amount: Estimate, unit: str) -> dict[str, Any]:
    one, two = amount.within(1), amount.within(2)
    return {
        "unit": unit,
        "expected": _r(amount.expected),
        "sd": _r(amount.sd),
        "range_1sd": {"low": _r(one[0]), "high": _r(one[1])},
        "range_2sd": {"low": _r(two[0]), "high": _r(two[1])},
        "best": _r(amount.best),
        "worst": _r(amount.worst),
    }


def _calibration(found: Calibration) -> str:
    if not found.compared:
        return "no finished task has actual hours yet: the ranges are those of the sizes"
    seen = f"{found.compared:,} finished tasks took {found.factor:.2g} times their estimate (median"
    seen += f"; half of them {found.low:.2g} to {found.high:.2g})"
    used = "applied below" if found.is_enough else f"not applied, {ENOUGH} are needed"
    elapsed = ", ".join(f"{size} {days:g}" for size, days in found.elapsed.items())
    return f"{seen}: {used}" + (f"\nmedian calendar days from start to finish: {elapsed}" if elapsed else "")


def _calibration_data(found: Calibration) -> dict[str, Any]:
    return {
        "compared": found.compared,
        "factor": _r(found.factor),
        "quartiles": {"low": _r(found.low), "high": _r(found.high)},
        "applied": found.is_enough,
        "elapsed_calendar_days": dict(found.elapsed),
    }


def _dates(begin: date | None, low: float, high: float) -> tuple[date, date]:
    begin = begin or date.today()
    return estimate.after(begin, low), estimate.after(begin, high)


def _dates_data(dates: tuple[date, date]) -> dict[str, str]:
    return {"first_date": dates[0].isoformat(), "last_date": dates[1].isoformat()}


def _between(dates: tuple[date, date]) -> str:
    return f"between {dates[0]} and {dates[1]}" if dates[0] != dates[1] else f"on {dates[0]}"


def _range(low: float, high: float, unit: str) -> str:
    return f"{_n(low)} to {_n(high)} {unit}"


def _n(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _r(value: float) -> float:
    return round(value, 3)
