from __future__ import annotations

import pytest

from tests.docs import reference

NAMES = [
    *("commands.md", "rules.md", "configuration.md", "exec.md"),
    *("findings.schema.json", "status.schema.json"),
]


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_reference_is_what_the_program_says(name: str) -> None:
    committed = (reference.PAGES / name).read_text(encoding="utf-8")
    assert committed == reference.pages()[name], "run: python -m tests.docs.reference"
