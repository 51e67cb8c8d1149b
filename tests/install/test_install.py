"""`ygs install` and `ygs uninstall`: what they write, what they leave alone, what they give back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import skills_ref

from tests import packs
from tests.driver import Git, snapshot
from tests.packs import Program, skill


def test_every_shipped_skill_is_installed_as_it_ships(program: Program, home: Path) -> None:
    done = program.ygs("install")
    root = home / ".claude/skills"
    for name in packs.OLD:
        if not name.startswith("shared/"):
            assert (root / name).read_bytes() == (program.folder / "skills" / name).read_bytes()
    assert not (root / "shared").exists()
    assert os.access(root / "ygs-two/assets/run.sh", os.X_OK)
    assert "3 installed" in done.stdout


def test_a_dry_run_writes_nothing_and_names_what_would_be_done(program: Program, home: Path) -> None:
    done = program.ygs("install", "--dry-run", "--format", "json")
    data = json.loads(done.stdout)
    assert (data["version"], data["command"], data["dry_run"]) == (1, "install", True)
    assert data["targets"][0]["summary"]["create"] == 5
    assert {"action": "create", "skill": "ygs-two", "path": "ygs-two/assets/run.sh", "why": ""} in data["targets"][
        0
    ]["actions"]
    assert snapshot(home) == {}


def test_a_second_install_writes_nothing(program: Program, home: Path) -> None:
    program.ygs("install")
    times = {path: path.lstat().st_mtime_ns for path in home.rglob("*") if "state" not in str(path)}
    assert "3 unchanged" in program.ygs("install").stdout
    assert {path: path.lstat().st_mtime_ns for path in home.rglob("*") if "state" not in str(path)} == times


@pytest.mark.parametrize("before", ["nothing", "a claude folder", "skills of others", "a linked claude folder"])
def test_uninstall_gives_the_home_folder_back_byte_for_byte(
    program: Program, home: Path, tmp_path: Path, before: str
) -> None:
    if before == "a linked claude folder":
        (tmp_path / "dotfiles").mkdir()
        (home / ".claude").symlink_to(tmp_path / "dotfiles")
    elif before != "nothing":
        (home / ".claude").mkdir(mode=0o700)
        (home / ".claude/settings.json").write_text("{}")
    if before == "skills of others":
        (home / ".claude/skills/theirs").mkdir(parents=True)
        (home / ".claude/skills/theirs/SKILL.md").write_text(skill("theirs"))
    untouched = snapshot(tmp_path / "home"), snapshot(tmp_path / "dotfiles")
    program.ygs("install", "--agent", "claude", "--agent", "agents")
    assert (home / ".claude/skills/ygs-one/SKILL.md").is_file()
    program.ygs("uninstall", "--yes")
    assert (snapshot(home), snapshot(tmp_path / "dotfiles")) == untouched


def test_uninstall_of_one_skill_keeps_the_others(program: Program, home: Path) -> None:
    program.ygs("install")
    program.ygs("uninstall", "ygs-one", "--yes")
    assert {path.name for path in (home / ".claude/skills").iterdir()} == {".ygs", "ygs-old", "ygs-two"}
    program.ygs("update")  # does not bring back what was taken away
    assert not (home / ".claude/skills/ygs-one").exists()


def test_uninstall_keeps_and_names_what_the_user_edited_or_added(program: Program, home: Path) -> None:
    program.ygs("install")
    root = home / ".claude/skills"
    (root / "ygs-one/SKILL.md").write_text("mine")
    (root / "ygs-two/notes.md").write_text("mine too")
    out = program.ygs("uninstall", "--yes").stdout
    assert "ygs-one/SKILL.md: edited by you: kept" in out
    assert "ygs-two/notes.md: not installed by ygs: left" in out
    files = {name for name, (kind, _) in snapshot(home).items() if kind.startswith("file")}
    assert files == {".claude/skills/ygs-one/SKILL.md", ".claude/skills/ygs-two/notes.md"}


def test_uninstall_asks_for_yes_where_nobody_can_answer(program: Program, home: Path) -> None:
    program.ygs("install")
    before = snapshot(home)
    assert "--yes" in program.ygs("uninstall", code=2).stderr
    assert snapshot(home) == before


def test_the_claude_folder_of_the_environment_replaces_the_one_in_home(
    program: Program, home: Path, tmp_path: Path
) -> None:
    program.ygs.env["CLAUDE_CONFIG_DIR"] = str(tmp_path / "my claude")
    program.ygs("install")
    assert (tmp_path / "my claude/skills/ygs-one/SKILL.md").is_file()
    assert not (home / ".claude").exists()
    program.ygs("uninstall", "--yes")
    assert not (tmp_path / "my claude").exists()


def test_a_project_install_goes_to_the_root_of_the_repository(program: Program, project: Path, git: Git) -> None:
    (project / "src/deep").mkdir(parents=True)
    program.ygs("install", "ygs-one", "--scope", "project", cwd=project / "src/deep")
    assert (project / ".claude/skills/ygs-one/SKILL.md").is_file()
    assert not (project / ".claude/skills/ygs-two").exists()
    program.ygs("uninstall", "--scope", "project", "--yes", cwd=project / "src")
    assert not (project / ".claude").exists()


def test_a_repository_cannot_point_a_project_install_elsewhere(
    program: Program, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project / ".claude").symlink_to(tmp_path / "elsewhere")
    error = program.ygs("install", "--scope", "project", code=2).stderr
    assert "leads out of the project" in error
    assert snapshot(tmp_path / "elsewhere") == {}


def test_a_record_that_came_with_a_repository_reaches_nothing_outside(
    program: Program, project: Path, tmp_path: Path
) -> None:
    """A linked record is refused, and one that claims to have made every folder above removes none of them."""
    program.ygs("install", "--scope", "project")
    record = project / ".claude/skills/.ygs"
    manifest = record / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "parents": 50}))
    record.rename(tmp_path / "record")
    record.symlink_to(tmp_path / "record")
    before = snapshot(tmp_path / "record")
    for command in (["install"], ["update"], ["uninstall", "--yes"]):
        assert "a link where ygs keeps its record" in program.ygs(*command, "--scope", "project", code=2).stderr
    assert snapshot(tmp_path / "record") == before
    record.unlink()
    (tmp_path / "record").rename(record)
    program.ygs("uninstall", "--scope", "project", "--yes")
    assert project.is_dir()
    assert snapshot(project) == {}


def test_the_agents_form_is_valid_and_has_only_what_the_model_may_start(program: Program, home: Path) -> None:
    extra = 'argument-hint: "[file]"\nallowed-tools: "Read(/${CLAUDE_SKILL_DIR}/**), Bash(ygs lint *)"\n'
    text = skill("ygs-one", "Read `${CLAUDE_SKILL_DIR}/references/list.md` for $ARGUMENTS.\n", extra)
    program.ships({**packs.OLD, "ygs-one/SKILL.md": text})
    program.ygs("install", "--agent", "agents")
    root = home / ".agents/skills"
    assert {path.name for path in root.iterdir()} == {".ygs", "ygs-one", "ygs-old"}
    assert skills_ref.validate(root / "ygs-one") == []
    rendered = (root / "ygs-one/SKILL.md").read_text()
    assert 'allowed-tools: "Bash(ygs lint *)"' in rendered
    assert "argument-hint" not in rendered
    assert rendered.endswith("# ygs-one\nRead `references/list.md` for what the user asked for.\n")
    assert (root / "ygs-one/references/list.md").read_text() == "one\ntwo\nthree\n"

    program.ygs("install", "ygs-two", "--agent", "agents")
    assert skills_ref.validate(root / "ygs-two") == []


@pytest.mark.parametrize("foreign", ["folder", "file", "link", "dangling link"])
def test_what_others_put_there_is_a_conflict_and_is_not_touched(
    program: Program, home: Path, tmp_path: Path, foreign: str
) -> None:
    place = home / ".claude/skills/ygs-one"
    place.parent.mkdir(parents=True)
    if foreign == "folder":
        packs.write(place, {"SKILL.md": "theirs", "references/list.md": "theirs"})
    elif foreign == "file":
        place.write_text("theirs")
    else:
        packs.write(tmp_path / "theirs", {"SKILL.md": "theirs"} if foreign == "link" else {})
        place.symlink_to(tmp_path / "theirs")
    before = {name: item for name, item in snapshot(home).items() if "ygs-one" in name}
    for arguments in (["install"], ["install", "--force"] if foreign != "folder" else ["install"], ["update"]):
        assert "left alone" in program.ygs(*arguments, code=1).stdout
    now = snapshot(home)
    assert {name: item for name, item in now.items() if "ygs-one" in name} == before
    assert ".claude/skills/ygs-two/SKILL.md" in now  # the others were installed
    program.ygs("uninstall", "--yes")
    assert {name: item for name, item in snapshot(home).items() if "ygs-one" in name} == before


def test_force_replaces_a_foreign_folder_s_files_and_keeps_backups(program: Program, home: Path) -> None:
    place = packs.write(home / ".claude/skills/ygs-one", {"SKILL.md": "theirs"})
    out = program.ygs("install", "--force").stdout
    assert "what stood there is now SKILL.md.bak" in out
    assert (place / "SKILL.md.bak").read_text() == "theirs"
    assert (place / "SKILL.md").read_text() == packs.OLD["ygs-one/SKILL.md"]


@pytest.mark.parametrize("planted", ["ygs-one/references", "ygs-one/SKILL.md"])
def test_a_link_planted_in_an_installed_skill_is_not_written_through(
    program: Program, home: Path, tmp_path: Path, planted: str
) -> None:
    program.ygs("install")
    outside = packs.write(tmp_path / "outside", {"list.md": "precious", "SKILL.md": "precious"})
    place = home / ".claude/skills" / planted
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    place.symlink_to(outside / ("SKILL.md" if planted.endswith("md") else ""))
    program.ships(packs.NEW)
    before = snapshot(outside)
    assert "left alone" in program.ygs("update", "--force", code=1).stdout
    program.ygs("uninstall", "--yes")
    assert snapshot(outside) == before
    assert place.is_symlink()


def test_the_program_folder_of_a_team_is_installed_and_updated_by_the_same_commands(
    program: Program, home: Path, project: Path
) -> None:
    team = packs.write(
        project / "our skills", {"tea/SKILL.md": skill("tea"), "tea/.DS_Store": "x", "tea/a.md~": "x"}
    )
    program.ygs("install", "./our skills")
    assert {p.name for p in (home / ".claude/skills/tea").iterdir()} == {"SKILL.md"}
    packs.write(team, {"tea/SKILL.md": skill("tea", "better\n"), "cake/SKILL.md": skill("cake")})
    out = program.ygs("update").stdout
    assert "1 installed, 1 updated" in out
    assert "better" in (home / ".claude/skills/tea/SKILL.md").read_text()
    assert str(team) in program.ygs("list", "tea").stdout
    program.ygs("uninstall", "--yes")
    assert snapshot(home) == {}


def test_a_project_remembers_a_folder_inside_it_relative_to_its_root(
    program: Program, project: Path, git: Git
) -> None:
    packs.write(project / "our", {"tea/SKILL.md": skill("tea")})
    program.ygs("install", "our/tea", "--scope", "project")
    manifest = json.loads((project / ".claude/skills/.ygs/manifest.json").read_text())
    assert manifest["skills"]["tea"]["source"] == "./our"
    moved = project.rename(project.parent / "moved")
    assert "1 unchanged" in program.ygs("update", "--scope", "project", cwd=moved).stdout


def test_a_folder_that_went_away_changes_nothing(program: Program, home: Path, project: Path) -> None:
    team = packs.write(project / "our", {"tea/SKILL.md": skill("tea")})
    program.ygs("install", "./our")
    before = {name: item for name, item in snapshot(home).items() if ".local" not in name}
    team.rename(project / "other")
    assert "is not there any more" in program.ygs("update", code=1).stdout
    assert {name: item for name, item in snapshot(home).items() if ".local" not in name} == before


def test_two_skills_of_one_name_are_refused(program: Program, home: Path, project: Path) -> None:
    packs.write(project / "our", {"ygs-one/SKILL.md": skill("ygs-one")})
    assert "two skills are called 'ygs-one'" in program.ygs("install", "ygs-one", "./our", code=2).stderr
    assert snapshot(home) == {}
    program.ygs("install")
    assert "already installed from the shipped pack" in program.ygs("install", "./our", code=1).stdout


def test_an_unknown_skill_scope_agent_or_format_is_one_clear_error(program: Program, home: Path) -> None:
    for arguments, hint in (
        (["install", "ygs-oen"], "did you mean 'ygs-one'?"),
        (["install", "--scope", "usr"], "did you mean 'user'?"),
        (["install", "--agent", "claud"], "did you mean 'claude'?"),
        (["install", "--format", "jsn"], "did you mean 'json'?"),
        (["install", "./nowhere"], "no such folder"),
        (["uninstall", "ygs-one", "--yes"], "no skill is installed here"),
        (["list", "ygs-tow"], "did you mean 'ygs-two'?"),
    ):
        assert hint in program.ygs(*arguments, code=2).stderr
    assert snapshot(home) == {}


def test_a_read_only_home_is_one_clear_error(program: Program, home: Path) -> None:
    if os.geteuid() == 0:
        (home / ".local").write_text("a file where a folder must be")  # root may write anywhere
    else:
        home.chmod(0o500)
    try:
        done = program.ygs("install", code=2)
        assert done.stderr.startswith("error: ")
        assert str(home) in done.stderr
    finally:
        home.chmod(0o700)


def test_only_one_run_at_a_time_writes_a_folder(program: Program, home: Path) -> None:
    command = [sys.executable, "-m", "ygs_cli", "install"]
    ygs = program.ygs
    runs = [
        subprocess.Popen(command, cwd=ygs.cwd, env=ygs.environment(), stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    outputs = [run.communicate()[0] for run in runs]
    assert all(run.returncode == 0 for run in runs)
    assert sum("3 installed" in text for text in outputs) == 1
    assert sum("3 unchanged" in text for text in outputs) == 5
