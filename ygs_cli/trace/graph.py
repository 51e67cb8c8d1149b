"""The graph from requirement to test and code. Every link leads down: from what is wanted to what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ygs_cli.artifacts import kinds, mentions
from ygs_cli.artifacts.mentions import Key, SourceMentions
from ygs_cli.findings import Location
from ygs_cli.trace.documents import Definition, DocumentFacts, Reference

REQUIREMENT, CRITERION, TEST, CODE = "requirement", "criterion", "test", "code"
DESIGNS = ("trd", "design-doc")
_LEVELS = {"prd": 0, REQUIREMENT: 1, "trd": 2, "design-doc": 2, "threat-model": 2, "adr": 3, "task": 4}
_LEVELS |= {CRITERION: 5, TEST: 6, CODE: 7}
_MOST_PARTS = 8  # of an id; what follows is the rest of a name
_OTHER_LEVEL = 3  # documents of any other kind stand beside decisions
_TEXT_FROM = frozenset({"prd", "trd", "design-doc", "threat-model", "adr"})
DEAD = frozenset({"withdrawn", "superseded", "rejected"})


@dataclass(frozen=True, slots=True)
class Node:
    """Something that takes part in the trace.

    `identifier` is the id as it is defined, or the path of a file. `kind` is requirement, criterion, test,
    code, the kind of a document, or "document" for one that is not in our form. `status` is that of its
    document. `files` are the globs of `planned_files` and `covers`.
    """

    identifier: str
    kind: str
    location: Location
    title: str = ""
    status: str = ""
    rank: str = ""
    document: str = ""
    files: tuple[str, ...] = ()
    foreign_sources: bool = False

    @property
    def level(self) -> int:
        return _LEVELS.get(self.kind, _OTHER_LEVEL)

    @property
    def is_live(self) -> bool:
        """Whether it still asks for something: its document is not withdrawn, superseded or rejected."""
        return self.status not in DEAD


@dataclass(frozen=True, slots=True)
class Link:
    """How one node leads to another, and the place that says so.

    `via` is the front matter field, contains, row, text, proof, named (by a test or code), or criterion (of
    a task with a single requirement).
    """

    via: str
    location: Location


@dataclass(frozen=True, slots=True)
class Dangling:
    """An id that is named and defined nowhere."""

    identifier: str
    location: Location


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An id that is defined again; the first definition counts."""

    identifier: str
    location: Location
    first: Location


