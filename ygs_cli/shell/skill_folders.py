"""Reads skills from disk: those that ship with this program, and any folder a user names."""

from __future__ import annotations

import os
from pathlib import Path

from ygs_cli.errors import YgsError, closest
from ygs_cli.pack.catalog import SKILL_FILE, Skill, SkillFile
from ygs_cli.shell import shipped

MAX_BYTES = 1_000_000  # of one file; clients do not load a larger SKILL.md
MAX_FILES = 500


def find(word: str, *, exit_code: int = 2) -> Skill:
    """The skill that a command line names: a shipped one by its name, or a folder that holds a SKILL.md.

    Raises YgsError, with the nearest shipped name, for anything else.
    """
    folder = Path(word)
    if (os.sep in word or word.startswith(".")) and folder.is_dir():
        return read(folder, exit_code=exit_code)
    names = shipped_names()
    if word in names:
        return read(shipped.skills() / word, exit_code=exit_code)
    if (folder / SKILL_FILE).is_file():
        return read(folder, exit_code=exit_code)
    raise YgsError(f"unknown skill '{word}'", hint=closest(word, names), exit_code=exit_code)


def shipped_names() -> tuple[str, ...]:
    """The names of the shipped skills, sorted."""
    return tuple(sorted(path.parent.name for path in shipped.skills().glob(f"*/{SKILL_FILE}")))


def read(folder: Path, *, exit_code: int = 2) -> Skill:
    """One skill folder with all regular files in it; links are not followed.

    Raises YgsError when it has no SKILL.md, or a file that cannot be read or is too large.
    """
    if not (folder / SKILL_FILE).is_file():
        raise YgsError(f"no {SKILL_FILE} in this folder", where=str(folder), exit_code=exit_code)
    files = []
    for here, names, found in os.walk(folder, followlinks=False):
        names[:] = sorted(name for name in names if name != "__pycache__" and not name.startswith("."))
        for name in sorted(found):
            path = Path(here) / name
            if path.is_symlink() and path.parent != folder:
                continue
            files.append(SkillFile(path.relative_to(folder).as_posix(), _bytes(path, exit_code)))
            if len(files) > MAX_FILES:
                raise YgsError(f"more than {MAX_FILES} files", where=str(folder), exit_code=exit_code)
    files.sort(key=lambda file: file.path)
    return Skill(folder.resolve().name, str(folder), tuple(files))


def _bytes(path: Path, exit_code: int) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as problem:
        raise YgsError(problem.strerror or "cannot be read", where=str(path), exit_code=exit_code) from None
    if len(data) > MAX_BYTES:
        raise YgsError(f"larger than {MAX_BYTES:,} bytes", where=str(path), exit_code=exit_code)
    return data
