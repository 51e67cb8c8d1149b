"""The worked example holds what it preaches: its tests pass, and every check of ygs is clean at the strictest."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.driver import ROOT, Ygs
from ygs_cli.artifacts.kinds import KINDS

EXAMPLE = ROOT / "docs" / "example"


@pytest.fixture
def example(ygs: Ygs) -> Ygs:
    return Ygs(ygs.home, EXAMPLE)


def test_the_program_works(example: Ygs) -> None:
    command = [sys.executable, "-m", "unittest"]
    done = subprocess.run(
        command, cwd=EXAMPLE, env=example.environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [["lint", "--profile", "strict"], ["sync"], ["trace", "--fail-under", "100"]])
def test_a_check_is_clean(example: Ygs, command: list[str]) -> None:
    done = example(*command)
    assert "no findings" in done.stderr or "no gaps" in done.stderr


def test_it_has_a_document_for_each_step(example: Ygs) -> None:
    found = json.loads(example("status", "--format", "json").stdout)
    assert found["root"] == str(EXAMPLE), "its ids are its own"
    steps = {"prd", "trd", "adr", "threat-model", "task", "review", "retro"}
    assert set(found["documents"]["counts"]) == steps <= set(KINDS)


def test_its_review_has_a_verdict(example: Ygs) -> None:
    done = example("lint", "--from", "docs/reviews/0001-signed-links.json", code=1)
    assert "verdict: CHANGES_REQUESTED" in done.stdout
