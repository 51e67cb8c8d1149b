"""The folder of one run: what phases hand on by files. No link in it is followed, and nothing is overwritten by
a stranger's name: every name comes from this program.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ygs_cli.automation.contract import Exit
from ygs_cli.automation.work import Run, run_of
from ygs_cli.changes import Write
from ygs_cli.errors import YgsError
from ygs_cli.shell import apply

WORKSPACE = "repository"
MAX_FILE = 5_000_000
_PHASE = re.compile(r"[a-z][a-z0-9-]{0,40}")


def start(folder: Path) -> None:
    """Make the run folder, for its owner only. Raises YgsError when a run has already begun in it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.is_symlink() or (folder / "run.json").exists():
        hint = "each attempt has a folder of its own: put the job id and its retry into the name"
        raise YgsError("a run has already begun here", where=str(folder), hint=hint, exit_code=Exit.USAGE)
    folder.chmod(0o700)


def write(folder: Path, name: str, text: str) -> None:
    """Write one text file of the run; parents are made, links are refused."""
    data = text.encode("utf-8", "replace")
    apply.run(folder, [Write(name, data, mode=0o600, durable=False)])


def write_json(folder: Path, name: str, data: Mapping[str, Any]) -> None:
    """Write one JSON file of the run."""
    write(folder, name, json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def read(folder: Path, name: str) -> str:
    """The text of a regular file of the run, "" when it is not there.

    Raises YgsError (77) for a link on the way or anything else that is not a regular file of readable size.
    """
    try:
        with os.fdopen(_opened(folder, name), "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_FILE:
                raise _refused(folder / name)
            return stream.read(MAX_FILE).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    except OSError:
        raise _refused(folder / name) from None


def _opened(folder: Path, name: str) -> int:
    """Open a file below the folder part by part, following no link (openat(2) with O_NOFOLLOW)."""
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        *parents, last = name.split("/")
        for part in parents:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=place)
            os.close(place)
            place = inner
        return os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=place)
    finally:
        os.close(place)


def _refused(path: Path) -> YgsError:
    hint = "a link, a special file or a file above 5 MB has no place in a run folder"
    return YgsError("not a regular file", where=str(path), hint=hint, exit_code=Exit.DENIED)


def load(folder: Path) -> Run:
    """The record of the run. Raises YgsError (64) when there is none."""
    text = read(folder, "run.json") if folder.is_dir() else ""
    if not text:
        hint = "the phase fetch-issue begins a run"
        raise YgsError("no run has begun here", where=str(folder), hint=hint, exit_code=Exit.USAGE)
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    return run_of(data, str(folder / "run.json"))


def statuses(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The status of each phase that has one, oldest first."""
    found = []
    for entry in folder.iterdir() if folder.is_dir() else ():
        if _PHASE.fullmatch(entry.name) and entry.name != WORKSPACE and entry.is_dir() and not entry.is_symlink():
            text = read(folder, f"{entry.name}/status.json")
            try:
                data = json.loads(text) if text else None
            except ValueError:
                data = None
            if isinstance(data, dict):
                found.append((str(data.get("ended") or ""), entry.name, data))
    yield from ((name, data) for _, name, data in sorted(found, key=lambda item: item[:2]))


def copy_records(folder: Path, target: Path) -> int:
    """Copy the regular files of a run, its workspace left out, into a new folder; how many there are.

    For engines that upload a folder: what they get holds no link. Raises YgsError (77) for a link.
    """
    target.mkdir(parents=True, mode=0o700)
    count = 0
    for here, folders, files in os.walk(folder, followlinks=False):
        inside = Path(here).relative_to(folder)
        if inside == Path():
            folders[:] = [name for name in folders if name != WORKSPACE]
        if any((Path(here) / name).is_symlink() for name in (*folders, *files)):
            raise _refused(Path(here))
        for name in files:
            path = (inside / name).as_posix()
            (target / inside).mkdir(parents=True, exist_ok=True, mode=0o700)
            _copy(folder, path, target / path)
            count += 1
    return count


def _copy(folder: Path, name: str, target: Path) -> None:
    import shutil

    with os.fdopen(_opened(folder, name), "rb") as source, target.open("xb") as copy:
        shutil.copyfileobj(source, copy)
