"""What a trace answers: what is covered, what is missing, what leads nowhere, what a change touches."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import translate

from ygs_cli.artifacts.kinds import PRIORITIES
from ygs_cli.errors import YgsError, closest
from ygs_cli.findings import Location
from ygs_cli.trace.graph import CODE, CRITERION, DESIGNS, REQUIREMENT, TEST, Graph, Link, Node

ASPECTS = ("design", "task", "test")
GAPS = {
    "no-design": "requirements without a design or decision",
    "no-task": "requirements without a task",
    "no-test": "requirements without a test",
    "orphan-task": "tasks for nothing",
    "orphan-design": "designs and decisions for nothing",
    "orphan-test": "tests for nothing",
    "dangling": "ids that nothing defines",
    "duplicate": "ids that are defined twice",
}
_WRITTEN = ("adr", "threat-model", *DESIGNS)  # documents that have to answer to something
_OPENS = frozenset({REQUIREMENT, CRITERION, "task"})  # what a change goes through; documents end its way


@dataclass(frozen=True, slots=True)
class Row:
    """A requirement with everything that answers to it, as ids of nodes.

    `missing` are those of design, task and test that it lacks; a MAY or one of a dead document lacks nothing.
    """

    node: Node
    designs: tuple[str, ...]
    decisions: tuple[str, ...]
    tasks: tuple[str, ...]
    criteria: tuple[str, ...]
    tests: tuple[str, ...]
    code: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, leads nowhere or cannot be told apart, and where to look.

    `kind` is a key of `GAPS`; `subject` an id, or the path of a file.
    """

    kind: str
    subject: str
    message: str
    location: Location


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many requirements of a rank how many have a design, a task, a test."""

    rank: str
    total: int
    design: int
    task: int
    test: int

    @property
    def percent(self) -> float:
        """The share that is covered by a test; 100 when there is nothing to cover."""
        return 100 * self.test / self.total if self.total else 100.0


@dataclass(frozen=True, slots=True)
class Step:
    """A node that a change touches: how many links away, and the link that leads to it."""

    node: Node
    depth: int
    link: Link


@dataclass(frozen=True, slots=True)
class Impact:
    """What one node answers to (`up`) and what a change of it touches (`down`), each in reading order."""

    node: Node
    up: tuple[Step, ...]
    down: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The answers for a whole project, or for the ids that were asked for (`impacts`). `project` is its name."""

    graph: Graph
    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    coverage: tuple[Coverage, ...]
    impacts: tuple[Impact, ...] = ()
    project: str = ""


def trace(graph: Graph, wanted: Iterable[str] = (), project: str = "") -> Trace:
    """Answer every question; with ids (or paths of files) in `wanted`, for what they touch only.

    Raises YgsError for an id that nothing has.
    """
    impacts = tuple(impact(graph, _known(graph, text)) for text in dict.fromkeys(wanted))
    rows = tuple(row(graph, node) for node in graph.of_kind(REQUIREMENT))
    found = tuple(gaps(graph, rows))
    if impacts:
        touched = {step.node.identifier for item in impacts for step in (*item.up, *item.down)}
        touched |= {item.node.identifier for item in impacts}
        rows = tuple(item for item in rows if item.node.identifier in touched)
        found = tuple(gap for gap in found if gap.subject in touched)
    return Trace(graph, rows, found, coverage(rows), impacts, project)


def _known(graph: Graph, text: str) -> Node:
    node = graph.find(text)
    if node is None:
        hint = closest(text.upper(), graph.nodes) if len(graph.nodes) <= 20_000 else ""
        hint = hint if hint.startswith("did") else "'ygs trace' without an id lists what is there"
        raise YgsError(f"nothing has the id '{text}'", hint=hint)
    return node


def row(graph: Graph, node: Node) -> Row:
    """A requirement with everything that answers to it."""
    name = node.identifier
    criteria, decisions, designs, tasks, code = (
        _sorted(graph.below(name, *kinds)) for kinds in ((CRITERION,), ("adr",), DESIGNS, ("task",), (CODE,))
    )
    tests = _sorted((*graph.below(name, TEST), *(t for one in criteria for t in graph.below(one, TEST))))
    has = {"design": bool(designs or decisions), "task": bool(tasks), "test": bool(tests)}
    asks = node.is_live and node.rank != "MAY"
    missing = tuple(aspect for aspect in ASPECTS if asks and not has[aspect])
    return Row(node, designs, decisions, tasks, criteria, tests, code, missing)


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    found = set(names)
    return tuple(sorted(found, key=_natural)) if len(found) > 1 else tuple(found)


