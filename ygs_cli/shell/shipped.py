"""Finds the skills and templates that ship with this program."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ygs_cli.errors import YgsError


@cache
def _root() -> Path:
    """What holds `skills/` and `templates/`: a folder inside the wheel, else the repository's root."""
    package = Path(__file__).resolve().parent.parent
    bundled = package / "_bundled"
    return bundled if bundled.is_dir() else package.parent


def _folder(name: str) -> Path:
    folder = _root() / name
    if not folder.is_dir():
        raise YgsError(f"the shipped {name} were not found", where=str(folder), hint="install ygs-cli again")
    return folder


def skills() -> Path:
    """The folder of the shipped skills."""
    return _folder("skills")


def templates() -> Path:
    """The folder of the shipped templates."""
    return _folder("templates")
