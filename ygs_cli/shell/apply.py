"""The one writer of user files. Each change is atomic, so a kill leaves every file old or new, never half.

Paths are walked from the root with open folders and no link is followed on the way (openat(2) with
O_NOFOLLOW), so a link planted below the root can redirect nothing.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ygs_cli.changes import Change, Remove, Write, digest
from ygs_cli.errors import YgsError

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_TEMPORARY = re.compile(r"(?P<of>.*)\.ygs-tmp-(?P<process>\d+)\Z")
_HINTS = {
    errno.ENOSPC: "the disk is full: free some space and run this again",
    errno.EDQUOT: "the disk quota is used up: free some space and run this again",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "check who owns the folder and whether you may write there",
    errno.EPERM: "check who owns the folder and whether you may write there",
}


def run(root: Path, changes: Iterable[Change]) -> None:
    """Carry out changes below the existing folder `root`, in order. Missing parent folders are made.

    Raises YgsError at the first change that cannot be made: a link or folder in the way, a file that is not
    what the planner saw, or an error of the system. What was done before it stays done.
    """
    swept: set[int] = set()
    with _open_folder(root) as anchor:
        for change in changes:
            with _named(root, change.path), _parent(anchor, change.path, isinstance(change, Write)) as place:
                if place is None:
                    continue
                folder, name = place
                _sweep_once(folder, swept)
                if isinstance(change, Write):
                    _write(folder, name, change)
                elif isinstance(change, Remove):
                    _remove(folder, name, change)
                else:
                    _remove_folder(folder, name)


def documents(root: Path, changes: Iterable[Change]) -> None:
    """Like `run`, for documents of a project: a link is written through to its target inside the root.

    Raises YgsError for a link that leads outside the root or into `.git`, or goes round in circles.
    """
    run(root.resolve(), [replace(change, path=behind_links(root, change.path)) for change in changes])


def behind_links(root: Path, path: str) -> str:
    """Where below `root` a path really is, links followed. Raises YgsError when that is not inside the root."""
    home = root.resolve()
    try:
        inside = (home / path).resolve().relative_to(home)
    except (OSError, RuntimeError):
        raise YgsError("a link that leads round in circles", where=str(root / path)) from None
    except ValueError:
        hint = "ygs writes inside the project only"
        raise YgsError("a link that leads out of the project", where=str(root / path), hint=hint) from None
    if ".git" in inside.parts:
        raise YgsError("ygs does not write into .git", where=str(root / path))
    return inside.as_posix()


def establish(folder: Path, name: str, content: Callable[[int], bytes]) -> int | None:
    """Make `folder` and its missing parents appear all at once, with the file `name` in it.

    The file's content is made from the number of missing parents, so that the record of what was created
    comes into being together with it. The number, or None when `folder` is already there.
    """
    missing = [folder]
    while not os.path.lexists(missing[-1].parent):
        missing.append(missing[-1].parent)
    top, parents = missing[-1], len(missing) - 1
    sweep(folder)
    if os.path.lexists(folder):
        return None
    stage = top.with_name(f"{top.name}.ygs-tmp-{os.getpid()}")
    inner = stage / folder.relative_to(top)
    with _named(folder, ""):
        inner.mkdir(parents=True)
        (inner / name).write_bytes(content(parents))
        try:
            stage.rename(top)
        except OSError as problem:
            _remove_tree(stage)
            if problem.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                raise
            return None  # another process was faster
    return parents


def retire(folder: Path, parents: int) -> None:
    """The opposite of `establish`: remove `folder`, which holds files of ours only, and those of its
    `parents` nearest parents that hold nothing else.
    """
    top = folder
    while parents and [entry.name for entry in os.scandir(top.parent)] == [top.name]:
        top, parents = top.parent, parents - 1
    stage = top.with_name(f"{top.name}.ygs-tmp-{os.getpid()}")
    with _named(folder, ""):
        top.rename(stage)
        inner = stage / folder.relative_to(top)
        _remove_tree(inner)
        while inner != stage:
            inner = inner.parent
            try:
                inner.rmdir()
            except OSError:  # somebody has put something here since we looked: it goes back
                stage.rename(top)
                break


def sweep(folder: Path) -> None:
    """Remove what killed processes have left of `establish` and `retire` beside `folder` and its parents."""
    level = folder
    while True:
        with suppress(OSError):
            for entry in list(os.scandir(level.parent)):
                match = _TEMPORARY.match(entry.name)
                if match and match["of"] == level.name and entry.is_dir(follow_symlinks=False) and _stale(match):
                    _remove_tree(Path(entry.path))
        if level.parent.exists() or level.parent == level:
            return
        level = level.parent


def _stale(match: re.Match[str]) -> bool:
    process = int(match["process"])
    if process == os.getpid():
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        pass
    return False


def _remove_tree(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder)


@contextmanager
def _named(root: Path, path: str) -> Iterator[None]:
    """Turn an error of the system into one that names the file and says how to mend it."""
    try:
        yield
    except OSError as problem:
        hint = _HINTS.get(problem.errno or 0, "")
        reason = problem.strerror or str(problem)
        raise YgsError(f"could not write: {reason}", where=str(root / path), hint=hint) from None


@contextmanager
def _open_folder(root: Path) -> Iterator[int]:
    try:
        descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as problem:
        raise YgsError(problem.strerror or str(problem), where=str(root)) from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _parent(anchor: int, path: str, make: bool) -> Iterator[tuple[int, str] | None]:
    """The open folder in which `path` ends, and its last part; None when the folder is not there."""
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or path.startswith("/"):
        raise YgsError("not a path below the root", where=path)
    folder = os.dup(anchor)
    try:
        for part in parts[:-1]:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(part, dir_fd=folder)
            try:
                inner = os.open(part, _FOLDER, dir_fd=folder)
            except FileNotFoundError:
                yield None
                return
            except OSError as problem:
                if problem.errno in (errno.ELOOP, errno.ENOTDIR):
                    raise YgsError(f"'{part}' is a link or a file, not a folder", where=path) from None
                raise
            os.close(folder)
            folder = inner
        yield folder, parts[-1]
    finally:
        os.close(folder)


def _sweep_once(folder: int, swept: set[int]) -> None:
    inode = os.fstat(folder).st_ino
    if inode not in swept:
        swept.add(inode)
        _sweep_files(folder)


def _sweep_files(folder: int) -> None:
    """Remove the temporary files of killed processes from an open folder."""
    for name in os.listdir(folder):
        match = _TEMPORARY.match(name)
        if match and not match["of"] and _stale(match):
            with suppress(OSError):
                os.unlink(name, dir_fd=folder)


def _write(folder: int, name: str, change: Write) -> None:
    before = _regular(folder, name, change.path)
    _check(folder, name, change.path, change.expect, before is not None)
    kept = stat.S_IMODE(before.st_mode) if before and change.mode is None else None
    mode = 0o600 if kept is not None else 0o666 if change.mode is None else change.mode
    temporary = f".ygs-tmp-{os.getpid()}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(temporary, flags, mode, dir_fd=folder)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(change.data)
            stream.flush()
            if kept is not None:
                os.fchmod(descriptor, kept)
            if change.durable:
                os.fsync(descriptor)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary, dir_fd=folder)
        raise


def _remove(folder: int, name: str, change: Remove) -> None:
    if _regular(folder, name, change.path) is None:
        return
    _check(folder, name, change.path, change.expect, True)
    os.unlink(name, dir_fd=folder)


def _remove_folder(folder: int, name: str) -> None:
    try:
        inner = os.open(name, _FOLDER, dir_fd=folder)
        try:
            _sweep_files(inner)
        finally:
            os.close(inner)
        os.rmdir(name, dir_fd=folder)
    except OSError as problem:
        if problem.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR, errno.ELOOP):
            raise


def _regular(folder: int, name: str, path: str) -> os.stat_result | None:
    """The status of the file that stands there, None for none; YgsError for anything but a regular file."""
    try:
        status = os.lstat(name, dir_fd=folder)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise YgsError("a link, folder or special file is in the way", where=path, hint="move it away")
    return status


def _check(folder: int, name: str, path: str, expect: str | None, exists: bool) -> None:
    if expect is None:
        return
    found = ""
    if exists:
        with os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder), "rb") as stream:
            found = digest(stream.read())
    if found != expect:
        raise YgsError("the file was changed while ygs was at work", where=path, hint="run this again")
