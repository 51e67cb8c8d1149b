"""Runs `ygs sync` on unchanged clones and compares every finding with its committed labels.

    python -m tests.benchmark.heads --repos DIR [--only NAME] [--verbose]

DIR holds clones with full history, named as the files in labels/; each is expected at the commit that its file
names, and the table says so when it is elsewhere. A label is the verdict of a first reader with its evidence,
and of a second one who did not see the first ("second", null where nobody has read it yet). Each run has an
empty cache.
"""

from __future__ import annotations

import argparse
import json
import resource
import shlex
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmark.planted.judge import Checker
from tests.benchmark.planted.tree import git

ROOT = Path(__file__).resolve().parent.parent.parent
LABELS = Path(__file__).parent / "labels"


@dataclass(frozen=True)
class Head:
    """One repository: its findings, each with the verdicts of both readers ("" where there is none)."""

    name: str
    seconds: float
    findings: tuple[tuple[dict[str, Any], str, str], ...]
    elsewhere: str

    def count(self, reader: int, verdict: str) -> int:
        return sum(each[reader] == verdict for each in self.findings)


def read(checker: Checker, clone: Path, labels: dict[str, Any]) -> Head:
    """Run the checker on one clone and look up its findings."""
    known = {
        (row["path"], row["line"], row["token"].lstrip("#.")): (row["verdict"], row.get("second") or "")
        for row in labels["findings"]
    }
    run = checker(clone)
    rows = []
    for finding in run.findings:
        place = finding["location"]
        found = known.get((place["path"], place["line"], token(finding["subject"])), ("", ""))
        rows.append((finding, *found))
    at = git(clone, "rev-parse", "HEAD").strip()
    elsewhere = "" if at == labels["head"] else f"at {at[:12]}, labelled at {labels['head'][:12]}"
    return Head(labels["repository"], run.seconds, tuple(rows), elsewhere)


def token(subject: str) -> str:
    """The part of a finding's subject that a label names: an anchor, a parameter, or the whole."""
    if "#" in subject:
        return subject.rpartition("#")[2]
    return subject.removesuffix(")").rpartition("(")[2].lstrip(".") if "(" in subject else subject.lstrip(".")


def show(heads: list[Head]) -> None:
    """The table, and the precision by each reader."""
    print("| repository | findings | right | wrong | not labelled | cold s |")
    print("|---|--:|--:|--:|--:|--:|")
    for head in heads:
        print(
            f"| {head.name} | {len(head.findings)} | {head.count(1, 'right')} | {head.count(1, 'wrong')} "
            f"| {head.count(1, '')} | {head.seconds:.2f} |"
        )
        if head.elsewhere:
            print(f"  {head.elsewhere}", file=sys.stderr)
    print()
    for reader, name in ((1, "first reader"), (2, "second reader")):
        right, wrong = (sum(head.count(reader, verdict) for head in heads) for verdict in ("right", "wrong"))
        share = f"{right / (right + wrong):.3f}" if right + wrong else "nothing read"
        print(f"precision, {name}: {share} ({right} of {right + wrong})")
    both = [each[1:] for head in heads for each in head.findings if each[1] and each[2]]
    same = sum(first == second for first, second in both)
    print(f"agreement: {same} of {len(both)} findings that both have read")
    rules: dict[str, Counter[str]] = {}
    for head in heads:
        for finding, verdict, _ in head.findings:
            rules.setdefault(finding["rule"], Counter())[verdict or "not labelled"] += 1
    for rule, counts in sorted(rules.items()):
        print(f"  {rule}: {', '.join(f'{count} {verdict}' for verdict, count in sorted(counts.items()))}")
    print(f"largest process {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024:,} MB")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--repos", type=Path, required=True)
    options.add_argument("--only", action="append", metavar="NAME")
    options.add_argument("--ygs", default=f"{sys.executable} -m ygs_cli", help="the command under judgement")
    options.add_argument("--source", type=Path, default=ROOT, help="the repository it is imported from")
    options.add_argument("--verbose", action="store_true", help="each finding that is wrong or not labelled")
    chosen = options.parse_args()
    heads = []
    for file in sorted(LABELS.glob("*.json")):
        labels = json.loads(file.read_text(encoding="utf-8"))
        clone = chosen.repos.resolve() / labels["repository"]
        if (chosen.only and clone.name not in chosen.only) or not clone.is_dir():
            continue
        with tempfile.TemporaryDirectory() as cache:
            head = read(
                Checker(tuple(shlex.split(chosen.ygs)), chosen.source.resolve(), Path(cache)), clone, labels
            )
        heads.append(head)
        for finding, verdict, _ in head.findings if chosen.verbose else ():
            if verdict != "right":
                place = finding["location"]
                where = f"{clone.name}/{place['path']}:{place['line']}"
                print(
                    f"{verdict or 'not labelled'}: {where} {finding['rule']} {finding['subject']}", file=sys.stderr
                )
    show(heads)


if __name__ == "__main__":
    main()
