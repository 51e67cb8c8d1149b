"""The planter and its judge, on a repository of two languages that is made on the fly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.driver import ROOT, Git

FILES = {
    "README.md": "# Kettle\n\nCall `boil_water` first. See [how](docs/guide.md#heating-up).\n",
    "docs/guide.md": (
        "# Guide\n\n## Heating up\n\n```python\nfrom kettle import boil_water\n\nboil_water(litres=2)\n```\n\n"
        "In Go it is `kettle.PourSlowly`, and `KETTLE_LIMIT` is read from the environment.\n"
    ),
    "CHANGELOG.md": "# Changes\n\n- `boil_water` is new\n",
    "kettle/__init__.py": "from kettle.heat import boil_water\n\n__all__ = ['boil_water']\n",
    "kettle/heat.py": (
        "import os\n\nLIMIT = os.environ.get('KETTLE_LIMIT')\n\n\n"
        "def boil_water(litres: int, celsius: int = 100) -> int:\n    return litres * celsius\n\n\n"
        "def _stay_quiet_now(litres: int) -> int:\n    return litres + 1\n"
    ),
    "kettle.go": (
        "package kettle\n\n// PourSlowly pours.\nfunc PourSlowly(litres int) int {\n\treturn litres * 2\n}\n"
    ),
}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("planted")
    git = Git(folder / "repos" / "kettle")
    git.root.mkdir(parents=True)
    git("init", "-q")
    git.commit("kettle", FILES)
    kinds = ("rename", "heading", "control")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.benchmark.planted", "--repos", str(git.root.parent), "--cases", "2"),
            *("--jobs", "2", "--format", "json", *(word for kind in kinds for word in ("--kind", kind))),
        ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    assert git("status", "--porcelain") == "", "the clone itself is left alone"
    return json.loads(done.stdout)


def cases(result: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {each["subject"]: each for each in result["repositories"][0]["cases"] if each["kind"] == kind}


def test_a_planted_rename_is_expected_on_each_line_that_shows_it_and_not_in_the_history(result):
    case = cases(result, "rename")["boil_water"]
    lines = {*case["hit"], *(missed.rpartition(": ")[0] for missed in case["missed"])}
    assert lines == {"README.md:3", "docs/guide.md:6", "docs/guide.md:8"}


def test_a_planted_rename_is_found_and_repaired(result):
    case = cases(result, "rename")["boil_water"]
    assert case["hit"] == ["README.md:3", "docs/guide.md:6", "docs/guide.md:8"]
    assert (case["applied"], case["wrong"], case["left"]) == (3, [], [])


def test_languages_are_told_apart(result):
    case = cases(result, "rename")["PourSlowly"]
    assert case["language"] == "go"
    assert {*case["hit"], *(missed.rpartition(": ")[0] for missed in case["missed"])} == {"docs/guide.md:11"}


def test_a_renamed_heading_is_expected_where_it_is_linked(result):
    (case,) = cases(result, "heading").values()
    assert (case["hit"], case["missed"]) == (["README.md:3"], [])


def test_controls_are_quiet(result):
    assert cases(result, "control")
    assert [each["alarms"] for each in cases(result, "control").values()] == [[]] * len(cases(result, "control"))


def test_the_sums_are_those_of_the_cases(result):
    each = result["repositories"][0]["cases"]
    planted = [case for case in each if case["kind"] != "control"]
    (whole,) = [row for row in result["tables"]["kind"] if row["title"] == "all planted"]
    assert whole["cases"] == len(planted)
    assert whole["found"] == sum(bool(case["hit"]) for case in planted)
    assert whole["lines"] == sum(len(case["hit"]) + len(case["missed"]) for case in planted)
    assert whole["recall"] == pytest.approx(whole["hit"] / whole["lines"], abs=1e-4)


def test_the_same_seed_draws_the_same_cases(result, tmp_path: Path):
    from tests.benchmark.planted.__main__ import draw_cases
    from tests.benchmark.planted.tree import Tree

    git = Git(tmp_path / "kettle")
    git.root.mkdir()
    git("init", "-q")
    git.commit("kettle", FILES)
    tree = Tree.read(git.root)
    kinds = ["rename", "delete", "signature", "move"]
    first = draw_cases(tree, kinds, 3, 1)
    assert first == draw_cases(Tree.read(git.root), kinds, 3, 1)
    assert first != draw_cases(tree, kinds, 3, 2)
