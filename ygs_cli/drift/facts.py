"""Everything the drift rules look at, built from texts in memory."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from ygs_cli.artifacts import documents
from ygs_cli.artifacts.markdown import Document, SourceFile
from ygs_cli.drift import anchors, architecture, claims, languages, resolve, versions, vocabulary
from ygs_cli.drift import tables as file_tables
from ygs_cli.drift.filetree import FileTree
from ygs_cli.drift.index import Index
from ygs_cli.drift.model import Claim, Kind, Outcome, Resolution
from ygs_cli.drift.resolve import World
from ygs_cli.drift.symbols import FileSymbols
from ygs_cli.drift.versions import Minimum


@dataclass(frozen=True, slots=True)
class DriftFacts:
    """Every claim of the documents and what became of it, with the project that they were held against."""

    documents: tuple[Document, ...]
    resolutions: tuple[Resolution, ...]
    world: World
    titles: Mapping[str, tuple[tuple[str, int], ...]]  # headings with their lines, by document
    minimums: Mapping[str, Minimum] = field(default_factory=dict)  # of languages, as manifests say

    def missing(self, kind: Kind) -> Iterator[Resolution]:
        """The claims of one kind that are wrong."""
        return (r for r in self.resolutions if r.outcome is Outcome.MISSING and r.claim.kind is kind)

    def exemptions(self) -> Counter[str]:
        """How many tokens were not judged, by reason."""
        return Counter(r.reason for r in self.resolutions if r.outcome is Outcome.EXEMPT)

    def near_path(self, path: str) -> str:
        """A hint with the file that a missing path most likely means, or ""."""
        name = posixpath.basename(path)
        moved = [item for item in self.world.tree.ending_with(name) if item != path] if "." in name else []
        if len(moved) == 1:
            return f"there is '{moved[0]}'"
        folder = posixpath.dirname(path)
        beside = [item for item in self.world.tree.files if posixpath.dirname(item) == folder]
        near = difflib.get_close_matches(path, beside, n=1, cutoff=0.75)
        return f"did you mean '{near[0]}'?" if near else ""

    def near_symbol(self, item: Resolution) -> str:
        """A hint with the name that a missing symbol most likely means, or ""."""
        file = self.world.index.files.get(item.target)
        names = {definition.name for definition in file.definitions} if file else set()
        near = difflib.get_close_matches(item.claim.name.rpartition(".")[2], sorted(names), n=1, cutoff=0.7)
        return f"did you mean '{near[0]}'?" if near else ""

    def without(self, ignored: Collection[str]) -> DriftFacts:
        """The same facts, with claims about git-ignored files exempt: those are generated, and may come."""
        changed = tuple(
            Resolution(r.claim, Outcome.EXEMPT, r.target, "git-ignored")
            if r.outcome is Outcome.MISSING and r.target in ignored and r.claim.kind in (Kind.PATH, Kind.LINK)
            else r
            for r in self.resolutions
        )
        return replace(self, resolutions=changed)


class _Quotes:
    """Searches the sources for a string, and reads them only when first asked."""

    def __init__(self, sources: Callable[[], Iterable[SourceFile]]) -> None:
        self._sources = sources

    def quoted(self, name: str) -> bool:
        """Whether a source holds the dotted name as a string: a logger, a key, an entry point."""
        return f'"{name}"' in self._joined or f"'{name}'" in self._joined

    def mentions(self, name: str) -> bool:
        """Whether the code holds a name as a word."""
        return name in self._joined and re.search(rf"\b{re.escape(name)}\b", self._joined) is not None

    @cached_property
    def _joined(self) -> str:
        return "\n".join(source.text for source in self._sources() if languages.of_path(source.path))


@dataclass(frozen=True, slots=True)
class Page:
    """A document and what the checks need of it: small enough to be handed between processes.

    `document` keeps its lines and comments only (and its fences when a comment may silence one);
    `anchors` holds `anchors.ANY` when there may be others than the text shows.
    """

    document: Document
    claims: tuple[Claim, ...]
    anchors: frozenset[str]
    titles: tuple[tuple[str, int], ...]
    exemption: str


def page(source: SourceFile) -> Page:
    """Read one document. Never raises."""
    document = documents.parse(source)
    found = claims.extract(document)
    slim = Document(document.path, document.lines, comments=document.comments)
    return Page(
        document=replace(slim, fences=document.fences) if document.comments else slim,
        claims=tuple(Claim(*item[:-1], document.line_text(item.span.line)) for item in found),
        anchors=anchors_of(document),
        titles=anchors.titles(document),
        exemption=vocabulary.document_exemption(document),
    )


def anchors_of(document: Document) -> frozenset[str]:
    """The anchors of a document that its text shows, with `anchors.ANY` when there may be others."""
    shown = anchors.of_document(document)
    return shown | {anchors.ANY} if anchors.is_built(document) else shown


def build(
    pages: Iterable[Page],
    tables: Collection[FileSymbols],
    files: Iterable[str],
    sources: Callable[[], Iterable[SourceFile]] = tuple,
    manifests: Iterable[SourceFile] = (),
) -> DriftFacts:
    """Hold the documents against the project.

    `tables` are the symbols of its code, `files` the paths of everything in it; `sources` gives the texts of
    the code, and is called only when a doubtful name must be searched for; `manifests` are those that
    `versions` reads.
    """
    pages = tuple(pages)
    papers = tuple(item.document for item in pages)
    index = Index(tables)
    known = {item.document.path: item.anchors for item in pages}
    exempt = {item.document.path: item.exemption for item in pages if item.exemption}
    quotes = _Quotes(sources)
    world = World(
        tree=FileTree(files),
        index=index,
        anchors=known.get,
        quoted=quotes.quoted,
        mentions=quotes.mentions,
        libraries=_libraries(tables, index),
        modules=cache(lambda: architecture.modules(index)),
        exempt_documents=exempt,
    )
    resolutions = resolve.resolve((claim for item in pages for claim in item.claims), world)
    titles = {item.document.path: item.titles for item in pages}
    return DriftFacts(papers, resolutions, world, titles, versions.minimums(manifests))


def facts(files: Iterable[SourceFile]) -> DriftFacts:
    """The facts of a project that is given as texts: Markdown files are documents, known languages are code."""
    files = tuple(files)
    pages = [page(source) for source in files if documents.is_document(source.path)]
    found = [table for source in files if (table := file_tables.extract(source))]
    manifests = [source for source in files if versions.is_manifest(source.path)]
    return build(pages, found, [source.path for source in files], lambda: files, manifests)


def _libraries(files: Iterable[FileSymbols], index: Index) -> frozenset[str]:
    """First parts of the modules that the code imports and the project does not hold, and the names that it
    imports from them.
    """
    own = {part for name in index.modules for part in name.split(".")}
    folders = {path.partition("/")[0] for path in index.files}
    found: set[str] = set()
    for file in files:
        for item in file.imports:
            first = item.module.partition(".")[0]
            if first and first not in own and first not in folders:
                found |= {first, item.original} if item.original[:1].isupper() else {first}
    return frozenset(found)
