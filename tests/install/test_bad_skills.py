"""A skill that cannot be installed is one clear error with file and line, and nothing is half-written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import packs
from tests.driver import Ygs, snapshot
from tests.packs import skill


def _text(text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / "SKILL.md").write_text(text, encoding="utf-8", errors="surrogateescape")


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "no front matter": (_text("# Tea\n"), "tea/SKILL.md:1: no front matter"),
    "empty file": (_text(""), "tea/SKILL.md:1: no front matter"),
    "broken yaml": (_text('---\nname: tea\ndescription: "open\n---\n'), "tea/SKILL.md:"),
    "alias bomb": (_text("---\nname: &a tea\ndescription: *a\n---\n"), "tea/SKILL.md:2: YAML anchors"),
    "no name": (_text("---\ndescription: Tea\n---\n"), "tea/SKILL.md:1: no name"),
    "empty name": (_text('---\nname: ""\ndescription: Tea\n---\n'), "tea/SKILL.md:2: no name"),
    "no description": (_text("---\nname: tea\n---\n"), "tea/SKILL.md:1: no description"),
    "another name": (_text("---\nname: coffee\ndescription: Tea\n---\n"), "tea/SKILL.md:2: the name 'coffee'"),
    "long description": (_text(f"---\nname: tea\ndescription: {'x' * 1025}\n---\n"), "tea/SKILL.md:3:"),
    "not utf-8": (_text("\udcff\udcfe\n"), "tea/SKILL.md:1: no front matter"),
    "over 1 MB": (_text(skill("tea", "x" * 1_000_000)), "tea/SKILL.md: 1,000,"),
    "a link out of the skill": (lambda f: (f / "x.md").symlink_to("/etc/hosts"), "x.md: a link that leads out"),
    "a link loop": (lambda f: (f / "x.md").symlink_to("x.md"), "x.md: a link that leads nowhere or round"),
    "a linked folder": (lambda f: (f / "x").symlink_to("."), "x: a linked folder"),
    "a dangling link": (lambda f: (f / "x.md").symlink_to("nothing"), "x.md: a link that leads nowhere or round"),
    "a pipe": (lambda f: os.mkfifo(f / "x.md"), "x.md: not a regular file"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_skill(ygs: Ygs, home: Path, project: Path, case: str) -> None:
    spoil, message = BAD[case]
    team = packs.write(project / "our", {"tea/SKILL.md": skill("tea"), "also/SKILL.md": skill("also")})
    spoil(team / "tea")
    for agent in ("claude", "agents"):
        error = ygs("install", "./our", "--agent", agent, code=2).stderr
        assert error.startswith("error: ")
        assert message in error
    assert snapshot(home) == {}


@pytest.mark.parametrize("name", ["UPPER", "a--b", "-a", "a_b", "x\x1b[31mred", "a" * 65, "naïve"])
def test_a_name_that_no_client_takes(ygs: Ygs, home: Path, project: Path, name: str) -> None:
    folder = project / "our" / name
    folder.mkdir(parents=True)
    (folder / "SKILL.md").write_text(f'---\nname: "{name}"\ndescription: x\n---\n'.replace("\x1b", "\\e"))
    error = ygs("install", "./our", code=2).stderr
    assert "is no name for a skill" in error
    assert "\x1b" not in error
    assert snapshot(home) == {}


def test_a_folder_without_skills(ygs: Ygs, project: Path) -> None:
    (project / "empty").mkdir()
    assert "no skill in this folder" in ygs("install", "./empty", code=2).stderr


def test_an_internal_link_and_a_byte_order_mark_are_taken(ygs: Ygs, home: Path, project: Path) -> None:
    team = packs.write(project / "our", {"tea/SKILL.md": "\ufeff" + skill("tea"), "tea/references/a.md": "text"})
    (team / "tea/references/b.md").symlink_to("a.md")
    ygs("install", "./our", "--agent", "agents", "--agent", "claude")
    for folder in (".claude", ".agents"):
        installed = home / folder / "skills/tea/references/b.md"
        assert installed.read_text() == "text"
        assert not installed.is_symlink()
