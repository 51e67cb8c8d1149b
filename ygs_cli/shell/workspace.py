"""Finds the project root, lists its files and reads them. Nothing here follows a link out of the root."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ygs_cli import config, engine
from ygs_cli.artifacts import documents
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.errors import YgsError
from ygs_cli.shell import history

MAX_BYTES = 2_000_000  # a text file above this is listed but not read
MARKDOWN = frozenset({".md", ".markdown", ".mdx"})
_SKIPPED = frozenset(
    ".git .hg .svn .venv venv node_modules __pycache__ .tox .nox .mypy_cache .pytest_cache .ruff_cache".split()
)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A project on disk: its root, whether git knows it, and every file below it as a relative path.

    `inner` are the folders below the root that hold a configuration of their own. They are projects by
    themselves: their files are there for links and names, but their documents, ids and tests are not ours.
    """

    root: Path
    is_git: bool
    files: tuple[str, ...]
    inner: tuple[str, ...] = ()

    def owns(self, path: str) -> bool:
        """Whether a file belongs to this project and to none inside it."""
        return not any(path.startswith(f"{folder}/") for folder in self.inner)

    @property
    def own_files(self) -> tuple[str, ...]:
        """The files that belong to no project inside this one."""
        return tuple(path for path in self.files if self.owns(path)) if self.inner else self.files

    def reads(self, path: str) -> SourceFile | None:
        """One file as text, or None when it is no regular text file of readable size."""
        return read_text(self.root, path)

    def notes(self) -> tuple[str, ...]:
        """What a report has to say about the files that it leaves out."""
        one = "is a project of its own: not looked at"
        return tuple(f"{folder} {one}" for folder in self.inner)


def document_paths(space: Workspace, settings: config.Config) -> Iterator[str]:
    """The documents of a project in any format, less those that the configuration excludes."""
    for path in space.own_files:
        if documents.is_document(path) and not any(engine.matches(path, glob) for glob in settings.exclude):
            yield path


def markdown_paths(space: Workspace, settings: config.Config) -> Iterator[str]:
    """Those documents that are Markdown: the format of the life cycle's own."""
    return (path for path in document_paths(space, settings) if PurePosixPath(path).suffix.lower() in MARKDOWN)


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that holds `.ygs/config.yml`, else git's top level, else `start`.

    The search ends at the top of a repository: one inside a project of somebody else is not part of it.
    """
    try:
        start = start.resolve()
    except FileNotFoundError:
        raise YgsError("the current folder is gone", hint="change to another one") from None
    except RuntimeError:
        raise YgsError("a link that leads round in circles", where=str(start)) from None
    if not start.exists():
        raise YgsError("no such file or folder", where=str(start))
    folder = start if start.is_dir() else start.parent
    for candidate in (folder, *folder.parents):
        if (candidate / config.CONFIG_PATH).is_file():
            return candidate
        if os.path.lexists(candidate / ".git"):
            break
    return history.top_level(folder) or folder


def discover(root: Path) -> Workspace:
    """List the files of a project: git's view of them inside git, a plain walk outside."""
    top = history.top_level(root)
    if top is None:
        files = tuple(sorted(_walk(root)))
    else:
        files = tuple(name for name in history.listed(root) if (root / name).is_file())
    return Workspace(root, top is not None, files, _inner_projects(files))


def _inner_projects(files: Iterable[str]) -> tuple[str, ...]:
    ending = f"/{config.CONFIG_PATH}"
    return tuple(path.removesuffix(ending) for path in files if path.endswith(ending))


def _walk(root: Path) -> Iterable[str]:
    for folder, names, files in os.walk(root, followlinks=False):
        names[:] = sorted(name for name in names if name not in _SKIPPED)
        inside = PurePosixPath(Path(folder).relative_to(root).as_posix())
        for name in files:
            if (Path(folder) / name).is_file():
                yield str(inside / name)


def read_text(root: Path, path: str) -> SourceFile | None:
    """Read one file below the root: UTF-8 with or without BOM, bad bytes replaced; None for anything else.

    A link is read only when its target lies inside the root.
    """
    data = read_bytes(root, path)
    if data is None or len(data) > MAX_BYTES or b"\0" in data[:8192]:
        return None
    return SourceFile(path, data.decode("utf-8-sig", "replace"))


def read_bytes(root: Path, path: str) -> bytes | None:
    """The first `MAX_BYTES` + 1 bytes of a regular file below the root; None for anything else.

    A link is read only when its target lies inside the root.
    """
    file = root / path
    try:
        if file.is_symlink() and not file.resolve().is_relative_to(root.resolve()):
            return None
        with file.open("rb") as stream:
            status = os.fstat(stream.fileno())
            return stream.read(MAX_BYTES + 1) if stat.S_ISREG(status.st_mode) else None
    except (OSError, ValueError, RuntimeError):
        return None


def selected(space: Workspace, paths: Iterable[Path]) -> frozenset[str]:
    """The files that the user's PATH arguments name: a file by itself, a folder with all below it.

    Raises YgsError for a path that does not exist or lies outside the root.
    """
    chosen: set[str] = set()
    for path in paths:
        full = path if path.is_absolute() else Path.cwd() / path
        if not full.exists():
            raise YgsError("no such file or folder", where=str(path))
        try:
            inside = full.resolve().relative_to(space.root.resolve()).as_posix()
        except ValueError:
            raise YgsError("outside the project", where=str(path), hint=f"the root is {space.root}") from None
        prefix = "" if inside == "." else inside + "/"
        chosen.update(name for name in space.files if name == inside or name.startswith(prefix))
    return frozenset(chosen)


def read_config(root: Path, known_rules: frozenset[str]) -> config.Config:
    """The project's configuration, or the defaults when it has none."""
    file = root / config.CONFIG_PATH
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return config.Config()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise YgsError(f"not UTF-8 at byte {problem.start}", where=str(file)) from None
    return config.parse(text, str(file), known_rules)
