"""A repository that tries to run programs of its own: each plant leaves a file with its name when it ran."""

from __future__ import annotations

import os
import pty
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.driver import Git

HOOKS = (
    "applypatch-msg commit-msg fsmonitor-watchman post-applypatch post-checkout post-commit post-index-change "
    "post-merge post-rewrite pre-applypatch pre-auto-gc pre-commit pre-merge-commit pre-push pre-rebase "
    "prepare-commit-msg reference-transaction sendemail-validate update"
).split()
SIGNATURE = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n planted\n -----END PGP SIGNATURE-----\n"
BUILT_IN = "blame cat-file check-ignore diff diff-tree for-each-ref log ls-files ls-tree rev-list rev-parse show"


@dataclass
class Trap:
    """The planted project, a folder beside it that its git configuration points to, and the plants that ran."""

    project: Path
    elsewhere: Path
    canaries: Path
    git: Git
    lost: str  # a file of an old commit that only the planted remote could deliver

    def canary(self, name: str) -> str:
        """A program that leaves a file called `name` and fails."""
        script = self.canaries.parent / "planted" / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(f"#!/bin/sh\n: > '{self.canaries / name}'\nexit 1\n")
        script.chmod(0o755)
        return str(script)

    @property
    def ran(self) -> set[str]:
        """Names of the plants that ran."""
        return {path.name for path in self.canaries.iterdir()}

    def plain(self, *arguments: str, folder: str = ".", stdin: str = "") -> None:
        """Run git as a careless program does: with the repository's own configuration, on a terminal."""
        identity = {f"GIT_{who}_{what}": "ada@x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        master, slave = pty.openpty()
        try:
            subprocess.run(
                ["git", *arguments],
                cwd=self.project / folder,
                env=identity | {"HOME": str(self.project.parent), "PATH": os.environ["PATH"], "TERM": "dumb"},
                input=stdin,
                text=True,
                stdout=slave,
                stderr=subprocess.DEVNULL,
                timeout=30,
                check=False,
            )
        finally:
            os.close(slave)
            os.close(master)


def build(folder: Path) -> Trap:
    """A project with documents, code and three commits, and every plant in place."""
    project, elsewhere, canaries = folder / "project", folder / "elsewhere", folder / "canaries"
    for path in (project, elsewhere, canaries):
        path.mkdir(parents=True)
    (elsewhere / "elsewhere.md").write_text("---\nid: [\n---\n# Elsewhere\n\nSee `src/gone.py`.\n")
    git = Git(project)
    git("init", "-q", "-b", "main")
    _history(git)
    trap = Trap(project, elsewhere, canaries, git, git("rev-parse", "HEAD~1:README.md").strip())
    _sign(git)
    _configure(trap)
    _attributes(trap)
    _embed(trap)
    for name in HOOKS:
        (project / ".git/hooks" / name).unlink(missing_ok=True)
        (project / ".git/hooks" / name).symlink_to(trap.canary(f"hook-{name}"))
    (project / ".git/objects" / trap.lost[:2] / trap.lost[2:]).unlink()
    (project / ".git/refs/heads/lost").write_text(f"{'1' * 40}\n")
    return trap


def _history(git: Git) -> None:
    readme = "# Project\n\nSee `src/app.py`, `src/app.py:run`, [old](docs/old.md) and `run(name)`.\n"
    git.commit(
        "one", {"README.md": readme, "src/app.py": "def run(name):\n    return name\n", "docs/old.md": "# O\n"}
    )
    git.commit("two", {"README.md": readme + "\nMore about `src/gone.py`.\n", "src/gone.py": "x = 1\n"})
    git("mv", "src/app.py", "src/main.py")
    git("rm", "-q", "src/gone.py", "docs/old.md")
    git.commit("three", {"README.md": readme + "\nMore about `src/gone.py` still.\n", "note.inc": "note\n"})


def _sign(git: Git) -> None:
    """Give the last commit a signature, so that showing the log would call a verifier."""
    head, _, message = git("cat-file", "commit", "HEAD").partition("\n\n")
    signed = git.root.parent / "commit"
    signed.write_text(f"{head}\n{SIGNATURE}\n{message}")
    git("reset", "-q", "--soft", git("hash-object", "-t", "commit", "-w", str(signed)).strip())


def _configure(trap: Trap) -> None:
    included = trap.project / "included.cfg"
    included.write_text(f'[filter "included"]\n\tclean = {trap.canary("included-filter")}\n')
    settings = {
        "core.fsmonitor": trap.canary("fsmonitor"),
        "core.pager": trap.canary("pager"),
        "core.editor": trap.canary("editor"),
        "core.askPass": trap.canary("askpass"),
        "core.sshCommand": trap.canary("ssh"),
        "core.gitProxy": trap.canary("git-proxy"),
        "credential.helper": trap.canary("credential-helper"),
        "diff.external": trap.canary("external-diff"),
        "diff.planted.textconv": trap.canary("textconv"),
        "diff.planted.cachetextconv": "false",
        "diff.command.command": trap.canary("diff-command"),
        "filter.planted.clean": trap.canary("clean"),
        "filter.planted.smudge": trap.canary("smudge"),
        "filter.process.process": trap.canary("filter-process"),
        "gpg.program": trap.canary("gpg"),
        "log.showSignature": "true",
        "uploadpack.packObjectsHook": trap.canary("pack-objects-hook"),
        "include.path": str(included),
        "alias.planted": f"!{trap.canary('alias')}",
        # a missing object is fetched from here, by any command that wants it (partial clone)
        "remote.origin.url": f"ext::{trap.canary('lazy-fetch')}",
        "remote.origin.promisor": "true",
        "remote.origin.partialCloneFilter": "blob:none",
        "protocol.ext.allow": "always",
        "extensions.partialClone": "origin",
        "core.repositoryFormatVersion": "1",
    }
    settings |= {f"alias.{name}": f"!{trap.canary('alias-of-a-builtin')}" for name in BUILT_IN.split()}
    for key, value in settings.items():
        trap.git("config", key, value)


def _attributes(trap: Trap) -> None:
    lines = "*.md diff=planted filter=planted\n*.inc filter=included\n*.py diff=command filter=process\n"
    (trap.project / ".gitattributes").write_text(lines)
    (trap.project / ".git/info/attributes").write_text(lines)


def _embed(trap: Trap) -> None:
    """A bare repository inside a folder, a `.git` file that leads to a planted one, a work tree elsewhere."""
    bare = trap.project / "docs/bare"
    for folder in (bare / "objects", bare / "refs"):
        folder.mkdir(parents=True)
    (bare / "HEAD").write_text("ref: refs/heads/main\n")
    (bare / "README.md").write_text("# Bare\n\nSee `src/gone.py`.\n")
    (bare / "config").write_text(
        f"[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = {trap.elsewhere}\n"
        f"\tfsmonitor = {trap.canary('bare-fsmonitor')}\n"
    )
    linked = trap.project / "linked"
    Git(linked.parent)("init", "-q", "--separate-git-dir", str(trap.project / "planted.git"), "linked")
    (linked / "README.md").write_text("# Linked\n\nSee `src/gone.py`.\n")
    Git(linked)("config", "core.fsmonitor", trap.canary("linked-fsmonitor"))
    away = trap.project / "away"
    away.mkdir()
    Git(away)("init", "-q")
    (away / "README.md").write_text("# Away\n\nSee `src/gone.py`.\n")
    Git(away)("config", "core.worktree", str(trap.elsewhere))
