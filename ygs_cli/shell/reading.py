"""Reads documents and code from disk and extracts claims and symbols, in worker processes when it is much."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import TypeVar

from ygs_cli.drift import facts, symbols
from ygs_cli.drift.facts import Page
from ygs_cli.drift.symbols import FileSymbols
from ygs_cli.shell import workspace

Result = TypeVar("Result")
_MUCH = 1_500_000  # bytes from which starting workers pays
_BATCH = 200_000  # bytes that one task takes


def pages(root: Path, paths: Iterable[str]) -> list[Page]:
    """The Markdown documents among `paths` that can be read, with their claims, in the same order."""
    return each(_page, root, tuple(paths))


def symbol_tables(root: Path, paths: Iterable[str]) -> list[FileSymbols]:
    """The definitions and imports of the source files among `paths` that can be read, in the same order."""
    return each(_table, root, tuple(paths))


def blob_ids(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """What git would call the content of each file, as it is on disk (gitformat: "blob", size, NUL, bytes)."""
    found = {}
    for path in paths:
        try:
            data = (root / path).read_bytes()
        except OSError:
            continue
        found[path] = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    return found


def _page(root: Path, path: str) -> Page | None:
    source = workspace.read_text(root, path)
    return facts.page(source) if source else None


def _table(root: Path, path: str) -> FileSymbols | None:
    source = workspace.read_text(root, path)
    return symbols.extract(source) if source else None


def each(read: Callable[[Path, str], Result | None], root: Path, paths: Sequence[str]) -> list[Result]:
    """What a module-level function makes of each file, in the same order, without its None; in worker processes
    when it is much.
    """
    batches = _batches(root, paths)
    workers = min(os.cpu_count() or 1, len(batches), 8)
    if workers > 1 and sum(map(_size, (root / path for path in paths))) > _MUCH:
        try:
            with ProcessPoolExecutor(workers) as pool:
                return [item for found in pool.map(partial(_batch, read, root), batches) for item in found]
        except (OSError, BrokenProcessPool):
            pass  # no room for processes: one by one then
    return _batch(read, root, paths)


def _batch(read: Callable[[Path, str], Result | None], root: Path, paths: Sequence[str]) -> list[Result]:
    return [found for path in paths if (found := read(root, path)) is not None]


def _batches(root: Path, paths: Sequence[str]) -> list[list[str]]:
    """Neighbours of about equal size, so that a long document does not hold up the others."""
    batches: list[list[str]] = [[]]
    size = 0
    for path in paths:
        if size > _BATCH:
            batches.append([])
            size = 0
        batches[-1].append(path)
        size += _size(root / path)
    return batches


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
