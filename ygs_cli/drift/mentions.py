"""Documents against what the code lost: each place that still names it, when its line is as old as the thing.

This works on words, for every language alike, beside the judgement of claims: what a claim of its own form
settles is left to it.
"""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ygs_cli.drift import losses, owners, vocabulary
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.losses import Loss, Losses, Now
from ygs_cli.drift.model import Claim, Evidence, Kind, Outcome, Resolution
from ygs_cli.drift.owners import Chain, Variables
from ygs_cli.drift.past import Past
from ygs_cli.drift.sheet import Sheet, Word, pattern_of

_WORDS = bytes(byte if byte == 95 or byte >= 128 or chr(byte).isalnum() else 32 for byte in range(256))
_HUMP = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2}[a-z]|\w_[^\W_]")
_ADDRESS = re.compile(r"(?:\w+://|www\.|mailto:)\S*$")
_FILE = re.compile(r"\.(\w+)\b(?!\s*\()")
_CALLED = re.compile(r"(?:::<[^<>]*>|<[^<>]*>|!)?\s?\(")
_IMPORT = re.compile(r"\b(?:import|use|require|from)\b")
_BINDS = r"(?:\b(?:def|class|func|fn|function|struct|enum|trait|interface|type|let|const|var|val|object)\s+(?:\([^()]*\)\s*)?{0}\b|(?<![\w.]){0}\s*(?::\s*[^=\n,)]+)?:?=(?!=)\s)"


