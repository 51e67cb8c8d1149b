"""Tasks as a board: what is open, what waits for what, and what stands in the way of an answer.

Only front matter is read, so that thousands of task files take a moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from ygs_cli.artifacts import graph, kinds, markdown, project
from ygs_cli.artifacts.kinds import KINDS, PRIORITIES
from ygs_cli.artifacts.markdown import Document, FrontMatter, SourceFile
from ygs_cli.artifacts.project import Artifact
from ygs_cli.errors import closest
from ygs_cli.findings import Location

KIND = KINDS["task"]
BACKLOG, IN_PROGRESS, DONE = KIND.statuses


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a task file that makes an answer wrong or impossible, and how to mend it."""

    message: str
    location: Location
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One task. `key` is its id in the one form in which ids are compared; `folder` is the status that its
    folder stands for, "" when none of its folders is named after a status.
    """

    key: str
    artifact: Artifact
    folder: str

    @property
    def identifier(self) -> str:
        return self.artifact.identifier

    @property
    def path(self) -> str:
        return self.artifact.path

    @property
    def status(self) -> str:
        return self.artifact.status

    @property
    def title(self) -> str:
        return self.text("title")

    @property
    def is_misplaced(self) -> bool:
        """Whether folder and front matter disagree, or the status is no word of ours."""
        return self.status not in KIND.statuses or self.folder not in ("", self.status)

    @property
    def is_done(self) -> bool:
        """Done by folder and by front matter: when the two disagree nobody knows, so nothing may rely on it."""
        return self.status == DONE and not self.is_misplaced

    @property
    def wave(self) -> int | None:
        value = self.artifact.front.data.get("wave")
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def depends_on(self) -> tuple[str, ...]:
        """Keys of the tasks it waits for, each once."""
        return tuple(dict.fromkeys(key_of(value) for value in self.artifact.values("depends_on")))

    @property
    def planned_files(self) -> tuple[str, ...]:
        return self.artifact.values("planned_files")

    def text(self, name: str) -> str:
        """A field of the front matter as text, "" for none."""
        value = self.artifact.front.data.get(name)
        return "" if value is None or isinstance(value, (list, dict)) else str(value)


@dataclass(frozen=True)
class Board:
    """All tasks of a project by key, and the task files whose front matter could not be read."""

    tasks: tuple[Task, ...]
    unreadable: tuple[Problem, ...] = ()

    @cached_property
    def copies(self) -> Mapping[str, tuple[Task, ...]]:
        """Key -> the tasks that claim it: one, unless an id is taken twice."""
        found: dict[str, list[Task]] = {}
        for task in self.tasks:
            found.setdefault(task.key, []).append(task)
        return {key: tuple(tasks) for key, tasks in found.items()}

    @cached_property
    def done(self) -> frozenset[str]:
        """Keys of the tasks that others may rely on."""
        return frozenset(key for key, tasks in self.copies.items() if all(task.is_done for task in tasks))

    @cached_property
    def dependents(self) -> Mapping[str, int]:
        """Key -> how many tasks that are not done name it in `depends_on`."""
        counts = dict.fromkeys(self.copies, 0)
        for task in self.tasks:
            for key in () if task.is_done else task.depends_on:
                if key in counts:
                    counts[key] += 1
        return counts

    def waits_for(self, task: Task) -> tuple[str, ...]:
        """Keys of its dependencies that are not done, unknown ones included."""
        return tuple(key for key in task.depends_on if key not in self.done)

    def ready(self) -> list[Task]:
        """Tasks of the backlog that can start now, the most wanted first."""
        found = [task for task in self.backlog() if not self.waits_for(task)]
        return sorted(found, key=self.urgency)

    def backlog(self) -> list[Task]:
        """Tasks that are to be done and of which nothing is in doubt: one file, folder and status agree."""
        return [
            task
            for task in self.tasks
            if task.status == BACKLOG and not task.is_misplaced and len(self.copies[task.key]) == 1
        ]

    def urgency(self, task: Task) -> tuple[int, float, int, str]:
        """Sorts the most wanted task first: by priority, then wave, then how many wait for it, then id."""
        priority = task.text("priority")
        rank = PRIORITIES.index(priority) if priority in PRIORITIES else len(PRIORITIES)
        wave = float("inf") if task.wave is None else task.wave
        return (rank, wave, -self.dependents[task.key], task.key)

    def edges(self) -> dict[str, set[str]]:
        """Key -> keys of the known tasks it depends on."""
        return {
            key: {other for task in tasks for other in task.depends_on if other in self.copies}
            for key, tasks in self.copies.items()
        }

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the files: unreadable, ids taken twice, folder against status."""
        yield from self.unreadable
        yield from self._doubles()
        for task in self.tasks:
            if task.is_misplaced:
                yield _misplaced(task)

    def obstacles(self) -> Iterator[Problem]:
        """What leaves the tasks without an order: all that is unreadable or twice, unknown or circular."""
        yield from self.unreadable
        yield from self._doubles()
        for task in self.tasks:
            for key in task.depends_on:
                if key not in self.copies:
                    yield self.unknown(task, key)
        yield from self.circles()

    def circles(self) -> Iterator[Problem]:
        """Tasks that wait for each other, each circle once."""
        for circle in graph.circles(self.edges()):
            first = self.copies[circle[0]][0]
            place = first.artifact.place("depends_on", self.name(circle[1 % len(circle)]))
            ring = " -> ".join(self.name(key) for key in (*circle, circle[0]))
            hint = "cut the circle where one of them needs only a part of the other"
            yield Problem(f"tasks wait for each other: {ring}", place, hint)

    def _doubles(self) -> Iterator[Problem]:
        for copies in self.copies.values():
            for task in copies[1:]:
                yield _taken(task, copies[0])

    def unknown(self, task: Task, key: str) -> Problem:
        """A dependency that no file has."""
        written = next(value for value in task.artifact.values("depends_on") if key_of(value) == key)
        near = closest(key, self.copies)
        hint = near if near.startswith("did") else "no readable file of this project has that id"
        return Problem(f"depends on {written}, which is unknown", task.artifact.place("depends_on", written), hint)

    def name(self, key: str) -> str:
        """An id as its own file writes it."""
        return self.copies[key][0].identifier if key in self.copies else key


