"""A planted change as data, the way cases are drawn, and the words that new names are made of."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.benchmark.planted.mentions import Place

KINDS = (
    "rename",
    "delete",
    "signature",
    "move",
    "remove",
    "heading",
    "flag",
    "env",
    "endpoint",
    "field",
    "control",
)
FIXED_KINDS = frozenset({"rename", "move", "heading", "flag", "env", "endpoint", "field"})
_WORDS = (
    "plover lantern quarry saddle willow ember thistle harbor pewter cobble marlin sorrel juniper bramble "
    "tundra garnet linden osprey walnut copper fjord meadow basalt heron"
).split()


@dataclass(frozen=True)
class Case:
    """One change. `changes` maps a path to its new text, None for a file that goes."""

    kind: str
    detail: str
    language: str
    subject: str  # the name or the path that goes
    new: str  # what takes its place; "" for nothing
    changes: dict[str, str | None] = field(repr=False)
    expected: frozenset[Place] = frozenset()
    possible: frozenset[Place] = frozenset()
    moved: tuple[tuple[str, str], ...] = ()  # files that keep their text at another path

    @property
    def is_control(self) -> bool:
        return self.kind == "control"


@dataclass(frozen=True, order=True)
class Draft:
    """A case that may be: `make` finds out, and does the work. Drawing comes before making."""

    key: str
    make: Callable[[random.Random], Case | None] = field(compare=False)


def new_name(old: str, draw: random.Random) -> str:
    """A name in the style of the old one that shares no word with it."""
    first, second = draw.sample(_WORDS, 2)
    lead = re.match(r"[_$]*", old)
    prefix = lead[0] if lead else ""
    bare = old[len(prefix) :]
    if "-" in bare:
        return f"{prefix}{first}-{second}"
    if bare.isupper() and len(bare) > 1:
        return f"{prefix}{first}_{second}".upper()
    if "_" in bare:
        return f"{prefix}{first}_{second}"
    if bare[:1].isupper():
        return f"{prefix}{first.title()}{second.title()}"
    return f"{prefix}{first}{second.title()}" if re.search(r"[a-z][A-Z]", bare) else f"{prefix}{first}{second}"


def replaced(files: dict[str, str], pattern: re.Pattern[str], new: str) -> dict[str, str | None]:
    """The files that a pattern occurs in, with every occurrence replaced."""
    changes: dict[str, str | None] = {}
    for path, text in files.items():
        changed = pattern.sub(lambda _: new, text)
        if changed != text:
            changes[path] = changed
    return changes
