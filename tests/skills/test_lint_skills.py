"""`ygs lint` over a team's own skills and over ours, as a user runs it."""

from __future__ import annotations

from pathlib import Path

from tests.driver import Ygs

SKILL = '---\nname: {name}\ndescription: "Hot tea. Use when cold."\n---\n{body}\n'


def _write(project: Path, name: str, body: str) -> Path:
    folder = project / "skills" / name
    folder.mkdir(parents=True)
    (folder / "SKILL.md").write_text(SKILL.format(name=name, body=body), encoding="utf-8")
    return folder


def test_a_teams_own_skill_is_not_held_to_the_style_of_this_pack(ygs: Ygs, project: Path) -> None:
    _write(project, "deploy", "Read `git log`. A Critical defect stops it. Run `ygs frobnicate`.")
    assert ygs("lint", "skills").stdout.strip() == ""


def test_a_ygs_command_that_does_not_exist_is_found(ygs: Ygs, project: Path) -> None:
    _write(project, "ygs-tea", "Run `ygs lint --colour` and `ygs lintt`.")
    out = ygs("lint", "skills", code=1).stdout
    assert "'ygs lint' has no option --colour" in out
    assert "no such command: ygs lintt" in out
    assert "did you mean 'lint'?" in out


def test_bytes_that_clients_cannot_load(ygs: Ygs, project: Path) -> None:
    _write(project, "huge", "x" * 1_000_001)
    (_write(project, "latin", "") / "SKILL.md").write_bytes(
        SKILL.format(name="latin", body="caf\xe9").encode("latin-1")
    )
    (_write(project, "marked", "") / "SKILL.md").write_bytes(
        b"\xef\xbb\xbf" + SKILL.format(name="marked", body="x").encode()
    )
    out = ygs("lint", "skills", code=1).stdout
    assert "huge/SKILL.md:1:1: error[skill-file]: larger than 1,000,000 bytes" in out
    assert "latin/SKILL.md:1:1: error[skill-file]: not UTF-8 at byte" in out
    assert "marked/SKILL.md:1:1: error[skill-file]: a byte order mark" in out


def test_a_template_inside_a_skill_is_no_document_of_the_project(ygs: Ygs, project: Path) -> None:
    folder = _write(project, "plan", "Copy [the template](assets/task.md).")
    (folder / "assets").mkdir()
    (folder / "assets" / "task.md").write_text("---\nid: {{ id }}\n---\n")
    assert ygs("lint").stdout.strip() == ""


def test_binary_files_and_links_in_a_skill_do_no_harm(ygs: Ygs, project: Path) -> None:
    folder = _write(project, "plan", "See [it](assets/logo.png).")
    (folder / "assets").mkdir()
    (folder / "assets" / "logo.png").write_bytes(bytes(range(256)))
    (folder / "loop").symlink_to(folder)
    assert ygs("lint").stdout.strip() == ""


def test_an_inline_ignore_with_its_reason_silences_a_skill_rule(ygs: Ygs, project: Path) -> None:
    _write(project, "plan", "<!-- ygs: ignore skill-bare-digit shown to people -->\nCosts $5.")
    out = ygs("lint")
    assert "1 ignored" in out.stderr
