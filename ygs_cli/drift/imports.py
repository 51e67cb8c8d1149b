"""Which file of a project imports which: the import statements, resolved as far as their text tells."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from ygs_cli.drift.filetree import join
from ygs_cli.drift.index import Index
from ygs_cli.drift.symbols import FileSymbols

_INDEXES = ("index", "mod", "lib", "__init__")


def graph(index: Index) -> Mapping[str, frozenset[str]]:
    """For each source file the source files that it imports; imports of other projects are left out."""
    ends = _by_end(index)
    return {path: frozenset(_imported(file, index, ends)) - {path} for path, file in index.files.items()}


def _by_end(index: Index) -> Mapping[str, list[str]]:
    """Source files by the last part of their name without its ending; a folder's index by the folder's name."""
    ends: dict[str, list[str]] = defaultdict(list)
    for path in index.files:
        stem = posixpath.splitext(path)[0]
        ends[posixpath.basename(stem)].append(path)
        folder = posixpath.dirname(path)
        if folder:
            ends[posixpath.basename(folder)].append(path)
    return ends


def _imported(file: FileSymbols, index: Index, ends: Mapping[str, list[str]]) -> Iterator[str]:
    for item in file.imports:
        if file.language == "python":
            yield from _python(file, item.module, item.original, index)
        elif item.module.startswith("."):
            yield from _relative(file.path, item.module, index)
        else:
            yield from _named(item.module, item.original, ends)


def _python(file: FileSymbols, module: str, original: str, index: Index) -> Iterator[str]:
    absolute = index.absolute(file, module)
    for name in (f"{absolute}.{original}", absolute):
        if name in index.modules:
            yield index.modules[name].path
            return


def _relative(path: str, module: str, index: Index) -> Iterator[str]:
    target = join(posixpath.dirname(path), module)
    if not target:
        return
    bare = posixpath.splitext(target)[0]
    for stem in (target, bare, *(f"{target}/{name}" for name in _INDEXES)):
        for ending in ("", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".d.ts"):
            if stem + ending in index.files:
                yield stem + ending
                return


def _named(module: str, original: str, ends: Mapping[str, list[str]]) -> Iterator[str]:
    """`crate::db::Pool`, `example.org/shop/db`, `org.example.db.Pool`: the file or folder whose path the end of
    the name is, from the project's own part on.
    """
    parts = [part for part in re.split(r"::|/|\.", module) if part and part not in ("crate", "self", "super")]
    parts += [original] if original else []
    while parts:
        for path in ends.get(parts[-1], ()):
            stem = posixpath.splitext(path)[0].split("/")
            for own in (stem, stem[:-1]):
                if own and own[-1] == parts[-1] and _agree(own, parts):
                    yield path
        if len(parts) <= 2:
            return
        parts = parts[:-1]


def _agree(own: list[str], parts: list[str]) -> bool:
    """Whether the end of a path is the end of a dotted name: two parts of it, or all that there is."""
    common = 0
    while common < min(len(own), len(parts)) and own[-1 - common] == parts[-1 - common]:
        common += 1
    return common >= min(2, len(parts), len([part for part in own if part != "src"]))
