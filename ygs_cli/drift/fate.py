"""What became of a thing that a document names: renamed, moved, or deleted, and in which commit."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from ygs_cli.artifacts.markdown import SourceFile, split_lines
from ygs_cli.drift import anchors, forms, resolve
from ygs_cli.drift.facts import DriftFacts, page
from ygs_cli.drift.filetree import join
from ygs_cli.drift.index import Verdict, is_aside, is_deep
from ygs_cli.drift.model import SURE, Claim, Evidence, Kind, Outcome, Resolution
from ygs_cli.drift.past import Past
from ygs_cli.drift.symbols import Definition, FileSymbols

_LIKELY = 0.75
_SHORT = 12  # tokens; a definition below this says too little by its body alone
_TOKEN = re.compile(r"\w+|[^\w\s]")
_COMMENT = re.compile(r"#[^\n]*")
_DOCSTRING = re.compile(r'"""(?:.|\n)*?"""|' + r"'''(?:.|\n)*?'''")

Renames = Callable[[str], Mapping[str, tuple[str, int]]]  # commit -> old path -> (new path, similarity)


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Where the fate of a thing is read from. `texts` gives a file as it is on disk; `renames` asks git."""

    past: Past
    renames: Renames
    text: Callable[[str], str]


def trace(facts: DriftFacts, witnesses: Witnesses) -> DriftFacts:
    """The facts, with what happened to each thing that history proves to be gone."""
    known: dict[tuple[Kind, str, str, int, str], Evidence] = {}
    traced = []
    for item in facts.resolutions:
        if item.evidence is None:
            traced.append(item)
            continue
        key = (item.claim.kind, item.evidence.target, item.claim.name, item.evidence.line, item.claim.document)
        if key not in known:
            known[key] = _FATES[item.claim.kind](item, item.evidence, witnesses)
        token = _new_token(item.claim, known[key], witnesses.past)
        traced.append(item._replace(evidence=replace(known[key], token=token)))
    return replace(facts, resolutions=tuple(_without_echoes(traced)))


def _without_echoes(items: list[Resolution]) -> Iterator[Resolution]:
    """Without the findings that another one explains: names out of a module that is itself reported, where the
    name is right as soon as the module is.
    """
    missing = [item for item in items if item.outcome is Outcome.MISSING and item.claim.kind is Kind.SYMBOL]
    moved = {(item.claim.document, item.claim.name): item.evidence for item in missing}
    lines = {(item.claim.document, item.claim.span.line, item.claim.name) for item in missing}
    gone = [item for item in items if item.outcome is Outcome.MISSING]
    kinds = (Kind.PARAMETER, Kind.DEFAULT)
    told = {(item.claim.document, item.claim.span.line) for item in gone if item.claim.kind in kinds}
    parameters = {
        (item.claim.document, item.claim.span.line, item.claim.name)
        for item in gone
        if item.claim.kind is Kind.PARAMETER
    }
    for item in items:
        claim = item.claim
        if claim.kind is Kind.SIGNATURE and item.evidence and (claim.document, claim.span.line) in told:
            yield item._replace(outcome=Outcome.UNPROVEN, reason="its parameter is reported", evidence=None)
            continue
        bare = claim.name.partition("=")[0] + ")"
        if claim.kind is Kind.DEFAULT and (claim.document, claim.span.line, bare) in parameters:
            yield item._replace(outcome=Outcome.UNPROVEN, reason="its parameter is reported", evidence=None)
            continue
        owner, _, last = claim.name.rpartition(".")
        if item.outcome is Outcome.MISSING and claim.kind is Kind.SYMBOL and claim.token == last:
            module = moved.get((claim.document, owner))
            became = f"{module.became}.{last}" if module and module.became else ""
            same_line = (claim.document, claim.span.line, owner) in lines
            if same_line or (became and item.evidence and item.evidence.became == became):
                yield item._replace(outcome=Outcome.UNPROVEN, reason="its module is reported", evidence=None)
                continue
        yield item


# Files


