"""Whose member a name in a document is: the class, variable, module or package written before it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property

from ygs_cli.drift.sheet import Sheet, Word

_LINK = r"(?:\?\.|!\.|\.|::|#|->)"
_PART = r"[A-Za-z_$][\w$]*!?(?:\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|::<[^<>]*>)*"
_BEFORE = re.compile(
    rf"(?:(?P<chain>{_PART}(?:{_LINK}{_PART})*)\)?|[)\]>\w]|^|(?<=[\s`(\"'@]))\s*(?P<link>{_LINK})\s*$"
)
_SPLIT = re.compile(_LINK)
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_TYPE = r"(?:\w+(?:\.|::))*(?P<type>[A-Z]\w*)"
# What says of which class a variable is, in the languages that documents show.
_BINDINGS = tuple(
    re.compile(text)
    for text in (
        rf"\b(?P<name>[a-z_]\w*)\s*(?::[^=\n]+)?:?=\s*(?:await\s+|new\s+|&\s*(?:mut\s+)?)?{_TYPE}"
        r"(?:::\w+)?(?:<[^<>\n]*>)?\s*[({]",
        r"\b(?P<type>[A-Z]\w*)(?:<[^=\n]*>)?\s+(?P<name>[a-z_]\w*)\s*[=;,)]",
        rf"\b(?P<name>[a-z_]\w*)\??\s*:\s*(?:&\s*(?:mut\s+)?)?{_TYPE}",
        rf"\b(?P<name>[a-z_]\w*)\s+\*{_TYPE}",
        rf"\bwith\s+{_TYPE}\([^\n]*\)\s+as\s+(?P<name>\w+)",
    )
)


@dataclass(frozen=True, slots=True)
class Chain:
    """What stands before a name. `linked`: something does; `parts` are the names of it, without calls, () when
    it is no plain chain of names; `called`: the last of them is called.
    """

    linked: bool
    parts: tuple[str, ...] = ()
    called: bool = False

    @property
    def owner(self) -> str:
        """The name that the member is asked of, "" for none."""
        return self.parts[-1] if self.parts else ""


def chain(word: Word) -> Chain:
    """The chain of names that a word ends: `httpx.Client` of `httpx.Client.get`, also with `::`, `#` and `->`."""
    before = word.before
    if word.span:  # the chain begins in the span
        opened = before.rfind("`")
        before = before[opened + 1 :] if opened >= 0 else before
    match = _BEFORE.search(before[-200:])
    if match is None:
        return Chain(False)
    text = match["chain"] or ""
    parts = []
    for part in _SPLIT.split(re.sub(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>", "", text)):
        name = _IDENTIFIER.match(part)
        if name:
            parts.append(name[0])
    return Chain(True, tuple(parts), text.endswith(")"))


def plain(name: str) -> str:
    """A name for comparison over the case styles of languages: `base_url` is `baseUrl`."""
    return name.replace("_", "").lower()


class Variables:
    """The variables of one document, as its examples bind them to classes."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @cached_property
    def types(self) -> dict[str, set[str]]:
        """Variable -> the classes of which it is, by their last names."""
        found: dict[str, set[str]] = {}
        for block in self._sheet.blocks:
            if block.is_code:
                text = self._sheet.text(block)
                for pattern in _BINDINGS:
                    for match in pattern.finditer(text):
                        found.setdefault(match["name"], set()).add(match["type"])
        return found

    def is_of(self, name: str, owner: str) -> bool:
        """Whether a name stands for a class: it is the class, it is bound to it, or named after it."""
        if name == owner or owner in self.types.get(name, ()):
            return True
        return name not in self.types and not name.isupper() and plain(name) == plain(owner)


def places(path: str) -> frozenset[str]:
    """The names under which a document may know the module or package of a file."""
    parts = posixpath.splitext(path)[0].split("/")
    return frozenset(part.replace("-", "_") for part in parts)
