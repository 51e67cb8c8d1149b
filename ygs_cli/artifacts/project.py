"""The life-cycle documents of a project, as the artifact rules, trace and status see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ygs_cli.artifacts import markdown
from ygs_cli.artifacts.markdown import Document, SourceFile


@dataclass(frozen=True, slots=True)
class ArtifactFacts:
    """What the artifact rules look at: every Markdown document of the project."""

    documents: tuple[Document, ...]


def facts(files: Iterable[SourceFile]) -> ArtifactFacts:
    """Parse the Markdown files of a project."""
    return ArtifactFacts(tuple(markdown.parse(source) for source in files))