@dataclass
class Graph:
    """Nodes by id and the links between them; `down` and `up` hold the same links in both directions.

    `peers` are links between equals, such as tasks that wait for each other: they may run in circles.
    `tests` are all files that hold tests, linked or not.
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    down: dict[str, dict[str, Link]] = field(default_factory=dict)
    up: dict[str, dict[str, Link]] = field(default_factory=dict)
    peers: dict[str, dict[str, Link]] = field(default_factory=dict)
    dangling: list[Dangling] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    tests: tuple[str, ...] = ()
    _index: dict[Key, str] = field(default_factory=dict)

    def find(self, text: str) -> Node | None:
        """The node with this id, whatever its case and leading zeros, or of the file with this path."""
        identifier = self._index.get(mentions.key(text), text)
        return self.nodes.get(identifier)

    def below(self, identifier: str, *wanted: str) -> Iterator[str]:
        """The ids of nodes of the wanted kinds that a node leads to directly."""
        return (name for name in self.down.get(identifier, ()) if self.nodes[name].kind in wanted)

    def above(self, identifier: str, *wanted: str) -> Iterator[str]:
        """The ids of nodes of the wanted kinds that lead to a node directly."""
        return (name for name in self.up.get(identifier, ()) if self.nodes[name].kind in wanted)

    def of_kind(self, *wanted: str) -> Iterator[Node]:
        return (node for node in self.nodes.values() if node.kind in wanted)

    def add(self, node: Node, *, certain: bool = True) -> bool:
        """Take a node in, unless its id is taken; a second certain definition is remembered as a duplicate."""
        key = mentions.key(node.identifier)
        if key in self._index:
            first = self.nodes[self._index[key]]
            if certain:
                self.duplicates.append(Duplicate(node.identifier, node.location, first.location))
            return False
        self.nodes[node.identifier] = node
        self._index[key] = node.identifier
        return True

    def add_file(self, path: str, kind: str) -> None:
        self.nodes.setdefault(path, Node(path, kind, Location(path)))

    def link(self, one: str, other: str, link: Link) -> None:
        """Link two nodes, downwards whichever comes first. The first link stays; a mere mention gives way."""
        first, second = self.nodes[one], self.nodes[other]
        if one == other:
            return
        if first.level == second.level:
            self.peers.setdefault(one, {}).setdefault(other, link)
            return
        upper, lower = (one, other) if first.level < second.level else (other, one)
        there = self.down.setdefault(upper, {}).get(lower)
        if there is None or (there.via == "text" and link.via != "text"):
            self.down[upper][lower] = link
            self.up.setdefault(lower, {})[upper] = link

    def resolve(self, text: str) -> str | None:
        """The id of the node that a text means: `req_0001_2_survives` means `REQ-0001-2`. None for none."""
        if text in self.nodes:
            return text
        key = mentions.key(text)
        for length in range(min(len(key), _MOST_PARTS), 1, -1):
            found = self._index.get(key[:length])
            if found:
                return found
        return None


def build(documents: Iterable[DocumentFacts], sources: Iterable[SourceMentions], files: Sequence[str]) -> Graph:
    """The graph of a project. `files` are the paths of everything it has. Never raises, whatever they say."""
    pages = sorted(documents, key=lambda page: page.path)
    graph = Graph()
    names = {page.path: _add_document(graph, page) for page in pages}
    _add_definitions(graph, pages, names)
    families = {identifier.partition("-")[0].upper() for identifier in graph.nodes}
    known = frozenset(files)
    for page in pages:
        _link_definitions(graph, page, names[page.path])
        _link_references(graph, page, names[page.path], families, known)
    for name in [node.identifier for node in graph.of_kind("task")]:
        _link_sole_requirement(graph, name)
    tests = []
    for source in sources:
        _link_source(graph, source, families)
        if source.is_test:
            tests.append(source.path)
    graph.tests = tuple(tests)
    graph.dangling = sorted(set(graph.dangling), key=lambda item: (_order(item.location), item.identifier))
    return graph


def _order(place: Location) -> tuple[str, int, int]:
    return (place.path, place.line, place.column)


def _add_document(graph: Graph, page: DocumentFacts) -> str:
    """Take in the node of a document: under its id when it has one that is free, else under its path."""
    place = Location(page.path, page.line)
    kind = page.kind or "document"
    given = (page.title, page.status, "", "", page.paths, page.foreign_sources)
    if kinds.number_of(page.identifier):
        node = Node(page.identifier.upper(), kind, place, *given)
        if graph.add(node):
            return node.identifier
    graph.nodes[page.path] = Node(page.path, kind, place, *given)
    return page.path


def _add_definitions(graph: Graph, pages: Sequence[DocumentFacts], names: dict[str, str]) -> None:
    """PRDs and tasks first: what a design repeats in a heading is a reference when they define it."""
    for own in (True, False):
        for page in pages:
            if (page.kind in ("prd", "task")) is own:
                for item in page.definitions:
                    graph.add(_defined(item, page, names[page.path]), certain=item.certain and own)


def _defined(item: Definition, page: DocumentFacts, document: str) -> Node:
    kind = REQUIREMENT if item.identifier.startswith("REQ") else CRITERION
    place = Location(page.path, item.line, item.column, item.column + len(item.identifier))
    return Node(item.identifier, kind, place, item.title, page.status, item.rank, document)


def _link_definitions(graph: Graph, page: DocumentFacts, document: str) -> None:
    for item in page.definitions:
        node = graph.find(item.identifier)
        if node is None or node.location.path != page.path:
            continue
        owner = graph.find(item.below) if item.below else None
        graph.link(owner.identifier if owner else document, node.identifier, Link("contains", node.location))


def _link_references(
    graph: Graph, page: DocumentFacts, document: str, families: set[str], files: frozenset[str]
) -> None:
    done = {item.identifier: item.done for item in page.definitions}
    designed = {graph.resolve(text) for text in page.designed} - {graph.resolve(text) for text in page.undesigned}
    for reference in page.references:
        place = Location(page.path, reference.line, reference.column, reference.column + len(reference.target))
        if reference.place in ("path", "proof"):
            if reference.target in files and done.get(reference.of) is not False:
                _link_path(graph, reference, place)
            continue
        target = graph.resolve(reference.target)
        if target is None:
            prefix = reference.target.partition("-")[0].upper()
            if reference.place != "text" and (prefix in families or prefix not in mentions.ELEMENTS):
                graph.dangling.append(Dangling(reference.target, place))
            continue
        _link_reference(graph, page, document, reference, target, place, designed)


def _link_reference(
    graph: Graph,
    page: DocumentFacts,
    document: str,
    reference: Reference,
    target: str,
    place: Location,
    designed: set[str | None],
) -> None:
    link = Link(reference.place, place)
    owner = graph.resolve(reference.of) if reference.of else None
    kind = graph.nodes[target].kind
    if owner and (reference.place == "row" or {graph.nodes[owner].kind, kind} == {REQUIREMENT, CRITERION}):
        graph.link(owner, target, link)
    if reference.place == "row" and owner and kind in ("task", CRITERION):
        return
    if reference.place == "text" and (page.kind not in _TEXT_FROM or kind in ("task", CRITERION)):
        return
    if reference.place in ("row", "text") and kind == REQUIREMENT and target not in designed:
        return
    graph.link(document, target, link)


def _link_path(graph: Graph, reference: Reference, place: Location) -> None:
    owner = graph.resolve(reference.of)
    if owner is None:
        return
    tests = reference.place == "proof" or mentions.is_test(reference.target)
    graph.add_file(reference.target, TEST if tests else CODE)
    graph.link(owner, reference.target, Link(reference.place, place))


def _link_sole_requirement(graph: Graph, task: str) -> None:
    """The criteria of a task that answers to one requirement only are criteria of this requirement."""
    wanted = list(graph.above(task, REQUIREMENT))
    if len(wanted) == 1:
        for name in list(graph.below(task, CRITERION)):
            graph.link(wanted[0], name, Link("criterion", graph.nodes[name].location))


def _link_source(graph: Graph, source: SourceMentions, families: set[str]) -> None:
    for mention in source.mentions:
        place = Location(source.path, mention.line, mention.column, mention.column + len(mention.text))
        target = graph.resolve(mention.text)
        if target is None:
            if mention.certain and mention.text.partition("-")[0] in families:
                graph.dangling.append(Dangling(mention.text, place))
            continue
        inline = mention.in_test and not mentions.is_test(source.path)  # unit tests inside a file of code
        path = f"{source.path}#tests" if inline else source.path
        graph.add_file(path, TEST if mention.in_test else CODE)
        graph.link(target, path, Link("named", place))
