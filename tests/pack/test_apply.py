"""The one writer: atomic, through no planted link, with nothing lost."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.driver import ROOT, snapshot
from ygs_cli.changes import NOTHING, Remove, RemoveFolder, Write, digest
from ygs_cli.errors import YgsError
from ygs_cli.shell import apply


def test_writes_files_and_makes_their_folders(tmp_path: Path) -> None:
    apply.run(tmp_path, [Write("a/b/c.md", b"text"), Write("run.sh", b"#!/bin/sh\n", mode=0o755)])
    assert (tmp_path / "a/b/c.md").read_bytes() == b"text"
    assert os.access(tmp_path / "run.sh", os.X_OK)
    assert not [name for name in snapshot(tmp_path) if "tmp" in name]


def test_keeps_the_mode_of_the_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("old")
    (tmp_path / "secret").chmod(0o600)
    apply.run(tmp_path, [Write("secret", b"new")])
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secret").read_bytes() == b"new"


def test_refuses_a_file_that_changed_since_it_was_looked_at(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("the user's words")
    for change in (
        Write("note", b"new", expect=digest(b"what was planned on")),
        Write("note", b"new", expect=NOTHING),
        Remove("note", expect=digest(b"what was planned on")),
    ):
        with pytest.raises(YgsError, match="changed while"):
            apply.run(tmp_path, [change])
    assert (tmp_path / "note").read_text() == "the user's words"


@pytest.mark.parametrize("planted", ["folder/file", "folder/deep/file", "link", "loop"])
def test_follows_no_link_below_the_root(tmp_path: Path, planted: str) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "file").write_text("precious")
    (root / "folder").symlink_to(outside)
    (root / "link").symlink_to(outside / "file")
    (root / "loop").symlink_to("loop")
    before = snapshot(tmp_path)
    for change in (Write(planted, b"overwritten"), Remove(planted)):
        with pytest.raises(YgsError):
            apply.run(root, [change])
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("path", ["../up", "a/../../up", "/etc/passwd", "", "."])
def test_refuses_a_path_that_is_not_below_the_root(tmp_path: Path, path: str) -> None:
    with pytest.raises(YgsError, match="below the root"):
        apply.run(tmp_path, [Write(path, b"x")])


def test_a_folder_goes_only_when_it_is_empty(tmp_path: Path) -> None:
    apply.run(tmp_path, [Write("full/file", b""), Write("bare/file", b""), Remove("bare/file")])
    apply.run(tmp_path, [RemoveFolder("full"), RemoveFolder("bare"), RemoveFolder("not-there"), Remove("no/file")])
    assert set(snapshot(tmp_path)) == {"full", "full/file"}


def test_a_document_is_written_through_a_link_inside_the_project(tmp_path: Path) -> None:
    (tmp_path / "CLAUDE.md").write_text("old")
    (tmp_path / "AGENTS.md").symlink_to("CLAUDE.md")
    apply.documents(tmp_path, [Write("AGENTS.md", b"new", expect=digest(b"old"))])
    assert (tmp_path / "AGENTS.md").is_symlink()
    assert (tmp_path / "CLAUDE.md").read_bytes() == b"new"


@pytest.mark.parametrize("target", ["../outside", "loop.md", ".git/hooks/pre-commit", "/etc/hosts"])
def test_a_document_is_not_written_through_a_link_that_leads_elsewhere(tmp_path: Path, target: str) -> None:
    project = tmp_path / "project"
    (project / ".git/hooks").mkdir(parents=True)
    (project / "loop.md").symlink_to("loop.md")
    (project / "AGENTS.md").symlink_to(target)
    before = snapshot(tmp_path)
    with pytest.raises(YgsError) as caught:
        apply.documents(project, [Write("AGENTS.md", b"new")])
    assert "AGENTS.md" in caught.value.where
    assert snapshot(tmp_path) == before


def test_what_a_killed_process_left_is_swept_and_a_living_one_is_not_disturbed(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    (tmp_path / f".ygs-tmp-{dead.pid}").write_text("half")
    (tmp_path / f".ygs-tmp-{os.getppid()}").write_text("at work")
    apply.run(tmp_path, [Write("file", b"text")])
    assert set(snapshot(tmp_path)) == {"file", f".ygs-tmp-{os.getppid()}"}


def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    program = (
        "import sys; from pathlib import Path; from ygs_cli.shell import apply\n"
        "from ygs_cli.errors import YgsError; from ygs_cli.changes import Write\n"
        "try: apply.run(Path(sys.argv[1]), [Write('file', b'x' * 100_000)])\n"
        "except YgsError as problem: print(problem.message, problem.where)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == f"could not write: File too large {tmp_path}/file"
    assert set(snapshot(tmp_path)) == {"file"}
    assert (tmp_path / "file").read_text() == "old"


def test_established_folders_appear_with_their_record_and_retire_with_it(tmp_path: Path) -> None:
    before = snapshot(tmp_path)
    made = apply.establish(tmp_path / "a/b/.ygs", "record", lambda parents: str(parents).encode())
    assert made == 2
    assert (tmp_path / "a/b/.ygs/record").read_text() == "2"
    assert apply.establish(tmp_path / "a/b/.ygs", "record", lambda parents: b"again") is None
    apply.retire(tmp_path / "a/b/.ygs", 2)
    assert snapshot(tmp_path) == before


def test_retiring_leaves_a_folder_that_others_use(tmp_path: Path) -> None:
    apply.establish(tmp_path / "a/b/.ygs", "record", lambda parents: b"")
    (tmp_path / "a/theirs").write_text("x")
    apply.retire(tmp_path / "a/b/.ygs", 2)
    assert set(snapshot(tmp_path)) == {"a", "a/theirs"}
