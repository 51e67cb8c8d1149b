"""One row per document format: which files it owns, and how its text is read."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from ygs_cli.artifacts import markdown, rst
from ygs_cli.artifacts.markdown import Document, SourceFile

FORMATS: dict[str, Callable[[SourceFile], Document]] = {
    ".md": markdown.parse,
    ".markdown": markdown.parse,
    ".mdx": markdown.parse,
    ".rst": rst.parse,
}


def is_document(path: str) -> bool:
    """Whether a file is a document of a format that can be read."""
    return posixpath.splitext(path)[1].lower() in FORMATS


def parse(source: SourceFile) -> Document:
    """Read one document by the ending of its name, Markdown when that tells nothing. Never raises."""
    return FORMATS.get(posixpath.splitext(source.path)[1].lower(), markdown.parse)(source)
