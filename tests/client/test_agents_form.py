"""The form for every other agent, judged by the reference validator of the Agent Skills specification."""

from __future__ import annotations

from pathlib import Path

import pytest
from skills_ref import validate

from tests.client import skills
from tests.driver import Ygs

AUTO = {skill.name for skill in skills.load(skills.SHIPPED) if skill.model_invocable}


@pytest.mark.parametrize("scope", ["user", "project"])
def test_it_is_valid_and_leaves_out_what_only_a_person_may_start(ygs: Ygs, tmp_path: Path, scope: str) -> None:
    ygs("install", "--agent", "agents", "--scope", scope)
    ygs("install", skills.write_team(tmp_path / "team"), "--agent", "agents", "--scope", scope)
    root = (ygs.home if scope == "user" else ygs.cwd) / ".agents/skills"
    folders = {path.name: path for path in root.iterdir() if path.name != ".ygs"}
    assert set(folders) == AUTO | {"team-notes", "team-closed"}
    assert {name: validate(folder) for name, folder in folders.items()} == {name: [] for name in folders}
    assert not (ygs.home / ".claude").exists()


def test_every_skill_is_valid_when_it_is_named(ygs: Ygs) -> None:
    names = [skill.name for skill in skills.load(skills.SHIPPED)]
    ygs("install", *names, "--agent", "agents")
    root = ygs.home / ".agents/skills"
    assert {name: validate(root / name) for name in names} == {name: [] for name in names}
