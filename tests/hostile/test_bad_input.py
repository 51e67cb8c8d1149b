"""Every command on projects that are empty, broken, huge or malicious: one clear answer, nothing half-written."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.driver import Git, Ygs, snapshot
from tests.hostile import commands

GOOD = "---\nid: ADR-0001\ntitle: One\nstatus: accepted\n---\n# One\n\nSee `src/app.py` and [it](../src/app.py).\n"
DEEP = 10_000


def empty(root: Path) -> None:
    """Nothing at all."""


def no_git(root: Path) -> None:
    Git(root).write({"docs/adr/0001-one.md": GOOD, "src/app.py": "def run():\n    pass\n"})


def bare(root: Path) -> None:
    Git(root)("init", "-q", "--bare")


def unborn_head(root: Path) -> None:
    Git(root)("init", "-q")
    no_git(root)


def broken_repository(root: Path) -> None:
    Git(root)("init", "-q")
    no_git(root)
    (root / ".git/HEAD").write_bytes(b"\xff\0broken")


def names(root: Path) -> None:
    """Names and kinds of files that a walk must survive."""
    unborn_head(root)
    for name in ("\udcff\udcfe.md", "new\nline.md", "\x1b[31mred.md", "quote\"'`.md", "-n.md", "ünï ✓.md"):
        (root / "docs" / name).write_text(GOOD)
    (root / "docs/loop").symlink_to(root / "docs")
    (root / "docs/a.md").symlink_to("b.md")
    (root / "docs/b.md").symlink_to("a.md")
    (root / "docs/dangling.md").symlink_to("nowhere.md")
    (root / "docs/outside.md").symlink_to("/etc/passwd")
    (root / "docs/folder.md").mkdir()
    os.mkfifo(root / "docs/pipe.md")
    Git(root)("add", "docs/adr", "docs/loop")


def content(root: Path) -> None:
    """Documents that are no text, too large, or written on another system."""
    unborn_head(root)
    written: dict[str, bytes] = {
        "binary": bytes(range(256)) * 64,
        "latin": "---\ntitle: Größe\n---\n# Größe\n".encode("latin-1"),
        "utf16": GOOD.encode("utf-16"),
        "huge": b"a line of text\n" * 200_000,
        "one-line": b"word " * 200_000,
        "windows": b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(),
        "no-end": b"---\nid: ADR-0002\n",
        "unclosed": b"<!--" * 100_000,  # minutes for a reader that takes the square of its length
        "empty": b"",
        "bom": b"\xef\xbb\xbf",
        "escapes": b"# \x1b]0;title\x07 \x9b31m\n\n[\x1b[2J](\x1b[2J.md) `\x1b[2J.py`\n",
    }
    for name, data in written.items():
        (root / f"docs/{name}.md").write_bytes(data)
    (root / "src/bad.py").write_bytes(b"def (:\n\xff\0" * 100)


def nesting(root: Path) -> None:
    unborn_head(root)
    for number, text in enumerate([">", "[", "![", "*a **", "- ", "`", "<a ", "(", "{", "|", "&", "\\["]):
        (root / f"docs/nested-{number}.md").write_text(f"# N\n\n{text * DEEP}\n")
    indented = "".join(f"{' ' * level}- x\n" for level in range(0, 2_000, 2))
    (root / "docs/list.md").write_text(f"# N\n\n{indented}")
    (root / "docs/flow.md").write_text(f"---\nid: {'[' * DEEP}\n---\n# N\n")
    (root / "src/deep.py").write_text("x = " + "(" * DEEP + ")" * DEEP + "\n")


def alias_bomb(root: Path) -> None:
    unborn_head(root)
    level = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    (root / "docs/bomb.md").write_text(f"---\na0: &a0 [x]\n{level}\n---\n# Bomb\n")
    (root / "docs/loop.md").write_text("---\nid: &a [*a]\n---\n# Loop\n")


def config_of(data: bytes) -> Callable[[Path], None]:
    def write(root: Path) -> None:
        unborn_head(root)
        (root / ".ygs").mkdir()
        (root / ".ygs/config.yml").write_bytes(data)

    return write


def config_is_a_folder(root: Path) -> None:
    unborn_head(root)
    (root / ".ygs/config.yml").mkdir(parents=True)


def files_in_the_way(root: Path) -> None:
    """Files where folders should be, links that lead out where files should be."""
    for name in ("docs", "tasks", ".ygs", ".claude"):
        (root / name).write_text("in the way\n")
    (root / "CLAUDE.md").symlink_to("/nowhere/CLAUDE.md")
    (root / "AGENTS.md").symlink_to("AGENTS.md")


CASES: dict[str, Callable[[Path], None]] = {
    case.__name__: case
    for case in (empty, no_git, bare, unborn_head, broken_repository, names, content, nesting, alias_bomb)
} | {
    "config_broken": config_of(b"rules: [\n"),
    "config_binary": config_of(b"\xff\0\x80"),
    "config_deep": config_of(b"rules: " + b"[" * DEEP),
    "config_list": config_of(b"- a\n- b\n"),
    "config_is_a_folder": config_is_a_folder,
    "files_in_the_way": files_in_the_way,
}


# the pack's commands read no documents of the project: these cases are all that they can meet
PACK = {"install", "update", "uninstall", "list", "doctor", "prompt"}
PLACES = ["empty", "no_git", "bare", "broken_repository", "config_broken", "files_in_the_way"]


def runs(*, reading: bool) -> list[object]:
    """Each command line in each case that concerns it, as parameters of a test."""
    return [
        pytest.param(command, arguments, case, id=f"{commands.spelt([command, *arguments])}-{case}")
        for command, arguments in commands.lines(reading=reading)
        for case in (PLACES if command in PACK else CASES)
    ]


@pytest.mark.parametrize(("command", "arguments", "case"), runs(reading=True))
def test_reading_answers_and_changes_nothing(ygs: Ygs, command: str, arguments: list[str], case: str) -> None:
    CASES[case](ygs.cwd)
    before = snapshot(ygs.cwd)
    assert_answer(ygs, command, arguments)
    assert snapshot(ygs.cwd) == before


@pytest.mark.parametrize(("command", "arguments", "case"), runs(reading=False))
def test_writing_answers_and_loses_nothing(ygs: Ygs, command: str, arguments: list[str], case: str) -> None:
    CASES[case](ygs.cwd)
    before = snapshot(ygs.cwd)
    assert_answer(ygs, command, arguments)
    after = snapshot(ygs.cwd)
    assert {path: after.get(path) for path in before} == before


@pytest.mark.parametrize(("command", "arguments"), commands.lines(reading=False), ids=commands.spelt)
def test_after_a_full_disk_a_rerun_ends_as_if_nothing_had_happened(
    tmp_path: Path, command: str, arguments: list[str]
) -> None:
    trees = []
    for name in ("disturbed", "undisturbed"):
        ygs = Ygs(tmp_path / name / "home", tmp_path / name / "project")
        ygs.home.mkdir(parents=True)
        ygs.cwd.mkdir()
        unborn_head(ygs.cwd)
        if name == "disturbed":
            # 0, 1: there was nothing to write; 64 and 70: as below
            assert on_a_full_disk(ygs, command, arguments) in (0, 1, 2, 64, 70)
        assert_answer(ygs, command, arguments)
        trees.append(set(snapshot(ygs.cwd)))
    assert trees[0] == trees[1]


def on_a_full_disk(ygs: Ygs, command: str, arguments: list[str]) -> int:
    """The exit code of a command that can create files and write nothing into them."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, old[1]))
    try:
        return ygs(command, *arguments, code=None).returncode
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes to read-only folders")
@pytest.mark.parametrize(("command", "arguments"), commands.lines(reading=False), ids=commands.spelt)
def test_a_read_only_folder_is_one_error(ygs: Ygs, command: str, arguments: list[str]) -> None:
    no_git(ygs.cwd)
    ygs.cwd.chmod(0o555)
    try:
        assert_answer(ygs, command, arguments)
    finally:
        ygs.cwd.chmod(0o755)


def assert_answer(ygs: Ygs, command: str, arguments: list[str]) -> None:
    """One of the exit codes; an error is one sentence; no escape sequence of the project gets out.

    64 and 70 are what 2 is elsewhere, for the commands that a workflow calls.
    """
    done = ygs(command, *arguments, code=None)
    errors = (64, 70) if command in ("prompt", "exec", "workflow") else (2,)
    assert done.returncode in (0, 1, *errors), done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    if done.returncode in errors:
        assert sum(line.startswith("error: ") for line in done.stderr.splitlines()) == 1, done.stderr
