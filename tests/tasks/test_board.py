"""`ygs task list` and `next`: what is open, what comes first, and what is wrong with the files."""

from __future__ import annotations

import json
from typing import Any

from tests.driver import Git, Ygs, snapshot
from tests.tasks import files
from tests.tasks.files import path, task


def listed(ygs: Ygs, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ygs("task", "list", "--format", "json", *options).stdout)
    return found


def following(ygs: Ygs, *options: str, code: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ygs("task", "next", "--format", "json", *options, code=code).stdout)
    return found


def test_the_board_names_what_a_task_waits_for(ygs: Ygs, git: Git) -> None:
    files.put(
        git,
        (1, "done", task(1, "done")),
        (2, "in-progress", task(2, "in-progress")),
        (3, "backlog", task(3, depends_on=[1, 2], priority="MUST", size="L", mode="human", wave="2")),
    )
    text = ygs("task", "list").stdout
    assert text.splitlines() == [
        "in-progress: 1",
        "  TASK-0002  SHOULD S  autonomous wave -   Sell tea",
        "backlog: 1",
        "  TASK-0003  MUST   L  human      wave 2   Sell tea",
        "      waits for TASK-0002",
        "done: 1 (ygs task list --status done)",
    ]
    assert "TASK-0001" in ygs("task", "list", "--status", "done").stdout
    third = listed(ygs, "--status", "backlog")["tasks"]
    assert [(item["id"], item["waits_for"], item["wave"]) for item in third] == [("TASK-0003", ["TASK-0002"], 2)]


def test_next_is_the_highest_priority_that_nothing_holds_up(ygs: Ygs, git: Git) -> None:
    files.put(
        git,
        (1, "backlog", task(1, priority="SHOULD")),
        (2, "backlog", task(2, priority="MUST", depends_on=[1])),
        (3, "backlog", task(3, priority="MAY")),
    )
    done = ygs("task", "next")
    assert done.stdout.splitlines()[0] == f"TASK-0001  {path(1)}"
    assert "SHOULD, depends on nothing, 1 task waits for it" in done.stdout
    found = following(ygs)
    assert (found["task"]["id"], found["also_ready"]) == ("TASK-0001", ["TASK-0003"])
    assert found["blocked"] == [{"id": "TASK-0002", "waits_for": ["TASK-0001"]}]


def test_equal_priorities_go_by_wave_then_by_those_who_wait(ygs: Ygs, git: Git) -> None:
    files.put(
        git,
        (1, "backlog", task(1, wave="2")),
        (2, "backlog", task(2, wave="1")),
        (3, "backlog", task(3, wave="1")),
        (4, "backlog", task(4, wave="2", depends_on=[3])),
    )
    found = following(ygs)
    assert [found["task"]["id"], *found["also_ready"]] == ["TASK-0003", "TASK-0002", "TASK-0001"]


def test_work_for_a_person_is_said_to_be_so_and_can_be_left_out(ygs: Ygs, git: Git) -> None:
    files.put(git, (1, "backlog", task(1, mode="human", priority="MUST")), (2, "backlog", task(2)))
    assert "needs a person" in ygs("task", "next").stdout
    assert following(ygs, "--mode", "autonomous")["task"]["id"] == "TASK-0002"


def test_nothing_ready_is_exit_code_1_with_the_reason(ygs: Ygs, git: Git) -> None:
    files.put(
        git,
        (1, "in-progress", task(1, "in-progress")),
        (2, "backlog", task(2, depends_on=[1])),
        (3, "backlog", task(3, depends_on=[4])),
        (4, "backlog", task(4, depends_on=[3])),
        (5, "backlog", task(5, depends_on=[99])),
    )
    done = ygs("task", "next", code=1)
    assert done.stdout == ""
    assert "TASK-0002 waits for TASK-0001 (in-progress)" in done.stderr
    assert "TASK-0003 -> TASK-0004 -> TASK-0003" in done.stderr
    assert "TASK-0005 waits for TASK-0099 (unknown)" in done.stderr
    assert following(ygs, code=1)["task"] is None


