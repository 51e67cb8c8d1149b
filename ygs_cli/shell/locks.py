"""One lock per target, outside the target's tree, so that two runs do not write the same folder at once."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ygs_cli.changes import digest
from ygs_cli.errors import YgsError
from ygs_cli.shell import apply

_PATIENCE = 10.0  # seconds; a run takes a fraction of one
_RECORD = "parents"


@dataclass
class Lock:
    """A lock that is held. `done_with` asks for its file to be removed when it is let go."""

    done_with: bool = False


def home() -> Path:
    """The user's home folder. Raises YgsError for none: an empty or relative HOME would lead elsewhere."""
    hint = "set HOME to your home folder"
    named = os.environ.get("HOME")
    if named is not None and not named.startswith("/"):
        raise YgsError(f"HOME is '{named}', which is not an absolute path", hint=hint)
    try:
        return Path.home().resolve()
    except RuntimeError:
        raise YgsError("there is no home folder", hint=hint) from None


def state_folder() -> Path:
    """Where ygs keeps what is neither configuration nor cache (XDG Base Directory Specification)."""
    named = os.environ.get("XDG_STATE_HOME", "")
    base = Path(named) if named.startswith("/") else home() / ".local/state"
    return base.resolve() / "ygs"


@contextmanager
def held(target: Path, patience: float = _PATIENCE) -> Iterator[Lock]:
    """Hold the lock of a resolved target folder, which need not exist.

    Raises YgsError when another process holds it for longer than `patience` seconds, or when no lock can be
    made. The kernel frees the lock when the process ends, however it ends.
    """
    file = state_folder() / f"{digest(os.fsencode(target))[:16]}.lock"
    descriptor = _acquire(file, target, time.monotonic() + patience)
    lock = Lock()
    try:
        yield lock
    finally:
        if lock.done_with:
            _remove(file)
        os.close(descriptor)


def _acquire(file: Path, target: Path, deadline: float) -> int:
    while True:
        apply.establish(file.parent, _RECORD, lambda parents: str(parents).encode())
        try:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:  # removed by a run that has just ended
            continue
        except OSError as problem:
            hint = "set XDG_STATE_HOME to a folder that you may write to"
            raise YgsError(f"no lock: {problem.strerror}", where=str(file), hint=hint) from None
        if _locked(descriptor) and _still_there(descriptor, file):
            return descriptor
        os.close(descriptor)
        if time.monotonic() > deadline:
            hint = "wait for it to end, or end it"
            raise YgsError("another ygs is at work on this folder", where=str(target), hint=hint)
        time.sleep(0.02)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _still_there(descriptor: int, file: Path) -> bool:
    """Whether the file that was locked is the one that others will find, and not one just removed."""
    try:
        there = file.stat()
    except OSError:
        return False
    here = os.fstat(descriptor)
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)


def _remove(file: Path) -> None:
    """Remove the lock file, and the state folder with the parents made for it when nothing else is in it."""
    with suppress(OSError, ValueError, YgsError):
        file.unlink()
        record = file.parent / _RECORD
        if [entry.name for entry in os.scandir(file.parent)] == [_RECORD]:
            apply.retire(file.parent, int(record.read_text()))
