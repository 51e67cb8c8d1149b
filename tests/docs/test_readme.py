from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs import readme


@pytest.mark.parametrize("page", readme.PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_the_commands_print(page: Path, tmp_path: Path) -> None:
    assert page.read_text(encoding="utf-8") == readme.fresh(page, tmp_path), "run: python -m tests.docs.readme"