def _file_fate(item: Resolution, evidence: Evidence, witnesses: Witnesses) -> Evidence:
    path = evidence.target
    past = witnesses.past
    new, score, commit = _follow(path, witnesses)
    removal = "" if commit is None else str(past.timeline.commits[commit])
    if not new:
        return replace(evidence, removal=removal)
    return replace(evidence, removal=removal, became=new, similarity=score, now=new)


def _follow(path: str, witnesses: Witnesses) -> tuple[str, float, int | None]:
    """Where a file or folder is now, how alike it is to what it was, and the commit that first moved it."""
    timeline, tree = witnesses.past.timeline, witnesses.past.now.tree
    first, score = None, 1.0
    for _ in range(8):  # a file may have been moved several times
        inside = _one_inside(path, witnesses) if path not in timeline.gone and path not in timeline.head else path
        position = timeline.removal(inside) if inside else None
        if position is None:  # still committed: removed from the work tree only
            new = _moved_on_disk(path, witnesses)
            return new, score, first
        first = position if first is None else first
        found = witnesses.renames(timeline.commits[position].id).get(inside)
        if found is None:
            return "", 0.0, first
        moved, percent = found
        score *= percent / 100
        path = moved if inside == path else _same_folder(path, inside, moved)
        if path in tree or not path:
            return path, score, first
    return "", 0.0, first


def _one_inside(folder: str, witnesses: Witnesses) -> str:
    """A file that the folder held, which shows where the folder went."""
    timeline = witnesses.past.timeline
    inside = [path for path in timeline.gone if path.startswith(folder + "/")]
    return min(inside, key=lambda path: (timeline.removal(path) or 0, path), default="")


def _same_folder(folder: str, old: str, new: str) -> str:
    rest = old[len(folder) :]
    return new[: -len(rest)] if new.endswith(rest) else ""


def _moved_on_disk(path: str, witnesses: Witnesses) -> str:
    """A file on disk that is not committed and holds what the removed one did."""
    past = witnesses.past
    blob = past.timeline.head.get(path, "")
    if not blob:
        return ""
    old = Counter(split_lines(past.read([blob])[blob]))
    best = [
        fresh
        for fresh in past.now.tree.files
        if fresh not in past.timeline.head
        and posixpath.splitext(fresh)[1] == posixpath.splitext(path)[1]
        and _overlap(old, Counter(split_lines(witnesses.text(fresh)))) >= SURE
    ]
    return best[0] if len(best) == 1 else ""


def _overlap(left: Counter[str], right: Counter[str]) -> float:
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


# Symbols


@dataclass(frozen=True, slots=True)
class _Candidate:
    file: FileSymbols
    item: Definition
    score: float


def _module_fate(item: Resolution, evidence: Evidence, witnesses: Witnesses) -> Evidence:
    """Where a module is now: its dotted name follows its file."""
    found = _file_fate(item, evidence, witnesses)
    became = witnesses.past.now.index.module_name(found.now) if found.now else ""
    return replace(found, became=became, now_line=1 if found.now else 0)


def _symbol_fate(item: Resolution, evidence: Evidence, witnesses: Witnesses) -> Evidence:
    past = witnesses.past
    if is_deep(evidence.target) and item.claim.name == past.now.index.module_name(evidence.target):
        return _module_fate(item, evidence, witnesses)
    path, name = evidence.target, item.claim.name.rpartition("#")[2].rpartition(".")[2]
    table = past.table(path, past.timeline.blob(path, evidence.position))
    old = next((entry for entry in table.definitions if entry.line == evidence.line), None) if table else None
    if old is None or old.name != name:
        old = next((entry for entry in table.definitions if entry.name == name), None) if table else None
    if old is None:
        return evidence
    position = _last_with(path, old, evidence.position, past)
    gone = _removed_after(path, position, past)
    removal = "" if gone is None else str(past.timeline.commits[gone])
    before = past.text(path, position)
    last = _find(past.table(path, past.timeline.blob(path, position)), old) or old
    ranked = sorted(_candidates(path, last, before, position, witnesses), key=lambda c: -c.score)
    if not ranked or ranked[0].score < _LIKELY:
        return replace(evidence, removal=removal)
    best = ranked[0]
    unique = len(ranked) == 1 or ranked[1].score < min(SURE, best.score)
    new = _renamed(item.claim.name, last, best.item)
    if best.file.path != path:
        new = _relocated(item.claim.name, new, last, best, path, past)
    new = _of_same_owner(item.claim, best.item.name, past) or new
    return replace(
        evidence,
        removal=removal,
        became=new,
        similarity=best.score if unique else min(best.score, SURE - 0.01),
        now=best.file.path,
        now_line=best.item.line,
    )


