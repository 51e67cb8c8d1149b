"""Where a manifest says the lowest version: the finding's note leads to that line."""

from __future__ import annotations

import pytest

from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.drift import versions


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("pyproject.toml", "[project]\nversion = '3.11.2'\n\nrequires-python = '>=3.11'\n", 4),
        ("pyproject.toml", "[tool.poetry]\nversion = '3.9.1'\n[tool.poetry.dependencies]\npython = '^3.9'\n", 4),
        ("package.json", '{\n "version": "1.18.0",\n "engines": {\n  "node": ">=18"\n }\n}\n', 4),
        ("Cargo.toml", "[package]\nversion = '1.70.3'\nrust-version = '1.70'\n", 3),
        ("go.mod", "module example.org/v1.21\n\ngo 1.21\n", 3),
    ],
)
def test_the_line_of_the_key(path: str, text: str, line: int) -> None:
    (found,) = versions.minimums([SourceFile(path, text)]).values()
    assert found.line == line
