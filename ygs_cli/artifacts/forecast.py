"""What is left to do in a project, as a range of days, and how right its past estimates were."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ygs_cli.artifacts import estimate, markdown, waves
from ygs_cli.artifacts.estimate import HOURS_A_DAY, TASKS, Estimate
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.artifacts.tasks import Board, Task

ENOUGH = 5  # finished tasks from which their median says something about the next ones


@dataclass(frozen=True, slots=True)
class Calibration:
    """Past estimates against actuals: how many times the estimated hours the finished tasks took.

    `compared` are the tasks with actual hours. The estimate is the hours written down before, else the
    likely hours of the size. Half of the tasks lie between `low` and `high`. `elapsed` is the median of days
    from start to finish by size, both counted.
    """

    compared: int
    factor: float
    low: float
    high: float
    elapsed: Mapping[str, float]

    @property
    def is_enough(self) -> bool:
        return self.compared >= ENOUGH


@dataclass(frozen=True, slots=True)
class Forecast:
    """The open tasks of a project: how many of each size, all of them in days of one developer, and the part
    of them that must go one after the other. `unsized` have no size of ours and count as S.
    """

    sizes: Mapping[str, int]
    unsized: tuple[Task, ...]
    effort: Estimate
    chain: tuple[Task, ...]
    chain_effort: Estimate
    calibration: Calibration


def forecast(board: Board, texts: Iterable[tuple[Task, str]]) -> Forecast:
    """Add up the open tasks; `texts` are the finished tasks with their whole files, for the calibration.

    Raises YgsError when the tasks have no order, as `waves.waves` does.
    """
    order = waves.waves(board)
    left = [task for group in order.groups for task in group]
    counts = Counter(task.text("size") for task in left)
    return Forecast(
        sizes={name: counts[name] for name in TASKS if counts[name]},
        unsized=tuple(task for task in left if task.text("size") not in TASKS),
        effort=_effort(left),
        chain=order.chain,
        chain_effort=_effort(order.chain),
        calibration=calibration(texts),
    )


def _effort(some: Iterable[Task]) -> Estimate:
    return estimate.total(TASKS.get(task.text("size"), TASKS["S"]).estimate() for task in some)


def calibration(texts: Iterable[tuple[Task, str]]) -> Calibration:
    """Compare the estimates of finished tasks with what their table of actuals says."""
    ratios: list[float] = []
    elapsed: dict[str, list[int]] = {}
    for task, text in texts:
        size = task.text("size")
        hours = _hours(text)
        before = hours[0] or (TASKS[size].likely * HOURS_A_DAY if size in TASKS else None)
        if before and hours[1]:
            ratios.append(hours[1] / before)
        days = _elapsed(task)
        if days:
            elapsed.setdefault(size, []).append(days)
    medians = {size: float(statistics.median(elapsed[size])) for size in TASKS if size in elapsed}
    if not ratios:
        return Calibration(0, 1, 1, 1, medians)
    quarters = statistics.quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
    return Calibration(len(ratios), statistics.median(ratios), quarters[0], quarters[2], medians)


_ACTUALS = re.compile(r"^#{2,}[ \t]+(?:[\d.]+[ \t]+)?Actuals\b.*$", re.MULTILINE | re.IGNORECASE)
_AMOUNT = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)\s*(?:h|hours?)?\s*\Z", re.IGNORECASE)


def _hours(text: str) -> tuple[float | None, float | None]:
    """Estimated and actual hours from the table below "Actuals"; only that part of the file is parsed."""
    head = _ACTUALS.search(text)
    if head is None or not re.search(r"\d", text[head.end() :]):
        return None, None
    document = markdown.parse(SourceFile("", text[head.start() :]))
    for table in document.tables:
        for row in table.rows:
            cells = [cell.text.strip() for cell in row]
            if len(cells) >= 3 and cells[0].casefold() == "hours":
                return _amount(cells[1]), _amount(cells[2])
    return None, None


def _amount(cell: str) -> float | None:
    match = _AMOUNT.match(cell)
    return float(match[1].replace(",", "")) if match else None


def _elapsed(task: Task) -> int | None:
    days = list(_dates(task))
    return (days[1] - days[0]).days + 1 if len(days) == 2 and days[0] <= days[1] else None


def _dates(task: Task) -> Iterator[date]:
    for name in ("started", "finished"):
        try:
            yield date.fromisoformat(task.text(name))
        except ValueError:
            return
