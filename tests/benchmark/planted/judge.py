"""Plants a case in a clone, runs `ygs sync` there, and holds the report against what was to be found."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from tests.benchmark.planted.cases import Case
from tests.benchmark.planted.mentions import Place, word
from tests.benchmark.planted.tree import Tree, git


@dataclass(frozen=True)
class Run:
    """One run of the checker. `peak` is the largest process in MB."""

    findings: tuple[dict[str, Any], ...]
    seconds: float
    peak: int


@dataclass(frozen=True)
class Checker:
    """The command under judgement, and where its sources lie."""

    command: tuple[str, ...]
    source: Path
    cache: Path

    def __call__(self, clone: Path, *options: str) -> Run:
        """Run `sync` in a clone, with a home and a cache of its own."""
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.cache),
            "XDG_CACHE_HOME": str(self.cache),
            "PYTHONPATH": str(self.source),
            "PYTHONSAFEPATH": "1",  # a clone may be of a library that the checker imports
            "LANG": "C.UTF-8",
        }
        started = time.monotonic()
        command = [*self.command, "sync", *options, "--format", "json"]
        with subprocess.Popen(
            command, cwd=clone, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            report, errors = process.communicate()
            status = process.returncode
        if status not in (0, 1):
            raise RuntimeError(f"{clone.name}: exit code {status}: {errors.decode(errors='replace')[-2000:]}")
        return Run(tuple(json.loads(report)["findings"]), time.monotonic() - started, 0)


def key(finding: dict[str, Any]) -> tuple[str, int, str, str]:
    """What makes a finding the same before and after a change of code."""
    place = finding["location"]
    return place["path"], place["line"], finding["rule"], finding["subject"]


Edit = tuple[str, str, str]  # a document, a line before and after


@dataclass(frozen=True)
class Before:
    """What the checker says and repairs in the untouched repository."""

    findings: Counter[tuple[str, int, str, str]]
    edits: frozenset[Edit]

    def after_moves(self, case: Case) -> Counter[tuple[str, int, str, str]]:
        """The findings, at the paths that their documents have once a case is planted."""
        now = dict(case.moved)
        return Counter({(now.get(path, path), *rest): count for (path, *rest), count in self.findings.items()})  # type: ignore[misc]


@dataclass
class Verdict:
    """What came of one case."""

    case: Case
    variant: str
    hit: frozenset[Place] = frozenset()
    missed: frozenset[Place] = frozenset()
    alarms: list[dict[str, Any]] = field(default_factory=list)
    proposed: int = 0  # expected lines that a finding with an edit stands on
    applied: int = 0  # edits that --fix wrote
    wrong: list[str] = field(default_factory=list)  # edits that are not the new name at the old one's place
    left: list[str] = field(default_factory=list)  # findings of the case on a line that --fix changed
    seconds: float = 0.0

    @property
    def found(self) -> bool:
        return not self.alarms if self.case.is_control else bool(self.hit)


def plant(clone: Path, case: Case, *, commit: bool) -> None:
    """Write a case into a clone whose work tree is clean."""
    for old, new in case.moved:
        (clone / new).parent.mkdir(parents=True, exist_ok=True)
        if (clone / old).exists():
            git(clone, "mv", old, new)
    for path, text in case.changes.items():
        file = clone / path
        if text is None:
            file.unlink(missing_ok=True)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
    if commit:
        git(clone, "add", "-A")
        git(clone, "commit", "-q", "-m", f"benchmark: {case.kind}")


def reset(clone: Path, head: str) -> None:
    git(clone, "reset", "-q", "--hard", head)
    git(clone, "clean", "-q", "-fdx")


def new_findings(before: Counter[tuple[str, int, str, str]], run: Run) -> list[dict[str, Any]]:
    """Findings that the untouched repository does not have."""
    left = Counter(before)
    found = []
    for finding in run.findings:
        if left[key(finding)]:
            left[key(finding)] -= 1
        else:
            found.append(finding)
    return found


def _place(finding: dict[str, Any]) -> Place:
    return finding["location"]["path"], finding["location"]["line"]


def judge(checker: Checker, clone: Path, tree: Tree, case: Case, before: Before, *, commit: bool) -> Verdict:
    """Plant one case, judge the report, apply the fixes and judge them. The clone is left as planted."""
    plant(clone, case, commit=commit)
    run = checker(clone)
    found = new_findings(before.after_moves(case), run)
    places = {_place(each) for each in found}
    known = {place[:2] for place in before.after_moves(case)}
    expected = case.expected - (known - places)  # a line with a finding before may keep just that one
    verdict = Verdict(
        case,
        "committed" if commit else "work tree",
        frozenset(expected & places),
        frozenset(expected - places),
        [each for each in found if _place(each) not in case.expected | case.possible],
        seconds=run.seconds,
    )
    if found and not case.is_control:
        with_edit = {_place(each) for each in found if (each.get("fix") or {}).get("edits")}
        verdict.proposed = len(expected & with_edit)
        if any(each.get("fix") for each in found):
            _judge_fixes(checker, clone, case, before, verdict)
    return verdict


def _judge_fixes(checker: Checker, clone: Path, case: Case, before: Before, verdict: Verdict) -> None:
    planted = Tree.read(clone)
    old = {**{path: text for path, text in case.changes.items() if text is not None}, **planted.files}
    run = checker(clone, "--fix")
    written: set[Place] = set()
    for path, number, one, other in edits(clone, old):
        if (path, one, other) in before.edits:
            continue
        written.add((path, number))
        verdict.applied += 1
        if not _is_right(planted, case, (path, number), one, other):
            verdict.wrong.append(f"{path}:{number}\n      - {one.strip()}\n      + {other.strip()}")
    after = checker(clone) if written else run
    for each in new_findings(before.after_moves(case), after):
        if _place(each) in written:
            verdict.left.append(f"{_place(each)[0]}:{_place(each)[1]} {each['rule']} {each['subject']}")


def edits(clone: Path, before: dict[str, str]) -> list[tuple[str, int, str, str]]:
    """Every changed line of a work tree: its number, and its text before and now."""
    found = []
    for path, text in sorted(before.items()):
        file = clone / path
        now = file.read_bytes().decode("utf-8", "surrogateescape") if file.is_file() else ""
        if now != text:
            pairs = zip_longest(text.split("\n"), now.split("\n"), fillvalue="")
            found += [(path, number, *pair) for number, pair in enumerate(pairs, 1) if pair[0] != pair[1]]
    return found


def _is_right(planted: Tree, case: Case, place: Place, old: str, new: str) -> bool:
    """Whether a line was changed to what the case asks for, and not otherwise."""
    if place not in case.expected | case.possible:
        return False
    if case.kind in {"rename", "flag", "env", "endpoint", "field"} or (case.kind, case.detail) == (
        "signature",
        "renamed",
    ):
        token = re.search(r"\((\w+)\)$", case.subject) if case.kind == "signature" else None
        pattern = word(token[1]) if token else word(case.subject.lstrip("/-"))
        name = case.new.lstrip("/-")
        followed = re.sub(
            rf"#{re.escape(_slug(case.subject))}(?![\w-])", f"#{_slug(name)}", old
        )  # its heading's links
        return any(new == option for text in (old, followed) for option in _some_replaced(text, pattern, name))
    if case.kind == "heading":
        return re.sub(r"#[\w.-]+", "#", old) == re.sub(r"#[\w.-]+", "#", new) and case.new in new
    if case.kind == "move":
        return _points_there(planted, case, place, old, new)
    return False


def _slug(name: str) -> str:
    """The anchor of a heading that is a name, as GitHub makes it."""
    return re.sub(r"[^\w-]", "", name.lower())


def _some_replaced(line: str, pattern: re.Pattern[str], new: str) -> Iterator[str]:
    """The line with any of the occurrences replaced, and not all the others."""
    spans = [match.span() for match in pattern.finditer(line)][:8]
    for chosen in range(1, 2 ** len(spans)):
        text, shift = line, 0
        for number, (begin, end) in enumerate(spans):
            if chosen >> number & 1:
                text = text[: begin + shift] + new + text[end + shift :]
                shift += len(new) - (end - begin)
        yield text


def _points_there(planted: Tree, case: Case, place: Place, old: str, new: str) -> bool:
    """Whether the changed stretch of a line is a way to the file's new place."""
    begin = 0
    while begin < min(len(old), len(new)) and old[begin] == new[begin]:
        begin += 1
    end = 0
    while end < min(len(old), len(new)) - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    head = re.search(r"[^\s()<>`'\"\[\]]*$", new[:begin])
    tail = re.match(r"[^\s()<>`'\"\[\]]*", new[len(new) - end :])
    token = f"{head[0] if head else ''}{new[begin : len(new) - end]}{tail[0] if tail else ''}"
    token = re.sub(r"(:\d+)*[.,:;*]*$", "", token).lstrip(",:;*")
    found = planted.resolved(place[0], token)
    if place[0] == case.new:  # a moved document's own links lead where they led before
        return found is not None
    bare = token.partition("#")[0].lstrip("./")
    return (found is not None and found[0] == case.new) or case.new.endswith(bare)
