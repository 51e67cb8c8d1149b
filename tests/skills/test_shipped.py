"""The shipped skills under every rule, and under what the clients and the design demand of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.driver import ROOT, Ygs
from ygs_cli.pack import prompt
from ygs_cli.shell import shipped

NAMES = shipped.names(shipped.skills())
SKILLS = {name: shipped.find(name) for name in NAMES}
BY_THE_MODEL = [name for name in NAMES if SKILLS[name].model_invocable]
OTHERS_SEE_IT = re.compile(r"git (?:push|tag|commit)|gh \w+ (?:create|comment|edit|merge|close|review)|gh api")


def test_lint_is_clean_over_the_shipped_skills(ygs: Ygs) -> None:
    report = json.loads(ygs("lint", ROOT / "skills", "--profile", "strict", "--format", "json", code=None).stdout)
    assert [f"{f['location']['path']}:{f['location']['line']} {f['message']}" for f in report["findings"]] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_skill_may_do_unasked_what_others_see(name: str) -> None:
    assert not OTHERS_SEE_IT.search(str(SKILLS[name].front.get("allowed-tools", "")))


def test_evals_are_for_skills_that_start_by_themselves() -> None:
    cases = [path.parent.name for path in sorted((ROOT / "tests/evals").glob("*/case.yaml"))]
    assert [case for case in cases if not case.startswith(tuple(f"{name}-" for name in BY_THE_MODEL))] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_is_one_prompt_without_anything_left_to_expand(name: str) -> None:
    rendered = prompt.render(SKILLS[name], {}, [], "r1")
    assert "${CLAUDE_" not in rendered.text and "$ARGUMENTS" not in rendered.text
    assert rendered.text.count("last line of") == 1, "one output contract, not two"


@pytest.mark.parametrize("name", NAMES)
def test_front_matter_passes_the_reference_validator_but_for_the_clients_own_keys(
    name: str, tmp_path: Path
) -> None:
    from skills_ref import validate  # type: ignore[import-untyped]

    problems = [text for text in validate(ROOT / "skills" / name) if "Unexpected fields" not in text]
    assert problems == []


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_another_skill_is_one_that_ships(name: str) -> None:
    text = "\n".join(f.data.decode() for f in SKILLS[name].files if f.path.endswith(".md"))
    assert set(re.findall(r"`(ygs-[a-z-]+)`", text)) <= set(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "ygs-ask"])
def test_the_router_names_every_skill_and_stars_those_that_a_person_starts(name: str) -> None:
    starred = re.findall(rf"`/{name}`( \*)?", SKILLS["ygs-ask"].body)
    assert starred and all(bool(star) is not SKILLS[name].model_invocable for star in starred)


@pytest.mark.parametrize("name", BY_THE_MODEL)
def test_a_skill_that_starts_by_itself_has_evals_for_firing_and_for_silence(name: str) -> None:
    graders = [
        [grader["name"] for grader in yaml.safe_load(path.read_text(encoding="utf-8"))["graders"]]
        for path in sorted((ROOT / "tests/evals").glob(f"{name}-*/case.yaml"))
    ]
    assert len(graders) >= 3
    assert sum("fired" in names for names in graders) >= 2
    assert sum("silent" in names for names in graders) >= 1


def _cases() -> list[Any]:
    return [pytest.param(path, id=path.parent.name) for path in sorted((ROOT / "tests/evals").glob("*/case.yaml"))]


@pytest.mark.parametrize("path", _cases())
def test_an_eval_case_is_well_formed(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert case["schema_version"] == "1.0"
    assert case["name"] == path.parent.name
    assert case["execution"]["prompt"].strip()
    assert case["graders"]
    for grader in case["graders"]:
        assert grader["type"] in {"regex", "tool_used", "tool_order", "file_exists"}, "deterministic graders only"