def coverage(rows: Collection[Row]) -> tuple[Coverage, ...]:
    """One figure for each rank, MUST first; one for requirements without a rank when there are any."""
    found = []
    for rank in (*PRIORITIES, ""):
        live = [item for item in rows if item.node.rank == rank and item.node.is_live]
        if live or rank:
            designs = sum(bool(item.designs or item.decisions) for item in live)
            tasks, tests = (sum(bool(getattr(item, name)) for item in live) for name in ("tasks", "tests"))
            found.append(Coverage(rank, len(live), designs, tasks, tests))
    return tuple(found)


def gaps(graph: Graph, rows: Iterable[Row]) -> Iterator[Gap]:
    """Everything that is missing, requirement by requirement, then what leads nowhere."""
    for item in rows:
        for aspect in item.missing:
            rank = f" {item.node.rank}" if item.node.rank else ""
            said = f"{item.node.identifier}{rank} has no {aspect}"
            yield Gap(f"no-{aspect}", item.node.identifier, said, item.node.location)
    yield from _orphan_documents(graph)
    yield from _orphan_tests(graph)
    for lost in graph.dangling:
        yield Gap("dangling", lost.identifier, f"{lost.identifier} is defined nowhere", lost.location)
    for again in graph.duplicates:
        said = f"{again.identifier} is defined a second time, first at {again.first}"
        yield Gap("duplicate", again.identifier, said, again.location)


def _orphan_documents(graph: Graph) -> Iterator[Gap]:
    named = {lost.location.path for lost in graph.dangling}  # it names something: that is reported already
    for node in graph.nodes.values():
        if not node.is_live or node.location.path in named:
            continue
        if node.kind == "task" and not _answers(graph, node) and not node.foreign_sources:
            yield Gap(
                "orphan-task", node.identifier, f"{node.identifier} answers to no requirement", node.location
            )
        elif node.kind in _WRITTEN and not _answers(graph, node):
            said = f"{node.identifier} is linked with no requirement or document"
            yield Gap("orphan-design", node.identifier, said, node.location)


def _answers(graph: Graph, node: Node) -> bool:
    if graph.up.get(node.identifier):
        return True
    if node.kind == "task":
        return False
    lower = any(graph.nodes[name].kind not in (TEST, CODE) for name in graph.down.get(node.identifier, ()))
    return lower or bool(graph.peers.get(node.identifier)) or _is_a_peer(graph, node)


def _is_a_peer(graph: Graph, node: Node) -> bool:
    return any(node.identifier in others for others in graph.peers.values())


def _orphan_tests(graph: Graph) -> Iterator[Gap]:
    """Tests that nothing leads to, once the project traces any test at all."""
    if not any(True for _ in graph.of_kind(TEST)):
        return
    named = {lost.location.path for lost in graph.dangling}
    planned = _Globs(glob for node in graph.of_kind("task") for glob in node.files)
    for path in graph.tests:
        if path not in graph.nodes and path not in named and not planned.match(path):
            yield Gap("orphan-test", path, "names no requirement, criterion or task", Location(path))


class _Globs:
    """Many globs as one question; most of them are plain paths."""

    def __init__(self, globs: Iterable[str]) -> None:
        every = {glob.partition("#")[0].removeprefix("./").rstrip("/") for glob in globs} - {""}
        special = sorted(glob for glob in every if re.search(r"[*?\[]", glob))
        self._plain = every - set(special)
        self._patterns = [re.compile(translate(glob.replace("**/", "*"))) for glob in special]

    def match(self, path: str) -> bool:
        folders = [path[: match.start()] for match in re.finditer("/", path)]
        return not self._plain.isdisjoint((path, *folders)) or any(p.match(path) for p in self._patterns)


def impact(graph: Graph, node: Node) -> Impact:
    """What a node answers to and what a change of it touches. Documents on the way are named, not opened:
    a requirement touches its design, but not everything else that the design is about.
    """
    return Impact(node, tuple(_walk(graph, node, graph.up)), tuple(_walk(graph, node, graph.down)))


def _walk(graph: Graph, start: Node, links: Mapping[str, Mapping[str, Link]]) -> Iterator[Step]:
    seen = {start.identifier}
    waiting = [(start, 0)]
    steps: dict[str, Step] = {}
    while waiting:
        node, depth = waiting.pop()
        if depth:
            yield steps[node.identifier]
        if depth and node.kind not in _OPENS:
            continue
        fresh = [name for name in links.get(node.identifier, ()) if name not in seen]
        seen.update(fresh)
        for name in sorted(fresh, key=lambda name: (graph.nodes[name].level, _natural(name)), reverse=True):
            steps[name] = Step(graph.nodes[name], depth + 1, links[node.identifier][name])
            waiting.append((graph.nodes[name], depth + 1))


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    parts = re.split(r"(\d{1,9})", text)
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts if part)