def _of_same_owner(claim: Claim, name: str, past: Past) -> str:
    """The claim's name with another last part, when that is there: its owner may have it from a base."""
    owner, dot, _ = claim.name.rpartition(".")
    shown = f"{owner}{dot}{name}"
    if not owner or "#" in owner:
        return ""
    found = resolve.one(Claim(claim.kind, shown, shown, claim.document, claim.span, claim.origin), past.now)
    return shown if found.outcome is Outcome.FOUND else ""


def _find(table: FileSymbols | None, wanted: Definition) -> Definition | None:
    entries = table.definitions if table else ()
    return next((e for e in entries if e.qualified == wanted.qualified and e.kind == wanted.kind), None)


def _last_with(path: str, wanted: Definition, start: int, past: Past) -> int:
    """The newest position at which a file still defined something that it defined at `start`."""
    positions = [position for position, _ in past.timeline.versions(path) if position < start]
    present, absent = start, -1
    while positions:  # from new to old; bisect for the border between gone and there
        middle = positions[len(positions) // 2]
        blob = past.timeline.blob(path, middle)
        if blob and _find(past.table(path, blob), wanted):
            present = middle
            positions = [p for p in positions if p < middle]
        else:
            absent = middle
            positions = [p for p in positions if p > middle]
    return absent + 1 if absent >= 0 and absent + 1 <= present else (0 if absent < 0 else present)


def _removed_after(path: str, position: int, past: Past) -> int | None:
    """The commit behind `position` that changed the file, or None when only the work tree did."""
    return position - 1 if position > 0 else None


def _candidates(
    path: str, old: Definition, text: str, position: int, witnesses: Witnesses
) -> Iterator[_Candidate]:
    """Definitions of today that did not exist when `old` did, with their likeness to it."""
    past = witnesses.past
    shape = _shape(old, text)
    for file in past.now.index.files.values():
        then = past.timeline.blob(file.path, position)
        if is_aside(file.path) or (then and then == past.current.get(file.path)):
            continue
        before = {entry.qualified for entry in (past.table(file.path, then).definitions if then else ())}  # type: ignore[union-attr]
        fresh = [e for e in file.definitions if e.kind == old.kind and e.qualified not in before]
        for entry in fresh:
            score = _likeness(shape, _shape(entry, witnesses.text(file.path)))
            rivals = sum(other.scope == entry.scope for other in fresh)
            if len(shape) < _SHORT:
                at_home = file.path == path and entry.scope == old.scope and rivals == 1
                same_name = entry.name == old.name and file.path != path
                score = (
                    max(score, SURE) if (at_home and score >= _LIKELY) or same_name else min(score, SURE - 0.01)
                )
            yield _Candidate(file, entry, score)


def _shape(item: Definition, text: str) -> list[str]:
    """The tokens of a definition without its name, comments, docstring and white space."""
    body = "\n".join(_lines(text)[item.line - 1 : item.end_line])
    plain = _DOCSTRING.sub("", _COMMENT.sub("", body))
    return ["\0" if token == item.name else token for token in _TOKEN.findall(plain)]


@lru_cache(maxsize=8)  # one file's definitions are asked for one after the other
def _lines(text: str) -> list[str]:
    return split_lines(text)


def _likeness(left: list[str], right: list[str]) -> float:
    if _overlap(Counter(left), Counter(right)) < _LIKELY:
        return 0.0
    return difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()


def _renamed(name: str, old: Definition, new: Definition) -> str:
    """The claim's name with what was renamed replaced: `Client.get` of `http.Client.get`, or its last part."""
    if name == old.qualified or name.endswith(("." + old.qualified, "#" + old.qualified)):
        return name[: len(name) - len(old.qualified)] + new.qualified
    if name.rpartition(".")[2] == old.name:
        return name[: len(name) - len(old.name)] + new.name
    return new.qualified


def _relocated(name: str, same: str, old: Definition, best: _Candidate, path: str, past: Past) -> str:
    """The name of a definition that is in another module now: under its new module, unless a package offers
    it under the old one still (`same`).
    """
    if "#" in name:
        return f"{best.file.path}#{best.item.qualified}"
    prefix = name[: len(name) - len(old.qualified) - 1] if name.endswith("." + old.qualified) else ""
    index = past.now.index
    if not prefix or (prefix != index.module_name(path) and index.lookup(same).verdict is Verdict.FOUND):
        return same
    return f"{index.module_name(best.file.path)}.{best.item.qualified}"


def _parameter_fate(item: Resolution, evidence: Evidence, witnesses: Witnesses) -> Evidence:
    """The parameter that stands at the place of the one that is gone, when it is the only new one."""
    past = witnesses.past
    path = evidence.target
    function, _, parameter = item.claim.name.removesuffix(")").rpartition("(")
    table = past.table(path, past.timeline.blob(path, evidence.position))
    now = past.now.index.files.get(path)
    for old in table.definitions if table else ():
        wanted = ("__init__", function.rpartition(".")[2] or old.name)
        if parameter not in (old.parameters or ()) or old.name not in wanted:
            continue
        new = _find(now, old)
        if new is None or new.parameters is None or old.parameters is None:
            continue
        gone = [name for name in old.parameters if name not in new.parameters]
        fresh = [name for name in new.parameters if name not in old.parameters]
        if gone != [parameter] or len(fresh) != 1 or fresh[0].startswith("*"):
            continue
        alike = old.parameters.index(parameter) == new.parameters.index(fresh[0])
        became = f"{function}({fresh[0]})"
        return replace(evidence, became=became, similarity=1.0 if alike else 0.8, now=path, now_line=new.line)
    return evidence


def _form_fate(item: Resolution, evidence: Evidence, witnesses: Witnesses) -> Evidence:
    """The signature that the function has now, or its new default."""
    past = witnesses.past
    path = evidence.target
    table = past.table(path, past.timeline.blob(path, evidence.position))
    old = next((entry for entry in table.definitions if entry.line == evidence.line), None) if table else None
    new = _find(past.now.index.files.get(path), old) if old else None
    if new is None or new.parameters is None:
        return evidence
    function = forms.function_of(item.claim.name)
    if item.claim.kind is Kind.SIGNATURE:
        became, alike = f"{function}{forms.written(new)}", _LIKELY
    else:
        name = item.claim.name[len(function) :].lstrip("(").partition("=")[0]
        value = forms.default_of(new, name)
        known = value and value != "?"
        became, alike = (f"{function}({name}={value})", 1.0) if known else ("", 0.0)
    return replace(evidence, became=became, similarity=alike, now=path, now_line=new.line)


# Headings


def _heading_fate(item: Resolution, evidence: Evidence, witnesses: Witnesses) -> Evidence:
    """The heading that stands where the old one stood: same section text, or the only new one."""
    past = witnesses.past
    wanted = item.claim.name.partition("#")[2].lower()
    then = page(SourceFile(evidence.target, past.text(evidence.target, evidence.position)))
    old = next(((text, line) for text, line in then.titles if wanted in _slugs(text)), None)
    now = witnesses.text(evidence.target)
    if old is None or not now:
        return evidence
    dialect = next(slug for slug in anchors.DIALECTS if slug(old[0]) == wanted)
    fresh_page = page(SourceFile(evidence.target, now))
    before = {text for text, _ in then.titles}
    section = _section(then.document.lines, old[1])
    ranked = sorted(
        (
            (_overlap(section, _section(fresh_page.document.lines, line)), text, line)
            for text, line in fresh_page.titles
            if text not in before
        ),
        reverse=True,
    )
    if not ranked or ranked[0][0] < _LIKELY:
        return evidence
    score, text, line = ranked[0]
    unique = len(ranked) == 1 or ranked[1][0] < min(SURE, score)
    anchor = item.claim.name.partition("#")[0] + "#" + dialect(text)
    return replace(
        evidence,
        became=anchor,
        similarity=score if unique else min(score, SURE - 0.01),
        now=evidence.target,
        now_line=line,
    )


def _slugs(text: str) -> set[str]:
    return {slug(text) for slug in anchors.DIALECTS}


def _section(lines: tuple[str, ...], line: int) -> Counter[str]:
    """The words between a heading and the next one."""
    words: Counter[str] = Counter()
    for text in lines[line:]:
        if re.match(r"#{1,6} ", text):
            break
        words.update(text.split())
    return words


# Edits


def _new_token(claim: Claim, evidence: Evidence, past: Past) -> str:
    """What should stand in the document instead of the claim's token, or "" when that is not certain."""
    if not evidence.became or evidence.similarity < _LIKELY:
        return ""
    if claim.kind in (Kind.PATH, Kind.LINK):
        token = _path_token(claim, evidence)
    elif claim.kind is Kind.ANCHOR:
        token = "#" + evidence.became.partition("#")[2]
    elif claim.kind is Kind.DEFAULT:
        token = forms.default_in(evidence.became)
    elif claim.kind is Kind.PARAMETER:
        token = evidence.became.removesuffix(")").rpartition("(")[2]
    else:
        token = _symbol_token(claim, evidence)
    if not token or token == claim.token:
        return ""
    name = _edited_name(claim, token, evidence)
    now = resolve.one(claim._replace(token=token, name=name, group=0), past.now)
    return token if claim.group or now.outcome is Outcome.FOUND else ""


def _edited_name(claim: Claim, token: str, evidence: Evidence) -> str:
    if claim.kind in (Kind.PATH, Kind.LINK):
        return token
    if claim.kind is Kind.ANCHOR:
        return claim.name.partition("#")[0] + token
    return evidence.became


def _symbol_token(claim: Claim, evidence: Evidence) -> str:
    new, old = evidence.became, claim.name
    if claim.token == old:
        return new
    if claim.kind is Kind.SIGNATURE:
        return ""
    if "#" in old:
        return new.partition("#")[2] if new.partition("#")[0] == old.partition("#")[0] else ""
    if "." not in claim.token and new.rpartition(".")[0] == old.rpartition(".")[0]:
        return new.rpartition(".")[2]
    return ""


def _path_token(claim: Claim, evidence: Evidence) -> str:
    """The new path, written the way the old one was: from the root, from the document, or as the end of it."""
    old, new = evidence.target, evidence.became
    folder = posixpath.dirname(claim.document)
    written = claim.token.rstrip("/")
    slash = claim.token[len(written) :]
    if claim.group:
        same = posixpath.dirname(old) == posixpath.dirname(new)
        return posixpath.basename(new) if same else ""
    if claim.kind is Kind.LINK and claim.token.startswith("/"):
        return _swapped(claim.token, old, new)
    if claim.kind is Kind.LINK or written.startswith("../"):
        if join(folder, written) != old:
            return _swapped(claim.token, old, new)
        lead = "./" if written.startswith("./") else ""
        relative = posixpath.relpath(new, folder or ".")
        return (relative if relative.startswith("../") else lead + relative) + slash
    return _swapped(claim.token, old, new)


def _swapped(token: str, old: str, new: str) -> str:
    """The token with the end of the old path that it shows replaced by the same part of the new one."""
    bare = token.removeprefix("@").removeprefix("./").strip("/")
    start = len(old) - len(bare)
    if not old.endswith(bare) or not (start == 0 or old[start - 1] == "/"):
        return ""
    shown = new[start:] if new.startswith(old[:start]) else new
    return token.replace(bare, shown)


_FATES: dict[Kind, Callable[[Resolution, Evidence, Witnesses], Evidence]] = {
    Kind.PATH: _file_fate,
    Kind.LINK: _file_fate,
    Kind.ANCHOR: _heading_fate,
    Kind.SYMBOL: _symbol_fate,
    Kind.PARAMETER: _parameter_fate,
    Kind.DEFAULT: _form_fate,
    Kind.SIGNATURE: _form_fate,
}