@dataclass
class Desk:
    """What the judgement of one document needs."""

    path: str
    sheet: Sheet
    now: Now
    past: Past
    settled: Mapping[tuple[int, int], Resolution]  # line and end column of symbols that have a claim

    @cached_property
    def variables(self) -> Variables:
        """The variables that its examples bind."""
        return Variables(self.sheet)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the document."""
        return words_of(self.sheet.lines)

    def written(self, line: int) -> int | None:
        """The commit that wrote a line, None for a line that is not committed."""
        return self.past.timeline.written(self.path, self.sheet.lines[line - 1], self.past.read)

    def is_as_old(self, line: int, loss: Loss) -> bool:
        """Whether a line was there when the thing still was."""
        written = self.written(line)
        if written is None:
            return loss.position == 0
        return written >= loss.position


def words_of(lines: tuple[str, ...] | list[str]) -> frozenset[str]:
    """The words of a text, at the speed that all documents of a project need."""
    data = "\n".join(lines).encode("utf-8", "surrogatepass").translate(_WORDS)
    return frozenset(data.decode("utf-8", "replace").split())


def add(facts: DriftFacts, past: Past) -> DriftFacts:
    """The facts with a finding for each mention of what the code lost, where no claim has told of it."""
    documents = [item for item in facts.documents if item.path not in facts.world.exempt_documents]
    shown = {item.path: words_of(item.lines) for item in documents}
    now = Now(past)
    lost = losses.of(past, now, frozenset().union(*shown.values()))
    settled: dict[str, dict[tuple[int, int], Resolution]] = {}
    for item in facts.resolutions:
        if item.claim.kind is Kind.SYMBOL:
            span = item.claim.span
            settled.setdefault(item.claim.document, {})[span.line, span.end_column] = item
    found: list[Resolution] = []
    for document in documents:
        wanted = shown[document.path]
        if wanted.isdisjoint(lost.names) and wanted.isdisjoint(lost.changes):
            continue
        desk = Desk(document.path, Sheet(document.lines), now, past, settled.get(document.path, {}))
        found += named(desk, lost)
    return replace(facts, resolutions=(*_unsettled(facts, found), *found))


def _unsettled(facts: DriftFacts, found: list[Resolution]) -> Iterator[Resolution]:
    """The resolutions, without those that a mention overrules."""
    places = {(item.claim.document, item.claim.span.line, item.claim.span.end_column) for item in found}
    for item in facts.resolutions:
        span = item.claim.span
        known = item.claim.kind is Kind.SYMBOL and item.outcome is not Outcome.MISSING
        if not (known and (item.claim.document, span.line, span.end_column) in places):
            yield item


def named(desk: Desk, lost: Losses) -> Iterator[Resolution]:
    """The places of one document that name a lost definition."""
    wanted = desk.words & lost.names.keys()
    if not wanted:
        return
    for word in desk.sheet.words(pattern_of(frozenset(wanted))):
        loss = _meant(word, lost.names[word.text], desk)
        if loss is not None:
            yield _missing(word, loss, desk)


def _missing(word: Word, loss: Loss, desk: Desk) -> Resolution:
    commit = desk.past.timeline.commits[loss.position]
    boundary = not desk.past.timeline.complete and loss.position == len(desk.past.timeline.commits) - 1
    evidence = Evidence(loss.position, str(commit), loss.path, loss.old.line, certain=not boundary)
    name = word.text if loss.bare or not loss.owner else f"{loss.owner}.{word.text}"
    claim = claim_at(word, Kind.SYMBOL, name, desk)
    return Resolution(claim, Outcome.MISSING, loss.path, "gone", evidence=evidence)


def claim_at(word: Word, kind: Kind, name: str, desk: Desk) -> Claim:
    """A claim whose token is a word of the document."""
    from ygs_cli.artifacts.markdown import Span

    span = Span(word.line, word.column, word.column + len(word.text))
    line = desk.sheet.lines[word.line - 1]
    return Claim(kind, word.text, name, desk.path, span, "word", strong=False, line_text=line)


def _meant(word: Word, lost: list[Loss], desk: Desk) -> Loss | None:
    """The loss that a word means, or None when it can mean anything else."""
    if _is_no_name(word) or vocabulary.is_placeholder(word.text):
        return None
    chain = owners.chain(word)
    settled = desk.settled.get((word.line, word.column + len(word.text)))
    if settled is not None and settled.outcome is Outcome.MISSING:
        return None
    for loss in losses.newest(lost):
        if _is_foreign(chain, loss, desk):
            continue
        if not (_by_owner(word, chain, loss, desk) or _by_name(word, chain, loss, settled, desk)):
            continue
        if desk.is_as_old(word.line, loss):
            return loss
    return None


def _is_no_name(word: Word) -> bool:
    """Whether a word is a part of an address, of a path, of a flag or of a hyphened word."""
    before, after = word.before, word.after
    if before.endswith(("/", "\\", "$", "%", "--")) or _ADDRESS.search(before):
        return True
    if before.endswith("-") and not before.endswith(("->", " -")):
        return True
    if after.startswith(("/", "\\")) or re.match(r"-\w", after):
        return True
    ending = _FILE.match(after)
    if ending and ending[1] in vocabulary.EXTENSIONS and "/" in before.rpartition(" ")[2]:
        return True
    return before.endswith("](#") or bool(re.search(r"\]\(\S*#[\w-]*$", before))


def _is_foreign(chain: Chain, loss: Loss, desk: Desk) -> bool:
    """Whether the name is asked of another library."""
    if not chain.parts:
        return False
    first = chain.parts[0]
    world = desk.past.now
    if world.index.is_root(first) or owners.is_place(first, loss.path):
        return False
    return first in world.libraries or first in sys.stdlib_module_names


def _by_owner(word: Word, chain: Chain, loss: Loss, desk: Desk) -> bool:
    """Whether what stands before the name is just what lost it."""
    if not chain.owner or not (word.in_code or chain.owner == loss.owner):
        return False
    if not _is_use(word, loss):
        return False
    if not loss.owner:
        return not chain.called and owners.is_place(chain.owner, loss.path) and _is_new_place(loss, word, desk)
    if chain.owner == loss.owner:
        return True
    doubtful = loss.old.kind == "variable" and word.text in desk.now.words
    return not doubtful and desk.variables.is_of(chain.owner, loss.owner)


def _is_new_place(loss: Loss, word: Word, desk: Desk) -> bool:
    """Whether no file of the same module or package defines the name."""
    entries = desk.past.now.index.by_name.get(word.text, ())
    folder = posixpath.dirname(loss.path)
    return not any(posixpath.dirname(file.path) == folder for file, item in entries if not item.scope)


def _by_name(word: Word, chain: Chain, loss: Loss, settled: Resolution | None, desk: Desk) -> bool:
    """Whether the name alone means what is lost: nothing else of the project has it, and it is written as a name."""
    if not loss.bare or (settled is not None and settled.outcome is not Outcome.UNPROVEN):
        return False
    if word.text in desk.past.now.libraries or word.text in desk.past.now.index.parameters:
        return False
    if loss.old.kind == "variable" and word.text in desk.now.words:
        return False
    if not _is_use(word, loss):
        return False
    if _HUMP.search(word.text):
        return not _is_bound(word, desk)
    return word.in_code and not _is_bound(word, desk) and _is_plain_use(word, chain, loss, desk)


def _is_use(word: Word, loss: Loss) -> bool:
    """Whether the name is not the key of an argument or of an object, where only a field can be meant."""
    if loss.old.kind == "variable" or not word.in_code:
        return True
    return not re.match(r"\s*=(?![=>])", word.after) or not re.search(r"[(,]\s*$", word.before)


def _is_plain_use(word: Word, chain: Chain, loss: Loss, desk: Desk) -> bool:
    """Whether a name that is a word, too, is used as a name: all of a code span, called, imported."""
    called = _CALLED.match(word.after) is not None
    if word.block is not None and not word.block.language:
        return called and (not loss.owner or desk.variables.is_of(chain.owner, loss.owner))
    if word.text[0].isupper():
        return len(word.text) > 2
    if not loss.old.public:
        return False
    if chain.linked:
        return bool(loss.owner) and (called or bool(word.span)) and loss.owner in desk.words
    if loss.owner:
        return bool(word.span) and called and loss.owner in desk.words
    if word.span:
        return called or (word.span.strip() == word.text and not word.text.islower())
    return called or bool(_IMPORT.search(word.before))


def _is_bound(word: Word, desk: Desk) -> bool:
    """Whether the fence around a name defines it itself."""
    if word.block is None:
        return False
    text = desk.sheet.text(word.block)
    return re.search(_BINDS.replace("{0}", re.escape(word.text)), text) is not None
