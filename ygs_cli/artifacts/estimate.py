"""The arithmetic of estimates. Ranges go in and ranges come out; the unit is the caller's unless it says days.

A day is a working day of one developer: 8 hours, five a week.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ygs_cli.errors import YgsError, closest

HOURS_A_DAY = 8
DAYS_A_WEEK = 5


@dataclass(frozen=True, slots=True)
class Estimate:
    """An amount of work that is not known exactly. `best <= expected <= worst`; `sd` is its standard deviation."""

    best: float
    expected: float
    worst: float
    sd: float

    def within(self, deviations: float) -> tuple[float, float]:
        """The range of so many standard deviations around the expected value, cut at best and worst.

        One holds about 68 % of the cases and two about 95 %, as far as the amount is normally distributed.
        """
        reach = deviations * self.sd
        return max(self.best, self.expected - reach), min(self.worst, self.expected + reach)

    def times(self, factor: float) -> Estimate:
        """The same amount, so many times as large."""
        return Estimate(*(value * factor for value in (self.best, self.expected, self.worst, self.sd)))


def three_point(best: float, likely: float, worst: float, *, new_domain: bool = False) -> Estimate:
    """The three-point (PERT) estimate: (best + 4 likely + worst) / 6 with a deviation of (worst - best) / 6.

    In a domain that is new to the team the worst case weighs double: (best + 3 likely + 2 worst) / 6.
    Raises YgsError unless 0 <= best <= likely <= worst.
    """
    points = (best, likely, worst)
    if not all(math.isfinite(point) and point >= 0 for point in points) or sorted(points) != list(points):
        shown = ", ".join(f"{point:g}" for point in points)
        hint = "give best, likely and worst from small to large, none below 0"
        raise YgsError(f"not in order: {shown}", hint=hint)
    weighed = best + 3 * likely + 2 * worst if new_domain else best + 4 * likely + worst
    return Estimate(best, min(max(weighed / 6, best), worst), worst, (worst - best) / 6)


def total(estimates: Iterable[Estimate]) -> Estimate:
    """The sum of amounts that vary independently: variances add up, so the range grows with their root."""
    every = list(estimates)
    return Estimate(
        math.fsum(item.best for item in every),
        math.fsum(item.expected for item in every),
        math.fsum(item.worst for item in every),
        math.hypot(*(item.sd for item in every)),
    )


# Two of them together double a first guess: 1.5 x 4/3 = 2. Work that was estimated as code only doubles too.
MULTIPLIERS = {"new-technology": 1.5, "external-dependency": 4 / 3, "code-only": 2.0}
_LARGEST_FACTOR = 100.0


def multipliers(texts: Iterable[str]) -> dict[str, float]:
    """Factors by name from `name` (a known one) or `name=factor`; they compound.

    Raises YgsError for an unknown name without a factor, a name given twice, and a factor that is no number
    above 0.
    """
    found: dict[str, float] = {}
    for text in texts:
        name, given, value = text.partition("=")
        if name in found:
            raise YgsError(f"the multiplier '{name}' is given twice")
        if not given and name not in MULTIPLIERS:
            hint = f"{closest(name, MULTIPLIERS)}; a factor of your own: {name}=1.5"
            raise YgsError(f"unknown multiplier '{name}'", hint=hint)
        found[name] = number(value, f"multiplier '{name}'", most=_LARGEST_FACTOR) if given else MULTIPLIERS[name]
    return found


def number(text: str, what: str, *, most: float = 1e9) -> float:
    """A number above 0 and not above `most`, or YgsError that names `what`."""
    try:
        value = float(text)
    except ValueError:
        raise YgsError(f"{what}: '{text}' is no number") from None
    if not 0 < value <= most:
        raise YgsError(f"{what}: {text} is not above 0 and at most {most:,.0f}")
    return value


@dataclass(frozen=True, slots=True)
class Size:
    """A T-shirt size: what it stands for and its days. `points` are the story points that fall into it."""

    name: str
    meaning: str
    best: float
    likely: float
    worst: float
    points: tuple[int, ...] = ()
    split: bool = False

    def estimate(self, *, new_domain: bool = False) -> Estimate:
        return three_point(self.best, self.likely, self.worst, new_domain=new_domain)


# Features count calendar time of one developer, tasks count the size of a change. An M of one is not an M of
# the other, so no function takes both. XS and XL of a task lie outside its scale: half an S, more than an L.
FEATURES = {
    size.name: size
    for size in (
        Size("XS", "less than a day", 0.25, 0.5, 1),
        Size("S", "1-3 days", 1, 2, 3),
        Size("M", "1-2 weeks", 5, 7.5, 10),
        Size("L", "2-4 weeks", 10, 15, 20),
        Size("XL", "4-8 weeks: decompose first", 20, 30, 40, split=True),
    )
}
TASKS = {
    size.name: size
    for size in (
        Size("XS", "one place, a few lines", 0.05, 0.125, 0.25, (1,)),
        Size("S", "1-3 files, < 300 lines, less than half a day", 0.1, 0.25, 0.5, (1, 2, 3)),
        Size("M", "4-8 files, 300-800 lines, about a day", 0.5, 1, 1.5, (5,)),
        Size("L", "more than 8 files or 800 lines, 2-3 days: look for a split", 2, 2.5, 3, (8, 13)),
        Size("XL", "must be split", 3, 5, 10, (21,), split=True),
    )
}
SCALES = {"features": FEATURES, "tasks": TASKS}
LIKELY_DAYS = {size.name: size.likely for size in TASKS.values()}


def sized(names: Iterable[str], scale: str, *, new_domain: bool = False) -> Estimate:
    """The sum of some T-shirt sizes of one scale, in days. Raises YgsError for an unknown size or scale."""
    if scale not in SCALES:
        raise YgsError(f"unknown scale '{scale}'", hint=closest(scale, SCALES))
    sizes = SCALES[scale]
    for name in names:
        if name not in sizes:
            raise YgsError(f"unknown size '{name}'", hint=closest(name.upper(), sizes))
    return total(sizes[name].estimate(new_domain=new_domain) for name in names)


# What a team's time goes to, in per cent of it, as ranges seen in practice. Old systems take more upkeep.
SHARES: dict[str, tuple[float, float]] = {
    "features": (50, 60),
    "upkeep": (20, 30),
    "on-call": (5, 15),
    "absence": (10, 15),
    "meetings": (5, 10),
}


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a team's time that one purpose takes, in per cent of all; the middles add up to 100."""

    name: str
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Capacity:
    """The time of a team in days of one person, and its shares. `given` is what the shares added up to."""

    person_days: float
    shares: tuple[Share, ...]
    given: float

    def days(self, share: Share) -> tuple[float, float]:
        """The days that a share comes to, at its lowest and at its highest."""
        return self.person_days * share.low / 100, self.person_days * share.high / 100

    @property
    def features(self) -> Share:
        return self.shares[0]


