"""Documents against what the code lost: each place that still names it, when its line is as old as the thing.

This works on words, for every language alike, beside the judgement of claims: what a claim of its own form
settles is left to it.
"""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from ygs_cli.artifacts.markdown import Span
from ygs_cli.drift import changed, losses, owners, stated, vocabulary
from ygs_cli.drift.desk import Desk, words_of
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.losses import Loss, Losses, Now
from ygs_cli.drift.model import Claim, Evidence, Kind, Outcome, Resolution
from ygs_cli.drift.owners import Chain
from ygs_cli.drift.past import Past
from ygs_cli.drift.sheet import Sheet, Word, pattern_of

_CALLED = re.compile(r"(?:::<[^<>]*>|<[^<>]*>|!)?\s?\(")
# Names of languages and of their standard libraries that a project may define for a while.
_GLOBALS = frozenset(
    """Promise Map Set Array Object String Number Boolean Symbol Date Error TypeError RangeError Function JSON Math
    Console Iterator Iterable Record Partial Optional Option Result List Vec Box Arc Some None Ok Err Exception
    Integer Long Double Float Byte Char Any Dict Tuple Union""".split()
)
_IMPORT = re.compile(r"\b(?:import|use|require|from)\b")
_DEFINES = (
    r"\b(?:def|class|func|fn|function|fun|struct|enum|trait|interface|type|let|const|var|val|object)\s+"
    r"(?:\([^()]*\)\s*)?NAME\b"
)
_BINDS = _DEFINES + r"|(?<![\w.])NAME\s*(?::\s*[^=\n,)]+)?:?=(?!=)\s"


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
    told = {
        (item.claim.document, item.claim.span.line, item.claim.span.column)
        for item in facts.resolutions
        if item.outcome is Outcome.MISSING
    }
    found: list[Resolution] = []
    for document in documents:
        wanted = shown[document.path]
        if wanted.isdisjoint(lost.names) and wanted.isdisjoint(lost.changes):
            continue
        desk = Desk(document.path, Sheet(document.lines), now, past, settled.get(document.path, {}))
        found += _of_document(desk, lost, told)
    return replace(facts, resolutions=(*_unsettled(facts, found), *found))


def _of_document(desk: Desk, lost: Losses, told: set[tuple[str, int, int]]) -> Iterator[Resolution]:
    """The findings of one document, each place once; `told` are the places that have one already."""
    changes = lost.changes
    forms = changed.forms_of(desk, changes)
    found = chain(named(desk, lost), forms, stated.parameters_of(desk, changes), stated.defaults_of(desk, changes))
    for item in found:
        span = item.claim.span
        place = (desk.path, span.line, span.column)
        if place not in told:
            told.add(place)
            yield item


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
    evidence = Evidence(loss.position, str(commit), loss.path, loss.old.line, desk.is_certain(loss.position))
    name = word.text if loss.bare or not loss.owner else f"{loss.owner}.{word.text}"
    span = Span(word.line, word.column, word.column + len(word.text))
    line = desk.sheet.lines[word.line - 1]
    claim = Claim(Kind.SYMBOL, word.text, name, desk.path, span, "word", strong=False, line_text=line)
    return Resolution(claim, Outcome.MISSING, loss.path, "gone", evidence=evidence)


def _meant(word: Word, lost: list[Loss], desk: Desk) -> Loss | None:
    """The loss that a word means, or None when it can mean anything else."""
    if desk.is_no_name(word) or vocabulary.is_placeholder(word.text):
        return None
    before = owners.chain(word)
    settled = desk.settled.get((word.line, word.column + len(word.text)))
    if settled is not None and settled.outcome is Outcome.MISSING:
        return None
    for loss in losses.newest(lost):
        if _is_foreign(before, loss, desk):
            continue
        if not (_by_owner(word, before, loss, desk) or _by_name(word, before, loss, settled, desk)):
            continue
        if desk.is_as_old(word.line, loss.position):
            return loss
    return None


