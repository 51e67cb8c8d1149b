"""`ygs list` and `ygs doctor`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import packs
from tests.driver import Git
from tests.packs import Program, skill


def _doctor(program: Program, level: str = "problem", code: int | None = None) -> list[dict[str, str]]:
    data = json.loads(program.ygs("doctor", "--format", "json", code=code).stdout)
    assert (data["version"], data["command"]) == (1, "doctor")
    return [check for check in data["checks"] if check["level"] == level]


def test_the_list_shows_what_ships_and_what_is_installed(
    program: Program, home: Path, project: Path, git: Git
) -> None:
    program.ygs("install", "ygs-one")
    program.ygs("install", "ygs-two", "--scope", "project", "--agent", "agents")
    rows = [line.split() for line in program.ygs("list").stdout.splitlines()[1:]]
    assert [(row[0], row[-2], row[-1]) for row in rows] == [
        ("ygs-old", "-", "available"),
        ("ygs-one", "~/.claude/skills", "current"),
        ("ygs-two", ".agents/skills", "current"),
    ]


def test_the_json_list_has_states_and_the_ledger(program: Program, home: Path) -> None:
    text = skill("ygs-one", "Read `references/list.md` first.\nWhen it is large, read `references/big.md`.\n")
    program.ships({**packs.OLD, "ygs-one/SKILL.md": text, "ygs-one/references/big.md": "x" * 999})
    program.ygs("install")
    (home / ".claude/skills/ygs-two/SKILL.md").write_text("mine")
    data: dict[str, Any] = json.loads(program.ygs("list", "--format", "json").stdout)
    by_name = {row["name"]: row for row in data["skills"]}
    one, two = by_name["ygs-one"], by_name["ygs-two"]
    description = "The ygs-one work. Use when it is due."
    assert one["cost"]["listing"]["characters"] == len("ygs-one") + 4 + len(description) + 1
    body = len(text.split("---\n", 2)[2])
    assert one["cost"]["body"] == {"characters": body, "tokens": -(-body // 4)}
    assert one["cost"]["closure"]["characters"] == body + len("one\ntwo\nthree\n")
    assert two["cost"]["listing"]["characters"] == 0
    assert two["installed"][0]["state"] == ["edited"]
    assert two["installed"][0]["files"] == {"ygs-two/SKILL.md": "edited", "ygs-two/assets/run.sh": "current"}
    assert data["listing"]["characters"] == sum(row["cost"]["listing"]["characters"] for row in data["skills"])
    program.ships(packs.NEW)
    assert "stale" in program.ygs("list", "ygs-one").stdout


def test_the_cost_table_adds_up(program: Program) -> None:
    lines = program.ygs("list", "--cost").stdout.splitlines()
    assert len(lines) == 1 + 3 + 1
    assert "Every session: 98 characters (about 25 tokens) of 1,750" in lines[-1]


def test_doctor_is_clean_after_an_install_and_asks_for_one_before(program: Program) -> None:
    assert [check["mend"] for check in _doctor(program, code=1)] == ["run `ygs install`"]
    program.ygs("install")
    assert _doctor(program, code=0) == []
    about = {check["about"] for check in _doctor(program, "ok")}
    assert {"python", "git", "skills", "listing", "config", "grammar"} <= about


def test_doctor_finds_a_stale_and_a_half_done_install(program: Program, home: Path) -> None:
    program.ygs("install")
    manifest = home / ".claude/skills/.ygs/manifest.json"
    data = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**data, "pending": ["ygs-one/SKILL.md"]}))
    (home / ".claude/skills/ygs-one/SKILL.md").unlink()
    packs.write(program.folder / "skills", {**packs.OLD, "ygs-two/assets/run.sh": "newer"})
    found = {check["text"]: check["mend"] for check in _doctor(program, code=1)}
    assert found == {
        "ygs-one in ~/.claude/skills: an install was interrupted": "run `ygs install ygs-one`",
        "ygs-two in ~/.claude/skills: not as its source has it": "run `ygs update`",
    }
    program.ygs("update")
    assert _doctor(program, code=0) == []


def test_doctor_finds_a_project_skill_that_the_user_s_hides(program: Program, project: Path, git: Git) -> None:
    program.ygs("install")
    packs.write(program.folder / "skills", packs.NEW)
    program.ygs("install", "ygs-one", "--scope", "project")
    assert any("ygs-one of this project is hidden" in check["text"] for check in _doctor(program, code=1))
    assert "is hidden by another one" in program.ygs("install", "ygs-one", "--scope", "project").stderr
    program.ygs("update")
    assert _doctor(program, code=0) == []


@pytest.mark.parametrize(
    "settings", ['{"enabledPlugins": {"you-got-skills@market": true}}', "[]", "{", '{"enabledPlugins": 1}']
)
def test_doctor_finds_the_plugin_beside_installed_skills(program: Program, home: Path, settings: str) -> None:
    (home / ".claude").mkdir()
    (home / ".claude/settings.json").write_text(settings)
    warning = program.ygs("install").stderr
    both = "market" in settings
    assert bool(_doctor(program, code=1 if both else 0)) == both
    assert ("the plugin you-got-skills@market" in warning) == both


def test_doctor_counts_every_listed_skill_and_shows_the_replaced_folder(program: Program, tmp_path: Path) -> None:
    program.ygs("install")
    program.ygs.env["CLAUDE_CONFIG_DIR"] = str(tmp_path / "other")
    assert any("replaces ~/.claude" in check["text"] for check in _doctor(program, code=1))
    program.ygs("install")
    packs.write(tmp_path / "other/skills/long", {"SKILL.md": f"---\nname: long\ndescription: {'x' * 2000}\n---\n"})
    assert any("of 1,750 characters" in check["text"] for check in _doctor(program, "note"))


def test_doctor_shows_each_configuration_value_and_its_source(program: Program, project: Path) -> None:
    program.ygs("install")
    (project / ".ygs").mkdir()
    (project / ".ygs/config.yml").write_text("profile: strict\n")
    assert "config    profile: strict (.ygs/config.yml)" in program.ygs("doctor").stdout
    (project / ".ygs/config.yml").write_text("profil: strict\n")
    assert "did you mean 'profile'?" in program.ygs("doctor", code=1).stdout


def test_an_escape_in_a_file_s_name_cannot_reach_the_terminal(program: Program, home: Path) -> None:
    program.ygs("install")
    (home / ".claude/skills/ygs-one/\x1b[31mred\u202e.md").write_text("mine")
    out = program.ygs("uninstall", "--yes").stdout
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\\x1b[31mred" in out


def test_a_source_that_broke_since_does_not_hide_the_other_skills(program: Program, tmp_path: Path) -> None:
    team = tmp_path / "team" / "ours-tea"
    team.mkdir(parents=True)
    (team / "SKILL.md").write_text(skill("ours-tea", "Pour.\n"))
    program.ygs("install")
    program.ygs("install", str(tmp_path / "team"))
    (team / "SKILL.md").write_text("no front matter any more")
    shown = program.ygs("list").stdout
    assert "ygs-one" in shown
    assert "ours-tea" in shown
