"""What `ygs sync` writes: edits of documents, and the baseline of accepted findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ygs_cli import baseline
from ygs_cli.baseline import Entry
from ygs_cli.changes import NOTHING, Write, digest
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


def mend(root: Path, findings: Iterable[Finding]) -> tuple[int, int]:
    """Make the safe edits that findings propose; how many edits in how many files.

    A file that is reached under two names through a link inside the project is written once.
    """
    changes, count, seen = [], 0, set()
    for path, before, after, made in _edited(root, findings, unsafe=False):
        real = apply.behind_links(root, path)
        if real in seen:
            continue
        seen.add(real)
        changes.append(Write(path, after, expect=digest(before)))
        count += made
    apply.documents(root, changes)
    return count, len(changes)


def patch(root: Path, findings: Iterable[Finding], *, unsafe: bool) -> str:
    """The edits that findings propose, uncertain ones too when `unsafe`, as one unified diff."""
    parts = []
    for path, before, after, _ in _edited(root, findings, unsafe=unsafe):
        parts.append(fix.patch(path, before.decode("utf-8"), after.decode("utf-8")))
    return "".join(parts)


def _edited(root: Path, findings: Iterable[Finding], *, unsafe: bool) -> Iterator[tuple[str, bytes, bytes, int]]:
    for path, edits in sorted(fix.edits(findings, unsafe=unsafe).items()):
        before = _bytes(root, path)
        if before is None:
            continue
        try:
            text = before.decode("utf-8")
        except UnicodeDecodeError as problem:
            raise YgsError(f"not UTF-8 at byte {problem.start}: not edited", where=path) from None
        after = fix.edited(text, edits).encode("utf-8")
        if after != before:
            yield path, before, after, len(edits)


def _bytes(root: Path, path: str) -> bytes | None:
    try:
        return (root / path).read_bytes()
    except FileNotFoundError:
        return None
