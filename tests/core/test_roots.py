"""Where a project begins and ends: repositories inside repositories, projects inside projects."""

from __future__ import annotations

import json
from pathlib import Path

from tests.driver import Git, Ygs

PRD = (
    "---\nid: PRD-0001\nkind: prd\ntitle: Tea\nstatus: draft\ndate: 2026-11-21\nowners: [ada]\nlinks: []\n"
    "---\n# Tea\n"
)
REQUIREMENT = (
    "\n## Requirements\n\n### REQ-0001-1 MUST: tea is hot\n\nThe shop shall serve tea above 80 degrees.\n"
)


def _root(ygs: Ygs, folder: Path) -> str:
    found: dict[str, str] = json.loads(ygs("status", "--format", "json", cwd=folder).stdout)
    return found["root"]


def test_a_repository_inside_a_project_of_somebody_else_is_its_own_root(ygs: Ygs, project: Path) -> None:
    ygs("init")
    inner = project / "clones" / "shop"
    (inner / "src").mkdir(parents=True)
    Git(inner)("init", "-q", "-b", "main")
    assert _root(ygs, inner / "src") == str(inner)
    assert _root(ygs, project / "clones") == str(project)


def test_a_package_of_a_monorepo_with_its_own_settings_is_its_own_root(ygs: Ygs, git: Git, project: Path) -> None:
    git.commit("start", {"a/.ygs/config.yml": "", "a/src/x.py": "", "b/src/x.py": ""})
    assert _root(ygs, project / "a" / "src") == str(project / "a")
    assert _root(ygs, project / "b" / "src") == str(project)


def test_the_ids_of_a_project_inside_another_are_not_the_outer_ones(ygs: Ygs, git: Git, project: Path) -> None:
    both = {"docs/prd/0001-tea.md": PRD + REQUIREMENT, "docs/bad.md": "See [it](gone.md).\n"}
    inner = {f"docs/example/{path}": text for path, text in both.items()}
    tests = {"docs/example/tests/test_tea.py": "def test_req_0001_1_is_hot():\n    assert True\n"}
    git.commit("start", {**both, **inner, **tests, "docs/example/.ygs/config.yml": "", ".ygs/config.yml": ""})
    linted = ygs("lint", "--profile", "relaxed", code=None)
    assert "docs/example is a project of its own: not looked at" in linted.stderr
    synced = json.loads(ygs("sync", "--format", "json", code=1).stdout)
    assert [item["location"]["path"] for item in synced["findings"]] == ["docs/bad.md"]
    traced = json.loads(ygs("trace", "--format", "json").stdout)
    assert [row["tests"] for row in traced["requirements"]] == [[]]
    traced = json.loads(ygs("trace", "--format", "json", cwd=project / "docs/example").stdout)
    assert [test["id"] for test in traced["requirements"][0]["tests"]] == ["tests/test_tea.py"]
    assert ygs("new", "prd", "Coffee").stdout == "docs/prd/0002-coffee.md\n"
    git.commit("a link from outside", {"README.md": "See [the example](docs/example/docs/prd/0001-tea.md).\n"})
    assert ygs("sync", "README.md").returncode == 0


def test_a_new_document_of_the_outer_project_takes_no_number_from_the_inner(ygs: Ygs, git: Git) -> None:
    git.commit(
        "start", {"sub/.ygs/config.yml": "", "sub/docs/adr/0007-x.md": "---\nid: ADR-0007\nkind: adr\n---\n"}
    )
    assert ygs("new", "adr", "Use tea").stdout == "docs/adr/0001-use-tea.md\n"
