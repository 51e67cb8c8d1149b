from __future__ import annotations

from pathlib import Path

from tests.docs import readme


def test_the_readme_shows_what_the_commands_print(tmp_path: Path) -> None:
    assert readme.README.read_text(encoding="utf-8") == readme.fresh(tmp_path), "run: python -m tests.docs.readme"
