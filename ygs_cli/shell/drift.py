"""Runs `ygs sync`: reads documents and code, asks git what is ignored, and lets the drift rules judge."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial

from ygs_cli import engine, rules
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.config import Config
from ygs_cli.drift import facts as drift_facts
from ygs_cli.drift import fate, languages, past
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.fate import Witnesses
from ygs_cli.drift.model import Kind, Outcome
from ygs_cli.drift.past import Past
from ygs_cli.findings import Report
from ygs_cli.shell import history, reading, workspace
from ygs_cli.shell.workspace import Workspace


def sync(space: Workspace, chosen: frozenset[str], config: Config) -> Report:
    """Hold the documents of a project against its files and its code; report those among `chosen`.

    The whole project is read in any case: a document may name anything in it.
    """
    code = [path for path in space.files if languages.of_path(path)]
    pages = reading.pages(space.root, workspace.markdown_paths(space, config))
    tables = reading.symbol_tables(space.root, code)
    facts = drift_facts.build(pages, tables, space.files, lambda: _read(space, code))
    facts = _with_history(facts, space, code)
    facts = _without_ignored(facts, space)
    outcome = engine.run(rules.family("drift"), facts, config, facts.documents)
    findings = tuple(finding for finding in outcome.findings if finding.location.path in chosen)
    return Report("sync", findings, _stats(facts, chosen, len(outcome.ignored)), tuple(_notes(facts, space)))


def _read(space: Workspace, paths: Iterable[str]) -> Iterable[SourceFile]:
    return (source for path in paths if (source := space.reads(path)))


def _with_history(facts: DriftFacts, space: Workspace, code: Iterable[str]) -> DriftFacts:
    timeline = history.timeline(space.root) if space.is_git else None
    if timeline is None:
        return facts
    read = partial(history.blobs, space.root)
    before = Past(timeline, read, facts.world, reading.blob_ids(space.root, code))
    renames = cache(partial(history.renames, space.root))
    return fate.trace(past.weigh(facts, before), Witnesses(before, renames, partial(_text, space)))


@cache
def _text(space: Workspace, path: str) -> str:
    source = space.reads(path)
    return source.text if source else ""


def _without_ignored(facts: DriftFacts, space: Workspace) -> DriftFacts:
    """Targets that git ignores are generated files: their absence says nothing."""
    missing = {item.target for kind in (Kind.PATH, Kind.LINK) for item in facts.missing(kind)}
    if not missing or not space.is_git:
        return facts
    return facts.without(history.ignored(space.root, sorted(missing)))


def _stats(facts: DriftFacts, chosen: frozenset[str], ignored: int) -> dict[str, int]:
    own = [item for item in facts.resolutions if item.claim.document in chosen]
    counts = {outcome: sum(item.outcome is outcome for item in own) for outcome in Outcome}
    return {
        "documents": sum(document.path in chosen for document in facts.documents),
        "claims": counts[Outcome.FOUND] + counts[Outcome.MISSING] + counts[Outcome.EXEMPT],
        "resolved": counts[Outcome.FOUND],
        "exempt": counts[Outcome.EXEMPT],
        "unproven": counts[Outcome.UNPROVEN],
        "ignored": ignored,
    }


def _notes(facts: DriftFacts, space: Workspace) -> Iterable[str]:
    reasons = facts.exemptions()
    if reasons:
        listed = ", ".join(f"{number:,} {reason}" for reason, number in reasons.most_common())
        yield f"not judged: {listed}"
    if not space.is_git:
        yield "not a git repository: the folder was scanned without history"
