"""What code at an earlier commit can define, as its text shows: a cheap sieve before its syntax is read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from ygs_cli.drift import forms
from ygs_cli.drift.index import is_package
from ygs_cli.drift.model import Claim, Kind

_DEFINED = re.compile(
    r"[ \t]*(?:(?:(?:pub(?:\([^)]*\))?|export|default|declare|abstract|public|protected|static|final|async|unsafe)"
    r"[ \t]+)*(?:def|class|fn|func|function|struct|enum|trait|interface|type|const|record|macro_rules!)[ \t]+"
    r"(?:\([^)]*\)[ \t]*)?(\w+)"
    r"|(?:public|protected)[ \t][\w<>\[\], ?.]*?(\w+)[ \t]*[(=;]"
    r"|(?:self\.|cls\.)?(\w+)[ \t]*(?::[^=]+)?=(?!=))"
)
_WORTH = re.compile(
    r"=|\b(?:def|class|fn|func|function|struct|enum|trait|interface|type|const|record|public|protected)\b|!"
)
_PARAMETERS = re.compile(r"def[ \t]+\w+[ \t]*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_CLASS = re.compile(r"^class[ \t]+(\w+)", re.MULTILINE)
_WORD = re.compile(r"\w+")
_SOURCES = ("src", "lib", "python")


def defined(text: str) -> frozenset[str]:
    """Names that a text of code defines, and the words in its parameter lists. Versions of a file share most
    of their lines and lists, so each is searched once.
    """
    found = set(map(_defined_by, set(text.split("\n"))))
    return frozenset(found.union(*map(_words, set(_PARAMETERS.findall(text))))) - {""}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a source file."""

    path: str
    blob: str
    text: str
    names: frozenset[str]  # as `defined` gives them

    def offers(self, word: str) -> bool:
        """Whether a name can come from this file: it defines it, is it, or re-exports it."""
        stem = posixpath.splitext(posixpath.basename(self.path))[0]
        return word in self.names or word == stem or (is_package(self.path) and word in self.text)


@dataclass
class Sieve:
    """The code of one commit. `roots`: names that the project is imported under; `foreign`: those of others."""

    files: Sequence[Version]
    roots: frozenset[str] | set[str]
    foreign: frozenset[str]
    _offered: dict[str, bool] = field(default_factory=dict)

    def needed(self, claim: Claim) -> Iterable[Version]:
        """The files whose definitions decide a claim of a name; none when it cannot be true at this commit."""
        if "#" in claim.name:
            return self._with_any(_WORD.findall(claim.name))
        if claim.kind is Kind.SYMBOL:
            return self._of_symbol(claim)
        function = forms.function_of(claim.name).removesuffix("()")
        parameters = set(_parameters(claim))
        together = [file for file in self.files if parameters <= file.names]
        if claim.kind is Kind.PARAMETER and function.partition(".")[0] not in self.roots:
            return [file for file in together if function.rpartition(".")[2] in ("", *file.names)]
        last = function.rpartition(".")[2]
        if any(last in file.names for file in together) or self._is_class(last):
            return self._with_any(_WORD.findall(claim.name)) if together and self._has(last) else ()
        return ()

    def _of_symbol(self, claim: Claim) -> Iterable[Version]:
        owner, _, last = claim.name.rpartition(".")
        first, *rest = claim.name.split(".")
        if not owner:
            known = first in self.foreign
            return [file for file in self.files if not known and (last in file.names or last == _root(file.path))]
        if not first or not ("()" in owner or first in self.roots or self._begins(first, rest[0])):
            plain = not first or (claim.origin == "code" and "." not in owner and owner.islower())
            return [file for file in self.files if plain and last in file.names]  # a member of a variable
        return self._with_any(_WORD.findall(claim.name)) if self._has(last) else ()

    def _with_any(self, words: Iterable[str]) -> Iterable[Version]:
        wanted = set(words) - self.roots
        return [file for file in self.files if any(map(file.offers, wanted))]

    def _has(self, word: str) -> bool:
        if word not in self._offered:
            self._offered[word] = any(file.offers(word) for file in self.files)
        return self._offered[word]

    def _is_class(self, name: str) -> bool:
        return any(name in _classes(file.text) for file in self.files)

    def _begins(self, first: str, second: str) -> bool:
        """Whether a dotted name can begin so: with a class, or with a module or package that knows the second."""
        return first not in self.foreign and any(
            first in _classes(file.text) or (first in _beginnings(file.path) and second in file.text)
            for file in self.files
        )


def _root(path: str) -> str:
    """The name under which everything in the folder of a file is imported, when that folder is a package."""
    parts = posixpath.splitext(path)[0].split("/")
    return parts[1] if parts[0] in _SOURCES and parts[1:] else parts[0]


@cache
def _beginnings(path: str) -> frozenset[str]:
    """The names with which a document can begin to say where a file is: of itself, its package, the first one."""
    parts = posixpath.splitext(path)[0].split("/")
    return frozenset([_root(path), parts[-1], *(parts[-2:-1] if is_package(path) else ())])


def _parameters(claim: Claim) -> Iterable[str]:
    if claim.kind is Kind.PARAMETER:
        return (claim.name.removesuffix(")").rpartition("(")[2],)
    return (name.lstrip("*") for name, _ in forms.parse(claim.name))


@cache
def _classes(text: str) -> frozenset[str]:
    return frozenset(_CLASS.findall(text))


@cache
def _defined_by(line: str) -> str:
    """The name that a line of code defines, or ""."""
    match = _DEFINED.match(line) if _WORTH.search(line) else None
    return (match[1] or match[2] or match[3]) if match else ""


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))
