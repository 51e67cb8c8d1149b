"""Gathers what `ygs trace` is about: documents of the life cycle, and the ids that tests and code name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ygs_cli import engine
from ygs_cli.artifacts import mentions
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.artifacts.mentions import SourceMentions
from ygs_cli.changes import Write
from ygs_cli.config import Config
from ygs_cli.errors import YgsError
from ygs_cli.pack import catalog
from ygs_cli.shell import apply, reading, workspace
from ygs_cli.shell.workspace import Workspace
from ygs_cli.trace import documents, graph, questions
from ygs_cli.trace.documents import DocumentFacts
from ygs_cli.trace.questions import Trace


@dataclass(frozen=True, slots=True)
class Looked:
    """How much was read."""

    documents: int
    sources: int


def trace(space: Workspace, config: Config, wanted: Iterable[str] = ()) -> tuple[Trace, Looked]:
    """Read a project and answer; for the ids or paths in `wanted` only, if there are any.

    Raises YgsError for an id that nothing has.
    """
    of_skills = frozenset(catalog.beside_skills(space.files))
    listed = [path for path in space.own_files if not _excluded(path, config)]
    papers = [path for path in workspace.markdown_paths(space, config) if path not in of_skills]
    sources = [path for path in listed if mentions.is_source(path)]
    found = reading.each(_read, space.root, (*papers, *sources))
    pages = [item for item in found if isinstance(item, DocumentFacts)]
    named = [item for item in found if isinstance(item, SourceMentions)]
    built = graph.build(pages, named, space.files)
    return questions.trace(built, wanted, space.root.resolve().name), Looked(len(pages), len(sources))


def mentioned(space: Workspace, config: Config) -> list[SourceMentions]:
    """The ids that tests and code of a project name."""
    sources = [path for path in space.own_files if mentions.is_source(path) and not _excluded(path, config)]
    return reading.each(_scan, space.root, sources)


def _scan(root: Path, path: str) -> SourceMentions | None:
    data = workspace.read_bytes(root, path)
    return mentions.scan(path, data) if data is not None and len(data) <= workspace.MAX_BYTES else None


def _excluded(path: str, config: Config) -> bool:
    return any(engine.matches(path, glob) for glob in config.exclude)


def _read(root: Path, path: str) -> DocumentFacts | SourceMentions | None:
    if mentions.is_source(path):
        return _scan(root, path)
    data = workspace.read_bytes(root, path)
    if data is None or len(data) > workspace.MAX_BYTES:
        return None
    if b"\0" in data[:8192] or not documents.may_matter(data):
        return None
    return documents.read(SourceFile(path, data.decode("utf-8-sig", "replace")))


def save(file: Path, text: str) -> None:
    """Write a view to a file whose folder exists; what stands there is replaced.

    Raises YgsError when it cannot be written.
    """
    folder = file.parent
    if not folder.is_dir():
        raise YgsError("no such folder", where=str(folder), hint="make it first, or choose another file")
    apply.run(folder, [Write(file.name, text.encode("utf-8", "backslashreplace"), durable=False)])
