"""Reads the board of a project and carries a task from one status to the next, file and git index together."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ygs_cli import rules
from ygs_cli.artifacts import ids, markdown, moves, scaffold, tasks
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.artifacts.moves import Move
from ygs_cli.artifacts.tasks import DONE, IN_PROGRESS, KIND, Board, Task
from ygs_cli.errors import YgsError
from ygs_cli.pack import catalog
from ygs_cli.shell import apply, history, reading, scaffolding, workspace


@dataclass(frozen=True, slots=True)
class Moved:
    """A move that was, or would be, made, and remarks for the person who asked for it."""

    move: Move
    notes: tuple[str, ...] = ()


def read(root: Path) -> tuple[Board, dict[str, SourceFile]]:
    """The board of a project, and the texts of the files that it was made from."""
    config = workspace.read_config(root, frozenset(rule.name for rule in rules.every()))
    space = workspace.discover(root)
    of_skills = frozenset(catalog.beside_skills(space.files))
    paths = (path for path in workspace.markdown_paths(space, config) if path not in of_skills)
    known = reading.memory()
    found = reading.front_matters(space.root, paths, known)
    known.cache.save()
    board = tasks.board(found.values(), ids.folder_of(KIND, space.files))
    return board, {path: source for path, (source, _) in found.items()}


def start(root: Path, identifier: str, day: str, *, force: bool, dry_run: bool) -> Moved:
    """Move a task from the backlog into progress.

    Raises YgsError, and changes nothing, for what `moves.plan` refuses and, unless `force`, for open
    dependencies and an empty plan of files.
    """
    with scaffolding.locked(root):
        board, _ = read(root)
        move = moves.plan(_copies(root, board, identifier), IN_PROGRESS, _day(day))
        against = [] if move.written else moves.objections_to_start(board, move.task)
        if against and not force:
            hint = "finish that first, or start all the same with --force"
            raise YgsError(_refusal(move, "not started", against), where=move.source, hint=hint)
        notes = [f"started all the same: {reason}" for reason in against]
        if move.task.text("size") == "XL":
            notes.append("size XL: cut it into smaller tasks before the work grows")
        return _carry_out(root, move, notes, dry_run)


def done(root: Path, identifier: str, day: str, *, dry_run: bool) -> Moved:
    """Move a task in progress to the finished ones.

    Raises YgsError, and changes nothing, for what `moves.plan` refuses, for open or missing acceptance
    criteria, and for an empty log.
    """
    with scaffolding.locked(root):
        board, _ = read(root)
        move = moves.plan(_copies(root, board, identifier), DONE, _day(day))
        text = move.before.decode("utf-8-sig", "replace")
        document = markdown.parse(SourceFile(move.source, text))
        against = [] if move.written else moves.objections_to_done(document)
        if against:
            hint = "tick what is proven and write the log; a criterion that no longer holds is changed, not ticked"
            raise YgsError(_refusal(move, "not done", against), where=move.source, hint=hint)
        empty = [name for name in moves.still_empty(document) if name != "Log"]
        notes = [f"lint will ask for: {', '.join(empty)}"] if empty else []
        return _carry_out(root, move, notes, dry_run)


def _refusal(move: Move, verdict: str, reasons: list[str]) -> str:
    return "\n  ".join([f"{move.task.identifier} is {verdict}:", *reasons])


def _day(day: str) -> str:
    return scaffold.parse_date(day) if day else date.today().isoformat()


def _copies(root: Path, board: Board, identifier: str) -> list[tuple[Task, bytes]]:
    return [(task, _content(root, task.path)) for task in moves.find(board, identifier)]


def _content(root: Path, path: str) -> bytes:
    if (root / path).is_symlink():
        raise YgsError("a link, not a file", where=path, hint="move the file that it leads to by hand")
    data = workspace.read_bytes(root, path)
    if data is None or len(data) > workspace.MAX_BYTES:
        raise YgsError("the file cannot be read whole", where=path)
    return data


def _carry_out(root: Path, move: Move, notes: list[str], dry_run: bool) -> Moved:
    if not move.written and move.target != move.source and os.path.lexists(root / move.target):
        raise YgsError("a file is in the way", where=move.target, hint="give one of the two another name")
    if not dry_run:
        tracked = _write(root, move)
        if not tracked and history.top_level(root):
            notes.append("git does not track the file yet: add it with git add")
    return Moved(move, tuple(notes))


def _write(root: Path, move: Move) -> bool:
    """Index first: when git refuses nothing has happened, and after a kill the old file still stands.

    Running the command again then ends the move. When the files cannot be written the index is put back.
    """
    in_git = move.source != move.target and history.top_level(root) is not None
    tracked = in_git and history.move_in_index(root, move.source, move.target)
    mode = stat.S_IMODE((root / move.source).stat().st_mode)
    try:
        apply.run(root, move.changes(mode))
    except YgsError:
        if tracked:
            history.move_in_index(root, move.target, move.source)
        raise
    return tracked or not in_git
