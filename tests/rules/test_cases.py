"""Rule cases as data: `cases/<family>/<rule>.yaml`, a list of {name, files, expect: [path:line[:column]]}."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.rules import harness

CASES = Path(__file__).parent / "cases"


def _load() -> list[Any]:
    found = []
    for file in sorted(CASES.glob("*/*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            found.append(pytest.param(file.parent.name, file.stem, case, id=f"{file.stem}: {case['name']}"))
    return found


@pytest.mark.parametrize(("family", "name", "case"), _load())
def test_case(family: str, name: str, case: dict[str, Any]) -> None:
    rule = next(r for r in harness.everything() if r.name == name and r.family == family)
    found = [f for f in harness.findings(rule, case["files"]) if f.rule == name]
    places = []
    for finding, wanted in zip(found, case["expect"], strict=False):
        parts = str(finding.location).split(":")
        places.append(":".join(parts[: wanted.count(":") + 1]))
    assert len(found) == len(case["expect"]), [f"{f.location} {f.message}" for f in found]
    assert places == case["expect"]


def test_every_rule_has_cases() -> None:
    with_cases = {file.stem for file in CASES.glob("*/*.yaml")}
    assert {rule.name for rule in harness.everything()} - with_cases == set()
