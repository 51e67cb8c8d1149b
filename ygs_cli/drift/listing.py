"""Directory trees drawn in a code block -> the paths they show, each with the place of its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BRANCH = re.compile(r"^(?P<lead>(?:[ \t│|┃]|&nbsp;)*)(?:[├└┣┗]|[|+`\\](?=--))[─━-]+[ \t]*(?P<rest>\S.*)$")
_ASCII_BRANCH = re.compile(r"^[ \t|]*(?:\|--|`--|\+--|\\--)(?![-:|]*\|)")  # not the ruler of a table
_NAME = re.compile(r"(?P<name>[^\s#←<>│()]+(?: [^\s#←<>│()-]\S*\.\w+)?)")
_ELIDED = re.compile(r"^(?:\.{2,}|…|etc\.?)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a drawing: the whole path below the drawing's root, and where its last part is written.

    `offset` counts lines from the first of the block, `column` characters from 0.
    """

    path: str
    name: str
    offset: int
    column: int


def is_drawing(text: str) -> bool:
    """Whether a code block draws a directory tree."""
    return any("├" in line or "└" in line or _ASCII_BRANCH.match(line) for line in text.split("\n"))


def entries(text: str) -> Iterator[Entry]:
    """The entries of a drawing, in order. A root line above the first branch gives its name as first entry."""
    stack: list[tuple[int, str]] = []  # column of the name, path
    for offset, line in enumerate(text.split("\n")):
        match = _BRANCH.match(line)
        if match is None:
            yield from _root(line, offset, stack)
            continue
        column = match.start("rest")
        name = _NAME.match(match["rest"])
        while stack and stack[-1][0] >= column:
            stack.pop()
        if name is None or _ELIDED.match(name["name"]):
            continue
        clean = name["name"].rstrip("/:,*")
        parent = stack[-1][1] if stack else ""
        path = f"{parent}/{clean}" if parent else clean
        stack.append((column, path))
        if clean:
            yield Entry(path, clean, offset, column)


def _root(line: str, offset: int, stack: list[tuple[int, str]]) -> Iterator[Entry]:
    text = line.strip()
    name = _NAME.match(text)
    if name is None or not re.fullmatch(r"[\w./@~-]+/?", name["name"]) or (len(text) > len(name[0]) + 60):
        return
    clean = name["name"].rstrip("/")
    column = line.find(name["name"])
    stack[:] = [(-1, "" if clean in (".", "") else clean)]
    if clean not in (".", ""):
        yield Entry(clean, clean, offset, column)
