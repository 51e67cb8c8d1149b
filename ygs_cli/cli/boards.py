"""How `ygs task` shows tasks, their order and their dependencies: text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ygs_cli.artifacts.tasks import BACKLOG, DONE, IN_PROGRESS, Board, Task
from ygs_cli.artifacts.waves import Waves
from ygs_cli.terminal import printable

VERSION = 1
_FEW = 10  # lines or names that a summary shows before it counts the rest


def as_json(command: str, data: Mapping[str, Any]) -> str:
    """The versioned JSON of a sub-command."""
    return json.dumps({"version": VERSION, "command": f"task {command}", **data}, indent=2)


def list_data(board: Board, status: str) -> dict[str, Any]:
    """Tasks (of one status) and the problems of their files."""
    return {
        "tasks": [_task(board, task) for task in board.tasks if status in ("", _column(task))],
        "problems": [
            {
                "path": problem.location.path,
                "line": problem.location.line,
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in board.problems()
        ],
    }


def _task(board: Board, task: Task) -> dict[str, Any]:
    fields = ("priority", "size", "mode", "started", "finished")
    waiting = () if task.is_done else board.waits_for(task)
    return {
        "id": task.identifier,
        "title": task.title,
        "status": task.status,
        "folder": task.folder,
        "path": task.path,
        **{name: task.text(name) for name in fields},
        "wave": task.wave,
        "depends_on": [board.name(key) for key in task.depends_on],
        "waits_for": [board.name(key) for key in waiting],
        "planned_files": list(task.planned_files),
    }


def _column(task: Task) -> str:
    """Where a task stands on the board: its folder tells, as it does to everybody who opens the project."""
    return task.folder or task.status


def board_text(board: Board, status: str) -> str:
    """The board as text, work in progress first; without a status the finished tasks are only counted."""
    columns: dict[str, list[Task]] = {name: [] for name in (IN_PROGRESS, BACKLOG, DONE)}
    for task in board.tasks:
        columns.setdefault(_column(task) or "no status", []).append(task)
    lines = []
    for name, some in columns.items():
        if not some or status not in ("", name):
            continue
        if name == DONE and not status:
            lines.append(f"{name}: {len(some):,} (ygs task list --status done)")
            continue
        lines.append(f"{name}: {len(some):,}")
        key = board.urgency if name == BACKLOG else _by_key
        lines += [line for task in sorted(some, key=key) for line in _lines(board, task)]
    return "\n".join(lines) or f"{status}: 0"


def _by_key(task: Task) -> tuple[int, float, int, str]:
    return (0, 0, 0, task.key)


def _lines(board: Board, task: Task) -> Iterable[str]:
    yield f"  {_row(task)}"
    if task.is_misplaced:
        yield f"      status in the file: {printable(task.status or 'none')}"
    waiting = () if task.is_done else board.waits_for(task)
    if waiting:
        yield f"      waits for {_names(board.name(key) for key in waiting)}"


def _row(task: Task) -> str:
    wave = "-" if task.wave is None else f"{task.wave}"
    cells = (task.text("priority") or "-", task.text("size") or "-", task.text("mode") or "-")
    head = f"{task.identifier:<10} {cells[0]:<6} {cells[1]:<2} {cells[2]:<10} wave {wave:<2}  {task.title}"
    return printable(" ".join(head.split("\n")))


def _names(names: Iterable[str]) -> str:
    every = list(names)
    rest = f" and {len(every) - _FEW:,} more" if len(every) > _FEW else ""
    return printable(", ".join(every[:_FEW]) + rest)


def next_data(board: Board, ready: Sequence[Task]) -> dict[str, Any]:
    """The next task with its reason, the others that are ready, and what the rest waits for."""
    return {
        "task": _task(board, ready[0]) | {"why": why(board, ready[0])} if ready else None,
        "also_ready": [task.identifier for task in ready[1:]],
        "blocked": [
            {"id": task.identifier, "waits_for": [board.name(key) for key in board.waits_for(task)]}
            for task in board.backlog()
            if board.waits_for(task)
        ],
    }


def next_text(board: Board, task: Task) -> str:
    """Id and path in one line, the title and the reason below."""
    return printable(f"{task.identifier}  {task.path}\n  {task.title}\n  {why(board, task)}")


def why(board: Board, task: Task) -> str:
    """Why a ready task comes first."""
    parts = [task.text("priority") or "no priority"]
    parts += [f"wave {task.wave}"] if task.wave is not None else []
    parts += ["all it depends on is done" if task.depends_on else "depends on nothing"]
    waiting = board.dependents[task.key]
    if waiting:
        parts.append("1 task waits for it" if waiting == 1 else f"{waiting:,} tasks wait for it")
    parts += ["needs a person"] if task.text("mode") == "human" else []
    return ", ".join(parts)


def nothing_ready(board: Board, mode: str) -> str:
    """Why no task can be started, for stderr."""
    blocked = [task for task in board.backlog() if board.waits_for(task)]
    others = [task for task in board.ready() if mode and task.text("mode") != mode]
    lines = [f"no {f'{mode} ' if mode else ''}task is ready"]
    if others:
        lines.append(f"  ready for others: {_names(task.identifier for task in others)}")
    for task in blocked[:_FEW]:
        lines.append(printable(f"  {task.identifier} waits for {'; '.join(_causes(board, task))}"))
    if len(blocked) > _FEW:
        lines.append(f"  and {len(blocked) - _FEW:,} more tasks wait")
    lines += [f"  {printable(item.message)}" for item in board.circles()]
    going = [task.identifier for task in board.tasks if task.status == IN_PROGRESS]
    if going:
        lines.append(f"  in progress: {_names(going)}")
    if not board.tasks or all(task.is_done for task in board.tasks):
        lines.append('  nothing is open: make a task with ygs new task "TITLE"')
    return "\n".join(lines)


def _causes(board: Board, task: Task) -> list[str]:
    found = []
    for key in board.waits_for(task)[:_FEW]:
        copies = board.copies.get(key, ())
        found.append(f"{board.name(key)} ({copies[0].status or 'no status' if copies else 'unknown'})")
    return found


def waves_data(found: Waves) -> dict[str, Any]:
    """Waves, critical path, bottlenecks and human tasks by id. Days are likely working days of one developer."""
    return {
        "waves": [[task.identifier for task in group] for group in found.groups],
        "critical_path": {
            "tasks": [task.identifier for task in found.chain],
            "likely_days": round(found.chain_days, 3),
        },
        "bottlenecks": [{"id": task.identifier, "dependents": number} for task, number in found.bottlenecks],
        "human": [
            {"id": item.task.identifier, "wave": item.wave, "autonomous_behind": item.blocked}
            for item in found.human
        ],
        "misordered": [
            {"id": task.identifier, "wave": task.wave, "depends_on": other.identifier, "its_wave": other.wave}
            for task, other in found.misordered
        ],
    }


def waves_text(found: Waves) -> str:
    """The waves with their tasks, then one line for each thing that decides the length of the work."""
    lines = []
    for number, group in enumerate(found.groups, 1):
        lines.append(f"wave {number}: {len(group):,} task{'' if len(group) == 1 else 's'}")
        lines += [f"  {_short(task)}" for task in group]
    days = f"about {found.chain_days:.3g} days of work by size"
    lines.append(f"critical path: {chain(found.chain)} ({len(found.chain):,} in a row, {days})")
    for task, count in found.bottlenecks:
        lines.append(f"bottleneck: {printable(task.identifier)}, {count:,} tasks wait for it")
    for item in found.human:
        many = f"{item.blocked:,} autonomous task{'' if item.blocked == 1 else 's'}"
        lines.append(f"human: {printable(item.task.identifier)} (wave {item.wave}) holds up {many}")
    for task, other in found.misordered:
        text = f"{task.identifier} says wave {task.wave} but depends on {other.identifier} of wave {other.wave}"
        lines.append(f"order: {printable(text)}")
    return "\n".join(lines)


def _short(task: Task) -> str:
    cells = (task.text("size") or "-", task.text("mode") or "-", task.status)
    return printable(f"{task.identifier:<10} {cells[0]:<2} {cells[1]:<10} {cells[2]:<11} {task.title}")


def chain(tasks: Sequence[Task]) -> str:
    """A row of tasks by id; a long one is cut in the middle."""
    names = [task.identifier for task in tasks]
    if len(names) > _FEW:
        names = [*names[: _FEW - 2], "...", names[-1]]
    return printable(" -> ".join(names))


def graph_data(board: Board) -> dict[str, Any]:
    """Nodes and edges; an edge leads from a task to one that waits for it."""
    edges = sorted((other, key) for key, wanted in board.edges().items() for other in wanted)
    return {
        "nodes": [
            {"id": task.identifier, "title": task.title, "status": task.status, "mode": task.text("mode")}
            for task in board.tasks
        ],
        "edges": [{"from": board.name(other), "to": board.name(key)} for other, key in edges],
    }
