"""`ygs trace` on whole projects: what it names as missing, what a change touches, and how it ends."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.driver import Git, Ygs
from tests.trace.projects import GAPS, document, prd, task


def traced(ygs: Ygs, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ygs("trace", "--format", "json", *arguments).stdout)
    return found


def gaps(ygs: Ygs) -> set[tuple[str, str]]:
    return {(gap["kind"], gap["subject"]) for gap in traced(ygs)["gaps"]}


def row(ygs: Ygs, identifier: str) -> dict[str, Any]:
    """One requirement, with the ids of what answers to it."""
    found = next(item for item in traced(ygs)["requirements"] if item["id"] == identifier)
    linked = ("designs", "decisions", "tasks", "criteria", "tests", "code")
    return {key: [x["id"] for x in value] if key in linked else value for key, value in found.items()}


def test_exactly_the_gaps_are_named(ygs: Ygs, git: Git) -> None:
    """REQ-0001-9 and AC-0009-1: one requirement without a design, a task, a test each, an orphan task and test."""
    git.write(GAPS)
    assert gaps(ygs) == {
        ("no-design", "REQ-0007-2"),
        ("no-task", "REQ-0007-3"),
        ("no-test", "REQ-0007-4"),
        ("orphan-task", "TASK-0004"),
        ("orphan-test", "tests/test_nothing.py"),
    }


def test_the_text_names_file_and_line_of_each_gap(ygs: Ygs, git: Git) -> None:
    git.write(GAPS)
    done = ygs("trace")
    assert "docs/prd/0007-shop.md:16:5: REQ-0007-2 MUST has no design" in done.stdout
    assert "tasks/backlog/0004-nobody.md:2:1: TASK-0004 answers to no requirement" in done.stdout
    assert "2 of 3 MUST requirements have a test, 5 gaps" in done.stderr
    assert "\x1b" not in done.stdout


def test_a_requirement_knows_what_answers_to_it(ygs: Ygs, git: Git) -> None:
    git.write(GAPS)
    found = row(ygs, "REQ-0007-1")
    assert found["designs"] == ["TRD-0001"]
    assert found["decisions"] == ["ADR-0001"]
    assert found["tasks"] == ["TASK-0001"]
    assert found["criteria"] == ["AC-0001-1"]
    assert found["tests"] == ["tests/test_orders.py"]
    assert row(ygs, "REQ-0007-2")["code"] == ["src/shop.py"]


@pytest.mark.parametrize("spelling", ["Req-0007-1", "req-7-1", "req_0007_1"])
def test_what_a_change_touches(ygs: Ygs, git: Git, spelling: str) -> None:
    git.write(GAPS)
    (impact,) = traced(ygs, spelling)["impacts"]
    assert [step["id"] for step in impact["up"]] == ["PRD-0007"]
    down = [step["id"] for step in impact["down"]]
    assert down == ["TRD-0001", "ADR-0001", "TASK-0001", "AC-0001-1", "tests/test_orders.py"]


def test_a_file_knows_what_it_answers_to(ygs: Ygs, git: Git) -> None:
    git.write(GAPS)
    (impact,) = traced(ygs, "tests/test_orders.py")["impacts"]
    assert [step["id"] for step in impact["up"]] == ["REQ-0007-1", "PRD-0007"]


def test_an_unknown_id_is_a_usage_error_with_a_suggestion(ygs: Ygs, git: Git) -> None:
    git.write(GAPS)
    assert "did you mean 'REQ-0007-" in ygs("trace", "REQ-0007-9", code=2).stderr


def test_a_criterion_of_a_task_for_one_requirement_covers_it(ygs: Ygs, git: Git) -> None:
    git.write({**GAPS, "tests/test_orders.py": "# AC-0001-1\n"})
    assert row(ygs, "REQ-0007-1")["tests"] == ["tests/test_orders.py"]
    both = task(1, "[REQ-0007-1, REQ-0007-4]", "## Acceptance criteria\n- [x] AC-0001-1: kept\n")
    git.write({"tasks/done/0001-keep.md": both})
    assert row(ygs, "REQ-0007-1")["tests"] == row(ygs, "REQ-0007-4")["tests"] == []
    git.write({"tasks/done/0001-keep.md": both.replace(": kept", ": kept, for REQ-0007-4")})
    assert row(ygs, "REQ-0007-4")["tests"] == ["tests/test_orders.py"]
    assert row(ygs, "REQ-0007-1")["tests"] == []


@pytest.mark.parametrize(("box", "covered"), [("x", True), (" ", False)])
def test_a_proof_counts_when_the_criterion_is_met_and_the_file_exists(
    ygs: Ygs, git: Git, box: str, covered: bool
) -> None:
    text = f"## Acceptance criteria\n- [{box}] AC-0003-1: back in a day. Proof: tests/test_nothing.py.\n"
    git.write({**GAPS, "tasks/done/0003-refund.md": task(3, "[REQ-0007-4]", text)})
    assert (("no-test", "REQ-0007-4") not in gaps(ygs)) is covered
    assert (("orphan-test", "tests/test_nothing.py") not in gaps(ygs)) is covered


def test_a_range_of_ids_means_those_between(ygs: Ygs, git: Git) -> None:
    body = "## Goals and non-goals\n- Goal: REQ-0007-1 to REQ-0007-3.\n- Non-goal: REQ-0007-4.\n"
    git.write({**GAPS, "docs/trd/0001-shop.md": document("TRD-0001", body)})
    without = {subject for kind, subject in gaps(ygs) if kind == "no-design"}
    assert without == {"REQ-0007-4"}


@pytest.mark.parametrize("status", ["withdrawn", "superseded"])
def test_a_dead_document_asks_for_nothing(ygs: Ygs, git: Git, status: str) -> None:
    git.write({"docs/prd/0007-shop.md": prd("### REQ-0007-1 MUST: a\n", status=status)})
    assert gaps(ygs) == set()
    assert traced(ygs)["coverage"][0]["total"] == 0


def test_requirements_as_rows_items_and_headings_of_foreign_documents(ygs: Ygs, git: Git) -> None:
    git.write(
        {
            "docs/prd/0007-shop.md": prd(
                "| id | rank | text |\n|---|---|---|\n| REQ-0007-1 | MUST | in a row |\n\n"
                "- **REQ-0007-2** (SHOULD): in an item\n\n"
                "```markdown\n### REQ-0007-8 MUST: in a fence\n```\n<!-- ### REQ-0007-9 MUST: hidden -->\n"
            ),
            "docs/old.md": "# Old\n\n### REQ-AUTH-1: the user MUST log in\n",
        }
    )
    found = {item["id"]: (item["rank"], item["title"]) for item in traced(ygs)["requirements"]}
    assert found == {
        "REQ-0007-1": ("MUST", "in a row"),
        "REQ-0007-2": ("SHOULD", "in an item"),
        "REQ-AUTH-1": ("MUST", "the user MUST log in"),
    }


def test_ids_that_nothing_defines_and_ids_defined_twice(ygs: Ygs, git: Git) -> None:
    git.write(
        {
            **GAPS,
            "tasks/done/0005-lost.md": task(5, "[REQ-0007-77]"),
            "tests/test_lost.py": "# checks REQ-0007-66\n",
            "docs/adr/0001-again.md": document("adr-001", status="accepted"),
            "docs/prd/0008-again.md": document("PRD-0008", "### REQ-0007-1 MUST: again\n"),
        }
    )
    found = {(gap["kind"], gap["subject"]): gap["location"] for gap in traced(ygs)["gaps"]}
    assert found["dangling", "REQ-0007-77"] == {"path": "tasks/done/0005-lost.md", "line": 9, "column": 11}
    assert found["dangling", "REQ-0007-66"] == {"path": "tests/test_lost.py", "line": 1, "column": 10}
    assert found["duplicate", "REQ-0007-1"]["path"] == "docs/prd/0008-again.md"
    assert {subject for kind, subject in found if kind == "duplicate"} & {"ADR-0001", "adr-001", "ADR-001"}
    assert ("orphan-test", "tests/test_lost.py") not in found
    assert ("orphan-task", "TASK-0005") not in found


@pytest.mark.parametrize(("percent", "code"), [("66", 0), ("67", 1), ("0", 0), ("100", 1), ("101", 2), ("x", 2)])
def test_fail_under_sets_the_exit_code(ygs: Ygs, git: Git, percent: str, code: int) -> None:
    git.write(GAPS)
    ygs("trace", "--fail-under", percent, code=code)


def test_fail_under_without_a_must_says_so(ygs: Ygs) -> None:
    assert "no MUST requirement" in ygs("trace", "--fail-under", "100").stderr


def test_links_in_a_circle_end(ygs: Ygs, git: Git) -> None:
    git.write(
        {
            "tasks/done/0001-a.md": task(1, "[TASK-0002]", more="depends_on: [TASK-0002]\n", links="[TASK-0001]"),
            "tasks/done/0002-b.md": task(2, "[TASK-0001]", more="depends_on: [TASK-0001]\n"),
            "docs/adr/0001-a.md": document("ADR-0001", links="[ADR-0002]", more="supersedes: [ADR-0002]\n"),
            "docs/adr/0002-b.md": document("ADR-0002", links="[ADR-0001]", more="superseded_by: [ADR-0001]\n"),
            "docs/adr/0003-c.md": document("ADR-0003", links="[TRD-0001]"),
            "docs/trd/0001-a.md": document("TRD-0001", links="[ADR-0003]"),
        }
    )
    assert traced(ygs)["version"] == 1
    touched = {item["id"]: item for item in traced(ygs, "TASK-0001", "ADR-0002", "TRD-0001")["impacts"]}
    assert {"TASK-0001", "ADR-0002", "TRD-0001"} == touched.keys()
    for item in touched.values():
        steps = [step["id"] for way in ("up", "down") for step in item[way]]
        assert len(steps) == len(set(steps)) and item["id"] not in steps, "each is named once, and the walk ends"
    assert [step["id"] for step in touched["TRD-0001"]["down"]] == ["ADR-0003"]


def test_broken_documents_are_passed_over(ygs: Ygs, git: Git) -> None:
    git.write(
        {
            **GAPS,
            "docs/list.md": "---\n- REQ-0007-1\n---\n### REQ-0007-1 MUST: a\n",
            "docs/adr/0002-conflict.md": "---\n<<<<<<< ours\nid: ADR-0002\n=======\nid: ADR-3\n>>>>>>> x\n---\n",
            "docs/adr/0003-types.md": "---\nid: 3\nkind: adr\nlinks: {a: b}\nsources: 7\n---\n",
            "tests/test_digits.py": f"# REQ-{'1' * 10_000}-1 REQ{'-1' * 10_000}\n",
        }
    )
    (ygs.cwd / "tests/test_binary.py").write_bytes(b"\0REQ-0007-4\xff")
    (ygs.cwd / "tests/test_latin.py").write_bytes("# Größe REQ-0007-4\n".encode("latin-1"))
    assert row(ygs, "REQ-0007-4")["tests"] == ["tests/test_latin.py"]


def test_what_the_configuration_excludes_is_not_read(ygs: Ygs, git: Git) -> None:
    git.write({**GAPS, ".ygs/config.yml": "exclude: ['tests/test_orders.py']\n"})
    assert ("no-test", "REQ-0007-1") in gaps(ygs)


def test_five_thousand_tasks(ygs: Ygs, git: Git) -> None:
    waits = (f"depends_on: [TASK-{n % 5000 + 1:04d}]\n" for n in range(1, 5001))
    git.write({f"tasks/{n:04d}-t.md": task(n, "[REQ-0007-1]", more=more) for n, more in enumerate(waits, 1)})
    git.write({"docs/prd/0007-shop.md": GAPS["docs/prd/0007-shop.md"]})
    assert len(row(ygs, "REQ-0007-1")["tasks"]) == 5000
