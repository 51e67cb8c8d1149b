from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import skills_ref
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ygs_cli.pack import agents
from ygs_cli.pack.catalog import Skill, SkillFile

AGENTS = agents.named("agents")


def _skill(front: dict[str, object], body: str = "# Tea\n") -> Skill:
    text = f"---\n{yaml.safe_dump({'name': 'tea', **front}, allow_unicode=True)}---\n{body}"
    return Skill("tea", "skills/tea", (SkillFile("SKILL.md", text.encode()),))


def _rendered(skill: Skill) -> tuple[str, dict[str, object], list[str]]:
    """The text in the agents form, its front matter, and what the reference validator says of it."""
    data = agents.render(skill, AGENTS).files[0].data
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "tea"
        home.mkdir()
        (home / "SKILL.md").write_bytes(data)
        problems = skills_ref.validate(home)
    text = data.decode()
    return text, yaml.safe_load(text.split("---\n")[1]), problems


_values = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(
    lambda text: text.strip() and "---" not in text
)


@given(
    _values,
    _values,
    st.dictionaries(st.sampled_from(["phase", "model", "x"]), _values | st.booleans(), max_size=2),
)
def test_any_front_matter_becomes_valid(description: str, licence: str, metadata: dict[str, object]) -> None:
    front = {"description": description, "license": licence, "metadata": metadata, "argument-hint": "[file]"}
    _, data, problems = _rendered(_skill(front))
    assert problems == []
    assert set(data) <= set(agents.SPEC_FIELDS)
    assert data["description"] == " ".join(description.split())


@pytest.mark.parametrize(
    ("written", "portable"),
    [
        ("Read(/${CLAUDE_SKILL_DIR}/**), Bash(ygs new *), Bash(ygs lint *)", "Bash(ygs new *) Bash(ygs lint *)"),
        (["Read(/${CLAUDE_SKILL_DIR}/**)", "Grep"], "Grep"),
        ("Read Grep Bash(git diff *)", "Read Grep Bash(git diff *)"),
        ("Bash(python3 ${CLAUDE_SKILL_DIR}/scripts/*)", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_tools_lose_what_only_claude_replaces(written: object, portable: str) -> None:
    assert agents.portable_tools(written) == portable


def test_the_body_stays_but_for_what_only_claude_replaces() -> None:
    body = "# Tea\r\n\r\nRead `${CLAUDE_SKILL_DIR}/references/a.md`; asked for: $ARGUMENTS.\r\n---\nno end"
    text, _, problems = _rendered(_skill({"description": "Tea"}, body))
    assert problems == []
    assert text.endswith("# Tea\n\nRead `references/a.md`; asked for: what the user asked for.\n---\nno end")


def test_claude_gets_the_files_as_they_are() -> None:
    skill = _skill({"description": "Tea", "model": "x"})
    assert agents.render(skill, agents.named("claude")) is skill
