"""Reads documents and code from disk and extracts claims and symbols, in worker processes when it is much."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from ygs_cli.artifacts import markdown
from ygs_cli.artifacts import stored as parsed
from ygs_cli.artifacts.markdown import Document, FrontMatter, SourceFile
from ygs_cli.drift import facts, stored, symbols, tables
from ygs_cli.drift.facts import Page
from ygs_cli.drift.symbols import FileSymbols
from ygs_cli.shell import cache, workspace
from ygs_cli.shell.cache import Cache

Result = TypeVar("Result")
_MUCH = 1_500_000  # bytes from which starting workers pays
_BATCH = 200_000  # bytes that one task takes


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier runs found in files. `version` stands for the programs that find it."""

    cache: Cache
    version: bytes = b""

    def symbols(self, source: SourceFile) -> FileSymbols | None:
        """The definitions and imports of a source text, which need not be on disk; not what users name."""
        own = Memory(self.cache, self.version + b"symbols")  # what is known of one file goes under several keys
        return _extracted(symbols.extract, own, source)

    def table(self, source: SourceFile) -> FileSymbols | None:
        """All that a source text gives a name to."""
        return _extracted(tables.extract, self, source)


def _extracted(
    extract: Callable[[SourceFile], FileSymbols | None], known: Memory, source: SourceFile
) -> FileSymbols | None:
    if not known.cache.is_open:
        return extract(source)
    found = _recalled(stored.symbols_of, known, source)
    if found is None and (found := extract(source)):
        known.cache.put(_key(known.version, source), stored.symbols_text(found))
    return found


def memory(*, used: bool = True) -> Memory:
    """The memory in the user's cache folder, or one that remembers nothing."""
    package = Path(facts.__file__).parent
    try:
        file = cache.folder() / "files.sqlite" if used else None
        sources = [*package.rglob("*.py"), *package.rglob("*.scm"), *(package.parent / "artifacts").glob("*.py")]
        return Memory(Cache(file), cache.version([*sources, package.parent / "yaml_text.py"]) if file else b"")
    except (OSError, RuntimeError):  # no home
        return Memory(Cache(None))


def _page_text(source: SourceFile) -> str:
    return stored.page_text(facts.page(source))


def _document_text(source: SourceFile) -> str:
    return parsed.document_text(markdown.parse(source))


def _front_text(source: SourceFile) -> str:
    return parsed.front_text(markdown.front_matter(source))


def _with_front(source: SourceFile, text: str) -> tuple[SourceFile, FrontMatter | None]:
    return source, parsed.front_of(source, text)


def _table_text(source: SourceFile) -> str | None:
    found = tables.extract(source)
    return stored.symbols_text(found) if found else None


def pages(root: Path, paths: Iterable[str], known: Memory) -> list[Page]:
    """The Markdown documents among `paths` that can be read, with their claims, in the same order."""
    return _read(_page_text, stored.page_of, root, tuple(paths), known)


def documents(root: Path, paths: Iterable[str], known: Memory) -> list[Document]:
    """The Markdown documents among `paths` that can be read, whole, in the same order."""
    own = Memory(known.cache, known.version + b"document")
    return _read(_document_text, parsed.document_of, root, tuple(paths), own)


def front_matters(root: Path, paths: Iterable[str], known: Memory) -> dict[str, tuple[SourceFile, FrontMatter]]:
    """The Markdown files among `paths` that have front matter, with it, readable or not."""
    own = Memory(known.cache, known.version + b"front matter")
    found = _read(_front_text, _with_front, root, tuple(paths), own)
    return {source.path: (source, front) for source, front in found if front}


def symbol_tables(root: Path, paths: Iterable[str], known: Memory) -> list[FileSymbols]:
    """The definitions and imports of the source files among `paths` that can be read, in the same order."""
    return _read(_table_text, stored.symbols_of, root, tuple(paths), known)


def _read(
    write: Callable[[SourceFile], str | None],
    read: Callable[[SourceFile, str], Result],
    root: Path,
    paths: Sequence[str],
    known: Memory,
) -> list[Result]:
    """What is found in each file: recalled, or found now, and handed over between processes as text, which is
    several times quicker than pickling.
    """
    sources = {path: source for path in paths if (source := workspace.read_text(root, path))}
    found = {path: item for path, source in sources.items() if (item := _recalled(read, known, source))}
    for path, text in each(partial(_text, write), root, [path for path in sources if path not in found]):
        if path in sources:
            found[path] = read(sources[path], text)
            known.cache.put(_key(known.version, sources[path]), text)
    return [found[path] for path in sources if path in found]


def _text(write: Callable[[SourceFile], str | None], root: Path, path: str) -> tuple[str, str] | None:
    source = workspace.read_text(root, path)
    text = write(source) if source else None
    return (path, text) if text else None


def _recalled(read: Callable[[SourceFile, str], Result], known: Memory, source: SourceFile) -> Result | None:
    text = known.cache.get(_key(known.version, source)) if known.cache.is_open else None
    with suppress(ValueError):
        return read(source, text) if text else None
    return None


def _key(version: bytes, source: SourceFile) -> bytes:
    """Claims and symbols depend on the path, too: it tells the language, and a changelog from a guide."""
    path, text = (part.encode("utf-8", "surrogatepass") for part in (source.path, source.text))
    return hashlib.sha256(b"%s%d %s%s" % (version, len(path), path, text)).digest()


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
