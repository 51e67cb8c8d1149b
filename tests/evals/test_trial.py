"""Trials with another agent: both projects are there, the prompts differ by the skill, and the graders judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evals import trial

CASES = sorted(path.parent.name for path in trial.HERE.glob("*/case.yaml"))
REPORT = """CHANGES_REQUESTED
MUST HIGH correctness billing/refund.py:3 a second call pays twice
{"status":"DONE","summary":"CHANGES_REQUESTED, one MUST"}
"""


def test_both_arms_have_the_project_and_one_has_the_skill(tmp_path: Path) -> None:
    trial.make("ygs-wbs-breaks-down-a-prd", tmp_path)
    with_skill, without = (tmp_path / f"{arm}.md" for arm in ("with", "without"))
    assert (tmp_path / "with/docs/prd/0001-coupons.md").is_file() and (tmp_path / "without/shop/cart.py").is_file()
    task = without.read_text()
    assert task.startswith("Turn docs/prd/0001-coupons.md into a backlog") and "ygs" not in task
    told = with_skill.read_text()
    assert task in told and "three levels" in told and '"status"' in told


def test_a_report_is_judged_as_the_runner_would(tmp_path: Path) -> None:
    case = "ygs-code-review-finds-a-double-payment"
    trial.make(case, tmp_path)
    found = {one.grader: one.passed for one in trial.judge(case, tmp_path / "with", REPORT)}
    assert found == {"fired": None} | dict.fromkeys(["verdict", "place", "severity", "status", "untouched"], True)
    (tmp_path / "with/billing/refund.py").write_text("")
    worse = trial.judge(case, tmp_path / "with", "Looks good to me.")
    assert {one.grader for one in worse if one.passed} == set()


@pytest.mark.parametrize("case", CASES)
def test_no_case_is_passed_by_doing_nothing(case: str, tmp_path: Path) -> None:
    """A grader that a silent agent passes in every case would judge nothing."""
    trial.make(case, tmp_path)
    found = trial.judge(case, tmp_path / "with", "")
    if not case.partition("-stays-silent-")[1]:
        assert any(one.passed is False for one in found), found
