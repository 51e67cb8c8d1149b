"""Finds out what a renumbering needs to know: which of two documents is older, and which a reference means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from ygs_cli.artifacts import kinds, merges, renumber
from ygs_cli.artifacts.kinds import Kind
from ygs_cli.artifacts.markdown import SourceFile, split_lines
from ygs_cli.artifacts.project import Artifact, ArtifactFacts
from ygs_cli.artifacts.renumber import Case, Twin
from ygs_cli.drift import fix as editing
from ygs_cli.findings import Finding, Related
from ygs_cli.shell import history, scaffolding, workspace
from ygs_cli.shell.history import Birth
from ygs_cli.shell.workspace import Workspace

RULE = "duplicate-id"
_MOST = 40  # documents of which history is asked: a project with more of them was not made by two branches


class Renumbering:
    """Gives the findings of duplicate ids in one project their fixes. History is asked when there is one."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._births: dict[str, Birth] = {}
        self._blamed: dict[str, Mapping[str, frozenset[str]]] = {}
        self._asked: set[str] = set()
        self._given: Counter[str] = Counter()  # numbers handed out in this run, by kind
        self._lines: dict[str, list[str]] = {}
        self._told: dict[tuple[str, str], str] = {}

    def ages(self, paths: Iterable[str]) -> Mapping[str, int]:
        """Which of some files came first: smaller for older, none for a file that no commit has."""
        fresh = [path for path in paths if path not in self._asked]
        self._asked.update(fresh)
        if self._space.is_git and len(self._asked) <= _MOST:
            self._births |= history.births(self._space.root, fresh)
        return {path: birth.age for path, birth in self._births.items()}

    def mended(self, findings: Iterable[Finding], facts: ArtifactFacts) -> list[Finding]:
        """The findings, those of two documents with one id with the fix that renumbers one of them."""
        ours = {artifact.path: artifact for artifact in facts.artifacts}
        return [self._with_fix(finding, ours, facts) for finding in findings]

    def _with_fix(self, finding: Finding, ours: Mapping[str, Artifact], facts: ArtifactFacts) -> Finding:
        loser = ours.get(finding.location.path)
        if finding.rule != RULE or loser is None or finding.location != loser.place("id"):
            return finding
        key = kinds.number_of(loser.identifier)
        others = [
            item for item in facts.artifacts if item is not loser and kinds.number_of(item.identifier) == key
        ]
        reason = self._reason_against(loser, others)
        if reason:
            return replace(finding, hint=reason)
        return self._renumbered(finding, loser, others, facts)

    def _reason_against(self, loser: Artifact, others: Iterable[Artifact]) -> str:
        """What the person has to do first, "" when the document can be renumbered."""
        if len(self._asked) > _MOST or loser.kind is None:
            return "give the younger of the two the next free number"
        if any(renumber.is_same_document(loser, other) for other in others):
            return "these are copies of one document: keep the right one and delete the other"
        if self._space.is_git and history.is_merging(self._space.root):
            return "a merge is under way: commit it, then ygs lint --fix --unsafe-fixes can renumber this one"
        if (self._space.root / loser.path).is_symlink():
            return "the file is a link: renumber the document that it leads to"
        return ""

    def _renumbered(
        self, finding: Finding, loser: Artifact, others: list[Artifact], facts: ArtifactFacts
    ) -> Finding:
        twins = [Twin(item, renumber.elements_of(item.path, facts.elements)) for item in (loser, *others)]
        case = Case(twins[0], tuple(twins[1:]), 0)
        files = list(self._files(case))
        for source in files:
            line = next(merges.conflicts(split_lines(source.text)), 0)
            if line:
                hint = f"{source.path}:{line} holds an unresolved merge: end it, then this one can be renumbered"
                return replace(finding, hint=hint)
        case = replace(case, number=self._number(case, files))
        found, unsure = renumber.fix(case, files, lambda path, line: self._means(case, path, line))
        related = [Related(f"could mean either {loser.identifier}: not rewritten", place) for place in unsure]
        hint = f"ygs lint --fix --unsafe-fixes makes it {case.new_identifier}"
        return replace(finding, fix=found, hint=hint, related=(*finding.related, *related))

    def _files(self, case: Case) -> Iterable[SourceFile]:
        """The files of the project that may hold a reference: those whose text has the id or the file's name."""
        name = case.loser.path.rpartition("/")[2]
        for path in self._space.own_files:
            data = workspace.read_bytes(self._space.root, path)
            if data is None or len(data) > workspace.MAX_BYTES or b"\0" in data[:8192]:
                continue
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                continue
            if name in text or "%20" in text or case.ids.search(text):
                yield SourceFile(path, text)

    def _number(self, case: Case, files: list[SourceFile]) -> int:
        """The number to give: that of a renumbered copy which a killed run has left, else the next free one."""
        kind, folder = case.loser.artifact.kind, case.loser.path.rpartition("/")[0]
        assert kind is not None  # noqa: S101 - _reason_against sees to it
        first = scaffolding.free_number(self._space, kind, folder)
        own = [source for source in files if source.path == case.loser.path]
        for number in range(max(first - 1, 1), 0, -1):
            tried = replace(case, number=number)
            if tried.new_path == case.loser.path or tried.new_path not in self._known_paths:
                continue
            there = self._space.reads(tried.new_path)
            changes, _ = renumber.fix(tried, own, lambda *_: "")
            if there and own and there.text == editing.edited(own[0].text, changes.edits):
                return number
        return self._next(kind, first)

    def _next(self, kind: Kind, first: int) -> int:
        number = first + self._given[kind.name]
        self._given[kind.name] += 1
        return number

    def _means(self, case: Case, path: str, line: int) -> str:
        """Which twin a line is about: the one that its commit knew, or brought along."""
        source = self._lines.get(path)
        if source is None:
            read = self._space.reads(path)
            source = self._lines[path] = split_lines(read.text) if read else []
        commits = self._commits(path).get(source[line - 1] if line <= len(source) else "", frozenset())
        told = {self._known(case, commit) for commit in commits}
        return told.pop() if len(told) == 1 else ""

    @cached_property
    def _known_paths(self) -> frozenset[str]:
        return frozenset(self._space.files)

    def _commits(self, path: str) -> Mapping[str, frozenset[str]]:
        """Text of a line -> the commits that wrote a line of this text."""
        if path not in self._blamed:
            found: dict[str, set[str]] = {}
            for commit, text in history.blame(self._space.root, path) if self._space.is_git else ():
                found.setdefault(text, set()).add(commit)
            self._blamed[path] = {text: frozenset(commits) for text, commits in found.items()}
        return self._blamed[path]

    def _known(self, case: Case, commit: str) -> str:
        key = (case.loser.path, commit)
        if key not in self._told:
            self._told[key] = self._ask(case, commit)
        return self._told[key]

    def _ask(self, case: Case, commit: str) -> str:
        twins = {twin.path: self._births.get(twin.path) for twin in (case.loser, *case.others)}
        asked = [(commit, name) for birth in twins.values() if birth for name in birth.names]
        has = history.having(self._space.root, asked)
        known = [path for path, birth in twins.items() if birth and any((commit, n) in has for n in birth.names)]
        if len(known) > 1:
            known = [path for path in known if (birth := twins[path]) and birth.commit == commit]
        return known[0] if len(known) == 1 else ""
