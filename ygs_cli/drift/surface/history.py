"""Flags, variables, keys and endpoints against the past: what a document names, the code had, and has no more.

Claims of this kind are wrong by history only: other programs have flags and variables too. The versions of each
file are compared pairwise from new to old, by the lines that were lost, so that a name is looked for only where
it can have been; the newest pairs first, up to a limit, and between distant versions fewer of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from ygs_cli.artifacts.markdown import SourceFile, split_lines
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.index import is_aside
from ygs_cli.drift.model import Claim, Evidence, Kind, Outcome, Resolution
from ygs_cli.drift.past import Past
from ygs_cli.drift.surface import lookup, pairing, wants
from ygs_cli.drift.surface.fields import cased
from ygs_cli.drift.surface.lookup import Place, Surface

_PAIRS = 1500  # pairs of versions that are read
_RECENT = 100  # commits; what was lost before may well be somebody else's name by now
_STEPS = (0, 1, 2, 3, 5, 8, 13, 24, 50, 110, 250)  # versions of a file that are compared, counted from the newest
_LOOKS = 400  # pairs whose names are extracted
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_PLAIN = re.compile(r"[a-z]+$|[A-Z][a-z]+$")
_NEAR = 40  # lines around a claim in which others of the same owner are looked for
_NEEDED = 2
ON_DISK = -1  # the "commit" of what is not committed


@dataclass(frozen=True, slots=True)
class _Step:
    """One change of a file: a blob id or, on disk, a text, before and after."""

    position: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Pair:
    path: str
    steps: tuple[_Step, ...]  # newest first

    @property
    def newer(self) -> str:
        return self.steps[0].after

    @property
    def older(self) -> str:
        return self.steps[-1].before


@dataclass
class _Archive:
    """The versions of the files that can name something, and what each of them names."""

    past: Past
    _surfaces: dict[tuple[str, str], Surface] = field(default_factory=dict)

    def text(self, path: str, blob: str) -> str:
        """The text of a version; of the file on disk for its own id."""
        if not blob:
            return ""
        if blob == self.past.current.get(path):
            return self.past.disk(path)
        return self.past.read([blob])[blob]

    def fetch(self, blobs: Iterable[str]) -> None:
        """Read versions at once that will be asked for one by one."""
        self.past.read(filter(None, blobs))

    def surface(self, path: str, blob: str) -> Surface:
        """What one version of a file names."""
        key = (path, blob)
        if key not in self._surfaces:
            table = self.past.extract_all(SourceFile(path, self.text(path, blob))) if blob else None
            self._surfaces[key] = Surface([table] if table else [])
        return self._surfaces[key]

    def pairs(self) -> list[_Pair]:
        """The pairs of versions to compare, those with the newest change first."""
        timeline = self.past.timeline
        paths = {path for path in (*timeline.head, *timeline.gone, *self.past.current) if wants(path)}
        found = [pair for path in sorted(paths) for pair in _sampled(path, self._steps(path))]
        return sorted(found, key=lambda pair: pair.steps[0].position)[:_PAIRS]

    def _steps(self, path: str) -> list[_Step]:
        timeline = self.past.timeline
        on_disk, head = self.past.current.get(path, ""), timeline.head.get(path, "")
        steps = [_Step(ON_DISK, head, on_disk)] if head and on_disk != head else []
        recent = ((at, change) for at, change in timeline.versions(path) if at < _RECENT)
        return [*steps, *(_Step(at, change.before, change.after) for at, change in recent)]

    def changes(self, position: int) -> Iterator[tuple[str, str, str]]:
        """Path and texts, before and after, of the files of a commit that can name something."""
        if position == ON_DISK:
            head, current = self.past.timeline.head, self.past.current
            rows = [(path, blob, current.get(path, "")) for path, blob in head.items() if wants(path)]
            rows += [(path, "", blob) for path, blob in current.items() if path not in head and wants(path)]
        else:
            changes = self.past.timeline.commits[position].changes
            rows = [(change.path, change.before, change.after) for change in changes if wants(change.path)]
        rows = [(path, old, new) for path, old, new in rows if old != new]
        self.fetch(blob for path, *both in rows for blob in both if blob != self.past.current.get(path))
        for path, old, new in rows:
            yield path, self.text(path, old), self.text(path, new)


def _sampled(path: str, steps: list[_Step]) -> Iterator[_Pair]:
    marks = [step for step in _STEPS if step < len(steps)] + [len(steps)]
    for start, end in pairwise(marks):
        pair = _Pair(path, tuple(steps[start:end]))
        if pair.older and pair.older != pair.newer:
            yield pair


def weigh(facts: DriftFacts, past: Past) -> DriftFacts:
    """The facts, with the claims of this kind that name what the code lost since their line was written."""
    wanted = _candidates(facts, past)
    if not wanted:
        return facts
    proofs = _proofs(wanted, facts, past)
    items = [proofs.get(number, item) for number, item in enumerate(facts.resolutions)]
    return replace(facts, resolutions=tuple(_without_doubles(items)))


def _candidates(facts: DriftFacts, past: Past) -> dict[int, Claim]:
    """The claims that no code of today answers, by their number; bare symbols that nothing defines may be keys."""
    index = past.now.index
    found: dict[int, Claim] = {}
    for number, item in enumerate(facts.resolutions):
        claim = item.claim
        if _may_be_a_key(item):
            claim = _as_key(claim)
        if claim.kind not in lookup.KINDS or item.outcome is Outcome.EXEMPT:
            continue
        if claim.document in past.now.exempt_documents:  # a sample may still name it there
            continue
        if claim.kind is Kind.COMMAND and not lookup.is_own_program(claim, index.surface):
            continue
        if claim.kind is Kind.FLAG and lookup.is_of_others(claim, index.surface):
            continue
        if lookup.find(claim, index.surface) is None:
            found[number] = claim
    return found


def _may_be_a_key(item: Resolution) -> bool:
    claim = item.claim
    doubtful = claim.kind is Kind.SYMBOL and item.outcome is Outcome.UNPROVEN and claim.origin == "code"
    return doubtful and claim.token == claim.name and not claim.name.startswith(".")


def _as_key(claim: Claim) -> Claim:
    """A dotted name as the claim of its last part."""
    last = claim.name.rpartition(".")[2]
    span = claim.span._replace(column=claim.span.end_column - len(last))
    return claim._replace(kind=Kind.KEY, token=last, span=span)


def words(claim: Claim) -> set[str]:
    """The words of which one stands in each line of code that can define what a claim is about."""
    if claim.kind is Kind.ENDPOINT:
        return {word for part in lookup.parse(claim.name).parts for word in _WORD.findall(part)}
    found = set(_spellings(_last(claim)))
    if claim.kind is Kind.VARIABLE:  # pydantic's settings: a field behind a prefix
        parts = claim.name.lower().split("_")
        found |= {"_".join(parts[start:]) for start in range(len(parts))}
    return found


def _last(claim: Claim) -> str:
    return claim.name.rpartition(" " if claim.kind is Kind.COMMAND else ".")[2].lstrip("-")


@cache
def _spellings(last: str) -> frozenset[str]:
    found = set()
    for name in {last, last.removeprefix("no-")}:
        found |= {name, *(cased(name.replace("-", "_"), case) for case in _CASES)}
    return frozenset(found)


_CASES = ("snake_case", "kebab-case", "camelCase", "PascalCase")


def _proofs(wanted: Mapping[int, Claim], facts: DriftFacts, past: Past) -> dict[int, Resolution]:
    archive = _Archive(past)
    waiting: dict[str, set[int]] = defaultdict(set)
    for number, claim in wanted.items():
        for word in words(claim):
            waiting[word].add(number)
    pairs = archive.pairs()
    archive.fetch(
        blob for pair in pairs for blob in (pair.older, pair.newer) if blob != past.current.get(pair.path)
    )
    owners = _Owners(facts, past)
    proofs: dict[int, Resolution] = {}
    settled: set[int] = set()
    looks = 0
    for pair in pairs:
        if looks >= _LOOKS:
            break
        lost = _lost_words(archive.text(pair.path, pair.older), archive.text(pair.path, pair.newer))
        numbers = set().union(*(waiting[word] for word in lost & waiting.keys())) - settled
        if not numbers:
            continue
        looks += 1
        for number in numbers:
            step = _removal(wanted[number], pair, archive)
            if step is None:
                continue
            settled.add(number)  # the newest loss decides
            proof = _proof(wanted[number], pair.path, step, archive)
            if proof is not None and owners.agree(wanted[number], archive.surface(pair.path, step.before)):
                proofs[number] = proof
    return proofs


def _lost_words(older: str, newer: str) -> set[str]:
    lost = set(older.split("\n")) - set(newer.split("\n"))
    return {word for line in lost if len(line) < 1000 for word in _WORD.findall(line)}


def _removal(claim: Claim, pair: _Pair, archive: _Archive) -> _Step | None:
    """The step of a pair at which a file lost what a claim is about, or None when it did not."""
    path, steps = pair.path, pair.steps
    if _named(claim, archive.surface(path, pair.older)) is None or _named(
        claim, archive.surface(path, pair.newer)
    ):
        return None
    low, high = 0, len(steps) - 1  # before the step `high` it is there, after the step `low` it is not
    while low < high:
        middle = (low + high) // 2
        if _named(claim, archive.surface(path, steps[middle].before)):
            high = middle
        else:
            low = middle + 1
    return steps[low]


def _named(claim: Claim, surface: Surface) -> Place | None:
    return lookup.find(claim, surface) or lookup.sampled(claim, surface)


def _proof(claim: Claim, path: str, step: _Step, archive: _Archive) -> Resolution | None:
    """The claim as missing, when its line is older than the loss and nothing took the place of what was lost."""
    past = archive.past
    then = _named(claim, archive.surface(path, step.before))
    if then is None or (not then.strong and lookup.sampled(claim, past.now.index.surface)):
        return None
    if then.item.kind == "variable" and lookup.defined(claim, past.now.index):
        return None
    if claim.kind is Kind.COMMAND and is_aside(path):  # an example's own
        return None
    if claim.kind is Kind.VARIABLE and _is_put_together(claim.name, path, step, archive):
        return None
    written = past.timeline.written(claim.document, claim.line_text, past.read)
    if step.position != ON_DISK and (written is None or written <= step.position):
        return None
    if claim.kind is not Kind.ENDPOINT and not _is_fewer(claim, step.position, archive):
        return None
    commits = past.timeline.commits
    at = step.position + 1
    boundary = not past.timeline.complete and at >= len(commits) - 1
    evidence = Evidence(
        position=at,
        commit=str(commits[min(at, len(commits) - 1)]),
        target=path,
        line=then.item.line,
        certain=not boundary,
        removal=str(commits[step.position]) if step.position != ON_DISK else "",
    )
    before = archive.text(path, step.before), archive.surface(path, step.before)
    table = next((table for table in past.now.index.tables if table.path == path), None)
    now = past.disk(path) if table else "", Surface([table] if table else [])
    evidence = pairing.fate(claim, then.item, evidence, before, now)
    return Resolution(claim, Outcome.MISSING, path, "gone", then.item.line, evidence)


def _is_put_together(name: str, path: str, step: _Step, archive: _Archive) -> bool:
    """Whether the code now makes a name of two parts, of which one stands in it as a string."""
    before, after = archive.text(path, step.before), archive.text(path, step.after)
    for cut in (place for place, sign in enumerate(name) if sign == "_"):
        for part in (name[: cut + 1], name[cut:], name[cut + 1 :]):
            if any(f"{quote}{part}{quote}" in after and f"{quote}{part}{quote}" not in before for quote in "\"'"):
                return True
    return False


def _is_fewer(claim: Claim, position: int, archive: _Archive) -> bool:
    """Whether a commit left the name fewer times than it was there: else it is defined in another way now."""
    lost: Counter[str] = Counter()
    won: Counter[str] = Counter()
    for _, old, new in archive.changes(position):
        before, after = Counter(split_lines(old)), Counter(split_lines(new))
        lost += before - after
        won += after - before
    whole = _spellings(_last(claim))
    wanted = whole if _count(lost, whole) else words(claim)
    return _count(lost, wanted) > _count(won, wanted)


def _count(lines: Counter[str], wanted: Collection[str]) -> int:
    found = ((number, _WORD.findall(line)) for line, number in lines.items())
    return sum(number * sum(word in wanted for word in line) for number, line in found)


class _Owners:
    """Whether a key of a common word is meant as the one that was lost: others of its owner stand near it."""

    def __init__(self, facts: DriftFacts, past: Past) -> None:
        self._past = past
        self._near: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for item in facts.resolutions:
            if item.claim.kind in (Kind.KEY, Kind.SYMBOL):
                last = item.claim.name.rpartition(".")[2]
                self._near[item.claim.document].append((item.claim.span.line, last))

    def agree(self, claim: Claim, then: Surface) -> bool:
        """Whether the document means what was lost: by a name that is no common word, or by the company."""
        last = claim.name.rpartition(".")[2]
        if claim.kind is not Kind.KEY or not _PLAIN.match(last):
            return True
        place = _named(claim, then)
        item = place.item if place else None
        siblings = {
            other.name
            for table in then.tables
            for other in (*table.surface, *table.definitions)
            if item and other.scope == item.scope and other.scope and other.name != last
        }
        near = {
            name
            for line, name in self._near[claim.document]
            if abs(line - claim.span.line) <= _NEAR and name in siblings
        }
        return len(near) >= _NEEDED


def _without_doubles(items: list[Resolution]) -> Iterator[Resolution]:
    """Without the second of two findings about the same piece of a line; the one with an edit stays."""
    best: dict[tuple[str, int, int], Resolution] = {}
    for item in items:
        if item.outcome is Outcome.MISSING:
            key = (item.claim.document, item.claim.span.line, item.claim.span.end_column)
            if key not in best or _rank(item) > _rank(best[key]):
                best[key] = item
    for item in items:
        key = (item.claim.document, item.claim.span.line, item.claim.span.end_column)
        if item.outcome is Outcome.MISSING and best[key] is not item and _is_about_names(item, best[key]):
            yield item._replace(outcome=Outcome.UNPROVEN, reason="reported under another name", evidence=None)
        else:
            yield item


def _rank(item: Resolution) -> tuple[bool, bool]:
    return bool(item.evidence and item.evidence.token), item.claim.kind not in (Kind.KEY, Kind.COMMAND)


def _is_about_names(left: Resolution, right: Resolution) -> bool:
    return left.claim.kind in lookup.KINDS or right.claim.kind in lookup.KINDS
