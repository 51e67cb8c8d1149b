"""A task on its way from one status to the next: what speaks against it, and the exact change to its file.

Only the lines of the fields that change are touched, so that comments, unknown keys, line endings and a BOM
stay, and so that two branches that touch different fields merge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import PurePosixPath

from ygs_cli.artifacts import markdown, sections, tasks
from ygs_cli.artifacts.markdown import Document, FrontMatter, SourceFile
from ygs_cli.artifacts.tasks import BACKLOG, DONE, IN_PROGRESS, KIND, Board, Task
from ygs_cli.changes import NOTHING, Change, Remove, Write, digest
from ygs_cli.errors import YgsError, closest

STAMPS = {IN_PROGRESS: "started", DONE: "finished"}
_PREVIOUS = {IN_PROGRESS: BACKLOG, DONE: IN_PROGRESS}
_BOX = re.compile(r"\[ \](?=\s|$)")
_LINE_END = re.compile(r"(\r\n|\n|\r)")


@dataclass(frozen=True, slots=True)
class Move:
    """One task file before and after, where it stands and where it goes (the same path in a flat folder)."""

    task: Task
    status: str
    source: str
    target: str
    before: bytes
    after: bytes
    written: bool = False  # a run that was killed has written the target already

    def changes(self, mode: int) -> tuple[Change, ...]:
        """The changes for the writer: the new file stands before the old one goes, so a kill loses nothing."""
        seen = digest(self.before)
        if self.source == self.target:
            return (Write(self.target, self.after, expect=seen),)
        remove = Remove(self.source, seen)
        return (remove,) if self.written else (Write(self.target, self.after, mode, NOTHING), remove)


def find(board: Board, identifier: str) -> tuple[Task, ...]:
    """The files that claim an id: one, or several when an id is taken twice.

    Raises YgsError for an id that no readable task has.
    """
    key = tasks.key_of(identifier)
    if key not in board.copies:
        broken = "; ".join(f"{item.location}: {item.message}" for item in board.unreadable)
        unread = f"; these task files cannot be read: {broken}" if broken else ""
        hint = closest(key, board.copies) if board.copies else 'make one: ygs new task "TITLE"'
        raise YgsError(f"no task {identifier}{unread}", hint=hint)
    return board.copies[key]


def plan(copies: Sequence[tuple[Task, bytes]], status: str, day: str) -> Move:
    """The move of a task to `status` on `day`. Two files of one id are an interrupted move, or an error.

    Raises YgsError when the task is not in the status before, when folder and front matter disagree, when
    two different files claim the id, or when the fields cannot be changed without touching anything else.
    """
    if len(copies) > 1:
        return _interrupted(copies, status)
    ((task, data),) = copies
    _check_status(task, status)
    target = target_path(task.path, status)
    return Move(task, status, task.path, target, data, edited(data, _fields(task, status, day), task.path))


def target_path(path: str, status: str) -> str:
    """Where a task file belongs in a status: the innermost folder named after a status is exchanged."""
    folder = tasks.folder_status(path)
    parts = list(PurePosixPath(path).parts)
    for index in reversed(range(len(parts) - 1)):
        if folder and parts[index] == folder:
            parts[index] = status
            break
    return str(PurePosixPath(*parts))


def _fields(task: Task, status: str, day: str) -> dict[str, str]:
    """The new values: a stamp that is there already is kept, for it exists nowhere else."""
    stamp = STAMPS[status]
    return {"status": status} | ({} if task.text(stamp) else {stamp: day})


def _check_status(task: Task, status: str) -> None:
    if task.is_misplaced:
        message = f"the status is '{task.status}', the folder '{task.folder}'"
        hint = "somebody moved the file or changed the field: make the two agree, then run this again"
        raise YgsError(message, where=task.path, hint=hint)
    if task.status == status:
        when = task.text(STAMPS[status])
        since = f", since {when}" if when else ""
        raise YgsError(f"{task.identifier} is {status} already{since}", where=task.path)
    if task.status != _PREVIOUS[status]:
        hint = (
            "work that goes on is a new task: ygs new task"
            if task.status == DONE
            else f"run first: ygs task start {task.identifier}"
        )
        message = f"{task.identifier} is '{task.status}', not '{_PREVIOUS[status]}'"
        raise YgsError(message, where=task.path, hint=hint)


def _interrupted(copies: Sequence[tuple[Task, bytes]], status: str) -> Move:
    """The rest of a move that was killed between its two steps: exactly what it would have written is there."""
    for (old, before), (new, after) in permutations(copies, 2):
        if len(copies) > 2 or old.is_misplaced or old.status != _PREVIOUS[status]:
            continue
        fields = _fields(old, status, new.text(STAMPS[status]))
        if new.path == target_path(old.path, status) and edited(before, fields, old.path) == after:
            return Move(old, status, old.path, new.path, before, after, written=True)
    paths = ", ".join(task.path for task, _ in copies)
    hint = "give the younger of the two the next free number"
    raise YgsError(f"{copies[0][0].identifier} is taken twice: {paths}", hint=hint)


def edited(data: bytes, fields: Mapping[str, str], path: str) -> bytes:
    """A task file with these front matter fields set and every other byte as it was.

    Raises YgsError when a field is not a plain value on one line; then a person has to write it.
    """
    text = data.decode("utf-8", "surrogateescape")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    parts = _LINE_END.split(text[len(mark) :])  # line, ending, line, ending, ..., line
    front = _front(text[len(mark) :], path)
    for name, value in fields.items():
        line = front.lines.get(name)
        if line is None:
            parts[2 * (front.end_line - 1)] = f"{name}: {value}{parts[1]}{parts[2 * (front.end_line - 1)]}"
        else:
            parts[2 * (line - 1)] = _with_value(parts[2 * (line - 1)], value)
    result = "".join(parts)
    after = _front(result, path)
    if {key: str(value) for key, value in after.data.items()} != {
        key: str(value) for key, value in {**front.data, **fields}.items()
    }:
        line = min((front.lines.get(name, 1) for name in fields), default=1)
        hint = f"write by hand: {', '.join(f'{name}: {value}' for name, value in fields.items())}"
        raise YgsError("a field is not a plain value on one line", where=f"{path}:{line}", hint=hint)
    return (mark + result).encode("utf-8", "surrogateescape")


def _front(text: str, path: str) -> FrontMatter:
    readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    front = markdown.front_matter(SourceFile(path, readable))
    if front is None:
        raise YgsError("no front matter", where=path)
    if front.error:
        raise YgsError(front.error, where=f"{path}:{front.error_line}")
    return front


_FIELD = re.compile(r"""(?P<key>(['"]?)[\w.-]+\2[ \t]*:)(?P<gap>[ \t]*)[^#]*?(?P<comment>[ \t]+#.*)?$""")


def _with_value(line: str, value: str) -> str:
    """A `key: value` line with another value, its comment kept; the caller checks what came of it."""
    match = _FIELD.match(line)
    return f"{match['key']}{match['gap'] or ' '}{value}{match['comment'] or ''}" if match else line


def objections_to_start(board: Board, task: Task) -> list[str]:
    """What speaks against beginning a task now: open or unknown dependencies, no plan of files."""
    found = []
    for key in board.waits_for(task):
        if key in board.copies:
            found.append(f"it waits for {board.name(key)}, which is {_state(board.copies[key])}")
        else:
            found.append(board.unknown(task, key).message)
    if not task.planned_files:
        found.append("planned_files is empty: list every file that the change may touch")
    return found


def _state(copies: Sequence[Task]) -> str:
    if len(copies) > 1:
        return "in two files"
    task = copies[0]
    doubt = f" in the folder '{task.folder}'" if task.is_misplaced and task.folder else ""
    return f"'{task.status}'{doubt}"


def objections_to_done(document: Document) -> list[str]:
    """What speaks against calling a task done: criteria that are missing or open, an empty log."""
    found = list(_open_criteria(document))
    if not _says_something(document, "Log"):
        found.append("the section 'Log' is empty: say what was done and what proves it")
    return found


def still_empty(document: Document) -> list[str]:
    """Closing sections that lint asks a finished task for, and that say nothing yet."""
    return [name for name in KIND.closing_sections if not _says_something(document, name)]


def _says_something(document: Document, name: str) -> bool:
    return any(sections.is_filled(document, section) for section in sections.matching(document, name))


def _open_criteria(document: Document) -> Iterator[str]:
    name = "Acceptance criteria"
    found = sections.matching(document, name)
    if not _says_something(document, name):
        yield f"no acceptance criterion is written below '{name}'"
    for section in found:
        for item in document.paragraphs:
            if section.line < item.line <= section.end_line and _BOX.match(item.text):
                text = " ".join(item.text[3:].split())
                yield f"open criterion in line {item.line}: {text[:77] + '...' if len(text) > 80 else text}"
