"""Everything the drift rules look at, built from texts in memory."""

from __future__ import annotations

import difflib
import posixpath
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ygs_cli.artifacts import markdown
from ygs_cli.artifacts.markdown import Document, SourceFile
from ygs_cli.drift import anchors, claims, languages, resolve, symbols, vocabulary
from ygs_cli.drift.filetree import FileTree
from ygs_cli.drift.index import Index
from ygs_cli.drift.model import Claim, Kind, Outcome, Resolution
from ygs_cli.drift.resolve import World
from ygs_cli.drift.symbols import FileSymbols


@dataclass(frozen=True, slots=True)
class DriftFacts:
    """Every claim of the documents and what became of it, with the project that they were held against."""

    documents: tuple[Document, ...]
    resolutions: tuple[Resolution, ...]
    world: World
    titles: Mapping[str, tuple[tuple[str, int], ...]]  # headings with their lines, by document

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


class _Texts:
    """Answers that need the text of the sources, worked out when first asked."""

    def __init__(self, documents: Iterable[Document], sources: Iterable[SourceFile]) -> None:
        self._documents = {document.path: document for document in documents}
        self._sources = tuple(sources)
        self._anchors: dict[str, frozenset[str] | None] = {}

    def anchors(self, path: str) -> frozenset[str] | None:
        """The anchors of a document, or None when they cannot be known."""
        if path not in self._anchors:
            document = self._documents.get(path)
            known = document is not None and not anchors.is_built(document)
            self._anchors[path] = anchors.of_document(document) if document and known else None
        return self._anchors[path]

    def quoted(self, name: str) -> bool:
        """Whether a source holds the dotted name as a string: a logger, a key, an entry point."""
        return f'"{name}"' in self._joined or f"'{name}'" in self._joined

    @cached_property
    def _joined(self) -> str:
        return "\n".join(source.text for source in self._sources)


def build(
    documents: Iterable[Document],
    sources: Collection[SourceFile],
    files: Iterable[str],
    known: Iterable[FileSymbols] | None = None,
) -> DriftFacts:
    """Hold the documents against the project.

    `sources` are the texts of its code, `files` the paths of everything in it, `known` the symbols of the
    sources when the caller has them already.
    """
    documents = tuple(documents)
    found = list(known) if known is not None else [s for source in sources if (s := symbols.extract(source))]
    index = Index(found)
    texts = _Texts(documents, sources)
    exempt = {doc.path: reason for doc in documents if (reason := vocabulary.document_exemption(doc))}
    world = World(
        FileTree(files),
        index,
        texts.anchors,
        texts.quoted,
        _libraries(found, index),
        exempt,
    )
    all_claims: list[Claim] = [claim for document in documents for claim in claims.extract(document)]
    resolutions = resolve.resolve(all_claims, world)
    titles = {document.path: anchors.titles(document) for document in documents}
    return DriftFacts(documents, resolutions, world, titles)


def facts(files: Iterable[SourceFile]) -> DriftFacts:
    """The facts of a project that is given as texts: Markdown files are documents, known languages are code."""
    files = tuple(files)
    documents = [markdown.parse(source) for source in files if source.path.endswith(".md")]
    sources = [source for source in files if languages.of_path(source.path)]
    return build(documents, sources, [source.path for source in files])


def _libraries(files: Iterable[FileSymbols], index: Index) -> frozenset[str]:
    """First parts of the modules that the code imports and the project does not hold."""
    return frozenset(
        first
        for file in files
        for item in file.imports
        if (first := item.module.partition(".")[0]) and not index.is_root(first)
    )
