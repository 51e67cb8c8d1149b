"""A branch of work: clone, commit, look at, pack, hand over. Git with the safe settings of `history`.

After an agent has worked in a clone, its configuration and attributes are the agent's word: every command names
the git folder and the work tree itself, runs no hook, filter or helper, and speaks no protocol but the one it
is for. What leaves the machine goes through a bundle into a fresh clone, so nothing that an agent configured is
near a token.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from ygs_cli.automation.contract import Exit
from ygs_cli.automation.work import Changed
from ygs_cli.errors import YgsError
from ygs_cli.shell import history

_OWN = "refs/heads/"
_IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "ygs"), ("EMAIL", "ygs@localhost"))
}
_QUIET = {
    "commit.gpgSign": "false",
    "core.alternateRefsCommand": "",
    "core.symlinks": "true",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "protocol.version": "2",
}


def clone(source: str, folder: Path, auth: Mapping[str, str], *, checkout: bool = True, branch: str = "") -> None:
    """Clone a repository (a folder or an address) without hard links, hooks, submodules or a remote to push to.

    `auth` are settings of git that carry a credential. Raises YgsError when it cannot be cloned.
    """
    options = ["--no-hardlinks", "--no-tags", "--template=", "--no-recurse-submodules"]
    options += [] if checkout else ["--no-checkout"]
    options += [f"--branch={branch}"] if branch else []
    local = Path(source).is_dir()
    settings = auth if local else {"core.sshCommand": "ssh -oBatchMode=yes"} | dict(auth)
    variables = {"GIT_ALLOW_PROTOCOL": "file" if local else "https:ssh"}
    address = str(Path(source).resolve()) if local else source
    command = ("clone", "--quiet", *options, "--", address, str(folder))
    history.run(folder.parent, *command, settings=settings, variables=variables)


def head(folder: Path) -> tuple[str, str]:
    """The commit that a clone has checked out, and the name of its branch. Raises YgsError for an empty one."""
    commit = _git(folder, "rev-parse", "--verify", "HEAD^{commit}").strip().decode("ascii")
    branch = _git(folder, "symbolic-ref", "--short", "HEAD", ok=(0, 1, 128)).strip()
    return commit, os.fsdecode(branch)


def commit_of(folder: Path, revision: str) -> str:
    """The commit that a revision names, "" for none."""
    found = _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", ok=(0, 1, 128))
    return found.strip().decode("ascii")


def start(folder: Path, branch: str, commit: str) -> None:
    """Begin a branch at a commit in a fresh clone, and take away the remote it was cloned from."""
    _git(folder, "checkout", "--quiet", "-B", branch, commit)
    _git(folder, "remote", "remove", "origin")


def commit_rest(folder: Path, branch: str, message: str) -> bool:
    """Commit everything that stands in the work tree and is not ignored; whether there was anything.

    Raises YgsError (77) when the work tree is on another branch than the run's.
    """
    current = os.fsdecode(_git(folder, "symbolic-ref", "HEAD", ok=(0, 1, 128)).strip())
    if current != _OWN + branch:
        hint = f"an agent works on {branch} only"
        raise YgsError("the workspace is on another branch", where=str(folder), hint=hint, exit_code=Exit.DENIED)
    _git(folder, "add", "--all")
    if _git(folder, "write-tree") == _git(folder, "rev-parse", "HEAD^{tree}"):
        return False
    command = ("commit", "--quiet", "--no-verify", "--cleanup=verbatim", "-m", message)
    _git(folder, *command, variables=_IDENTITY)
    return True


def restore(folder: Path) -> None:
    """Make the work tree what is committed; ignored files stay. What tests leave behind is no work of anybody."""
    _git(folder, "reset", "--quiet", "--hard")
    _git(folder, "clean", "--quiet", "-ffd")


def changes(folder: Path, base: str, tip: str) -> tuple[Changed, ...]:
    """The files that differ between two commits, with mode and, for links, target."""
    command = (
        "diff-tree",
        "-r",
        "-z",
        "--no-renames",
        "--no-ext-diff",
        "--no-textconv",
        "--ignore-submodules=none",
    )
    fields = _git(folder, *command, base, tip).split(b"\0")
    found = []
    for entry, path in zip(fields[::2], fields[1::2], strict=False):
        _, mode, _, blob, _ = entry.decode("ascii").split(" ")
        target = _git(folder, "cat-file", "blob", blob) if mode == "120000" else b""
        found.append(Changed(os.fsdecode(path), mode, os.fsdecode(target)))
    return tuple(found)


def commits(folder: Path, base: str, tip: str) -> tuple[str, ...]:
    """The commits of a branch above its base, oldest first. Raises YgsError (77) when it does not stand on it."""
    if _git(folder, "merge-base", base, tip, ok=(0, 1)).strip().decode("ascii") != base:
        hint = "an agent adds commits; it does not rewrite what was there"
        raise YgsError(
            "the branch does not stand on its base", where=str(folder), hint=hint, exit_code=Exit.DENIED
        )
    return tuple(_git(folder, "rev-list", "--reverse", f"{base}..{tip}").decode("ascii").split())


def patch(folder: Path, base: str, tip: str) -> str:
    """The change between two commits as text for a reader."""
    return _git(folder, "diff-tree", "-p", "--no-ext-diff", "--no-textconv", base, tip).decode("utf-8", "replace")


def pack(folder: Path, base: str, branch: str, bundle: Path) -> None:
    """Write the commits of a branch above its base into a bundle file."""
    _git(folder, "bundle", "create", "--quiet", str(bundle), f"{base}..{_OWN}{branch}")


def unpack(folder: Path, bundle: Path, branch: str) -> str:
    """Take the branch of a bundle into a fresh clone; its tip. Raises YgsError when it does not fit."""
    refs = f"{_OWN}{branch}:refs/ygs/work"
    command = (
        "fetch",
        "--quiet",
        "--no-tags",
        "--no-write-fetch-head",
        "--no-recurse-submodules",
        str(bundle),
        refs,
    )
    _git(folder, *command, variables={"GIT_ALLOW_PROTOCOL": "file"})
    return commit_of(folder, "refs/ygs/work")


def push(folder: Path, target: str, tip: str, branch: str, expected: str, auth: Mapping[str, str]) -> None:
    """Bring a commit to a branch of a repository (a folder or an address).

    Never by force: `expected` is the commit that the branch has now, "" when it must not exist yet.
    """
    local = Path(target).is_dir()
    command = ("push", "--quiet", "--no-verify", f"--force-with-lease={_OWN}{branch}:{expected}", "--")
    settings = dict(auth) if local else {"core.sshCommand": "ssh -oBatchMode=yes"} | dict(auth)
    variables = {"GIT_ALLOW_PROTOCOL": "file" if local else "https:ssh"}
    address = str(Path(target).resolve()) if local else target
    _git(folder, *command, address, f"{tip}:{_OWN}{branch}", settings=settings, variables=variables)


def _git(
    folder: Path,
    *arguments: str,
    ok: tuple[int, ...] = (0,),
    settings: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
) -> bytes:
    """One git command in a clone whose configuration nobody trusts."""
    inner = folder / ".git"
    if inner.is_symlink() or not inner.is_dir() or folder.is_symlink():
        hint = "the workspace holds a git folder of its own; nothing may replace it"
        raise YgsError("not the clone of this run", where=str(folder), hint=hint, exit_code=Exit.DENIED)
    named = {"GIT_DIR": str(inner.resolve()), "GIT_WORK_TREE": str(folder.resolve())}
    safe = _QUIET | history.no_filters(folder, named) | dict(settings or {})
    return history.run(folder, *arguments, ok=ok, settings=safe, variables=named | dict(variables or {}))
