"""The threat model of the pipeline names a test for each mitigation, and the test is there."""

from __future__ import annotations

import re

from tests.driver import ROOT

PAGE = ROOT / "docs/threat-models/0001-agent-pipeline.md"


def test_each_mitigation_has_its_test() -> None:
    text = PAGE.read_text()
    rows = [line for line in text.splitlines() if line.startswith("| M-0001-")]
    assert len(rows) == 14
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) >= len(rows)
    for row in rows:
        assert re.search(r"\| done \| `tests/[\w/]+\.py::test_\w+` \|$", row), row
    for file, test in named:
        assert re.search(rf"^def {test}\(", (ROOT / file).read_text(), re.MULTILINE), f"{file}::{test}"
    threats = set(re.findall(r"^\| (T-0001-\d+) ", text, re.MULTILINE))
    assert threats == set(re.findall(r"T-0001-\d+", "\n".join(rows)))
