"""The files of a project as documents name them: by path, by folder, by the end of a path, by glob."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from urllib.parse import unquote

_LANGUAGE_FOLDER = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_PAGE_SUFFIXES = (
    ".md",
    ".mdx",
    ".markdown",
    "/index.md",
    "/README.md",
    "/index.mdx",
    "/_index.md",
    "/readme.md",
    ".rst",
    "/index.rst",
)
_GLOB = re.compile(r"[*?\[{]")


class FileTree:
    """The paths of a project, relative to its root. Never touches the disk."""

    def __init__(self, files: Iterable[str]) -> None:
        self.files = frozenset(files)
        folders: set[str] = set()
        for path in self.files:
            folder = posixpath.dirname(path)
            while folder and folder not in folders:
                folders.add(folder)
                folder = posixpath.dirname(folder)
        self.folders = frozenset(folders)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.files | self.folders):
            names[posixpath.basename(path)].append(path)
        return names

    def __contains__(self, path: str) -> bool:
        return path in self.files or path in self.folders or path == ""

    def ending_with(self, path: str) -> tuple[str, ...]:
        """The files and folders whose path is `path` or ends with "/" and `path`."""
        tail = "/" + path
        near = self._by_name.get(posixpath.basename(path), ())
        return tuple(item for item in near if item == path or item.endswith(tail))

    def matching(self, glob: str) -> bool:
        """Whether any path, or the end of any path, matches a glob as shells and ignore files write them."""
        pattern = glob_pattern(glob.strip("/"))
        return pattern is not None and any(pattern.search(path) for path in self.files | self.folders)

    def locate(self, path: str, folder: str) -> str | None:
        """The project path that `path`, written in a document of `folder`, stands for: relative to the root,
        relative to the document, or the end of a path anywhere. None when there is none.
        """
        wanted = path.rstrip("/")
        if wanted.startswith("../") or wanted == "..":
            inside = join(folder, wanted)
            if inside is not None and inside in self:
                return inside
            wanted = re.sub(r"^(?:\.\./)+", "", wanted)
        wanted = posixpath.normpath(wanted) if wanted else ""
        for candidate in (wanted, join(folder, wanted)):
            if candidate is not None and candidate in self:
                return candidate
        near = self.ending_with(wanted)
        return near[0] if near else None

    def page(self, target: str, document: str) -> str | None:
        """The file or folder that a link target in `document` leads to, in the tree or on the site made from
        it: with or without `.md`, from the page's own folder (directory URLs), from a translation's original.
        """
        folder = posixpath.dirname(document)
        if target.startswith("/"):
            return self._from_site_root(target.strip("/"), folder)
        stem = posixpath.splitext(document)[0]
        for base in (folder, stem):
            inside = join(base, target)
            if inside is None:
                continue
            found = self._as_page(inside) or self._translated(inside)
            if found is not None:
                return found
        return None

    def _as_page(self, path: str) -> str | None:
        path = path.rstrip("/")
        if path in self:
            return path
        bare = re.sub(r"(?:/index)?\.html?$", "", path)
        for suffix in _PAGE_SUFFIXES:
            if bare + suffix in self.files:
                return bare + suffix
        return None

    def _from_site_root(self, path: str, folder: str) -> str | None:
        while True:
            found = self._as_page(posixpath.join(folder, path)) if path else folder
            if found is not None:
                return found
            if not folder:
                break
            folder = posixpath.dirname(folder)
        tails = (path, *(path + suffix for suffix in _PAGE_SUFFIXES))
        return next((near[0] for tail in tails if (near := self.ending_with(tail))), None)

    def _translated(self, path: str) -> str | None:
        """The page of the same place in another language's folder: translations fall back to it."""
        parts = path.split("/")
        for position, part in enumerate(parts[:-1]):
            parent = "/".join(parts[:position])
            if not _LANGUAGE_FOLDER.fullmatch(part):
                continue
            for other in self._languages_in(parent):
                found = self._as_page("/".join([*parts[:position], other, *parts[position + 1 :]]))
                if found is not None:
                    return found
        return None

    def _languages_in(self, parent: str) -> tuple[str, ...]:
        if parent not in self._language_cache:
            depth = len(parent) + 1 if parent else 0
            near = (f[depth:] for f in self.folders if f.startswith(parent + "/" if parent else ""))
            self._language_cache[parent] = tuple(
                sorted(n for n in near if "/" not in n and _LANGUAGE_FOLDER.fullmatch(n))
            )
        return self._language_cache[parent]

    @cached_property
    def _language_cache(self) -> dict[str, tuple[str, ...]]:
        return {}


def join(folder: str, path: str) -> str | None:
    """`path` seen from `folder`, normalised; None when it leads out of the project."""
    joined = posixpath.normpath(posixpath.join(folder, path))
    if joined == ".":
        return ""
    return None if joined.startswith(("../", "/")) or joined == ".." else joined


def decode(target: str) -> str:
    """A link target with its percent escapes and Markdown escapes undone."""
    return unquote(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", target))


def is_glob(path: str) -> bool:
    """Whether a path holds wildcards."""
    return _GLOB.search(path) is not None


def glob_pattern(glob: str) -> re.Pattern[str] | None:
    """What finds the paths, or ends of paths, that match a glob; None for a glob that makes no pattern."""
    parts = []
    for piece in re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]]*\]|\{[^{}]*\})", glob):
        if piece.startswith("{") and piece.endswith("}"):
            parts.append("(?:" + "|".join(re.escape(option.strip()) for option in piece[1:-1].split(",")) + ")")
        elif piece.startswith("[") and len(piece) > 2:
            parts.append("[" + piece[1:-1].replace("\\", "\\\\").replace("!", "^", 1) + "]")
        else:
            special = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
            parts.append(special.get(piece, re.escape(piece)))
    try:
        return re.compile("(?:^|/)" + "".join(parts) + "$")
    except re.error:
        return None
