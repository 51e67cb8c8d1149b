"""What was read of a file before, in the user's cache folder: never needed, and never in the repository.

One SQLite file of texts by key. A key is made of the content and of everything that the answer depends on, so
that an entry is never out of date; entries are JSON, so that a foreign file can at worst be wrong, not run.
Whatever goes wrong here (a broken file, a full disk, a busy one, a folder that is read-only or another's)
means to go on without it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from ygs_cli.drift.languages import LANGUAGES

MAX_BYTES = 200_000_000  # of all entries; the oldest half goes when there is more
_TABLE = "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, value TEXT NOT NULL)"
_PATIENCE = 0.2  # seconds for another run to end its write
_LIBRARIES = ("markdown_it", "tree_sitter", "yaml", *(item.module for item in LANGUAGES))


def folder() -> Path:
    """Where the cache lies (XDG Base Directory Specification)."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(named) if named.startswith("/") else Path.home() / ".cache"
    return base / "ygs"


def version(sources: Iterable[Path]) -> bytes:
    """What stands for the programs that make the answers: our own by their text, libraries by their file."""
    state = hashlib.sha256(sys.version.encode())
    for file in sorted(sources):
        state.update(file.name.encode() + b"\0" + file.read_bytes())
    for name in _LIBRARIES:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin:
            status = Path(spec.origin).stat()
            state.update(f"{spec.origin} {status.st_mtime_ns} {status.st_size}".encode())
    return state.digest()


class Cache:
    """Texts by key. What is put is kept in memory until `save`."""

    def __init__(self, file: Path | None) -> None:
        """`file` None: remembers nothing."""
        self._file = file
        self._fresh: dict[bytes, str] = {}
        self._connection = _opened(file) if file else None

    @property
    def is_open(self) -> bool:
        """Whether anything can be remembered."""
        return self._connection is not None

    def get(self, key: bytes) -> str | None:
        """The text that is kept under a key."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT value FROM entries WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            self._connection = None
            return None
        return row[0] if row and isinstance(row[0], str) else None

    def put(self, key: bytes, value: str) -> None:
        """Keep a text."""
        if self._file is not None:
            self._fresh[key] = value

    def save(self) -> None:
        """Write what was put, in one transaction."""
        if self._connection is None or not self._fresh:
            return
        with suppress(sqlite3.Error, UnicodeError), closing(self._connection) as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?)", self._fresh.items())
            _prune(connection)
        self._connection = None


def _prune(connection: sqlite3.Connection) -> None:
    (used,) = connection.execute(
        "SELECT (page_count - freelist_count) * page_size"
        " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
    ).fetchone()
    if used > MAX_BYTES:
        middle = "(SELECT min(rowid) + (max(rowid) - min(rowid)) / 2 FROM entries)"
        connection.execute(f"DELETE FROM entries WHERE rowid <= {middle}")  # noqa: S608


def _opened(file: Path) -> sqlite3.Connection | None:
    """The cache file, made when there is none; a broken one is replaced."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if file.parent.stat().st_uid != os.getuid():
            return None
        try:
            return _connected(file)
        except sqlite3.DatabaseError as problem:
            if isinstance(problem, sqlite3.OperationalError):  # busy, or not ours to write
                return None
            file.unlink()
            return _connected(file)
    except (OSError, sqlite3.Error):
        return None


def _connected(file: Path) -> sqlite3.Connection:
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600))
    connection = sqlite3.connect(file, timeout=_PATIENCE)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(_TABLE)
    return connection
