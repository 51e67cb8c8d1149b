"""Finds and reads skills: those that ship with this program, and a team's own folders of them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ygs_cli.errors import YgsError, closest
from ygs_cli.pack import catalog
from ygs_cli.pack.catalog import SKILL_FILE, Skill, SkillFile

MAX_SKILL = 1_000_000  # bytes of a SKILL.md: Claude Code does not load a larger one, measured
MAX_FILE = 10_000_000  # bytes of any other file of a skill
MAX_FILES = 1_000
_LEFT_OUT = re.compile(
    r"__pycache__|\.DS_Store|Thumbs\.db|\.git|\.hg|\.svn|.*\.py[co]|.*~|\.?#.*|.*\.(?:swp|swo|bak|orig|rej|tmp)"
    r"|\.ygs-tmp-.*"
)


@cache
def root() -> Path:
    """The folder that holds `skills/` and `templates/`: inside the wheel, else the repository's root."""
    package = Path(__file__).resolve().parent.parent
    bundled = package / "_bundled"
    found = bundled if bundled.is_dir() else package.parent
    if not (found / "templates").is_dir():
        raise YgsError("what ships with ygs was not found", where=str(found), hint="install ygs-cli again")
    return found


def skills() -> Path:
    """The folder of the shipped skills."""
    return root() / "skills"


def templates() -> Path:
    """The folder of the shipped templates."""
    return root() / "templates"


def is_skill(folder: Path) -> bool:
    """Whether a folder is itself a skill, and not a folder of skills."""
    return os.path.lexists(folder / SKILL_FILE)


def names(pack: Path) -> tuple[str, ...]:
    """The names of the skill folders in a pack: every folder with a SKILL.md, sorted."""
    try:
        entries = sorted(os.scandir(pack), key=lambda entry: entry.name)
    except OSError as problem:
        raise YgsError(problem.strerror or str(problem), where=str(pack)) from None
    return tuple(e.name for e in entries if not _LEFT_OUT.fullmatch(e.name) and is_skill(Path(e.path)))


def find(word: str) -> Skill:
    """The skill that a command line names: a shipped one by its name, or any folder that holds a SKILL.md.

    Raises YgsError, with the nearest shipped name, for anything else, and as `read` does.
    """
    known = names(skills())
    if word in known:
        return read(skills(), word)
    folder = Path(word)
    if not is_skill(folder):
        raise YgsError(f"unknown skill '{word}'", hint=closest(word, known))
    folder = folder.resolve()
    return read(folder.parent, folder.name)


def read(pack: Path, name: str) -> Skill:
    """One skill of a pack, whole and checked.

    Raises YgsError with file and line for a skill that cannot be installed: a link that leads out of it or
    round in circles, a file too large, front matter that does not read, no name or description.
    """
    folder = pack / name
    try:
        if not folder.resolve(strict=True).is_relative_to(pack.resolve(strict=True)):
            raise YgsError("a link that leads out of the folder of skills", where=str(folder))
        files = tuple(sorted(_files(folder, folder.resolve(), ""), key=lambda file: file.path))
    except (OSError, RuntimeError) as problem:
        where = str(getattr(problem, "filename", None) or folder)
        raise YgsError(getattr(problem, "strerror", None) or "links in a circle", where=where) from None
    skill = Skill(name, str(folder), files)
    catalog.check(skill)
    return skill


def _files(top: Path, real: Path, inside: str) -> Iterator[SkillFile]:
    number = 0
    for entry in os.scandir(top / inside):
        if _LEFT_OUT.fullmatch(entry.name):
            continue
        path = f"{inside}/{entry.name}" if inside else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _files(top, real, path)
        else:
            number += 1
            if number > MAX_FILES:
                raise YgsError(f"more than {MAX_FILES:,} files in a folder of a skill", where=str(top / inside))
            yield _file(top, real, path)


def _file(top: Path, real: Path, path: str) -> SkillFile:
    full = top / path
    try:
        target, status = full.resolve(strict=True), full.stat()
    except (OSError, RuntimeError):
        raise YgsError("a link that leads nowhere or round in circles", where=str(full)) from None
    if not target.is_relative_to(real):
        raise YgsError("a link that leads out of the skill", where=str(full), hint="put a copy in its place")
    if stat.S_ISDIR(status.st_mode):
        raise YgsError("a linked folder", where=str(full), hint="put a real folder in its place")
    if not stat.S_ISREG(status.st_mode):
        raise YgsError("not a regular file", where=str(full))
    limit = MAX_SKILL if path == SKILL_FILE else MAX_FILE
    if status.st_size > limit:
        raise YgsError(f"{status.st_size:,} bytes, at most {limit:,} are taken", where=str(full))
    return SkillFile(path, full.read_bytes(), bool(status.st_mode & 0o100))