def test_a_project_without_tasks_is_told_how_to_make_one(ygs: Ygs) -> None:
    assert 'ygs new task "TITLE"' in ygs("task", "list").stderr
    assert 'ygs new task "TITLE"' in ygs("task", "next", code=1).stderr


def test_a_task_moved_by_hand_is_reported_and_nobody_relies_on_it(ygs: Ygs, git: Git) -> None:
    files.put(
        git,
        (1, "done", task(1, "in-progress")),
        (2, "backlog", task(2, depends_on=[1])),
        (3, "backlog", task(3, "done")),
    )
    before = snapshot(ygs.cwd)
    done = ygs("task", "list")
    assert f"{path(1, 'done')}:5:1: the status is 'in-progress', the folder 'done'" in done.stderr
    assert "status in the file: in-progress" in ygs("task", "list", "--status", "done").stdout
    assert following(ygs, code=1)["blocked"] == [{"id": "TASK-0002", "waits_for": ["TASK-0001"]}]
    for verb in ("start", "done"):
        assert "make the two agree" in ygs("task", verb, "TASK-0001", code=2).stderr
        assert "make the two agree" in ygs("task", verb, "TASK-0003", code=2).stderr
    assert snapshot(ygs.cwd) == before


def test_merge_conflict_markers_are_reported_with_file_and_line(ygs: Ygs, git: Git) -> None:
    conflict = "<<<<<<< ours\nstatus: backlog\n=======\nstatus: done\n>>>>>>> theirs"
    text = task(1).replace("status: backlog", conflict)
    files.put(git, (1, "backlog", text), (2, "backlog", task(2)))
    before = snapshot(ygs.cwd)
    done = ygs("task", "list")
    assert f"{path(1)}:" in done.stderr
    assert "TASK-0002" in done.stdout
    assert following(ygs)["task"]["id"] == "TASK-0002"
    refused = ygs("task", "start", "TASK-0001", code=2)
    assert "cannot be read" in refused.stderr
    assert f"{path(1)}:" in refused.stderr
    assert f"{path(1)}:" in ygs("task", "waves", code=2).stderr
    assert snapshot(ygs.cwd) == before


def test_an_id_that_two_files_claim_is_reported_and_moved_by_nobody(ygs: Ygs, git: Git) -> None:
    files.put(git, (1, "backlog", task(1)), (2, "backlog", task(1).replace("TASK-0001", "task-0001")))
    before = snapshot(ygs.cwd)
    assert f"task-0001 is taken by {path(1)} (there it is written TASK-0001)" in ygs("task", "list").stderr
    assert "is taken twice" in ygs("task", "start", "TASK-0001", code=2).stderr
    assert "is taken by" in ygs("task", "waves", code=2).stderr
    assert "no task is ready" in ygs("task", "next", code=1).stderr
    assert snapshot(ygs.cwd) == before


def test_odd_front_matter_is_no_crash(ygs: Ygs, git: Git) -> None:
    files.put(
        git,
        (1, "backlog", "---\nid: [1]\nkind: task\nstatus: {a: b}\ndepends_on: {TASK-0002: 1}\nwave: yes\n---\n"),
        (2, "backlog", "---\n- a\n- b\n---\n"),
        (3, "backlog", task(3).replace("depends_on: []", "depends_on: TASK-0003")),
        (4, "backlog", task(4, wave="one", priority="[high]")),
    )
    assert "front matter is not a mapping" in ygs("task", "list").stderr
    for verb in ("next", "waves", "graph", "estimate"):
        assert ygs("task", verb, code=None).returncode in (0, 1, 2)


def test_escapes_in_a_title_do_not_reach_the_terminal(ygs: Ygs, git: Git) -> None:
    files.put(git, (1, "backlog", task(1, title='"\\e[31mred\\nline"')))
    for verb in ("list", "next", "waves", "graph"):
        assert "\x1b" not in ygs("task", verb).stdout


def test_a_mistyped_verb_is_a_usage_error_with_a_suggestion(ygs: Ygs) -> None:
    assert "did you mean 'start'?" in ygs("task", "strat", code=2).stderr
    assert "did you mean 'backlog'?" in ygs("task", "list", "--status", "backlogs", code=2).stderr
