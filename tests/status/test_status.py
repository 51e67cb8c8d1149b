"""`ygs status` tells the next step of a project as its documents, checks and skills stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.driver import Git, Ygs
from ygs_cli.artifacts import overview
from ygs_cli.artifacts.kinds import KINDS, Kind

SKILLS = Path(__file__).parents[2] / "skills"


def _status(ygs: Ygs) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ygs("status", "--format", "json").stdout)
    return found


def _task(ygs: Ygs, title: str, *settings: str) -> Path:
    pairs = [part for setting in settings for part in ("--set", setting)]
    return ygs.cwd / ygs("new", "task", title, *pairs).stdout.strip()


def _approve(path: Path, status: str = "approved") -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("status: draft", f"status: {status}"), encoding="utf-8")


@pytest.fixture
def scaffolded(ygs: Ygs, git: Git) -> Ygs:
    git.commit("start", {"app.py": "def main():\n    return 1\n"})
    ygs("init")
    ygs("install")
    return ygs


def test_a_bare_folder_is_told_to_begin(ygs: Ygs) -> None:
    found = _status(ygs)
    assert found["next_step"]["run"] == "ygs init"
    assert found["is_git"] is False


def test_a_project_without_skills_is_told_to_install_them(ygs: Ygs, git: Git) -> None:
    git.commit("start")
    ygs("init")
    assert _status(ygs)["next_step"]["run"] == "ygs install"


def test_drift_comes_before_everything_else(scaffolded: Ygs) -> None:
    _task(scaffolded, "Sell tea")
    (scaffolded.cwd / "README.md").write_text("See [the guide](docs/gone.md).\n", encoding="utf-8")
    found = _status(scaffolded)
    assert found["drift"]["error"] == 1
    assert found["next_step"] == {"run": "/ygs-sync", "why": "documents and code disagree in 1 place"}


def test_the_most_wanted_task_that_nothing_holds_up_comes_next(scaffolded: Ygs) -> None:
    _task(scaffolded, "Later", "priority=MAY")
    _task(scaffolded, "Waits", "priority=MUST", "depends_on=TASK-0001")
    _task(scaffolded, "Now", "priority=MUST")
    found = _status(scaffolded)
    assert [task["identifier"] for task in found["documents"]["ready"]] == ["TASK-0003", "TASK-0001"]
    assert [task["identifier"] for task in found["documents"]["blocked"]] == ["TASK-0002"]
    assert found["next_step"]["run"] == "/ygs-implement TASK-0003"


def test_an_approved_prd_without_tasks_is_to_be_broken_down(scaffolded: Ygs) -> None:
    path = scaffolded.cwd / scaffolded("new", "prd", "Refunds").stdout.strip()
    assert _status(scaffolded)["next_step"]["run"] == "/ygs-refine-prd PRD-0001"
    _approve(path)
    assert _status(scaffolded)["documents"]["unplanned"][0]["identifier"] == "PRD-0001"


def test_the_text_names_every_part(scaffolded: Ygs) -> None:
    _task(scaffolded, "Sell tea")
    scaffolded("new", "adr", "Keep tea dry")
    text = scaffolded("status").stdout
    first_words = [line.split()[0] for line in text.splitlines() if line[:1].strip()]
    assert first_words == ["project", "documents", "tasks", "to", "skills", "drift", "lint", "next", "or"]
    assert "adr: 1 proposed" in text
    assert "1 backlog" in text
    assert "/ygs-implement TASK-0001" in text
    assert "\x1b" not in text


def test_colour_is_asked_for(scaffolded: Ygs) -> None:
    scaffolded.env["FORCE_COLOR"] = "1"
    assert "\x1b[" in scaffolded("status").stdout
    scaffolded.env["NO_COLOR"] = "1"
    assert "\x1b[" not in scaffolded("status").stdout


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if "draft" in kind.statuses], ids=lambda kind: kind.name
)
def test_a_draft_goes_on_with_the_skill_of_its_kind(kind: Kind) -> None:
    draft = overview.Named("X-0001", "x", "x.md", kind.name, "draft")
    step = overview.next_step(overview.Documents({}, drafts=(draft,)), overview.Health(True, 1, 0, 0))
    skill = step.run.split()[0].removeprefix("/")
    text = (SKILLS / skill / "SKILL.md").read_text("utf-8")
    assert kind.prefix in text or kind.name in text
    assert (skill == "ygs-refine-prd") == (kind.name == "prd")


def test_requirements_that_have_a_task_and_a_test_are_counted(scaffolded: Ygs) -> None:
    path = scaffolded.cwd / scaffolded("new", "prd", "Refunds").stdout.strip()
    _approve(path)
    _task(scaffolded, "Pay back", "sources=REQ-0001-1")
    (scaffolded.cwd / "test_refunds.py").write_text("def test_req_0001_2() -> None: ...\n", encoding="utf-8")
    rows = {row["rank"]: (row["total"], row["task"], row["test"]) for row in _status(scaffolded)["coverage"]}
    assert rows == {"MUST": (1, 1, 0), "SHOULD": (1, 0, 1)}
    text = scaffolded("status").stdout
    assert "1 MUST: 1 with a task, 0 with a test" in text
    assert "can start: TASK-0001" in text


def test_a_project_that_never_saw_ygs_learns_where_to_look(ygs: Ygs, git: Git) -> None:
    git.commit("start", {"README.md": "See [the guide](docs/gone.md).\n"})
    text = ygs("status").stdout
    assert "ygs init --adopt" in text
    assert "1 error (see ygs sync), 1 document held against the code" in text
