"""Runs `ygs sync`: reads documents and code, asks git about the past, and lets the drift rules judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from ygs_cli import baseline, engine, rules
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.config import Config
from ygs_cli.drift import facts as drift_facts
from ygs_cli.drift import fate, languages, mentions, past, staleness, versions
from ygs_cli.drift import tables as drift_tables
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.fate import Witnesses
from ygs_cli.drift.model import Kind, Outcome
from ygs_cli.drift.past import Past
from ygs_cli.drift.surface import history as surface_history
from ygs_cli.errors import YgsError
from ygs_cli.findings import Finding, Report
from ygs_cli.shell import accepting, history, reading, workspace
from ygs_cli.shell.accepting import Judged
from ygs_cli.shell.reading import Memory
from ygs_cli.shell.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole project held against its documents: what was found, and the numbers."""

    space: Workspace
    facts: DriftFacts
    judged: Judged
    ignored: int
    notes: tuple[str, ...]


def sync(space: Workspace, chosen: frozenset[str], config: Config) -> Report:
    """Hold the documents of a project against its files and its code; report those among `chosen`."""
    return report(check(space, config), chosen)


def check(space: Workspace, config: Config, *, cached: bool = True) -> Checked:
    """Read the whole project and judge every document: a document may name anything in it.

    `cached`: use what earlier runs found in the same contents; it changes the time, never the answer.
    """
    known = reading.memory(used=cached)
    code = [path for path in space.files if drift_tables.wants(path)]
    pages = reading.pages(space.root, _documents(space, config), known)
    tables = reading.symbol_tables(space.root, code, known)
    manifests = _read(space, filter(versions.is_manifest, space.files))
    sources = partial(_read, space, list(filter(languages.of_path, code)))
    facts = drift_facts.build(pages, tables, space.files, sources, manifests)
    facts, notes = _with_history(facts, space, code, known)
    if unread := languages.missing(space.files):
        listed = ", ".join(f"{count:,} {name}" for name, count in sorted(unread.items()))
        notes = [*notes, f"files without a grammar: {listed} (pip install 'ygs-cli[languages]')"]
    known.cache.save()
    facts = _without_ignored(facts, space)
    outcome = engine.run(rules.family("drift"), facts, config, facts.documents)
    judged = accepting.judge(space.root, "sync", outcome.findings, ("drift",))
    return Checked(space, facts, judged, len(outcome.ignored), (*notes, *space.notes()))


def report(checked: Checked, chosen: frozenset[str], since: str = "") -> Report:
    """What is told of a check: findings in the `chosen` documents and, with `since`, only those whose document
    or code changed after that revision. Raises YgsError for a revision that does not exist, or outside git.
    """
    findings = [finding for finding in checked.judged.standing if finding.location.path in chosen]
    if since:
        changed = _changed_since(checked, since)
        findings = [finding for finding in findings if _touched(finding, changed)]
    elif chosen >= frozenset(checked.space.files):
        findings += baseline.stale_findings(checked.judged.stale, "sync")
    accepted = sum(finding.location.path in chosen for finding in checked.judged.accepted)
    stats = _stats(checked.facts, chosen) | {"ignored": checked.ignored, "accepted": accepted}
    return Report("sync", tuple(findings), stats, (*_exemptions(checked.facts), *checked.notes))


def _documents(space: Workspace, config: Config) -> Iterable[str]:
    """The documents to judge; a link to one of them is no second document."""
    root, files = space.root.resolve(), frozenset(space.files)
    for path in workspace.document_paths(space, config):
        file = space.root / path
        if not file.is_symlink() or not _is_among(file, root, files):
            yield path


def _is_among(link: Path, root: Path, files: frozenset[str]) -> bool:
    try:
        return link.resolve().relative_to(root).as_posix() in files
    except (OSError, RuntimeError, ValueError):
        return False


def _read(space: Workspace, paths: Iterable[str]) -> Iterable[SourceFile]:
    return (source for path in paths if (source := space.reads(path)))


def _with_history(
    facts: DriftFacts, space: Workspace, code: Iterable[str], known: Memory
) -> tuple[DriftFacts, list[str]]:
    if not space.is_git:
        return facts, ["not a git repository: the folder was scanned without history"]
    timeline = history.timeline(space.root)
    if timeline is None:
        return facts, ["nothing is committed yet: there is no history to compare with"]
    read = partial(history.blobs, space.root)
    text = cache(partial(_text, space))
    current = reading.blob_ids(space.root, code)
    before = Past(timeline, read, facts.world, current, text, known.symbols, known.table)
    renames = cache(partial(history.renames, space.root))
    weighed = mentions.add(past.weigh(facts, before), before)
    traced = fate.trace(weighed, Witnesses(before, renames, text))
    traced = staleness.weigh(surface_history.weigh(traced, before), before)
    cut = "history is cut off (a shallow clone, or very long): older evidence is missing and confidence lower"
    return traced, [] if timeline.complete else [cut]


def _text(space: Workspace, path: str) -> str:
    source = space.reads(path)
    return source.text if source else ""


def _without_ignored(facts: DriftFacts, space: Workspace) -> DriftFacts:
    """Targets that git ignores are generated files: their absence says nothing."""
    missing = {item.target for kind in (Kind.PATH, Kind.LINK) for item in facts.missing(kind)}
    if not missing or not space.is_git:
        return facts
    return facts.without(history.ignored(space.root, sorted(missing)))


def _changed_since(checked: Checked, since: str) -> frozenset[str]:
    """Paths whose content on disk is not what it was at a revision, removed ones too."""
    space = checked.space
    if not space.is_git:
        raise YgsError("--since needs a git repository", where=str(space.root))
    then = history.tree(space.root, since)
    now = reading.blob_ids(space.root, space.files)
    return frozenset(path for path in {*then, *now} if then.get(path) != now.get(path))


def _touched(finding: Finding, changed: frozenset[str]) -> bool:
    places = [finding.location, *(item.location for item in finding.related if item.location)]
    return any(place.path in changed for place in places)


def _stats(facts: DriftFacts, chosen: frozenset[str]) -> dict[str, int]:
    own = [item for item in facts.resolutions if item.claim.document in chosen]
    counts = {outcome: sum(item.outcome is outcome for item in own) for outcome in Outcome}
    return {
        "documents": sum(document.path in chosen for document in facts.documents),
        "claims": counts[Outcome.FOUND] + counts[Outcome.MISSING] + counts[Outcome.EXEMPT],
        "resolved": counts[Outcome.FOUND],
        "exempt": counts[Outcome.EXEMPT],
        "unproven": counts[Outcome.UNPROVEN],
    }


def _exemptions(facts: DriftFacts) -> Iterable[str]:
    reasons = facts.exemptions()
    if reasons:
        listed = ", ".join(f"{number:,} {reason}" for reason, number in reasons.most_common())
        yield f"not judged: {listed}"
