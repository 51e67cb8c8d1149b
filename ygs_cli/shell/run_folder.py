"""The folder of one phase of one run: its artifacts exist before the agent starts, and stay what they are.

The agent runs as the same user and may do to the folder what it likes, so everything is written through
handles that were opened in the beginning, and `seal` puts back what was moved, replaced or linked elsewhere.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ygs_cli.automation.contract import Exit
from ygs_cli.errors import YgsError

LOGS = ("prompt.md", "conversation.jsonl", "conversation.txt", "stderr.log")
RECORDS = ("status.json", "result.json")
ARTIFACTS = (*LOGS, *RECORDS)
CAPS = {"conversation.jsonl": 50_000_000, "conversation.txt": 20_000_000, "stderr.log": 10_000_000}
MAX_ATTEMPTS = 1_000
_CUT = b"\n[ygs: the rest was left out, the file has reached its limit]\n"
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass
class RunFolder:
    """An open folder with its open logs."""

    path: Path
    _folder: int
    _logs: dict[str, int]
    begun: bool = False  # whether the agent was started: what comes before that leaves nothing behind
    _full: set[str] = field(default_factory=set)

    def append(self, name: str, text: str) -> None:
        """Write to a log, up to its cap; the first write beyond it leaves a note instead."""
        data = text.encode("utf-8", "replace")
        if not data or name in self._full:
            return
        size = os.fstat(self._logs[name]).st_size
        if size + len(data) > CAPS.get(name, 1 << 62):
            self._full.add(name)
            data = _CUT
        with _named(self.path / name):
            _write_all(self._logs[name], data)

    def is_full(self, name: str) -> bool:
        """Whether a log has reached its cap and takes no more."""
        return name in self._full

    def record(self, name: str, data: Mapping[str, Any]) -> None:
        """Write a JSON artifact, in one step."""
        text = json.dumps(data, indent=2, ensure_ascii=True) + "\n"
        with _named(self.path / name):
            self._replace(name, text.encode("ascii"))

    def seal(self) -> list[str]:
        """Make every artifact a plain file of this run again; what had been done to the folder, as remarks."""
        remarks = []
        with _named(self.path):
            for name, handle in self._logs.items():
                if not self._is_ours(name, handle):
                    remarks.append(f"{name} was moved or replaced while the agent ran")
                    self._remove(name)
                    self._replace(name, _read_all(handle))
            for entry in os.listdir(self._folder):  # noqa: PTH208 - an open folder
                status = os.lstat(entry, dir_fd=self._folder)
                if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
                    remarks.append("a link or special file was put into the run folder")
                    self._remove(entry)
        return remarks

    def _is_ours(self, name: str, handle: int) -> bool:
        try:
            there = os.lstat(name, dir_fd=self._folder)
        except FileNotFoundError:
            return False
        held = os.fstat(handle)
        return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)

    def _remove(self, name: str) -> None:
        try:
            os.unlink(name, dir_fd=self._folder)
        except FileNotFoundError:
            pass
        except OSError:  # a folder in the file's place
            os.rename(name, f"{name}.foreign-{os.getpid()}", src_dir_fd=self._folder, dst_dir_fd=self._folder)

    def _replace(self, name: str, data: bytes) -> None:
        temporary = f".{name}.{os.getpid()}"
        with suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=self._folder)
        handle = os.open(temporary, _NEW, 0o600, dir_fd=self._folder)
        try:
            _write_all(handle, data)
        finally:
            os.close(handle)
        try:
            os.replace(temporary, name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        except OSError as problem:
            if problem.errno not in (errno.EISDIR, errno.ENOTEMPTY, errno.EEXIST):
                raise
            self._remove(name)
            os.replace(temporary, name, src_dir_fd=self._folder, dst_dir_fd=self._folder)


@contextmanager
def opened(base: Path, phase: str) -> Iterator[RunFolder]:
    """Make the folder of a phase below `base`, private to the user, with every artifact in it.

    An earlier attempt of the same phase is kept as `PHASE.1`, `PHASE.2`, and so on. Raises YgsError with exit
    code 64 for a link on the way, content that no attempt has left, an attempt still at work, and a folder
    that cannot be written.
    """
    with _named(base / phase):
        anchor = _base(base)
        try:
            _set_aside(anchor, base / phase)
            os.mkdir(phase, 0o700, dir_fd=anchor)
            folder = os.open(phase, _FOLDER, dir_fd=anchor)
        finally:
            os.close(anchor)
    logs: dict[str, int] = {}
    try:
        with _named(base / phase):
            os.fchmod(folder, 0o700)
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for name in LOGS:
                logs[name] = os.open(name, _NEW, 0o600, dir_fd=folder)
        run = RunFolder(base / phase, folder, logs)
        try:
            yield run
        except BaseException:
            if not run.begun:
                _discard(folder, base / phase)
            raise
    finally:
        for handle in (*logs.values(), folder):
            os.close(handle)


def _discard(folder: int, path: Path) -> None:
    """Remove a folder in which nothing has happened yet."""
    with suppress(OSError):
        for name in os.listdir(folder):
            os.unlink(name, dir_fd=folder)
        path.rmdir()


def _base(base: Path) -> int:
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return os.open(base, _FOLDER)
    except OSError as problem:
        if problem.errno in (errno.ELOOP, errno.ENOTDIR):
            raise _refused(base, "a link or a file, not a folder", "name a folder of your own") from None
        raise


def _set_aside(anchor: int, path: Path) -> None:
    """Rename what an earlier attempt has left under this name."""
    try:
        status = os.lstat(path.name, dir_fd=anchor)
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(status.st_mode):
        raise _refused(path, "a link or a file is in the way", "name another run folder")
    folder = os.open(path.name, _FOLDER, dir_fd=anchor)
    try:
        _check_earlier(folder, status, path)
    finally:
        os.close(folder)
    for number in range(1, MAX_ATTEMPTS):
        with suppress(FileNotFoundError):
            os.lstat(f"{path.name}.{number}", dir_fd=anchor)
            continue
        os.rename(path.name, f"{path.name}.{number}", src_dir_fd=anchor, dst_dir_fd=anchor)
        return
    raise _refused(path, f"{MAX_ATTEMPTS:,} attempts are here already", "name another run folder")


def _check_earlier(folder: int, status: os.stat_result, path: Path) -> None:
    names = set(os.listdir(folder))
    plain = all(stat.S_ISREG(os.lstat(name, dir_fd=folder).st_mode) for name in names & set(ARTIFACTS))
    if status.st_uid != os.getuid() or not names >= set(LOGS) or not plain:
        raise _refused(path, "holds what no run of ygs has left", "name an empty or a new run folder")
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise _refused(path, "another run is at work here", "give each run a folder of its own") from None


def _refused(path: Path, message: str, hint: str) -> YgsError:
    return YgsError(message, where=str(path), hint=hint, exit_code=Exit.USAGE)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        full = problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG)
        code = Exit.INTERNAL if full else Exit.USAGE
        reason = problem.strerror or str(problem)
        raise YgsError(f"could not write: {reason}", where=str(path), exit_code=code) from None


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _read_all(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    with os.fdopen(os.dup(handle), "rb") as stream:
        return stream.read()