def key_of(identifier: str) -> str:
    """The form in which ids are compared: `task-7`'s many spellings are one, other words ignore case."""
    parsed = kinds.number_of(identifier)
    return f"{parsed[0]}-{parsed[1]:04d}" if parsed else identifier.casefold()


def board(files: Iterable[tuple[SourceFile, FrontMatter]], home: str) -> Board:
    """The tasks among some Markdown files with front matter. A file below `home`, the folder of tasks, whose
    front matter is broken counts as unreadable; elsewhere it is no task.
    """
    found: list[Task] = []
    unreadable: list[Problem] = []
    for source, front in files:
        if front.error:
            if source.path.startswith(f"{home}/"):
                place = Location(source.path, front.error_line)
                unreadable.append(Problem(front.error, place, "mend the front matter; until then it is no task"))
            continue
        head = tuple(markdown.split_lines(source.text)[: front.end_line])
        artifact = project.artifact(Document(source.path, head, front))
        if artifact and artifact.kind is KIND:
            found.append(task_of(artifact))
    return Board(tuple(sorted(found, key=lambda task: (task.key, task.path))), tuple(unreadable))


def task_of(artifact: Artifact) -> Task:
    """A document of the kind task as a task."""
    return Task(key_of(artifact.identifier), artifact, folder_status(artifact.path))


def folder_status(path: str) -> str:
    """The status that the innermost folder of that name stands for, or ""."""
    parts = PurePosixPath(path).parts[:-1]
    return next((name for name in reversed(parts) if name in KIND.statuses), "")


def _taken(task: Task, first: Task) -> Problem:
    spelled = "" if task.identifier == first.identifier else f" (there it is written {first.identifier})"
    message = f"{task.identifier} is taken by {first.path}{spelled}"
    hint = "give the younger of the two the next free number"
    return Problem(message, task.artifact.place("id"), hint)


def _misplaced(task: Task) -> Problem:
    place = task.artifact.place("status")
    if task.status not in KIND.statuses:
        return Problem(f"the status is '{task.status}'", place, f"one of: {', '.join(KIND.statuses)}")
    message = f"the status is '{task.status}', the folder '{task.folder}'"
    return Problem(message, place, f"move the file to {task.status}/, or write status: {task.folder}")
