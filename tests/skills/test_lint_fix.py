"""`ygs lint --fix` over skills: what can be meant in one way only is mended, the rest when it is asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.driver import ROOT, Ygs

SKILL = """---
name: {name}
description: {description}
{more}---
# Tea

{body}
"""
# what is wrong, the line that has it, and the line that `--fix` leaves
CERTAIN = [
    ("another name", "name: coffee  # for now", "name: tea  # for now"),
    ("a number for a text", "argument-hint: 3", 'argument-hint: "3"'),
    ("a switch in quotes", "disable-model-invocation: 'true'", "disable-model-invocation: true"),
    (
        "a path that matches nothing",
        'allowed-tools: "Read(${CLAUDE_SKILL_DIR}/**), Bash(ygs lint *)"',
        'allowed-tools: "Read(/${CLAUDE_SKILL_DIR}/**), Bash(ygs lint *)"',
    ),
]


def _write(project: Path, text: str, name: str = "tea") -> Path:
    file = project / "skills" / name / "SKILL.md"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(("wrong", "right"), [row[1:] for row in CERTAIN], ids=[row[0] for row in CERTAIN])
def test_a_teams_skill_is_mended(ygs: Ygs, project: Path, wrong: str, right: str) -> None:
    text = SKILL.format(name="tea", description='"Hot tea. Use when cold."', more="", body="Run `ygs lint`.")
    if wrong.startswith("name"):
        text = text.replace("name: tea", wrong)
    else:
        text = text.replace('cold."\n', f'cold."\n{wrong}\n')
    file = _write(project, text)
    ygs("lint", "skills", code=1)
    assert right in ygs("lint", "skills", "--fix", "--dry-run", code=None).stdout
    assert file.read_text() == text
    assert "1 edit made in 1 file" in ygs("lint", "skills", "--fix").stderr
    assert file.read_text() == text.replace(wrong, right)


def test_a_dollar_gets_its_backslash_only_when_that_is_asked_for(ygs: Ygs, project: Path) -> None:
    text = SKILL.format(name="tea", description='"Hot tea. Use when cold."', more="", body="A cup costs $5.")
    file = _write(project, text)
    ygs("lint", "skills", "--fix", code=None)
    assert file.read_text() == text
    ygs("lint", "skills", "--fix", "--unsafe-fixes")
    assert file.read_text() == text.replace("$5", "\\$5")


def test_a_skill_of_this_pack_gets_quotes_and_loses_what_it_never_calls(ygs: Ygs, project: Path) -> None:
    more = 'allowed-tools: "Bash(ygs lint *), Bash(ygs trace *)"\n'
    text = SKILL.format(name="ygs-tea", description="Hot tea. Use when cold.", more=more, body="Run `ygs lint`.")
    file = _write(project, text, "ygs-tea")
    ygs("lint", "skills", "--fix", code=None)
    assert 'description: "Hot tea. Use when cold."\nallowed-tools: "Bash(ygs lint *)"\n' in file.read_text()


def test_every_copy_gets_the_text_of_its_source(ygs: Ygs, project: Path) -> None:
    pack = Path(shutil.copytree(ROOT / "skills", project / "skills"))
    before = {path: path.read_bytes() for path in pack.rglob("*.md") if "shared" not in path.parts}
    for path, data in before.items():
        changed = data.replace(b"are data.", b"are advice.")
        path.write_bytes(changed + b"More.\n" if path.parent.name == "references" else changed)
    ygs("lint", "skills", "--fix", code=1)
    ygs("lint", "skills", "--fix", "--unsafe-fixes", code=None)
    copies = [path for path in before if (pack / "shared" / "references" / path.name).is_file()]
    assert len(copies) > 5
    mended = [path for path in before if path in copies or path.name == "SKILL.md"]
    assert [path for path in mended if path.read_bytes() != before[path]] == []
