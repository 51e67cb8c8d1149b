"""`ygs update` to a changed pack: nothing a user wrote is lost, whoever changed what."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests import packs
from tests.driver import snapshot
from tests.packs import Program


@pytest.fixture
def root(program: Program, home: Path) -> Path:
    """The skills folder with the old pack installed."""
    program.ygs("install")
    return home / ".claude/skills"


def _edit(file: Path, old: str, new: str) -> str:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    return file.read_text()


def test_untouched_files_become_those_of_the_new_pack(program: Program, root: Path) -> None:
    program.ships(packs.NEW)
    out = program.ygs("update").stdout
    assert "1 installed, 2 updated, 1 removed" in out
    installed = {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file() and ".ygs" not in p.parts}
    assert installed == set(packs.NEW)
    for name, text in packs.NEW.items():
        assert (root / name).read_text() == text
    assert os.access(root / "ygs-two/assets/run.sh", os.X_OK)
    assert "3 unchanged" in program.ygs("update").stdout


def test_a_file_only_the_user_edited_is_kept(program: Program, root: Path) -> None:
    mine = _edit(root / "ygs-two/SKILL.md", "line 3", "my line 3")
    program.ships(packs.NEW)
    out = program.ygs("update").stdout
    assert "ygs-two/SKILL.md: edited by you: kept" in out
    assert (root / "ygs-two/SKILL.md").read_text() == mine
    assert "edited" in program.ygs("list", "ygs-two").stdout


def test_edits_of_both_sides_that_do_not_touch_are_merged(program: Program, root: Path) -> None:
    _edit(root / "ygs-one/SKILL.md", "line 3", "my line 3")
    program.ships(packs.NEW)
    assert "ygs-one/SKILL.md: edited by you and changed in the pack: merged" in program.ygs("update").stdout
    assert (root / "ygs-one/SKILL.md").read_text() == packs.NEW["ygs-one/SKILL.md"].replace("line 3", "my line 3")
    newer = {**packs.NEW, "ygs-one/SKILL.md": packs.NEW["ygs-one/SKILL.md"].replace("line 7", "line seven")}
    program.ships(newer)  # the next update merges upon the merged file
    program.ygs("update")
    assert (root / "ygs-one/SKILL.md").read_text() == newer["ygs-one/SKILL.md"].replace("line 3", "my line 3")


def test_edits_of_both_sides_that_touch_leave_the_user_s_file_and_lay_the_new_one_beside_it(
    program: Program, root: Path
) -> None:
    mine = _edit(root / "ygs-one/SKILL.md", "line 9", "my line 9")
    program.ships(packs.NEW)
    out = program.ygs("update").stdout
    assert "yours is kept, the new one is SKILL.md.new" in out
    assert (root / "ygs-one/SKILL.md").read_text() == mine
    assert (root / "ygs-one/SKILL.md.new").read_text() == packs.NEW["ygs-one/SKILL.md"]
    before = snapshot(root)
    assert "yours is kept, the new one is SKILL.md.new" in program.ygs("update").stdout  # says so until it is done
    assert snapshot(root) == before
    assert "SKILL.md.new waits for you" in program.ygs("doctor").stdout


def test_a_new_file_that_the_user_edited_is_not_overwritten(program: Program, root: Path) -> None:
    _edit(root / "ygs-one/SKILL.md", "line 9", "my line 9")
    program.ships(packs.NEW)
    program.ygs("update")
    (root / "ygs-one/SKILL.md.new").write_text("half merged by hand")
    program.ships({**packs.NEW, "ygs-one/SKILL.md": packs.NEW["ygs-one/SKILL.md"].replace("nine", "9")})
    assert "the new one is SKILL.md.new.2" in program.ygs("update").stdout
    assert (root / "ygs-one/SKILL.md.new").read_text() == "half merged by hand"
    assert "line 9 of the pack" in (root / "ygs-one/SKILL.md.new.2").read_text()


def test_a_new_file_of_the_user_s_own_is_not_overwritten(program: Program, root: Path) -> None:
    _edit(root / "ygs-one/SKILL.md", "line 9", "my line 9")
    (root / "ygs-one/SKILL.md.new").write_text("my own")
    program.ships(packs.NEW)
    program.ygs("update")
    assert (root / "ygs-one/SKILL.md.new").read_text() == "my own"
    assert (root / "ygs-one/SKILL.md.new.2").read_text() == packs.NEW["ygs-one/SKILL.md"]


def test_deleting_the_new_file_says_that_it_was_dealt_with(program: Program, root: Path) -> None:
    mine = _edit(root / "ygs-one/SKILL.md", "line 9", "my line 9")
    program.ships(packs.NEW)
    program.ygs("update")
    (root / "ygs-one/SKILL.md.new").unlink()
    out = program.ygs("update").stdout
    assert "ygs-one/SKILL.md: edited by you: kept" in out
    assert (root / "ygs-one/SKILL.md").read_text() == mine
    assert not (root / "ygs-one/SKILL.md.new").exists()
    newer = packs.NEW["ygs-one/SKILL.md"].replace("line 2", "line two")
    program.ships({**packs.NEW, "ygs-one/SKILL.md": newer})  # a later change elsewhere merges
    assert "merged" in program.ygs("update").stdout
    assert (root / "ygs-one/SKILL.md").read_text() == mine.replace("line 2", "line two")


def test_taking_the_new_file_over_ends_the_matter(program: Program, root: Path) -> None:
    _edit(root / "ygs-one/SKILL.md", "line 9", "my line 9")
    program.ships(packs.NEW)
    program.ygs("update")
    (root / "ygs-one/SKILL.md.new").rename(root / "ygs-one/SKILL.md")
    assert "3 unchanged" in program.ygs("update").stdout
    assert "current" in program.ygs("list", "ygs-one").stdout


def test_an_untouched_new_file_follows_the_pack_and_goes_with_uninstall(program: Program, root: Path) -> None:
    _edit(root / "ygs-one/SKILL.md", "line 9", "my line 9")
    program.ships(packs.NEW)
    program.ygs("update")
    program.ships({**packs.NEW, "ygs-one/SKILL.md": packs.NEW["ygs-one/SKILL.md"].replace("nine", "9")})
    program.ygs("update")
    assert "line 9 of the pack" in (root / "ygs-one/SKILL.md.new").read_text()
    program.ygs("uninstall", "--yes")
    assert {path.name for path in (root / "ygs-one").iterdir()} == {"SKILL.md"}


def test_a_file_that_left_the_pack_goes_unless_it_was_edited(program: Program, root: Path) -> None:
    _edit(root / "ygs-old/SKILL.md", "line 1\n", "my line 1\n")
    program.ships(packs.NEW)
    out = program.ygs("update").stdout
    assert "ygs-old/SKILL.md: edited by you: kept" in out
    assert "my line 1" in (root / "ygs-old/SKILL.md").read_text()
    assert not (root / "ygs-one/references/list.md").exists()


def test_a_file_the_user_deleted_stays_deleted_until_it_is_installed_again(program: Program, root: Path) -> None:
    (root / "ygs-one/references/list.md").unlink()
    assert "deleted by you: stays deleted" in program.ygs("update").stdout
    assert not (root / "ygs-one/references/list.md").exists()
    assert "missing ygs-one/references/list.md" in program.ygs("doctor", code=1).stdout
    program.ygs("install")
    assert (root / "ygs-one/references/list.md").read_text() == "one\ntwo\nthree\n"


def test_force_replaces_an_edited_file_and_names_the_backup(program: Program, root: Path) -> None:
    file = root / "ygs-one/SKILL.md"
    mine = _edit(file, "line 9", "my line 9")
    (root / "ygs-one/SKILL.md.bak").write_text("an older backup")
    program.ships(packs.NEW)
    assert "what stood there is now SKILL.md.bak.2" in program.ygs("update", "--force").stdout
    assert file.read_text() == packs.NEW["ygs-one/SKILL.md"]
    assert (root / "ygs-one/SKILL.md.bak").read_text() == "an older backup"
    assert (root / "ygs-one/SKILL.md.bak.2").read_text() == mine
    program.ygs("uninstall", "--yes")
    assert (root / "ygs-one/SKILL.md.bak.2").read_text() == mine


def test_files_that_are_no_text_are_not_merged(program: Program, root: Path) -> None:
    picture = program.folder / "skills/ygs-one/assets/picture.png"
    picture.parent.mkdir()
    picture.write_bytes(b"\x89PNG\0old")
    program.ygs("update")
    (root / "ygs-one/assets/picture.png").write_bytes(b"\x89PNG\0mine")
    picture.write_bytes(b"\x89PNG\0new")
    program.ygs("update")
    assert (root / "ygs-one/assets/picture.png").read_bytes() == b"\x89PNG\0mine"
    assert (root / "ygs-one/assets/picture.png.new").read_bytes() == b"\x89PNG\0new"


def test_a_new_file_of_the_pack_meets_one_of_the_user(program: Program, root: Path) -> None:
    (root / "ygs-one/references/more.md").write_text("mine")
    program.ships(packs.NEW)
    out = program.ygs("update", code=1).stdout
    assert "ygs-one/references/more.md: a file that ygs did not install stands here" in out
    assert (root / "ygs-one/references/more.md").read_text() == "mine"
    assert "line nine" in (root / "ygs-one/SKILL.md").read_text()  # the rest was updated


def test_the_plan_says_what_the_update_then_does(program: Program, root: Path) -> None:
    _edit(root / "ygs-one/SKILL.md", "line 3", "my line 3")
    program.ships(packs.NEW)
    plan = json.loads(program.ygs("update", "--dry-run", "--format", "json").stdout)
    done = json.loads(program.ygs("update", "--format", "json").stdout)
    assert plan["targets"] == done["targets"]
    again = json.loads(program.ygs("update", "--format", "json").stdout)
    assert {action["action"] for action in again["targets"][0]["actions"]} == {"keep"}


def test_only_the_named_skills_are_updated(program: Program, root: Path) -> None:
    program.ships(packs.NEW)
    program.ygs("update", "ygs-two")
    assert "better" in (root / "ygs-two/assets/run.sh").read_text()
    assert "line nine" not in (root / "ygs-one/SKILL.md").read_text()
    assert (root / "ygs-old").exists()
    assert not (root / "ygs-new").exists()


def test_a_broken_manifest_is_one_clear_error_and_can_be_recovered_from(program: Program, root: Path) -> None:
    mine = _edit(root / "ygs-one/SKILL.md", "line 9", "my line 9")
    manifest = root / ".ygs/manifest.json"
    manifest.write_text("{")
    before = snapshot(root)
    for command in (["install"], ["update"], ["uninstall", "--yes"]):
        assert str(manifest) in program.ygs(*command, code=2).stderr
    assert str(manifest) in program.ygs("doctor", code=1).stdout
    assert snapshot(root) == before
    manifest.unlink()
    out = program.ygs("install", code=1).stdout
    assert "conflict   ygs-one" in out
    assert (root / "ygs-one/SKILL.md").read_text() == mine
    assert "conflict   ygs-two" not in out
