"""`ygs new` as a user runs it: ids over branches, conventions in use, and nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.driver import Git, Ygs, snapshot
from ygs_cli.artifacts.kinds import KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_new_document_passes_relaxed_and_strict_names_what_is_left(ygs: Ygs, project: Path, kind: str) -> None:
    """REQ-0001-8: lint names each part that is not filled in yet."""
    path = ygs("new", kind, "Cache: sessions #1").stdout.strip()
    assert (project / path).is_file()
    assert ygs("lint", "--profile", "relaxed").stdout == ""
    strict = json.loads(ygs("lint", "--profile", "strict", "--format", "json", code=1).stdout)
    said = {finding["subject"] for finding in strict["findings"] if finding["rule"] == "draft-slot-empty"}
    must_have_a_value = {field.name for field in KINDS[kind].all_fields if field.filled}
    assert said == must_have_a_value | set(KINDS[kind].sections) - set(KINDS[kind].closing_sections)


def test_a_draft_that_is_only_begun_is_clean_by_default_except_for_a_task_without_criteria(ygs: Ygs) -> None:
    for kind in sorted(set(KINDS) - {"task"}):
        ygs("new", kind, "Something")
    ygs("lint")
    ygs("new", "task", "Something")
    assert "task-without-criteria" in ygs("lint", code=1).stdout


def test_the_path_is_the_only_thing_on_stdout(ygs: Ygs) -> None:
    done = ygs("new", "adr", "Cache sessions")
    assert done.stdout == "docs/adr/0001-cache-sessions.md\n"
    assert done.stderr == ""


def test_inside_a_repository_the_project_root_is_found_from_below(ygs: Ygs, git: Git, project: Path) -> None:
    git.commit(files={"src/deep/a.py": ""})
    done = ygs("new", "adr", "Cache", cwd=project / "src" / "deep")
    assert done.stdout == "../../docs/adr/0001-cache.md\n"


def test_dry_run_writes_nothing_and_shows_the_text(ygs: Ygs, project: Path) -> None:
    done = ygs("new", "adr", "Cache", "--dry-run", "--set", "owners=ada,bo", "--date", "2026-02-03")
    assert done.stdout == "docs/adr/0001-cache.md\n"
    assert "owners: [ada, bo]\n" in done.stderr
    assert "date: 2026-02-03\n" in done.stderr
    assert snapshot(project) == {}


def test_json_names_id_kind_and_path(ygs: Ygs) -> None:
    data = json.loads(ygs("new", "task", "Cache", "--format", "json").stdout)
    path = "tasks/backlog/0001-cache.md"
    assert data == {"version": 1, "id": "TASK-0001", "kind": "task", "path": path, "dry_run": False}


def test_ids_are_taken_from_the_work_tree_and_from_every_branch(ygs: Ygs, git: Git, tmp_path: Path) -> None:
    """REQ-0001-7: the next number over all branches."""
    git.commit(files={"README.md": "# A\n"})
    git("checkout", "-q", "-b", "other")
    git.commit(files={"docs/adr/0004-theirs.md": "# Theirs\n"})
    git("checkout", "-q", "main")
    upstream = Git(tmp_path / "upstream")
    subprocess.run(["git", "clone", "-q", str(git.root), str(upstream.root)], check=True, capture_output=True)
    upstream.commit(files={"docs/adr/shop/0006-remote.md": "# Remote\n"})
    git("fetch", "-q", str(upstream.root), "HEAD:refs/remotes/origin/topic")
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone")
    assert ygs("new", "adr", "Mine").stdout == "docs/adr/0007-mine.md\n"
    git.write({"notes/x.md": "---\nid: ADR-0020\nkind: adr\n---\n"})
    assert ygs("new", "adr", "Next").stdout == "docs/adr/0021-next.md\n"


def test_a_monorepo_package_counts_its_own_branches(ygs: Ygs, git: Git, project: Path) -> None:
    files = {"pkg/.ygs/config.yml": "", "pkg/docs/adr/0003-a.md": "# A\n", "docs/adr/0050-top.md": "# Top\n"}
    git.commit(files=files)
    git("checkout", "-q", "-b", "other")
    git.commit(files={"pkg/docs/adr/0008-b.md": "# B\n"})
    git("checkout", "-q", "main")
    assert ygs("new", "adr", "Mine", cwd=project / "pkg").stdout == "docs/adr/0009-mine.md\n"


def test_the_convention_in_use_is_followed(ygs: Ygs, git: Git) -> None:
    git.commit(files={"doc/decisions/ADR-007-queue.md": "# Queue\n", "doc/index.md": "# Doc\n"})
    assert ygs("new", "adr", "Cache").stdout == "doc/decisions/ADR-008-cache.md\n"
    assert ygs("new", "prd", "Cache").stdout == "doc/prd/0001-cache.md\n"


def test_dir_and_slug(ygs: Ygs) -> None:
    done = ygs("new", "prd", "A very long title", "--dir", "docs/prd/shop/refunds", "--slug", "refunds")
    assert done.stdout == "docs/prd/shop/refunds/0001-refunds.md\n"
    assert ygs("new", "prd", "Second").stdout == "docs/prd/0002-second.md\n"


def test_the_folder_of_a_task_is_its_status(ygs: Ygs) -> None:
    path = ygs("new", "task", "Cache", "--set", "status=in-progress").stdout.strip()
    assert path == "tasks/in-progress/0001-cache.md"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["adrr", "x"], "did you mean 'adr'?"),
        (["adr", ""], "the title is empty"),
        (["adr", "\n\t "], "the title is empty"),
        (["adr", "x" * 300], "300 characters"),
        (["adr", "x", "--set", "statu=accepted"], "did you mean 'status'?"),
        (["adr", "x", "--set", "status=acepted"], "did you mean 'accepted'?"),
        (["adr", "x", "--set", "title=y"], "the second argument"),
        (["adr", "x", "--set", "owners"], "no '='"),
        (["adr", "x", "--slug", "../../x"], "is no slug"),
        (["adr", "x", "--slug", "-"], "is no slug"),
        (["adr", "x", "--dir", "../.."], "outside the project"),
        (["adr", "x", "--date", "1.2.2026"], "write YYYY-MM-DD"),
        (["task", "x", "--set", "depends_on=ADR-0001"], "such as TASK-0001"),
        (["task", "x", "--set", "wave=two"], "is no number"),
        (["adr", "x", "--format", "yaml"], "known: json, text"),
    ],
)
def test_an_answer_that_does_not_fit_is_one_error_and_writes_nothing(
    ygs: Ygs, project: Path, arguments: list[str], said: str
) -> None:
    done = ygs("new", *arguments, code=2)
    assert said in done.stderr
    assert done.stdout == ""
    assert snapshot(project) == {}


def test_an_existing_file_is_never_overwritten(ygs: Ygs, git: Git, project: Path) -> None:
    git.write({".gitignore": "docs/\n", "docs/adr/0001-cache.md": "mine\n"})
    done = ygs("new", "adr", "Cache", code=2)
    assert "already there" in done.stderr
    assert (project / "docs/adr/0001-cache.md").read_text() == "mine\n"


def test_a_linked_folder_is_followed_inside_and_refused_outside(ygs: Ygs, project: Path, tmp_path: Path) -> None:
    (project / "knowledge").mkdir()
    (project / "docs").mkdir()
    (project / "docs" / "adr").symlink_to("../knowledge")
    ygs("new", "adr", "Cache")
    assert (project / "knowledge" / "0001-cache.md").is_file()
    (tmp_path / "elsewhere").mkdir()
    (project / "docs" / "prd").symlink_to(tmp_path / "elsewhere")
    assert "out of the project" in ygs("new", "prd", "Cache", code=2).stderr
    assert snapshot(tmp_path / "elsewhere") == {}


def test_a_teams_template_comes_first_and_its_variables_are_asked_for(ygs: Ygs, git: Git, project: Path) -> None:
    text = "---\nid: {{ id }}\nkind: adr\ntitle: {{ title | yaml }}\n---\n# {{ title }} ({{ ticket }})\n"
    git.write({".ygs/templates/adr.md": text})
    done = ygs("new", "adr", "Cache", code=2)
    assert ".ygs/templates/adr.md:6: the template asks for 'ticket'" in done.stderr
    assert "--set ticket=VALUE" in done.stderr
    path = ygs("new", "adr", "Cache", "--set", "ticket={{ id }}").stdout.strip()
    assert (project / path).read_text().endswith("# Cache ({{ id }})\n")


def test_a_read_only_folder_is_one_error(ygs: Ygs, project: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    project.chmod(0o555)
    done = ygs("new", "adr", "Cache", code=2)
    project.chmod(0o755)
    assert "could not write" in done.stderr
    assert snapshot(project) == {}


def test_documents_made_at_the_same_moment_get_different_numbers(ygs: Ygs, git: Git, project: Path) -> None:
    command = [sys.executable, "-m", "ygs_cli", "new", "adr", "Same title"]
    running = [
        subprocess.Popen(command, cwd=project, env=ygs.environment(), stdout=subprocess.PIPE, text=True)
        for _ in range(5)
    ]
    paths = sorted(process.communicate(timeout=60)[0].strip() for process in running)
    assert paths == [f"docs/adr/{number:04d}-same-title.md" for number in range(1, 6)]
    assert sorted(name for name in snapshot(project / "docs")) == ["adr", *(path[5:] for path in paths)]
