from __future__ import annotations

import pytest

from tests.docs import reference


@pytest.mark.parametrize(
    "name", ["commands.md", "rules.md", "configuration.md", "findings.schema.json", "status.schema.json"]
)
def test_the_committed_reference_is_what_the_program_says(name: str) -> None:
    committed = (reference.PAGES / name).read_text(encoding="utf-8")
    assert committed == reference.pages()[name], "run: python -m tests.docs.reference"
