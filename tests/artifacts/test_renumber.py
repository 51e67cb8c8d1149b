"""Two branches took one number: the collision is reported, and mended with all references."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.driver import Git, Ygs, snapshot


def _prd(number: int, title: str, extra: str = "") -> str:
    return (
        f"---\nid: PRD-{number:04d}\nkind: prd\ntitle: {title}\nstatus: draft\ndate: 2026-11-21\nowners: [ada]\n"
        f"links: []\n---\n# {title}\n\n## Requirements\n\n### REQ-{number:04d}-1 MUST: {title} is there\n\n"
        f"- Failure: see REQ-{number:04d}-2.\n\n### REQ-{number:04d}-2 MAY: {title} is fast\n{extra}"
    )


def _task(number: int, sources: str, body: str = "") -> str:
    return (
        f"---\nid: TASK-{number:04d}\nkind: task\ntitle: Task {number}\nstatus: backlog\ndate: 2026-11-21\n"
        f"owners: [ada]\nlinks: []\nsources: [{sources}]\npriority: MUST\nsize: S\nmode: autonomous\n"
        f"depends_on: []\nplanned_files: []\n---\n# Task {number}\n\n{body}"
    )


@pytest.fixture
def collided(git: Git) -> Git:
    """`tea` and `coffee` each made PRD-0001 with references of their own, then both were merged."""
    git.commit("start", {"README.md": "# Shop\n", ".ygs/config.yml": ""})
    git("checkout", "-q", "-b", "coffee")
    git.commit("tea", {"x.md": "x\n"})
    git("checkout", "-q", "main")
    git.commit("prd tea", {"docs/prd/0001-tea.md": _prd(1, "Tea")})
    git.commit("tea's task", {"tasks/backlog/0001-tea.md": _task(1, "REQ-0001-1", "Serves PRD-0001.\n")})
    git("checkout", "-q", "coffee")
    git.commit("prd coffee", {"docs/prd/0001-coffee.md": _prd(1, "Coffee", "\n### REQ-0001-3 MAY: more\n")})
    git.commit(
        "coffee's work",
        {
            "tasks/backlog/0002-coffee.md": _task(2, "REQ-0001-1, REQ-0001-2", "Serves PRD-0001.\n"),
            "docs/guide.md": "See [it](prd/0001-coffee.md#req-0001-1-must-coffee-is-there), `prd/0001-coffee.md`\n"
            "and docs/prd/0001-coffee.md.\n",
            "tests/test_coffee.py": "def test_req_0001_1_is_there() -> None:\n    '''REQ-0001-2'''\n",
        },
    )
    git("checkout", "-q", "main")
    git("merge", "-q", "-m", "merge coffee", "coffee")
    return git


def _duplicates(ygs: Ygs) -> list[dict[str, Any]]:
    found = json.loads(ygs("lint", "--format", "json", code=None).stdout)["findings"]
    return [item for item in found if item["rule"] == "duplicate-id"]


def test_a_collision_is_reported_at_the_younger_with_the_fix(ygs: Ygs, collided: Git) -> None:
    first, *parts = _duplicates(ygs)
    assert first["location"]["path"] == "docs/prd/0001-coffee.md"
    assert first["fix"]["safe"] is False
    assert first["fix"]["renames"] == [{"path": "docs/prd/0001-coffee.md", "to": "docs/prd/0002-coffee.md"}]
    assert len(parts) == 2  # REQ-0001-1 and REQ-0001-2 are defined twice: the same fix mends them
    assert "renumber to PRD-0002" in ygs("lint", code=1).stdout


def test_the_fix_moves_the_document_and_everything_that_means_it(ygs: Ygs, collided: Git, project: Path) -> None:
    before = snapshot(project)
    ygs("lint", "--fix", code=1)
    assert snapshot(project) == before, "an unsafe fix is not made unasked"
    ygs("lint", "--fix", "--unsafe-fixes", code=1)
    assert not (project / "docs/prd/0001-coffee.md").exists()
    assert (project / "docs/prd/0002-coffee.md").read_text() == _prd(2, "Coffee", "\n### REQ-0002-3 MAY: more\n")
    assert (project / "docs/prd/0001-tea.md").read_text() == _prd(1, "Tea")
    assert "sources: [REQ-0001-1]" in (project / "tasks/backlog/0001-tea.md").read_text()
    task = (project / "tasks/backlog/0002-coffee.md").read_text()
    assert "sources: [REQ-0002-1, REQ-0002-2]" in task and "Serves PRD-0002." in task
    assert (project / "docs/guide.md").read_text() == (
        "See [it](prd/0002-coffee.md#req-0002-1-must-coffee-is-there), `prd/0002-coffee.md`\n"
        "and docs/prd/0002-coffee.md.\n"
    )
    assert (project / "tests/test_coffee.py").read_text() == (
        "def test_req_0002_1_is_there() -> None:\n    '''REQ-0002-2'''\n"
    )
    assert _duplicates(ygs) == []
    assert ygs("sync").returncode == 0
    traced = json.loads(ygs("trace", "--format", "json").stdout)
    tests = {row["id"][4:]: [test["id"] for test in row["tests"]] for row in traced["requirements"]}
    assert tests["0001-1"] == [] and tests["0002-1"] == ["tests/test_coffee.py"]


def test_applying_it_twice_is_applying_it_once(ygs: Ygs, collided: Git, project: Path) -> None:
    ygs("lint", "--fix", "--unsafe-fixes", code=None)
    once = snapshot(project / "docs") | snapshot(project / "tasks")
    ygs("lint", "--fix", "--unsafe-fixes", code=None)
    assert snapshot(project / "docs") | snapshot(project / "tasks") == once


def test_the_patch_says_the_same_as_the_fix(ygs: Ygs, collided: Git, project: Path) -> None:
    patch = ygs("lint", "--diff", code=1).stdout
    assert "rename from docs/prd/0001-coffee.md\nrename to docs/prd/0002-coffee.md" in patch
    collided("config", "core.autocrlf", "false")
    subprocess.run(["git", "-C", project, "apply"], input=patch, text=True, check=True, env=ygs.environment())
    patched = snapshot(project / "docs") | snapshot(project / "tests")
    collided("checkout", "-q", "--", ".")
    collided("clean", "-q", "-fd")
    ygs("lint", "--fix", "--unsafe-fixes", code=None)
    assert snapshot(project / "docs") | snapshot(project / "tests") == patched


def test_it_ends_what_a_killed_run_began(ygs: Ygs, collided: Git, project: Path) -> None:
    ygs("lint", "--fix", "--unsafe-fixes", code=None)
    wanted = snapshot(project / "docs")
    collided("checkout", "-q", "--", "docs/prd/0001-coffee.md")  # as if the old name had not been removed yet
    ygs("lint", "--fix", "--unsafe-fixes", code=None)
    assert snapshot(project / "docs") == wanted


def test_merging_the_other_way_round_moves_the_same_document(ygs: Ygs, collided: Git) -> None:
    collided("reset", "-q", "--hard", "HEAD^1")
    collided("checkout", "-q", "coffee")
    collided("merge", "-q", "-m", "merge main", "main")
    assert _duplicates(ygs)[0]["location"]["path"] == "docs/prd/0001-coffee.md"


def test_a_reference_that_could_mean_either_stays_and_is_named(ygs: Ygs, collided: Git, project: Path) -> None:
    collided.commit(
        "after the merge", {"docs/news.md": "PRD-0001 is done.\n", "docs/more.md": "So is REQ-0001-3.\n"}
    )
    related = [item["location"] for item in _duplicates(ygs)[0]["related"]]
    assert [(place["path"], place["line"]) for place in related] == [
        ("docs/prd/0001-tea.md", 2),
        ("docs/news.md", 1),
    ]
    ygs("lint", "--fix", "--unsafe-fixes", code=None)
    assert (project / "docs/news.md").read_text() == "PRD-0001 is done.\n"
    assert (project / "docs/more.md").read_text() == "So is REQ-0002-3.\n", "only coffee has a third requirement"


def test_without_history_the_later_path_gives_way_and_only_certain_references_move(
    ygs: Ygs, project: Path
) -> None:
    files = {
        "docs/prd/0001-a.md": _prd(1, "A"),
        "docs/prd/0001-b.md": _prd(1, "B"),
        "docs/x.md": "[b](prd/0001-b.md)\n",
        "docs/y.md": "PRD-0001\n",
        ".ygs/config.yml": "",
    }
    for name, text in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    first = _duplicates(ygs)[0]
    assert [item["location"]["path"] for item in first["related"]] == [
        "docs/prd/0001-a.md",
        "docs/y.md",
    ]
    ygs("lint", "--fix", "--unsafe-fixes", code=None)
    assert (project / "docs/prd/0002-b.md").read_text() == _prd(2, "B")
    assert (project / "docs/x.md").read_text() == "[b](prd/0002-b.md)\n"
    assert (project / "docs/y.md").read_text() == "PRD-0001\n"


def test_three_documents_of_one_number_get_three(ygs: Ygs, git: Git, project: Path) -> None:
    for name in ("c", "a", "b"):
        git.commit(name, {f"docs/prd/0001-{name}.md": _prd(1, name.upper()), ".ygs/config.yml": ""})
    ygs("lint", "--fix", "--unsafe-fixes", code=None)
    assert sorted(path.name for path in (project / "docs/prd").iterdir()) == [
        "0001-c.md",
        "0002-a.md",
        "0003-b.md",
    ]
    assert _duplicates(ygs) == []


def test_a_task_that_was_moved_keeps_its_age(ygs: Ygs, git: Git, project: Path) -> None:
    git.commit("start", {"tasks/backlog/0001-z.md": _task(1, "").replace("Task 1", "Z"), ".ygs/config.yml": ""})
    git.commit("later", {"tasks/backlog/0001-a.md": _task(1, "").replace("Task 1", "A")})
    (project / "tasks/done").mkdir()
    git("mv", "tasks/backlog/0001-z.md", "tasks/done/0001-z.md")
    git.commit("moved", {"tasks/done/0001-z.md": _task(1, "").replace("Task 1", "Z").replace("backlog", "done")})
    assert _duplicates(ygs)[0]["location"]["path"] == "tasks/backlog/0001-a.md"


def test_a_new_number_is_free_on_every_branch(ygs: Ygs, collided: Git, project: Path) -> None:
    collided("checkout", "-q", "-b", "milk")
    collided.commit("milk", {"docs/other/milk.md": _prd(7, "Milk")})
    collided("checkout", "-q", "main")
    ygs("lint", "--fix", "--unsafe-fixes", code=None)
    assert (project / "docs/prd/0008-coffee.md").exists()


def test_nothing_is_written_while_a_merge_is_under_way(ygs: Ygs, collided: Git, project: Path) -> None:
    collided("checkout", "-q", "-b", "left", "main")
    collided.commit("left", {"README.md": "# Left\n"})
    collided("checkout", "-q", "main")
    collided.commit("right", {"README.md": "# Right\n"})
    with pytest.raises(subprocess.CalledProcessError):
        collided("merge", "-q", "left")
    before = snapshot(project / "docs")
    assert "a merge is under way" in ygs("lint", "--fix", "--unsafe-fixes", code=1).stdout
    assert snapshot(project / "docs") == before


def test_nothing_is_written_where_conflict_markers_are_left(ygs: Ygs, collided: Git, project: Path) -> None:
    text = "x\n<<<<<<< HEAD\nPRD-0001\n=======\nPRD-0001!\n>>>>>>> tea\n"
    collided.commit("committed by mistake", {"docs/bad.md": text})
    before = snapshot(project / "docs")
    assert "docs/bad.md:2 holds an unresolved merge" in ygs("lint", "--fix", "--unsafe-fixes", code=1).stdout
    assert snapshot(project / "docs") == before


def test_copies_of_one_task_are_not_made_two_tasks(ygs: Ygs, git: Git, project: Path) -> None:
    """A task that was started on one branch and edited on another lies in two folders after the merge."""
    task = _task(1, "PRD-0001")
    git.commit(
        "both",
        {
            "docs/prd/0001-a.md": _prd(1, "A"),
            "tasks/backlog/0001-x.md": task,
            "tasks/in-progress/0001-x.md": task.replace("backlog", "in-progress"),
        },
    )
    before = snapshot(project / "tasks")
    assert "copies of one document" in ygs("lint", "--fix", "--unsafe-fixes", code=1).stdout
    assert snapshot(project / "tasks") == before


def test_a_branch_on_a_remote_counts_for_new_documents(ygs: Ygs, git: Git, tmp_path: Path) -> None:
    git.commit("start", {".ygs/config.yml": ""})
    other = tmp_path / "other"
    subprocess.run(["git", "clone", "-q", git.root, other], check=True, env=ygs.environment())
    theirs = Git(other)
    theirs("checkout", "-q", "-b", "coffee")
    theirs.commit("coffee", {"docs/adr/0001-coffee.md": "---\nid: ADR-0001\nkind: adr\ntitle: C\n---\n"})
    theirs.commit("milk", {"docs/milk.md": "---\nid: ADR-0004\nkind: adr\ntitle: M\n---\n"})
    git("remote", "add", "origin", str(other))
    git("fetch", "-q", "origin")
    assert ygs("new", "adr", "Tea").stdout == "docs/adr/0005-tea.md\n"
