"""The projects of the eval cases are a small program that really runs, and the planted places are where we say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/case.yaml"))
# case, file, lines in which the planted defect stands
PLANTED = [
    ("ygs-security-review-finds-the-missing-guard", "shop/routes.py", "def invoice"),
    ("ygs-security-review-finds-the-missing-guard", "shop/routes.py", "'{order_id}'"),
    ("ygs-code-review-finds-a-double-payment", "billing/refund.py", "payments.pay"),
    ("ygs-code-review-finds-a-double-payment", "billing/refund.py", "except Exception"),
    ("ygs-investigate-proves-the-cause", "shop/basket.py", "= []"),
]


def _project(case: Path, folder: Path) -> Path:
    env = {"HOME": str(folder), "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["sh", str(case / "scaffold.sh")], cwd=folder, env=env, capture_output=True, check=True)
    return folder


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_program_of_the_project_runs_and_its_tests_pass(case: Path, tmp_path: Path) -> None:
    project = _project(case, tmp_path)
    python = [sys.executable, "-B", "-m"]
    shown = subprocess.run(
        [*python, "shop", "total", "tea=2", "cup=1"], cwd=project, capture_output=True, text=True
    )
    assert shown.stdout == "15.00\n", shown.stderr
    tested = subprocess.run(
        [*python, "unittest", "discover", "tests", "-t", "."], cwd=project, capture_output=True, text=True
    )
    assert re.search(r"Ran \d+ tests?.*\nOK$", tested.stderr.strip(), re.DOTALL), tested.stderr
    status = subprocess.run(["git", "status", "--short"], cwd=project, capture_output=True, text=True, check=True)
    assert status.stdout == "", "the project begins clean, and running it leaves nothing behind"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_patterns_are_ones_that_the_runner_reads(case: Path) -> None:
    for grader in yaml.safe_load((case / "case.yaml").read_text(encoding="utf-8"))["graders"]:
        pattern = grader.get("pattern", "")
        re.compile(pattern)
        assert "(?i" not in pattern and "(?s" not in pattern, "flags stand beside the pattern"
        if grader["type"] == "file_exists":
            assert "." in Path(grader["path"]).name, "a folder never exists for the runner: name files in it"


@pytest.mark.parametrize(("case", "path", "planted"), PLANTED)
def test_the_place_is_that_of_the_planted_defect(case: str, path: str, planted: str, tmp_path: Path) -> None:
    lines = (_project(HERE / case, tmp_path) / path).read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, 1) if planted in line)
    graders = yaml.safe_load((HERE / case / "case.yaml").read_text(encoding="utf-8"))["graders"]
    place = next(grader["pattern"] for grader in graders if grader["name"] == "place")
    assert re.search(place, f"{path}:{number} something")
    assert not re.search(place, f"{path}:{len(lines) + 40} something")
