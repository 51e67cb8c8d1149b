"""`ygs task start` and `done`: one file moves, two lines change, and git sees what `git mv` would have left."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.driver import Git, Ygs, snapshot
from tests.tasks import files
from tests.tasks.files import path, task

DAY = ("--date", "2026-03-02")
PROVEN = {"box": "x", "log": "- 2026-03-02: poured, test_tea passes", "deviations": "None."}


def changed_lines(before: bytes, after: bytes) -> list[bytes]:
    old = before.splitlines(keepends=True)
    return [line for line in after.splitlines(keepends=True) if line not in old]


def test_a_task_goes_through_its_life(ygs: Ygs, git: Git) -> None:
    git.commit("tasks", {path(1): task(1)})
    assert ygs("task", "start", "TASK-0001", *DAY).stdout == f"{path(1, 'in-progress')}\n"
    assert not (ygs.cwd / path(1)).exists()
    started = ygs.cwd / path(1, "in-progress")
    assert started.read_text() == task(1, "in-progress", started="2026-03-02")
    started.write_text(task(1, "in-progress", started="2026-03-02", **PROVEN))
    done = ygs("task", "done", "task-001", "--date", "2026-03-04")
    assert "lint will ask for" not in done.stderr
    finished = task(1, "done", started="2026-03-02", finished="2026-03-04", **PROVEN)
    assert (ygs.cwd / path(1, "done")).read_text() == finished


def test_git_sees_a_rename_with_the_staged_content(ygs: Ygs, git: Git) -> None:
    git.commit("tasks", {path(1): task(1)})
    ygs("task", "start", "TASK-0001", *DAY)
    staged = git("diff", "--cached", "--name-status", "-M100%").split()
    assert staged == ["R100", path(1), path(1, "in-progress")]
    unstaged = git("diff", "--numstat").split()
    assert unstaged == ["2", "2", path(1, "in-progress")]
    assert git("status", "--porcelain") == f"RM {path(1)} -> {path(1, 'in-progress')}\n"


def test_the_same_state_as_git_mv_and_an_editor(ygs: Ygs, git: Git, tmp_path: Path) -> None:
    git.commit("tasks", {path(1): task(1), path(2, "in-progress"): task(2, "in-progress")})
    git("clone", "-q", str(ygs.cwd), str(tmp_path / "by-hand"))
    ygs("task", "start", "TASK-0001", *DAY)
    hand = Git(tmp_path / "by-hand")
    hand("mv", path(1), path(1, "in-progress"))
    hand.write({path(1, "in-progress"): task(1, "in-progress", started="2026-03-02")})
    assert git("ls-files", "--stage") == hand("ls-files", "--stage")
    assert git("status", "--porcelain") == hand("status", "--porcelain")


def test_a_file_that_git_does_not_track_is_moved_and_said_so(ygs: Ygs, git: Git) -> None:
    git.commit("start", {"README.md": "# Tea\n"})
    files.put(git, (1, "backlog", task(1)))
    done = ygs("task", "start", "TASK-0001")
    assert "git does not track the file yet" in done.stderr
    assert git("ls-files") == "README.md\n"
    git.write({path(2): task(2)})
    git("add", "--intent-to-add", path(2))
    ygs("task", "start", "TASK-0002")
    assert path(2, "in-progress") not in git("ls-files")


def test_without_git_the_file_just_moves(ygs: Ygs) -> None:
    Git(ygs.cwd).write({path(1): task(1)})
    done = ygs("task", "start", "TASK-0001")
    assert done.stderr == ""
    assert (ygs.cwd / path(1, "in-progress")).is_file()


def test_a_project_below_the_top_of_a_repository(ygs: Ygs, git: Git) -> None:
    git.commit("tasks", {f"shop/é [1]/{path(1)}": task(1), "shop/é [1]/.ygs/config.yml": ""})
    ygs("task", "start", "TASK-0001", cwd=ygs.cwd / "shop/é [1]")
    assert git("-c", "core.quotePath=false", "diff", "--cached", "--name-status").split("\t")[2].strip() == (
        f"shop/é [1]/{path(1, 'in-progress')}"
    )


ODD = {
    "windows": lambda text: text.replace("\n", "\r\n"),
    "bom": lambda text: "\ufeff" + text,
    "comments": lambda text: text.replace("status: backlog", "status: backlog  # where it stands").replace(
        "started: ", "started:   # a day"
    ),
    "quotes": lambda text: text.replace("status: backlog", "'status':\t\"backlog\""),
    "own-keys": lambda text: text.replace("owners:", "x-tracker: {id: 7, url: 'http://x/#7'}\nowners:"),
    "no-stamp": lambda text: text.replace("started: \n", ""),
    "no-end-of-line": lambda text: text.rstrip("\n"),
    "bad-bytes": lambda text: text + "\udcff\udcfe",
    "old-mac": lambda text: text.replace("\n", "\r"),
}


@pytest.mark.parametrize("name", ODD)
def test_only_the_lines_of_the_fields_change(ygs: Ygs, git: Git, name: str) -> None:
    before = ODD[name](task(1)).encode("utf-8", "surrogateescape")
    (ygs.cwd / "tasks/backlog").mkdir(parents=True)
    (ygs.cwd / path(1)).write_bytes(before)
    ygs("task", "start", "TASK-0001", *DAY)
    after = (ygs.cwd / path(1, "in-progress")).read_bytes()
    changed = changed_lines(before, after)
    assert len(changed) == 2, changed
    assert b"in-progress" in changed[0]
    assert b"started:" in changed[1]
    assert b"2026-03-02" in changed[1]
    if name == "comments":
        assert changed[0].endswith(b"# where it stands\n")
        assert changed[1].endswith(b"# a day\n")
    added = 1 if name == "no-stamp" else 0
    assert len(after.splitlines()) == len(before.splitlines()) + added
    assert ygs("task", "list").stderr == ""


def test_a_field_that_is_no_plain_value_is_left_to_a_person(ygs: Ygs, git: Git) -> None:
    files.put(git, (1, "backlog", task(1).replace("status: backlog", "status:\n  backlog")))
    before = snapshot(ygs.cwd)
    refused = ygs("task", "start", "TASK-0001", *DAY, code=2)
    assert f"{path(1)}:5: a field is not a plain value on one line" in refused.stderr
    assert "write by hand: status: in-progress, started: 2026-03-02" in refused.stderr
    assert snapshot(ygs.cwd) == before


def test_a_stamp_that_is_there_is_kept(ygs: Ygs, git: Git) -> None:
    files.put(git, (1, "backlog", task(1, started="2025-12-24")))
    ygs("task", "start", "TASK-0001")
    assert (ygs.cwd / path(1, "in-progress")).read_text() == task(1, "in-progress", started="2025-12-24")


def test_the_mode_of_the_file_stays(ygs: Ygs, git: Git) -> None:
    files.put(git, (1, "backlog", task(1)))
    (ygs.cwd / path(1)).chmod(0o600)
    ygs("task", "start", "TASK-0001")
    assert (ygs.cwd / path(1, "in-progress")).stat().st_mode & 0o777 == 0o600


def test_a_flat_folder_keeps_its_file(ygs: Ygs, git: Git) -> None:
    git.write({"tasks/0001-tea.md": task(1)})
    assert ygs("task", "start", "TASK-0001", *DAY).stdout == "tasks/0001-tea.md\n"
    assert (ygs.cwd / "tasks/0001-tea.md").read_text() == task(1, "in-progress", started="2026-03-02")


def test_dry_run_and_json(ygs: Ygs, git: Git) -> None:
    git.commit("tasks", {path(1): task(1)})
    before = snapshot(ygs.cwd)
    done = ygs("task", "start", "TASK-0001", "--dry-run", "--format", "json", *DAY)
    assert json.loads(done.stdout) == {
        "version": 1,
        "command": "task start",
        "id": "TASK-0001",
        "status": "in-progress",
        "from": path(1),
        "to": path(1, "in-progress"),
        "dry_run": True,
    }
    assert "status: in-progress\n" in done.stderr
    assert snapshot(ygs.cwd) == before


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"depends_on": [2]}, "it waits for TASK-0002, which is 'backlog'"),
        ({"depends_on": [99]}, "depends on TASK-0099, which is unknown"),
        ({"planned": "[]"}, "planned_files is empty"),
        ({"depends_on": [1]}, "it waits for TASK-0001, which is 'backlog'"),
    ],
)
def test_start_is_refused_with_the_reason_and_can_be_forced(
    ygs: Ygs, git: Git, fields: dict[str, object], reason: str
) -> None:
    files.put(git, (1, "backlog", task(1, **fields)), (2, "backlog", task(2)))  # type: ignore[arg-type]
    before = snapshot(ygs.cwd)
    assert reason in ygs("task", "start", "TASK-0001", code=2).stderr
    assert snapshot(ygs.cwd) == before
    assert reason in ygs("task", "start", "TASK-0001", "--force").stderr
    assert (ygs.cwd / path(1, "in-progress")).is_file()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (PROVEN | {"box": " "}, "open criterion in line 25: AC-0001-1: Given a cup"),
        (PROVEN | {"log": ""}, "the section 'Log' is empty"),
        (PROVEN | {"log": "<!-- newest last -->"}, "the section 'Log' is empty"),
    ],
)
def test_done_is_refused_while_something_is_open(ygs: Ygs, git: Git, fields: dict[str, str], reason: str) -> None:
    text = task(1, "in-progress", **fields)  # type: ignore[arg-type]
    files.put(git, (1, "in-progress", text))
    before = snapshot(ygs.cwd)
    assert reason in ygs("task", "done", "TASK-0001", code=2).stderr
    assert snapshot(ygs.cwd) == before


def test_done_is_refused_without_a_criterion(ygs: Ygs, git: Git) -> None:
    text = task(1, "in-progress", **PROVEN)  # type: ignore[arg-type]
    text = text.replace("- [x] AC", "<!-- AC").replace("test_tea\n", "test_tea -->\n", 1)
    files.put(git, (1, "in-progress", text))
    assert "no acceptance criterion is written" in ygs("task", "done", "TASK-0001", code=2).stderr


@pytest.mark.parametrize(
    ("verb", "status", "words"),
    [
        ("start", "in-progress", "TASK-0001 is in-progress already"),
        ("start", "done", "ygs new task"),
        ("done", "backlog", "run first: ygs task start TASK-0001"),
        ("done", "done", "TASK-0001 is done already"),
    ],
)
def test_a_move_that_is_none_is_refused(ygs: Ygs, git: Git, verb: str, status: str, words: str) -> None:
    files.put(git, (1, status, task(1, status)))
    assert words in ygs("task", verb, "TASK-0001", code=2).stderr


def test_a_file_in_the_way_stays(ygs: Ygs, git: Git) -> None:
    git.write({path(1): task(1), path(1, "in-progress"): "# Mine\n"})
    before = snapshot(ygs.cwd)
    assert "a file is in the way" in ygs("task", "start", "TASK-0001", code=2).stderr
    (ygs.cwd / path(1, "in-progress")).unlink()
    (ygs.cwd / path(1, "in-progress")).symlink_to("/nowhere")
    ygs("task", "start", "TASK-0001", code=2)
    assert snapshot(ygs.cwd)[path(1)] == before[path(1)]


def test_a_link_is_not_moved(ygs: Ygs, git: Git) -> None:
    git.write({"notes/tea.md": task(1).replace("kind: task", "kind: note")})
    (ygs.cwd / "notes/tea.md").write_text("---\n" + task(1).split("---\n", 1)[1])
    (ygs.cwd / "tasks/backlog").mkdir(parents=True)
    (ygs.cwd / path(1)).symlink_to("../../notes/tea.md")
    before = snapshot(ygs.cwd)
    ygs("task", "start", "TASK-0001", code=2)
    assert snapshot(ygs.cwd) == before


def test_a_folder_that_leads_away_is_not_written_through(ygs: Ygs, git: Git, tmp_path: Path) -> None:
    git.commit("tasks", {path(1): task(1)})
    (tmp_path / "away").mkdir()
    (ygs.cwd / "tasks/in-progress").symlink_to(tmp_path / "away")
    before = (snapshot(ygs.cwd / "tasks"), git("ls-files", "--stage"))
    ygs("task", "start", "TASK-0001", code=2)
    assert list((tmp_path / "away").iterdir()) == []
    assert (snapshot(ygs.cwd / "tasks"), git("ls-files", "--stage")) == before


def test_a_locked_index_stops_the_move_before_it_begins(ygs: Ygs, git: Git) -> None:
    git.commit("tasks", {path(1): task(1)})
    (ygs.cwd / ".git/index.lock").write_text("")
    before = snapshot(ygs.cwd)
    assert "index.lock" in ygs("task", "start", "TASK-0001", code=2).stderr
    assert snapshot(ygs.cwd) == before


def test_an_unknown_id_is_answered_with_the_nearest(ygs: Ygs, git: Git) -> None:
    files.put(git, (12, "backlog", task(12)))
    assert "did you mean 'TASK-0012'?" in ygs("task", "start", "TASK-0013", code=2).stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes to read-only folders")
def test_a_read_only_project_is_one_error(ygs: Ygs, git: Git) -> None:
    git.commit("tasks", {path(1): task(1)})
    (ygs.cwd / "tasks").chmod(0o555)
    index = git("ls-files", "--stage")
    try:
        assert "check who owns the folder" in ygs("task", "start", "TASK-0001", code=2).stderr
    finally:
        (ygs.cwd / "tasks").chmod(0o755)
    assert git("ls-files", "--stage") == index


def test_done_says_what_lint_will_ask_for(ygs: Ygs, git: Git) -> None:
    text = task(1, "in-progress", **(PROVEN | {"deviations": "", "size": ""}))  # type: ignore[arg-type]
    files.put(git, (1, "in-progress", text))
    assert "lint will ask for: Deviations, Actuals" in ygs("task", "done", "TASK-0001").stderr
