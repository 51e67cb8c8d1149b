"""Prints what a run of the planted cases came to: for people, and for programs."""

from __future__ import annotations

import json
import resource
import statistics
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tests.benchmark.planted.cases import FIXED_KINDS, KINDS, Case
from tests.benchmark.planted.judge import Run, Verdict
from tests.benchmark.planted.tree import Tree


@dataclass(frozen=True)
class Outcome:
    """The verdicts of one repository. `first` is the run before any change, with an empty cache."""

    name: str
    head: str
    language: str
    first: Run
    verdicts: list[Verdict]
    seconds: float


@dataclass(frozen=True)
class Row:
    """The sums of some verdicts."""

    title: str
    cases: int
    found: int
    lines: int
    hit: int
    alarms: int
    fixable: int
    proposed: int
    applied: int
    wrong: int
    left: int

    @property
    def recall(self) -> float:
        return self.hit / self.lines if self.lines else 1.0


def row(title: str, verdicts: Iterable[Verdict]) -> Row:
    chosen = list(verdicts)
    fixable = [each for each in chosen if each.case.kind in FIXED_KINDS]
    return Row(
        title,
        len(chosen),
        sum(each.found for each in chosen),
        sum(len(each.hit) + len(each.missed) for each in chosen),
        sum(len(each.hit) for each in chosen),
        sum(len(each.alarms) for each in chosen),
        sum(len(each.hit) + len(each.missed) for each in fixable),
        sum(each.proposed for each in fixable),
        sum(each.applied for each in chosen),
        sum(len(each.wrong) for each in chosen),
        sum(len(each.left) for each in chosen),
    )


def progress(outcome: Outcome, *, verbose: bool) -> None:
    """One repository, on stderr; with `verbose` every miss, alarm and wrong edit."""
    whole = row(outcome.name, outcome.verdicts)
    print(
        f"{outcome.name}: {whole.found}/{whole.cases} cases, {whole.hit}/{whole.lines} lines, "
        f"{whole.alarms} alarms, {whole.applied} edits, {whole.wrong} wrong, "
        f"cold {outcome.first.seconds:.1f} s, {outcome.seconds:.0f} s in all",
        file=sys.stderr,
        flush=True,
    )
    for each in outcome.verdicts if verbose else ():
        for line in _details(each):
            print(line, file=sys.stderr, flush=True)


def _details(verdict: Verdict) -> list[str]:
    case = verdict.case
    lines = [f"    missed {path}:{number}  {_text(case, path, number)}" for path, number in sorted(verdict.missed)]
    for each in verdict.alarms:
        place = each["location"]
        shown = each.get("source_line", "").strip()[:160]
        lines.append(f"    alarm {place['path']}:{place['line']} [{each['rule']}] {each['message']}  | {shown}")
    lines += [f"    wrong edit {each}" for each in verdict.wrong]
    lines += [f"    still reported after --fix {each}" for each in verdict.left]
    if not lines:
        return []
    new = f" -> {case.new}" if case.new else ""
    return [f"  {case.kind}/{case.detail} {case.language} {case.subject}{new} ({verdict.variant})", *lines]


_TEXTS: dict[str, Tree] = {}


def remember(tree: Tree) -> None:
    """Keep a repository's text for the lines that are printed."""
    _TEXTS["current"] = tree


def _text(case: Case, path: str, number: int) -> str:
    text = case.changes.get(path)
    tree = _TEXTS.get("current")
    if text is None and tree:
        text = tree.files.get(path)
    rows = text.split("\n") if text else []
    return rows[number - 1].strip()[:200] if number <= len(rows) else ""


def print_cases(tree: Tree, cases: list[Case]) -> None:
    remember(tree)
    for case in cases:
        print(f"{tree.name}: {case.kind}/{case.detail} {case.language} {case.subject} -> {case.new or '(gone)'}")
        for path, number in sorted(case.expected):
            print(f"    {path}:{number}  {_text(case, path, number)}")
        for path, number in sorted(case.possible - case.expected)[:6]:
            print(f"  ? {path}:{number}  {_text(case, path, number)}")


def _rows(outcomes: list[Outcome]) -> dict[str, list[Row]]:
    verdicts = [each for outcome in outcomes for each in outcome.verdicts]

    def groups(name: str, order: Iterable[str], mark: Callable[[Verdict], str]) -> list[Row]:
        return [row(each, chosen) for each in order if (chosen := [one for one in verdicts if mark(one) == each])]

    planted = [each for each in verdicts if not each.case.is_control]
    languages = sorted({each.case.language for each in planted})
    details = sorted({each.case.detail for each in planted if each.case.kind == "signature"})
    return {
        "kind": [*groups("kind", KINDS, lambda each: each.case.kind), row("all planted", planted)],
        "language": [row(name, [each for each in planted if each.case.language == name]) for name in languages],
        "signature": [
            row(name, [each for each in planted if each.case.kind == "signature" and each.case.detail == name])
            for name in details
        ],
        "signature, language": [
            row(name, [each for each in planted if each.case.kind == "signature" and each.case.language == name])
            for name in languages
        ],
        "variant": groups("variant", ("committed", "work tree"), lambda each: each.variant),
        "repository": [row(outcome.name, outcome.verdicts) for outcome in outcomes],
    }


def print_all(outcomes: list[Outcome], form: str) -> None:
    """The tables, as Markdown or as JSON."""
    tables = _rows(outcomes)
    if form == "json":
        print(json.dumps(_data(outcomes, tables), indent=1))
        return
    for title, rows in tables.items():
        print(f"\n| {title} | cases | found | lines | line recall | alarms | edits proposed | applied | wrong |")
        print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
        for each in rows:
            share = f"{each.proposed}/{each.fixable}" if each.fixable else "-"
            print(
                f"| {each.title} | {each.cases} | {each.found} | {each.lines} | {each.recall:.3f} | {each.alarms} "
                f"| {share} | {each.applied} | {each.wrong} |"
            )
    warm = [each.seconds for outcome in outcomes for each in outcome.verdicts]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\nlargest process {peak:,} MB; a case's run {statistics.median(warm) if warm else 0:.2f} s (median)")
    for outcome in outcomes:
        print(f"{outcome.name} at {outcome.head[:12]}: cold {outcome.first.seconds:.2f} s")


def _data(outcomes: list[Outcome], tables: dict[str, list[Row]]) -> dict[str, Any]:
    return {
        "version": 1,
        "tables": {
            title: [{**vars(each), "recall": round(each.recall, 4)} for each in rows]
            for title, rows in tables.items()
        },
        "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "repositories": [
            {
                "name": outcome.name,
                "head": outcome.head,
                "language": outcome.language,
                "cold_seconds": round(outcome.first.seconds, 3),
                "cases": [_case(each) for each in outcome.verdicts],
            }
            for outcome in outcomes
        ],
    }


def _case(verdict: Verdict) -> dict[str, Any]:
    case = verdict.case
    return {
        "kind": case.kind,
        "detail": case.detail,
        "language": case.language,
        "subject": case.subject,
        "new": case.new,
        "variant": verdict.variant,
        "hit": sorted(f"{path}:{line}" for path, line in verdict.hit),
        "missed": [f"{path}:{line}: {_text(case, path, line)}" for path, line in sorted(verdict.missed)],
        "alarms": [
            f"{each['location']['path']}:{each['location']['line']} {each['rule']} {each['message']}"
            for each in verdict.alarms
        ],
        "proposed": verdict.proposed,
        "applied": verdict.applied,
        "wrong": verdict.wrong,
        "left": verdict.left,
        "seconds": round(verdict.seconds, 3),
    }
