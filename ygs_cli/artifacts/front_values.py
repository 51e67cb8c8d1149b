"""A value of the front matter as it is written: where it stands on its line, and the edit that replaces it."""

from __future__ import annotations

import re

from ygs_cli.artifacts.markdown import Document
from ygs_cli.findings import Edit, Location

_VALUE = re.compile(
    r"""(['"]?)[\w.-]+\1[ \t]*:[ \t]+(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\S.*?)[ \t]*(?:[ \t]#.*)?$"""
)


def replaced(document: Document, line: int, new: str) -> Edit | None:
    """The edit that puts `new` in place of the value of the key on a line; a comment behind it stays. None when
    the value does not stand on that line alone: a block, a list, an anchor, or nothing.
    """
    found = _VALUE.match(document.line_text(line)) if line else None
    if found is None or found["value"][0] in "&*!|>{[":
        return None
    place = Location(document.path, line, found.start("value") + 1, found.end("value") + 1)
    return Edit(place, found["value"], new)
