"""The project at a glance, and the one next step that follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ygs_cli.artifacts.kinds import KINDS
from ygs_cli.artifacts.project import Artifact, ArtifactFacts
from ygs_cli.artifacts.tasks import IN_PROGRESS, Board, task_of

# The skill that goes on with a draft of a kind; what waits in review is read by another one than its author.
_WRITES = {
    "prd": "/ygs-refine-prd",
    "trd": "/ygs-refine-trd",
    "design-doc": "/ygs-refine-architecture",
    "threat-model": "/ygs-threat-model",
    "estimate": "/ygs-estimate",
    "test-plan": "/ygs-test-plan",
    "qa-report": "/ygs-qa",
    "uat-report": "/ygs-uat",
    "postmortem": "/ygs-incident",
    "retro": "/ygs-retro",
    "runbook": "/ygs-incident",
    "release-notes": "/ygs-ship",
}
_REVIEWED = ("prd", "trd", "design-doc")


@dataclass(frozen=True, slots=True)
class Named:
    """A document as a person calls it."""

    identifier: str
    title: str
    path: str
    kind: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Documents:
    """The life-cycle documents: how many of each kind in which status, and those that ask for something.

    `ready` are tasks in the backlog whose dependencies are all done, the most wanted first; `unplanned` are
    approved PRDs whose requirements no task names.
    """

    counts: Mapping[str, Mapping[str, int]]
    in_progress: tuple[Named, ...] = ()
    ready: tuple[Named, ...] = ()
    blocked: tuple[Named, ...] = ()
    open_decisions: tuple[Named, ...] = ()
    drafts: tuple[Named, ...] = ()
    unplanned: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """What the other commands found: is the project scaffolded, how many skills are installed, and how many
    findings ask for work now: drift that is not mere information, lint errors.
    """

    scaffolded: bool
    skills: int
    drift: int
    lint: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do now: the command or skill, and why it comes first."""

    run: str
    why: str


def documents(facts: ArtifactFacts) -> Documents:
    """Sort the artifacts of a project by kind, status and what they wait for."""
    counts: dict[str, Counter[str]] = {}
    for artifact in facts.artifacts:
        if artifact.kind:
            counts.setdefault(artifact.kind.name, Counter())[artifact.status or "no status"] += 1
    board = Board(tuple(map(task_of, facts.of_kind("task"))))
    ready = board.ready()
    return Documents(
        counts={kind: dict(counts[kind]) for kind in KINDS if kind in counts},
        in_progress=_named(task.artifact for task in board.tasks if task.status == IN_PROGRESS),
        ready=_named(task.artifact for task in ready),
        blocked=_named(
            task.artifact for task in sorted(board.backlog(), key=board.urgency) if board.waits_for(task)
        ),
        open_decisions=_named(record for record in facts.of_kind("adr") if record.status == "proposed"),
        drafts=_named(item for item in facts.artifacts if item.status in ("draft", "in-review")),
        unplanned=_named(_unplanned(facts)),
    )


def next_step(found: Documents, health: Health) -> Step:
    """The one thing to do now. What misleads everybody comes first, then work begun, then work that waits."""
    if not health.scaffolded:
        return Step(
            "ygs init", "ygs is not set up here: it makes the folders and its configuration, what is there stays"
        )
    if not health.skills:
        return Step("ygs install", "no skills are installed here: it puts them where your coding agent looks")
    if health.drift:
        return Step("/ygs-sync", f"documents and code disagree in {_places(health.drift)}")
    if health.lint:
        return Step("ygs lint", f"documents or skills need mending in {_places(health.lint)}")
    for waiting, skill, why in (
        (found.in_progress, "/ygs-implement", "it is in progress"),
        (found.ready, "/ygs-implement", "it is the most wanted task that nothing holds up"),
        (found.unplanned, "/ygs-wbs", "it is approved and no task names its requirements"),
        (found.open_decisions, "/ygs-adr", "it waits for a decision"),
        (found.drafts, "", "it is not approved yet"),
    ):
        if waiting:
            first = waiting[0]
            return Step(f"{skill or _goes_on(first)} {first.identifier}", f"{why}: {first.title}")
    return Step("/ygs-refine-prd", "nothing is open: say what hurts next")


def _goes_on(draft: Named) -> str:
    if draft.status == "in-review" and draft.kind in _REVIEWED:
        return "/ygs-review-design"
    return _WRITES.get(draft.kind, "/ygs-refine-prd")


def _unplanned(facts: ArtifactFacts) -> list[Artifact]:
    """Approved PRDs none of whose requirements stands among the sources of a task, here or done."""
    sources = {source for task in facts.of_kind("task") for source in task.values("sources")}
    found = []
    for document in facts.of_kind("prd"):
        own = {element.identifier for element in facts.elements if element.location.path == document.path}
        if document.status == "approved" and not sources & {*own, document.identifier}:
            found.append(document)
    return found


def _named(artifacts: Iterable[Artifact]) -> tuple[Named, ...]:
    return tuple(
        Named(
            item.identifier,
            str(item.front.data.get("title", "")),
            item.path,
            item.kind.name if item.kind else "",
            item.status or "",
        )
        for item in artifacts
    )


def _places(number: int) -> str:
    return f"{number:,} place{'' if number == 1 else 's'}"
