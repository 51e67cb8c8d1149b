"""`claude plugin eval` over every case of `tests/evals`, with the stub in the model's place: does it all run?

The stub is no model, so the scores mean nothing; what is proven is that the runner takes each case, makes its
project, finds the skills and judges with every grader. How to score with a model: docs/how-to/score-the-skills.md.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.client import stub
from tests.client.conftest import world
from tests.client.stub import Call
from tests.driver import ROOT

pytestmark = [pytest.mark.client, pytest.mark.slow]

EVALS = ROOT / "tests/evals"
CASES = sorted(path.parent.name for path in EVALS.glob("*/case.yaml"))
STATUS = '{"status":"DONE","summary":"done"}'


@dataclass
class Runner:
    """A plugin with its eval cases, and the client that runs them once each without a shell."""

    folder: Path
    claude: Path

    def __call__(self, case: str, plan: Sequence[Call] = (), reply: str = stub.REPLY) -> dict[str, dict[str, Any]]:
        """Case -> its one run: `error`, and `graders` with their verdicts."""
        client, _ = world(self.claude, self.folder)
        pack, out = self.folder / "pack", self.folder / "out.json"
        for name in (".claude-plugin", "skills"):
            shutil.copytree(ROOT / name, pack / name)
        shutil.copytree(EVALS, pack / "evals")
        options = "--trust-plugin --no-publish --scaffold --ablation none --runs 1 -j 2 --threshold 0".split()
        with stub.serve() as api:
            api.plan, api.reply = plan, reply
            arguments = (*options, "--case", case, "--json", str(out), "--allow-tools", "Write", "Edit")
            done = client("plugin", "eval", str(pack), *arguments, url=api.url, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        found = json.loads(out.read_text(encoding="utf-8"))
        return {one["name"]: one["arms"]["with"][0] for one in found["cases"]}


@pytest.fixture
def evaluate(claude: Path, tmp_path: Path) -> Runner:
    return Runner(tmp_path, claude)


def _verdicts(run: dict[str, Any]) -> dict[str, bool]:
    return {grader["name"]: grader["passed"] for grader in run["graders"]}


def test_every_case_runs_and_every_grader_judges(evaluate: Runner) -> None:
    runs = evaluate("*")
    assert sorted(runs) == CASES
    assert {name: run["error"] for name, run in runs.items() if run.get("error")} == {}
    explanations = [(name, g["explanation"]) for name, run in runs.items() for g in run["graders"]]
    assert [one for one in explanations if "threw" in one[1]] == []
    verdicts = {name: _verdicts(run) for name, run in runs.items()}
    assert {name: found["silent"] for name, found in verdicts.items() if not found.get("silent", True)} == {}
    assert {name: found["fired"] for name, found in verdicts.items() if found.get("fired", False)} == {}


@pytest.mark.parametrize(
    ("case", "plan", "reply"),
    [
        (
            "ygs-ask-names-the-next-skill",
            [Call("Skill", {"skill": "you-got-skills:ygs-ask"})],
            f"Run `/ygs-wbs PRD-0001`\nbecause it is approved and has no tasks.\n{STATUS}",
        ),
        (
            "ygs-security-review-finds-the-missing-guard",
            [Call("Skill", {"skill": "you-got-skills:ygs-security-review"})],
            "CHANGES_REQUESTED: MUST HIGH security shop/routes.py:12 SQL injection; no login_required\n" + STATUS,
        ),
        (
            "ygs-learn-keeps-a-trap",
            [
                Call("Skill", {"skill": "you-got-skills:ygs-learn"}),
                Call("Write", {"file_path": "{{folder}}/docs/learnings/0001-a.md", "content": "# Sandbox\n"}),
            ],
            f"LRN-0001, from the log of TASK-0001.\n{STATUS}",
        ),
    ],
    ids=["answer", "place", "file"],
)
def test_a_run_that_does_what_is_asked_scores_in_full(
    evaluate: Runner, case: str, plan: list[Call], reply: str
) -> None:
    run = evaluate(case, plan, reply)[case]
    assert _verdicts(run) == dict.fromkeys(_verdicts(run), True)
    assert run["score"] == 1
