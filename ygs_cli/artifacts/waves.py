"""The order of work: which tasks can go on side by side, what decides the length, who holds up whom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ygs_cli.artifacts import graph, tasks
from ygs_cli.artifacts.estimate import LIKELY_DAYS
from ygs_cli.artifacts.tasks import Board, Problem, Task
from ygs_cli.errors import YgsError

BOTTLENECK = 3  # direct dependents from which one late task holds up a crowd


@dataclass(frozen=True, slots=True)
class HumanBlock:
    """A task for a person that autonomous tasks wait for, directly or through others, and the wave it is in."""

    task: Task
    wave: int
    blocked: int


@dataclass(frozen=True, slots=True)
class Waves:
    """The tasks that are left, in groups that can be done side by side, and what the order says about them.

    `chain` is the critical path: no number of hands makes the work shorter than its `chain_days`.
    `misordered` are tasks whose own `wave` is not above that of a task they depend on.
    """

    groups: tuple[tuple[Task, ...], ...]
    chain: tuple[Task, ...]
    chain_days: float
    bottlenecks: tuple[tuple[Task, int], ...]
    human: tuple[HumanBlock, ...]
    misordered: tuple[tuple[Task, Task], ...]


def waves(board: Board, *, everything: bool = False) -> Waves:
    """Put the open tasks in order; with `everything` the finished ones as well.

    A dependency that is done holds nobody up. Raises YgsError for what leaves no order: a circle, an unknown
    or doubled id, a task file that cannot be read.
    """
    check(board)
    edges = _left(board, everything)
    groups, _ = graph.levels(edges)
    first = {key: board.copies[key][0] for key in edges}
    chain = graph.longest(edges, groups, lambda key: _days(first[key]))
    direct = dict.fromkeys(edges, 0)
    for wanted in edges.values():
        for key in wanted:
            direct[key] += 1
    crowded = sorted((key for key in edges if direct[key] >= BOTTLENECK), key=lambda key: (-direct[key], key))
    return Waves(
        groups=tuple(tuple(first[key] for key in group) for group in groups),
        chain=tuple(first[key] for key in chain),
        chain_days=sum(_days(first[key]) for key in chain),
        bottlenecks=tuple((first[key], direct[key]) for key in crowded),
        human=_human(edges, groups, first),
        misordered=_misordered(edges, first),
    )


def check(board: Board) -> None:
    """Raise YgsError for the first thing that leaves the tasks without an order; it tells how many more."""
    found = list(board.obstacles())
    if found:
        raise error(found[0], len(found) - 1)


def error(problem: Problem, more: int = 0) -> YgsError:
    """A problem as the error that ends a command."""
    rest = f" (and {more} more such problem{'s' if more > 1 else ''})" if more else ""
    where = f"{problem.location.path}:{problem.location.line}" if problem.location.line else problem.location.path
    return YgsError(problem.message + rest, where=where, hint=problem.hint)


def _left(board: Board, everything: bool) -> dict[str, set[str]]:
    edges = board.edges()
    if everything:
        return edges
    return {key: wanted - board.done for key, wanted in edges.items() if key not in board.done}


def _days(task: Task) -> float:
    """The likely days of a task; one without a known size weighs as much as the default size."""
    return LIKELY_DAYS.get(task.text("size"), LIKELY_DAYS["S"])


def _human(edges: dict[str, set[str]], groups: list[list[str]], first: dict[str, Task]) -> tuple[HumanBlock, ...]:
    autonomous = [key for key in edges if first[key].text("mode") != "human"]
    blocked = graph.behind(edges, groups, autonomous)
    return tuple(
        HumanBlock(first[key], number, blocked[key])
        for number, group in enumerate(groups, 1)
        for key in group
        if blocked[key] and first[key].text("mode") == "human" and not first[key].is_done
    )


def _misordered(edges: dict[str, set[str]], first: dict[str, Task]) -> tuple[tuple[Task, Task], ...]:
    found = []
    for key in sorted(edges):
        own = first[key].wave
        for other in sorted(edges[key]):
            theirs = first[other].wave
            if own is not None and theirs is not None and own <= theirs:
                found.append((first[key], first[other]))
    return tuple(found)


def mermaid(board: Board) -> str:
    """The tasks as a Mermaid flow chart: an arrow leads from a task to each one that waits for it.

    Raises YgsError as `waves` does.
    """
    check(board)
    names = {task.key: f"t{number}" for number, task in enumerate(board.tasks, 1)}
    lines = ["flowchart LR"]
    for task in board.tasks:
        label = _label(f"{task.identifier} {task.title}")
        opening, closing = ("([", "])") if task.text("mode") == "human" else ("[", "]")
        lines.append(f'  {names[task.key]}{opening}"{label}"{closing}{_style(task)}')
    for key, wanted in board.edges().items():
        lines += [f"  {names[other]} --> {names[key]}" for other in sorted(wanted)]
    lines += [
        "  classDef done fill:#d3f9d8,stroke:#2b8a3e,color:#000",
        "  classDef progress fill:#fff3bf,stroke:#e67700,color:#000",
    ]
    return "\n".join(lines)


def _style(task: Task) -> str:
    return {tasks.DONE: ":::done", tasks.IN_PROGRESS: ":::progress"}.get(task.status, "")


def _label(text: str) -> str:
    """Text that Mermaid shows as it is: everything it could read as markup becomes a character entity."""
    return re.sub(r"[^\w \-.,:;/()+']", lambda match: f"#{ord(match[0])};", " ".join(text.split()))
