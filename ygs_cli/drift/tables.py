"""File -> everything that it gives a name to: the definitions of its language, and what users name."""

from __future__ import annotations

from dataclasses import replace

from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.drift import languages, surface, symbols
from ygs_cli.drift.symbols import FileSymbols


def wants(path: str) -> bool:
    """Whether a file can have a table."""
    return languages.of_path(path) is not None or surface.wants(path)


def extract(source: SourceFile) -> FileSymbols | None:
    """The table of a file, or None when it can have none. Its language is "" when only its surface is known."""
    found = symbols.extract(source)
    shown = surface.extract(source)
    if found is None:
        return FileSymbols(source.path, "", (), (), surface=shown) if shown else None
    return replace(found, surface=shown) if shown else found
