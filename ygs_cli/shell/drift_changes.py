"""What `ygs sync` and `ygs lint` write: edits of documents, and the baseline of accepted findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ygs_cli import baseline
from ygs_cli.baseline import Entry
from ygs_cli.changes import NOTHING, Change, Remove, Write, digest
from ygs_cli.drift import fix
from ygs_cli.errors import YgsError
from ygs_cli.findings import Finding
from ygs_cli.shell import apply


def read_baseline(root: Path) -> tuple[Entry, ...]:
    """The accepted findings of a project. Raises YgsError for a file that is no baseline."""
    data = _bytes(root, baseline.PATH)
    if data is None:
        return ()
    try:
        return baseline.parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise YgsError(f"not UTF-8 at byte {problem.start}", where=baseline.PATH) from None


def write_baseline(root: Path, entries: Iterable[Entry]) -> None:
    """Replace the baseline of a project."""
    before = _bytes(root, baseline.PATH)
    expect = NOTHING if before is None else digest(before)
    data = baseline.render(entries).encode("utf-8")
    apply.documents(root, [Write(baseline.PATH, data, expect=expect)])


def mend(root: Path, findings: Iterable[Finding], *, unsafe: bool = False) -> tuple[int, set[str]]:
    """Make the edits that findings propose, uncertain ones too when `unsafe`; how many, and in which files.

    A file that is reached under two names through a link inside the project is written once. Files that get
    a new name come last, and the old name goes when the new one is there: a kill loses nothing, and running
    it again ends it.
    """
    changes: list[Change] = []
    removed: list[Change] = []
    count, seen = 0, set[str]()
    for item in sorted(_edited(root, findings, unsafe=unsafe), key=lambda item: bool(item.to)):
        real = apply.behind_links(root, item.path)
        if real in seen:
            continue
        seen.add(real)
        count += item.made
        if not item.to:
            changes.append(Write(item.path, item.after, expect=digest(item.before)))
            continue
        if _bytes(root, item.to) != item.after:
            changes.append(Write(item.to, item.after, expect=NOTHING))
        removed.append(Remove(item.path, expect=digest(item.before)))
    apply.documents(root, [*changes, *removed])
    return count, seen


def patch(root: Path, findings: Iterable[Finding], *, unsafe: bool) -> str:
    """The edits that findings propose, uncertain ones too when `unsafe`, as one unified diff."""
    parts = []
    for item in _edited(root, findings, unsafe=unsafe):
        parts.append(fix.patch(item.path, item.before.decode("utf-8"), item.after.decode("utf-8"), item.to))
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Edited:
    """What becomes of a file: its text, and its new path if it gets one."""

    path: str
    to: str
    before: bytes
    after: bytes
    made: int


def _edited(root: Path, findings: Iterable[Finding], *, unsafe: bool) -> Iterator[_Edited]:
    findings = tuple(findings)
    changes, renames = fix.edits(findings, unsafe=unsafe), fix.renames(findings, unsafe=unsafe)
    for path in sorted({*changes, *renames}):
        before = _bytes(root, path)
        if before is None:
            continue
        try:
            text = before.decode("utf-8")
        except UnicodeDecodeError as problem:
            raise YgsError(f"not UTF-8 at byte {problem.start}: not edited", where=path) from None
        after = fix.edited(text, changes.get(path, ())).encode("utf-8")
        to = renames.get(path, "")
        if after != before or to:
            yield _Edited(path, to, before, after, len(changes.get(path, ())))


def _bytes(root: Path, path: str) -> bytes | None:
    try:
        return (root / path).read_bytes()
    except FileNotFoundError:
        return None
