"""Errors that a user can mend. They carry text and print nothing; `__main__` decides how they look."""

from __future__ import annotations

from collections.abc import Iterable


class YgsError(Exception):
    """Something the user can mend: what is wrong, where, and how to put it right.

    `where` is a path, or `path:line`. `exit_code` is 2 (usage, configuration, input or I/O) except for
    commands that have a table of their own.
    """

    def __init__(self, message: str, *, where: str = "", hint: str = "", exit_code: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint
        self.exit_code = exit_code


def closest(word: str, known: Iterable[str]) -> str:
    """A "did you mean" hint for a mistyped word, or the list of known words when nothing is near."""
    import difflib

    options = sorted(known)
    near = difflib.get_close_matches(word, options, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known: {', '.join(options)}" if options else ""
