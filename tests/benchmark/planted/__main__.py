"""Plants mutations in clones of public repositories and judges what `ygs sync` says of them.

    python -m tests.benchmark.planted --repos DIR [--only NAME] [--kind KIND] [--cases N] [--jobs 2]

DIR holds clones with full history; nothing is written into them. From each repository the planter draws N cases
a kind: one change to the code or to a file, documents untouched, and the document lines that it makes wrong.
Controls change what no document shows. A case is found when a new finding stands on one of its lines; an alarm
is a new finding on a line that does not hold the name at all, and in a control any new finding.
"""

from __future__ import annotations

import argparse
import random
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.benchmark.planted import report
from tests.benchmark.planted.cases import KINDS, Case, Draft
from tests.benchmark.planted.controls import controls
from tests.benchmark.planted.files import headings, moves, removals
from tests.benchmark.planted.judge import Before, Checker, Verdict, edits, judge, key, reset
from tests.benchmark.planted.signatures import signatures
from tests.benchmark.planted.symbols import deletions, endpoints, fields, flags, renames, variables
from tests.benchmark.planted.tree import Tree, git

ROOT = Path(__file__).resolve().parent.parent.parent.parent
DRAFTS = {
    "rename": renames,
    "delete": deletions,
    "signature": signatures,
    "move": moves,
    "remove": removals,
    "heading": headings,
    "flag": flags,
    "env": variables,
    "endpoint": endpoints,
    "field": fields,
    "control": controls,
}


def draw_cases(tree: Tree, kinds: list[str], count: int, seed: int) -> list[Case]:
    """The cases of one repository: the same for the same seed, whatever else is asked for."""
    found = []
    for kind in kinds:
        draw = random.Random(f"{seed} {tree.name} {kind}")
        found += _draw(sorted(DRAFTS[kind](tree)), count, draw)
    return found


def _draw(drafts: list[Draft], count: int, draw: random.Random) -> list[Case]:
    """Some cases at random, each form of change (the first or last word of a key) in turn."""
    draw.shuffle(drafts)
    made: list[Case] = []
    details: Counter[str] = Counter()
    subjects: set[str] = set()
    put_off: list[Draft] = []
    for number, draft in enumerate(drafts):
        if len(made) >= count or number > 400:
            break
        if details[_form(draft)] > min(details.values(), default=0) + 1:
            put_off.append(draft)
            continue
        _make(draft, draw, made, details, subjects)
    for draft in put_off:
        if len(made) >= count:
            break
        _make(draft, draw, made, details, subjects)
    return made


def _form(draft: Draft) -> str:
    words = draft.key.split(" ")
    return f"{words[0]} {words[-1]}" if len(words) == 1 else words[0] if words[0] in _CONTROL_FORMS else words[-1]


_CONTROL_FORMS = frozenset({"undocumented", "comment", "added", "reformatted", "body", "optional", "move"})


def _make(draft: Draft, draw: random.Random, made: list[Case], details: Counter[str], subjects: set[str]) -> None:
    case = draft.make(draw)
    if case and case.subject not in subjects:
        made.append(case)
        subjects.add(case.subject)
        details[_form(draft)] += 1


class Bench:
    """The work copies of one repository, and its report before any change."""

    def __init__(self, source: Path, checker: Checker, folder: Path, jobs: int) -> None:
        self.tree = Tree.read(source)
        report.remember(self.tree)
        self.head = git(source, "rev-parse", "HEAD").strip()
        self.checker = checker
        self.clones: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            clone = folder / str(number) / source.name
            command = ["git", "clone", "-q", "--shared", "-c", "core.hooksPath=/dev/null", str(source), str(clone)]
            subprocess.run(command, check=True, capture_output=True)
            reset(clone, self.head)
            self.clones.put(clone)
        clone = self.clones.get()
        self.first = checker(clone)
        checker(clone, "--fix")
        own = frozenset((path, old, new) for path, _, old, new in edits(clone, self.tree.files))
        self.before = Before(Counter(map(key, self.first.findings)), own)
        reset(clone, self.head)
        self.clones.put(clone)

    def judge(self, case: Case, commit: bool) -> Verdict:
        clone = self.clones.get()
        try:
            return judge(self.checker, clone, self.tree, case, self.before, commit=commit)
        finally:
            reset(clone, self.head)
            self.clones.put(clone)


def run(source: Path, chosen: argparse.Namespace) -> report.Outcome:
    """All cases of one repository."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        checker = Checker(tuple(shlex.split(chosen.ygs)), chosen.source.resolve(), folder / "cache")
        bench = Bench(source, checker, folder, chosen.jobs)
        cases = draw_cases(bench.tree, chosen.kind or list(KINDS), chosen.cases, chosen.seed)
        variants = {"both": (True, False), "committed": (True,), "tree": (False,)}.get(chosen.variant)
        work = [(case, commit) for number, case in enumerate(cases) for commit in (variants or (number % 2 == 0,))]
        with ThreadPoolExecutor(chosen.jobs) as pool:
            verdicts = list(pool.map(lambda each: bench.judge(*each), work))
        return report.Outcome(
            source.name, bench.head, bench.tree.language, bench.first, verdicts, time.monotonic() - started
        )


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repos", type=Path, required=True, help="folder of clones")
    parser.add_argument("--only", action="append", metavar="NAME", help="this clone, as often as wanted")
    parser.add_argument("--kind", action="append", choices=KINDS, help="this kind, as often as wanted")
    parser.add_argument("--cases", type=int, default=3, help="cases a kind and repository")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--variant", choices=("alternate", "both", "committed", "tree"), default="alternate")
    parser.add_argument("--ygs", default=f"{sys.executable} -m ygs_cli", help="the command under judgement")
    parser.add_argument("--source", type=Path, default=ROOT, help="the repository it is imported from")
    parser.add_argument("--verbose", action="store_true", help="each missed line, alarm and wrong edit")
    parser.add_argument("--list", action="store_true", help="print the cases and their lines, and run nothing")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    return parser


def main() -> None:
    chosen = options().parse_args()
    repos = chosen.repos.resolve()
    names = chosen.only or sorted(each.name for each in repos.iterdir() if (each / ".git").exists())
    outcomes = []
    for name in names:
        if chosen.list:
            tree = Tree.read(repos / name)
            report.print_cases(tree, draw_cases(tree, chosen.kind or list(KINDS), chosen.cases, chosen.seed))
            continue
        outcome = run(repos / name, chosen)
        outcomes.append(outcome)
        report.progress(outcome, verbose=chosen.verbose)
    if outcomes:
        report.print_all(outcomes, chosen.format)


if __name__ == "__main__":
    main()