def _is_foreign(chain: Chain, loss: Loss, desk: Desk) -> bool:
    """Whether the name is asked of another library."""
    if not chain.parts:
        return False
    first = chain.parts[0]
    world = desk.past.now
    if desk.is_place(first, loss.path, loss.position):
        return False
    if first in world.libraries or first in sys.stdlib_module_names:
        return True
    owner = chain.owner
    return owner[:1].isupper() and not owner.isupper() and owner != loss.owner and not desk.is_known(owner)


def _by_owner(word: Word, chain: Chain, loss: Loss, desk: Desk) -> bool:
    """Whether what stands before the name is just what lost it."""
    if not chain.owner or not (word.in_code or chain.owner == loss.owner):
        return False
    if not _is_use(word, loss):
        return False
    if not loss.owner:
        at_home = not chain.called and desk.is_place(chain.owner, loss.path, loss.position)
        return at_home and _is_new_place(loss, word, desk)
    if chain.owner == loss.owner:
        return True
    doubtful = loss.old.kind == "variable" and word.text in desk.now.words
    return not doubtful and desk.is_of(chain.owner, loss.owner)


def _is_new_place(loss: Loss, word: Word, desk: Desk) -> bool:
    """Whether no file of the same module or package defines the name."""
    entries = desk.past.now.index.by_name.get(word.text, ())
    folder = posixpath.dirname(loss.path)
    return not any(posixpath.dirname(file.path) == folder for file, item in entries if not item.scope)


def _by_name(word: Word, chain: Chain, loss: Loss, settled: Resolution | None, desk: Desk) -> bool:
    """Whether the name alone means what is lost: nothing else has it, and it is written as a name."""
    if not loss.bare or (settled is not None and settled.outcome is not Outcome.UNPROVEN):
        return False
    if word.text in desk.past.now.libraries or not desk.is_gone(word.text) or word.text in _GLOBALS:
        return False
    if loss.old.kind == "variable" and word.text in desk.now.words:
        return False
    if not _is_use(word, loss):
        return False
    if desk.is_distinct(word.text):
        return not _is_bound(word, loss, desk)
    return word.in_code and not _is_bound(word, loss, desk) and _is_plain_use(word, chain, loss, desk)


def _is_use(word: Word, loss: Loss) -> bool:
    """Whether the name is not the key of an argument or of an object, where only a field can be meant."""
    if loss.old.kind == "variable" or not word.in_code:
        return True
    return not re.match(r"\s*=(?![=>])", word.after) or not re.search(r"[(,]\s*$", word.before)


def _is_plain_use(word: Word, chain: Chain, loss: Loss, desk: Desk) -> bool:
    """Whether a name that is a word, too, is used as a name: all of a code span, called, imported."""
    called = _CALLED.match(word.after) is not None
    silent = word.text not in desk.now.words  # the code does not hold the word any more
    near = silent or loss.owner in desk.words
    if word.block is not None and not word.block.language:
        return called and (silent or not loss.owner or desk.variables.is_of(chain.owner, loss.owner))
    if word.text[0].isupper():
        return len(word.text) > 2
    if not loss.old.public:
        return False
    alone = word.span.strip() == word.text
    if chain.linked or loss.owner:
        used = chain.linked and (called or bool(word.span))
        return bool(loss.owner) and near and (used or (called and bool(word.span)) or (alone and silent))
    if word.span:
        return called or (alone and (silent or not word.text.islower()))
    return called or bool(_IMPORT.search(word.before))


def _is_bound(word: Word, loss: Loss, desk: Desk) -> bool:
    """Whether the fence around a name defines it itself, and not as a listing of what the project had."""
    if word.block is None:
        return False
    text = desk.sheet.text(word.block)
    if re.search(_DEFINES.replace("NAME", re.escape(word.text)), text) and _is_listed(loss, text, desk):
        return False
    return re.search(_BINDS.replace("NAME", re.escape(word.text)), text) is not None


def _is_listed(loss: Loss, text: str, desk: Desk) -> bool:
    """Whether a fence names what belonged to a lost class or function: its members, its parameters."""
    table = desk.past.table(loss.path, desk.past.timeline.blob(loss.path, loss.position))
    inside = {item.name for item in table.definitions if item.scope == loss.old.qualified} if table else set()
    known = inside | set(loss.old.parameters or ())
    return not known.isdisjoint(re.findall(r"\w+", text))
