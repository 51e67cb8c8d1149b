"""One row per programming language: which files it owns, its grammar, and its queries."""

from __future__ import annotations

import importlib
import posixpath
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Language:
    """A language whose definitions the index knows.

    `name` is the stem of `queries/<name>.scm` (definitions and imports) and `queries/<name>-uses.scm`
    (names used in an example); `grammar` is the wheel's module; `fences` are the info words of examples.
    """

    name: str
    grammar: str
    extensions: tuple[str, ...]
    fences: tuple[str, ...]
    package_file: str  # stem of the file that makes a folder a module of its own


LANGUAGES = (
    Language(
        name="python",
        grammar="tree_sitter_python",
        extensions=(".py", ".pyi"),
        fences=("python", "py", "python3", "pycon", "py3"),
        package_file="__init__",
    ),
)


@cache
def _by_extension() -> dict[str, Language]:
    return {extension: language for language in LANGUAGES for extension in language.extensions}


def of_path(path: str) -> Language | None:
    """The language of a file by its extension."""
    return _by_extension().get(posixpath.splitext(path)[1].lower())


def of_fence(word: str) -> Language | None:
    """The language of a fenced example by the first word of its info string."""
    return next((language for language in LANGUAGES if word in language.fences), None)


@cache
def _grammar(language: Language) -> Any:
    from tree_sitter import Language as Grammar

    return Grammar(importlib.import_module(language.grammar).language())


@cache
def query(language: Language, suffix: str = "") -> Any:
    """The compiled query of a language: definitions, or with `-uses` the names an example uses."""
    from tree_sitter import Query

    file = Path(__file__).parent / "queries" / f"{language.name}{suffix}.scm"
    return Query(_grammar(language), file.read_text(encoding="utf-8"))


def syntax_tree(language: Language, data: bytes) -> Any:
    """The syntax tree of a source text. Broken code gives a tree with error nodes, never an exception."""
    from tree_sitter import Parser

    return Parser(_grammar(language)).parse(data)
