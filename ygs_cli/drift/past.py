"""Claims against the past: what resolved when its line was written and does not resolve now has drifted."""

from __future__ import annotations

import posixpath
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ygs_cli.artifacts import documents
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.drift import forms, languages, resolve, sieve, symbols, tables
from ygs_cli.drift.facts import DriftFacts, anchors_of
from ygs_cli.drift.filetree import FileTree, is_glob, join
from ygs_cli.drift.index import Index, Verdict, is_aside, is_deep, is_package
from ygs_cli.drift.model import Claim, Evidence, Kind, Outcome, Resolution
from ygs_cli.drift.resolve import NAMES, World
from ygs_cli.drift.sieve import Sieve, Version
from ygs_cli.drift.surface import lookup
from ygs_cli.drift.symbols import Definition, FileSymbols
from ygs_cli.drift.timeline import Reader, Timeline

_SAMPLES = 6  # versions of a file that are searched for names which no longer exist
_RECENT = 100  # commits, as for flags and keys
_MANY = 600  # source files of other languages of which versions are sampled
_FORMS = (Kind.DEFAULT, Kind.SIGNATURE)
_PRESENT = (Kind.MEMBER, Kind.TYPE, Kind.EDGE, Kind.COVER)  # not proved by a name that is gone
_EXAMPLES = frozenset("docs_src example examples sample samples".split())
_TESTS = frozenset("tests test testing fixtures templates vendor".split())