def shares(texts: Iterable[str]) -> dict[str, float]:
    """A team's own shares from `name=percent`. Raises YgsError for an unknown name or a number that is none."""
    found: dict[str, float] = {}
    for text in texts:
        name, given, value = text.partition("=")
        if name not in SHARES:
            raise YgsError(f"unknown share '{name}'", hint=closest(name, SHARES))
        if not given:
            raise YgsError(f"--share {text}: no '='", hint=f"write {name}=40")
        found[name] = number(value.rstrip("%"), f"share '{name}'", most=100)
    return found


def capacity(people: float, days: float, own: Mapping[str, float]) -> Capacity:
    """What `people` have in `days` working days each, by purpose; a team's `own` shares replace the usual ones.

    Shares are divided by their sum, so that they make up the whole. A share is lowest when it is at the low
    end of its range and all others are at their high ends, and the other way round.
    """
    ranges = {name: (own[name], own[name]) if name in own else SHARES[name] for name in SHARES}
    middles = {name: (low + high) / 2 for name, (low, high) in ranges.items()}
    lows, highs, given = (
        math.fsum(low for low, _ in ranges.values()),
        math.fsum(high for _, high in ranges.values()),
        math.fsum(middles.values()),
    )
    found = tuple(
        Share(
            name,
            100 * low / (low + highs - high),
            100 * middles[name] / given,
            100 * high / (high + lows - low),
        )
        for name, (low, high) in ranges.items()
    )
    return Capacity(people * days, found, given)


def staffed(work: tuple[float, float], people: float, own: Mapping[str, float]) -> tuple[float, float]:
    """Working days until `people` have done `work` (a range of days of one), given their share for features."""
    share = capacity(people, 1, own).features
    return work[0] / (people * share.high / 100), work[1] / (people * share.low / 100)


@dataclass(frozen=True, slots=True)
class Pace:
    """How many sprints an amount of points takes: at the best, mean and worst velocity seen."""

    best: int
    mean: float
    worst: int


def sprints(points: float, velocities: Sequence[float]) -> Pace:
    """Sprints for some points, in whole sprints at both ends, from the velocities of past sprints.

    Raises YgsError for fewer than two velocities: one has no spread, and an estimate without a range is a guess.
    """
    if len(velocities) < 2:
        hint = "give each of the last sprints: --velocity 18 --velocity 25 --velocity 21"
        raise YgsError("one velocity says nothing about its spread", hint=hint)
    slow, fast = min(velocities), max(velocities)
    return Pace(math.ceil(points / fast), points / statistics.fmean(velocities), math.ceil(points / slow))


def after(start: date, days: float) -> date:
    """The working day (Monday to Friday) on which so many days of work that begin on `start` end.

    Raises YgsError for a date that no calendar has.
    """
    whole = max(math.ceil(days - 1e-9) - 1, 0)
    while start.weekday() >= DAYS_A_WEEK:
        start += timedelta(days=1)
    weeks, rest = divmod(start.weekday() + whole, DAYS_A_WEEK)
    try:
        return start + timedelta(days=7 * weeks + rest - start.weekday())
    except OverflowError:
        raise YgsError(f"{days:,.0f} working days from {start} are beyond the calendar") from None
