"""Moves that are killed, moves on two branches, moves in a repository that wants to run programs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import kill
from tests.driver import Git, Ygs, snapshot
from tests.hostile import trap
from tests.tasks import files
from tests.tasks.files import path, task
from ygs_cli.errors import YgsError
from ygs_cli.shell import task_moves

DAY = "2026-03-02"


def start(root: Path) -> None:
    task_moves.start(root, "TASK-0001", DAY, force=False, dry_run=False)


def again(root: Path) -> None:
    """The command once more, as its user would: that it is done already is an answer, too."""
    try:
        start(root)
    except YgsError as problem:
        assert "already" in problem.message


def work_tree(root: Path) -> dict[str, tuple[str, bytes]]:
    return {name: state for name, state in snapshot(root).items() if not name.startswith(".git")}


@pytest.fixture
def prepared(tmp_path: Path, git: Git) -> Path:
    git.commit("tasks", {path(1): task(1), path(2, "in-progress"): task(2, "in-progress")})
    return Path(shutil.copytree(git.root, tmp_path / "prepared"))


@pytest.fixture
def finished(tmp_path: Path, prepared: Path) -> tuple[Git, dict[str, tuple[str, bytes]]]:
    whole = Git(Path(shutil.copytree(prepared, tmp_path / "finished")))
    start(whole.root)
    return whole, work_tree(whole.root)


def check(git: Git, finished: tuple[Git, dict[str, tuple[str, bytes]]]) -> None:
    texts = {file.read_text() for file in git.root.rglob("*-tea.md")}
    assert texts & {task(1), task(1, "in-progress", started=DAY)}
    again(git.root)
    assert work_tree(git.root) == finished[1]
    assert git("ls-files", "--stage") == finished[0]("ls-files", "--stage")


def test_killed_before_each_write(
    git: Git, prepared: Path, finished: tuple[Git, dict[str, tuple[str, bytes]]]
) -> None:
    kills = 0
    for _ in kill.before_each_write(lambda: start(git.root), lambda: kill.restore(git.root, prepared)):
        check(git, finished)
        kills += 1
    assert kills >= 4


def test_killed_from_outside(
    ygs: Ygs, git: Git, prepared: Path, finished: tuple[Git, dict[str, tuple[str, bytes]]]
) -> None:
    arguments = ["task", "start", "TASK-0001", "--date", DAY]
    watched = git.root / ".git"
    killed = 0
    for hit in kill.at_random(ygs, arguments, watched, lambda: kill.restore(git.root, prepared), times=12):
        (git.root / ".git/index.lock").unlink(missing_ok=True)  # git's own, when it was killed with us
        check(git, finished)
        killed += hit
    assert killed


def test_an_interrupted_move_is_told_from_a_doubled_id(ygs: Ygs, git: Git) -> None:
    files.put(git, (1, "backlog", task(1)), (1, "in-progress", task(1, "in-progress", started=DAY, log="mine")))
    before = snapshot(ygs.cwd)
    assert "is taken twice" in ygs("task", "start", "TASK-0001", code=2).stderr
    assert snapshot(ygs.cwd) == before
    files.put(git, (1, "in-progress", task(1, "in-progress", started=DAY)))
    ygs("task", "start", "TASK-0001")  # on another day than the killed run
    assert not (ygs.cwd / path(1)).exists()
    assert (ygs.cwd / path(1, "in-progress")).read_text() == task(1, "in-progress", started=DAY)


def test_after_a_full_disk_nothing_has_moved(ygs: Ygs, git: Git, prepared: Path) -> None:
    from tests.hostile.test_bad_input import on_a_full_disk

    assert on_a_full_disk(ygs, "task", ["start", "TASK-0001"]) == 2
    assert work_tree(git.root) == work_tree(prepared)


def branches(git: Git, *sides: Callable[[], object]) -> None:
    """Do each side's work on a branch of its own that begins at the same commit, then merge them."""
    for number, work in enumerate(sides):
        git("checkout", "-q", "-b", f"side-{number}", "main")
        work()
        git.commit(f"side {number}")
    git("checkout", "-q", "side-0")
    for number in range(1, len(sides)):
        git("merge", "-q", "-m", "merge", f"side-{number}")


def test_two_people_move_two_tasks(ygs: Ygs, git: Git) -> None:
    git.commit("tasks", {path(1): task(1), path(2): task(2)})
    branches(git, lambda: ygs("task", "start", "TASK-0001"), lambda: ygs("task", "start", "TASK-0002"))
    assert git("ls-files") == f"{path(1, 'in-progress')}\n{path(2, 'in-progress')}\n"


def test_one_moves_a_task_that_another_writes_into(ygs: Ygs, git: Git) -> None:
    git.commit("tasks", {path(1): task(1)})
    branches(
        git,
        lambda: ygs("task", "start", "TASK-0001", "--date", DAY),
        lambda: git.write({path(1): task(1, log="- found a leak", priority="MUST")}),
    )
    moved = git.root / path(1, "in-progress")
    assert moved.read_text() == task(1, "in-progress", started=DAY, log="- found a leak", priority="MUST")


def test_two_people_start_the_same_task_on_the_same_day(ygs: Ygs, git: Git) -> None:
    git.commit("tasks", {path(1): task(1)})
    begin = ("task", "start", "TASK-0001", "--date", DAY)
    branches(git, lambda: ygs(*begin), lambda: ygs(*begin))
    assert (git.root / path(1, "in-progress")).read_text() == task(1, "in-progress", started=DAY)


def test_a_task_in_the_middle_of_a_merge_is_not_moved(ygs: Ygs, git: Git) -> None:
    git.commit("tasks", {path(1): task(1)})
    with pytest.raises(Exception, match="exit status 1"):
        branches(
            git,
            lambda: git.write({path(1): task(1, log="one")}),
            lambda: git.write({path(1): task(1, log="two")}),
        )
    git.write({path(1): task(1, log="one and two")})  # mended, but not told to git yet
    index = git("ls-files", "--stage")
    assert "in the middle of a merge" in ygs("task", "start", "TASK-0001", code=2).stderr
    assert git("ls-files", "--stage") == index
    assert (git.root / path(1)).exists()


def test_no_program_of_the_repository_runs(tmp_path: Path, home: Path) -> None:
    planted = trap.build(tmp_path)
    files.put(planted.git, (1, "backlog", task(1, box="x", log="poured")))
    blob = tmp_path / "blob"
    blob.write_text(task(1))
    name = planted.git("hash-object", "-w", "--no-filters", str(blob)).strip()
    add = ["update-index", "--add", "--cacheinfo", f"100644,{name},{path(1)}"]
    index = planted.project / ".git/index"
    os.utime(index, (1, 1))  # each file is now younger than the index: git looks at all of them when it writes
    planted.plain(*add)
    assert {"filter-process", "clean"} & planted.ran  # a careless program would have been caught
    off = [f"-c filter.{driver}=" for driver in ("planted.clean", "process.process", "included.clean")]
    planted.git(*" ".join(off).split(), *add)
    ygs = Ygs(home, planted.project)
    for command in (["start", "TASK-0001"], ["done", "TASK-0001"], ["waves", "--all"]):
        for canary in planted.canaries.iterdir():
            canary.unlink()
        os.utime(index, (1, 1))
        ygs("task", *command)
        assert not planted.ran, command
    assert path(1, "done") in planted.git("ls-files")
    assert (planted.project / path(1, "done")).is_file()