@dataclass
class Past:
    """The project at earlier commits. `current` are the blob ids of files on disk, by path; `disk` reads one."""

    timeline: Timeline
    read_blobs: Reader
    now: World
    current: Mapping[str, str]
    disk: Callable[[str], str]
    extract: Callable[[SourceFile], FileSymbols | None] = symbols.extract  # what has a definition
    extract_all: Callable[[SourceFile], FileSymbols | None] = tables.extract  # also what users name
    _texts: dict[str, str] = field(default_factory=dict)
    _defined: dict[str, frozenset[str]] = field(default_factory=dict)
    _versions: dict[tuple[str, str], Version] = field(default_factory=dict)
    _places: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _sieves: dict[int, Sieve] = field(default_factory=dict)
    _tables: dict[tuple[str, str], FileSymbols | None] = field(default_factory=dict)

    def read(self, blobs: Iterable[str]) -> Mapping[str, str]:
        """Texts of blobs; each is fetched once."""
        wanted = set(blobs)
        missing = wanted - self._texts.keys()
        if missing:
            got = self.read_blobs(missing)
            self._texts.update({blob: got.get(blob, "") for blob in missing})
        return {blob: self._texts[blob] for blob in wanted}

    def text(self, path: str, position: int) -> str:
        """The text of a file in the tree of a commit; "" when it is not there."""
        blob = self.timeline.blob(path, position)
        return self.read([blob])[blob] if blob else ""

    def table(self, path: str, blob: str) -> FileSymbols | None:
        """The symbols of one version of a source file."""
        if blob == self.current.get(path):
            return self.now.index.files.get(path)
        if (path, blob) not in self._tables:
            text = self.read([blob])[blob]
            self._tables[path, blob] = self.extract(SourceFile(path, text))
        return self._tables[path, blob]

    @cached_property
    def everything(self) -> World:
        """All paths that ever were, with no symbols: what does not resolve here never did."""
        tree = FileTree({*self.timeline.head, *self.timeline.gone})
        return replace(self.now, tree=tree, anchors=lambda path: frozenset(), index=Index(()))

    @cached_property
    def names(self) -> frozenset[str]:
        """Names that code outside tests and examples defined at some time, from samples of its versions. Of files
        whose modules are not followed, fewer where there are many.
        """
        found = [blob for path in self.deep for blob in self._sampled(path, _SAMPLES)]
        others = [path for path in self.code if not is_deep(path)]
        number = min(_SAMPLES, _MANY // max(1, len(others)))
        found += [blob for path in others for blob in self._sampled(path, number)]
        texts = self.read(found)
        return frozenset().union(*(self._names_in(blob, text) for blob, text in texts.items()))

    def _sampled(self, path: str, number: int) -> list[str]:
        versions = [change.after for _, change in self.timeline.versions(path) if change.after]
        if not number:
            return []
        step = max(1, len(versions) // number)
        chosen = dict.fromkeys([*versions[:2], *versions[::step], *versions[-1:]])
        return [blob for blob in chosen if blob != self.current.get(path)]

    @cached_property
    def removed(self) -> frozenset[str]:
        """Those of `names` that no code outside tests and examples defines now, as text shows it."""
        current = (path for path in self.deep if path in self.now.index.files)
        defined = frozenset().union(*(sieve.defined(self.disk(path)) for path in current))
        return self.names - defined - {name for name, found in self.now.index.by_name.items() if _is_ours(found)}

    @cached_property
    def stems(self) -> frozenset[str]:
        """The last names of all modules and packages that ever were, without tests and examples."""
        paths = [posixpath.splitext(path)[0].split("/") for path in self.deep]
        return frozenset(part for parts in paths for part in parts)

    def world(self, position: int, claims: Iterable[Claim]) -> World:
        """The project at a commit, with as many of its symbols and anchors as the claims can need."""
        claims = tuple(claims)
        places = any(claim.kind not in NAMES or "#" in claim.name for claim in claims)
        tree = self.timeline.tree(position) if places else ()
        names = [claim for claim in claims if claim.kind in NAMES]
        index = Index(self._relevant(position, names) if names else ())

        def anchors(path: str) -> frozenset[str] | None:
            text = self.text(path, position)
            return anchors_of(documents.parse(SourceFile(path, text))) if text else None

        return replace(self.now, tree=FileTree(tree), index=index, anchors=anchors, exempt_documents={})

    @cached_property
    def code(self) -> tuple[str, ...]:
        """Source files that are or were in the project, without tests, documents and examples."""
        ever = {*self.timeline.head, *self.timeline.gone}
        return tuple(sorted(path for path in ever if languages.of_path(path) and not is_aside(path)))

    @cached_property
    def deep(self) -> tuple[str, ...]:
        """Those of `code` whose names are followed through their modules."""
        return tuple(path for path in self.code if is_deep(path))

    @cached_property
    def recent(self) -> FileTree:
        """The files of the oldest commit whose losses count for tokens that may be anybody's."""
        return FileTree(self.timeline.tree(min(_RECENT, len(self.timeline.commits))))

    def prepare(self, positions: Iterable[int]) -> None:
        """Fetch at once the code of these commits."""
        self.read({blob for position in positions for blob in self._code_at(position).values()} - self._on_disk)

    @cached_property
    def _on_disk(self) -> frozenset[str]:
        return frozenset(self.current.values())

    def _code_at(self, position: int) -> Mapping[str, str]:
        """The code of a commit whose names are followed: path -> blob id."""
        return {path: blob for path in self.deep if (blob := self.timeline.blob(path, position))}

    def sieve(self, position: int) -> Sieve:
        """What the code of a commit can define, as its text shows."""
        if position not in self._sieves:
            code = self._code_at(position).items()
            files = [self._version(*item) for item in code]
            self._sieves[position] = Sieve(files, self.now.index.roots, self._foreign)
        return self._sieves[position]

    @cached_property
    def _foreign(self) -> frozenset[str]:
        return self.now.libraries | sys.stdlib_module_names

    def _version(self, path: str, blob: str) -> Version:
        if (path, blob) not in self._versions:
            text = self.disk(path) if blob == self.current.get(path) else self.read([blob])[blob]
            self._versions[path, blob] = Version(path, blob, text, self._names_in(blob, text))
        return self._versions[path, blob]

    def _names_in(self, blob: str, text: str) -> frozenset[str]:
        if blob not in self._defined:
            self._defined[blob] = sieve.defined(text)
        return self._defined[blob]

    def may_hold(self, claim: Claim, position: int) -> bool:
        """A cheap sieve: whether a claim of a name or a path could be true at a commit."""
        if claim.kind in NAMES:
            return any(self.sieve(position).needed(claim))
        if claim.kind is not Kind.PATH or claim.group or is_glob(claim.name):
            return True
        return any(self.timeline.blob(path, position) for path in self._ever(claim.name))

    def _ever(self, name: str) -> tuple[str, ...]:
        """The files that ever were and are a path, or lie in it, wherever it begins."""
        if name not in self._places:
            wanted = "/" + posixpath.normpath(re.sub(r"^(?:\.\.?/)+", "", name)).strip("/")
            files = self.everything.tree.files
            self._places[name] = tuple(file for file in files if f"{wanted}/" in f"/{file}/")
        return self._places[name]

    def _relevant(self, position: int, claims: Iterable[Claim]) -> Iterator[FileSymbols]:
        sieve = self.sieve(position)
        needed = {file.path for claim in claims for file in sieve.needed(claim)}
        for file in sieve.files:
            if file.path in needed or file.blob == self.current.get(file.path):
                found = self.table(file.path, file.blob)
                if found is not None:
                    yield found
            elif is_package(file.path):  # it holds none of the names, but makes its folder a package
                yield FileSymbols(file.path, "python", (), ())


def _is_ours(found: Iterable[tuple[FileSymbols, Definition]]) -> bool:
    return any(not is_aside(file.path) for file, _ in found)


def weigh(facts: DriftFacts, past: Past) -> DriftFacts:
    """The facts with what history says: claims that resolved when their line was written, or later, and do
    not now are missing with evidence; doubtful names that never resolved are dropped.
    """
    candidates = [item for item in facts.resolutions if _might_have_been(item, past)]
    places = {item.claim: item.target for item in candidates if item.claim.group}
    proofs = _proofs([item.claim for item in candidates], places, past)
    weighed = []
    for item in facts.resolutions:
        proof = proofs.get(item.claim)
        if proof is not None and not _still_meant(item, proof, past) and not _is_faded(item, proof, past):
            weighed.append(proof)
        elif item.outcome is Outcome.MISSING and _needs_proof(item.claim) and _is_committed(item.claim, past):
            weighed.append(item._replace(outcome=Outcome.UNPROVEN, reason="never resolved"))
        else:
            weighed.append(item)
    return replace(facts, resolutions=tuple(weighed))


def _might_have_been(item: Resolution, past: Past) -> bool:
    """A cheap sieve: whether any moment of the past could resolve a claim that does not resolve now."""
    claim = item.claim
    if item.outcome in (Outcome.EXEMPT, Outcome.FOUND) or claim.kind in (*_PRESENT, *lookup.KINDS):
        return False
    if claim.kind is Kind.PATH and claim.name in resolve.COMMON_NAMES:
        return False
    if claim.kind in (Kind.PARAMETER, *_FORMS):
        function = forms.function_of(claim.name).rpartition(".")[2].removesuffix("()")
        if past.now.index.callables(function):
            return claim.kind in _FORMS or _name(claim) in past.names
        if claim.kind in _FORMS:
            return False
    if claim.kind in NAMES:
        ours = past.now.index.is_root(claim.name.partition(".")[0].partition("(")[0])
        parts = claim.name.split(".")
        if item.reason == resolve.OPEN:  # it may come from where syntax does not show it
            return _name(claim) in past.removed
        if not ours and claim.kind is Kind.SYMBOL and len(parts) == 2 and parts[0] in past.stems:
            return _name(claim) in past.names
        if ours and _name(claim) in past.stems:
            return True
        return _name(claim) in (past.names if ours or "#" in claim.name else past.removed)
    if claim.kind is Kind.ANCHOR:
        return item.outcome is Outcome.MISSING or item.reason == resolve.BUILT
    if claim.group:
        return item.target in past.everything.tree
    return _meant(claim, resolve.one(claim, past.everything))


def _meant(claim: Claim, found: Resolution) -> bool:
    """Whether a claim resolves to something a document can mean: not to the end of a path among the tests."""
    if found.outcome is not Outcome.FOUND or found.reason == "aside":
        return False
    if claim.kind is not Kind.PATH or _TESTS.isdisjoint(found.target.split("/")):
        return True
    return _is_whole(claim, found.target)


def _is_whole(claim: Claim, path: str) -> bool:
    """Whether a claim is all of a path, from the root or from its document."""
    wanted = claim.name.rstrip("/")
    return path in (wanted, join(posixpath.dirname(claim.document), wanted))


def _name(claim: Claim) -> str:
    """The last name of a claim: what must have been defined for it to be about the project."""
    if claim.kind is Kind.PARAMETER:
        return claim.name.removesuffix(")").rpartition("(")[2]
    return claim.name.rpartition("#")[2].rpartition(".")[2]


def _proofs(claims: list[Claim], places: Mapping[Claim, str], past: Past) -> dict[Claim, Resolution]:
    """For each claim that once resolved: the claim as missing, with the moment as evidence."""
    documents = {claim.document for claim in claims}
    past.read({change.after for path in documents for _, change in past.timeline.versions(path)})
    queue: dict[int, list[Claim]] = defaultdict(list)
    later: dict[Claim, list[int]] = {}
    moments_of = {claim: _moments(claim, past) for claim in claims}
    past.prepare({at for claim, moments in moments_of.items() if claim.kind in NAMES for at in moments})
    for claim, tried in moments_of.items():
        moments = [at for at in tried if past.may_hold(claim, at)]
        if moments:
            queue[moments[0]].append(claim)
            later[claim] = moments[1:]
    proofs: dict[Claim, Resolution] = {}
    while queue:
        position = next(iter(queue))
        waiting = queue.pop(position)
        world = past.world(position, waiting)
        for claim in waiting:
            found = _resolve_then(claim, world, places)
            if found is not None:
                proofs[claim] = found_missing(claim, found, position, past)
            elif later[claim]:
                queue[later[claim].pop(0)].append(claim)
    return proofs


def found_missing(claim: Claim, then: Resolution, position: int, past: Past) -> Resolution:
    """The claim as missing now, with what it resolved to at a commit."""
    commit = past.timeline.commits[position]
    boundary = not past.timeline.complete and position == len(past.timeline.commits) - 1
    evidence = Evidence(position, str(commit), then.target, then.line, certain=not boundary)
    return Resolution(claim, Outcome.MISSING, then.target, "gone", evidence=evidence)


def _resolve_then(claim: Claim, world: World, places: Mapping[Claim, str]) -> Resolution | None:
    if claim.group:
        path = places[claim]
        return Resolution(claim, Outcome.FOUND, path) if path in world.tree else None
    found = resolve.one(claim, world)
    if not _meant(claim, found) or (_is_plain_word(claim) and not _is_public(claim.name, world)):
        return None
    return found


def _is_plain_word(claim: Claim) -> bool:
    """Whether a claim is a word of plain lower case, that may be a command, an option or just a word."""
    called = claim.line_text[claim.span.end_column - 1 :].startswith("(")
    plain = claim.name.isalpha() and claim.name.islower()
    return claim.kind is Kind.SYMBOL and claim.origin == "code" and plain and not called


def _is_public(name: str, world: World) -> bool:
    """Whether a package of the project offered a name at its top."""
    return any(world.index.lookup(f"{root}.{name}").verdict is Verdict.FOUND for root in world.index.roots)


def _moments(claim: Claim, past: Past) -> list[int]:
    """The commits at which a claim is tried: HEAD and the one before, where the evidence is freshest; the one
    that wrote its line, and the last that touched its document.
    """
    written = past.timeline.written(claim.document, claim.line_text, past.read)
    if written is None:
        return [0] if past.timeline.commits else []
    touched = past.timeline.versions(claim.document)[0][0]
    last = len(past.timeline.commits) - 1
    return list(dict.fromkeys((0, min(1, last, written), written, touched)))


def _still_meant(item: Resolution, proof: Resolution, past: Past) -> bool:
    """Whether a bare name may now mean something else that is there: a parameter, a key, a string."""
    claim = item.claim
    if claim.kind is Kind.PARAMETER and item.outcome is not Outcome.MISSING:
        function = claim.name.rpartition("(")[0].rpartition(".")[2]
        known = past.now.index.by_name.get(function, ())
        return bool(function) and all(is_aside(file.path) for file, _ in known)
    if claim.kind is Kind.SYMBOL and item.reason == resolve.OPEN:
        return past.now.mentions(_name(claim))
    if claim.kind is not Kind.SYMBOL or item.outcome is Outcome.MISSING:
        return False
    if claim.strong:
        return _is_made_elsewhere(claim, past)
    name = _name(claim)
    file = past.table(
        proof.target, past.timeline.blob(proof.target, proof.evidence.position if proof.evidence else 0)
    )
    kinds = {entry.kind for entry in file.definitions if entry.name == name} if file else set()
    return not kinds & {"function", "class"} and past.now.mentions(name)


def _is_faded(item: Resolution, proof: Resolution, past: Past) -> bool:
    """Whether a token that may be anybody's, a file's bare name, a word of a sample, the end of a path among
    the examples, an anchor of a page that has others than its text shows, was lost too long ago to be meant.
    """
    claim = item.claim
    bare = not claim.group and "/" not in claim.name
    aside = not (_EXAMPLES.isdisjoint(proof.target.split("/")) or claim.group or _is_whole(claim, proof.target))
    sample = claim.kind is Kind.PATH and (bare or aside or not claim.strong)
    if not sample and item.reason != resolve.BUILT:
        return False
    if len(past.timeline.commits) <= _RECENT:
        return False
    if claim.kind is Kind.PATH:
        removal = past.timeline.removal(proof.target)
        return proof.target not in past.recent and (removal is None or removal > _RECENT)
    text = past.text(proof.target, _RECENT)
    anchor = claim.name.partition("#")[2].lower()
    return bool(text) and anchor not in anchors_of(documents.parse(SourceFile(proof.target, text)))


def _is_made_elsewhere(claim: Claim, past: Past) -> bool:
    """Whether a document makes the variable of a claim `name.member` elsewhere: `name = lib.Class()`."""
    name, _, member = claim.name.partition(".")
    makers = re.findall(
        rf"\b{re.escape(name)}\s*(?::[^=\n]+)?=\s*(?:await\s+|new\s+)?([a-z_]\w*)\.\w[\w.]*\(",
        past.disk(claim.document),
    )
    return bool(member and makers) and not any(map(past.now.index.is_root, makers))


def _needs_proof(claim: Claim) -> bool:
    """Whether a claim that its form alone made ours is doubtful when history never resolved it."""
    doubtful = claim.kind in (*NAMES, Kind.PATH) and "#" not in claim.name
    return doubtful and claim.origin in ("code", "tree")


def _is_committed(claim: Claim, past: Past) -> bool:
    return past.timeline.complete and (
        past.timeline.written(claim.document, claim.line_text, past.read) is not None
    )
