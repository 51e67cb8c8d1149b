"""No program that a repository names in its configuration runs under any command, and none leads it elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.driver import Ygs, snapshot
from tests.hostile import commands, trap
from tests.hostile.trap import Trap
from ygs_cli.shell import history, workspace


@pytest.fixture
def planted(tmp_path: Path) -> Trap:
    return trap.build(tmp_path)


def test_every_command_has_a_row() -> None:
    assert not commands.missing(), "add a row to tests/hostile/commands.py"


@pytest.mark.parametrize(("command", "arguments"), commands.lines(), ids=commands.spelt)
def test_no_plant_runs(planted: Trap, home: Path, command: str, arguments: list[str]) -> None:
    """REQ-0001-5: no command starts a program that the repository names."""
    before = snapshot(planted.elsewhere)
    for folder in (".", "docs", "docs/bare", "linked", "away"):
        ygs = Ygs(home, planted.project / folder)
        done = ygs(command, *arguments, code=None)
        assert done.returncode in (0, 1, 2)
        assert "elsewhere" not in done.stdout + done.stderr
        assert not planted.ran, folder
    assert snapshot(planted.elsewhere) == before


def test_git_reads_run_no_plant(planted: Trap) -> None:
    """The one module that knows git, asked directly: what a command will need tomorrow is safe today."""
    root = planted.project
    history.listed(root)
    history.ignored(root, ["README.md", "build/x"])
    history.paths_on_all_branches(root, "src")
    for arguments in (
        ["cat-file", "-p", planted.lost],
        ["rev-list", "--objects", "--all"],
        ["log", "-p", "--no-textconv", "--no-ext-diff"],
        ["log", "--raw", "--find-renames"],
        ["blame", "--no-textconv", "--porcelain", "HEAD", "--", "README.md"],
        ["fetch", "origin"],
        ["ls-remote", "ssh://127.0.0.1/x"],
        ["ls-remote", "git://127.0.0.1/x"],
        ["ls-files", "--others", "--stage"],
    ):
        history.run(root, *arguments, ok=range(256))
    assert not planted.ran


@pytest.mark.parametrize("folder", ["docs/bare", "away"])
def test_a_work_tree_elsewhere_is_not_the_root(planted: Trap, folder: str) -> None:
    assert workspace.find_root(planted.project / folder) == planted.project / folder


# plant -> the plain git command lines that run it: what shows that the test above can fail
_GO_ON = ["-c", "filter.process.process="]  # git stops when this plant fails
CARELESS: dict[str, list[list[str]]] = {
    "fsmonitor": [["status"]],
    "pager": [["log"]],
    "editor": [["config", "--edit"]],
    "askpass": [["-c", "credential.helper=", "credential", "fill"]],
    "ssh": [["ls-remote", "ssh://127.0.0.1/x"]],
    "git-proxy": [["ls-remote", "git://127.0.0.1/x"]],
    "credential-helper": [["credential", "fill"]],
    "external-diff": [["diff", "HEAD~2", "--", "docs/old.md"]],
    "textconv": [["blame", "README.md"]],
    "diff-command": [[*_GO_ON, "diff", "HEAD~2", "--", "src"]],
    "clean": [["hash-object", "README.md"]],
    "smudge": [["cat-file", "--filters", "HEAD:README.md"]],
    "filter-process": [["cat-file", "--filters", "HEAD:src/main.py"]],
    "gpg": [["log"]],
    "included-filter": [["hash-object", "note.inc"]],
    "alias": [["planted"]],
    "lazy-fetch": [["log", "-p"]],
    "hook-pre-commit": [[*_GO_ON, "commit", "--allow-empty", "-m", "x"]],
    "hook-reference-transaction": [["branch", "x"]],
    "hook-post-checkout": [[*_GO_ON, "checkout", "-q", "--", "src"]],
    "hook-post-index-change": [[*_GO_ON, "add", ".gitattributes"]],
}
# git itself takes these from the user's own configuration only, or never; here in case a version does not
REFUSED_BY_GIT = {"alias-of-a-builtin", "pack-objects-hook"}
IN_FOLDERS = {"bare-fsmonitor": "docs/bare", "linked-fsmonitor": "linked"}


@pytest.mark.parametrize("name", [*CARELESS, *IN_FOLDERS])
def test_plain_git_runs_the_plant(planted: Trap, name: str) -> None:
    for arguments in CARELESS.get(name, [["status"]]):
        planted.plain(*arguments, folder=IN_FOLDERS.get(name, "."), stdin="url=https://127.0.0.1/x\n\n")
    assert name in planted.ran


def test_each_plant_is_known_to_run(planted: Trap) -> None:
    names = {path.name for path in (planted.canaries.parent / "planted").iterdir()}
    known = {*CARELESS, *IN_FOLDERS, *REFUSED_BY_GIT}
    assert {name for name in names - known if not name.startswith("hook-")} == set()
