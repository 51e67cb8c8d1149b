"""Finds the skills and templates that ship with this program."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ygs_cli.errors import YgsError


@cache
def root() -> Path:
    """The folder that holds `skills/` and `templates/`: inside the wheel, else the repository's root."""
    package = Path(__file__).resolve().parent.parent
    bundled = package / "_bundled"
    found = bundled if bundled.is_dir() else package.parent
    if not (found / "templates").is_dir():
        raise YgsError(
            "the shipped skills and templates were not found", where=str(found), hint="install ygs-cli again"
        )
    return found


def skills() -> Path:
    """The folder of the shipped skills."""
    return root() / "skills"


def templates() -> Path:
    """The folder of the shipped templates."""
    return root() / "templates"
