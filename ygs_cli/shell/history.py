"""What git knows. The only module that runs git, and it trusts no repository.

A checkout can carry configuration that runs programs: core.fsmonitor, hooks, filters, external diff,
textconv, gpg.program, a pager. No command here compares the work tree (`status` and `diff` run clean
filters; `move_in_index`, which cannot help it, switches filters off), and `environment` switches the rest
off through GIT_CONFIG_COUNT, which outranks the repository's own configuration (git-config(1)). Files are
listed by `ls-files` and `ls-tree` and hashed by us.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ygs_cli.drift.timeline import Change, Commit, Timeline
from ygs_cli.errors import YgsError

_SETTINGS = {
    "blame.ignoreRevsFile": "",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.untrackedCache": "false",
    "core.quotePath": "false",
    "core.sshCommand": "false",
    "diff.external": "",
    "diff.noprefix": "false",
    "gpg.program": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
    "safe.bareRepository": "explicit",
    "submodule.recurse": "false",
    "uploadpack.packObjectsHook": "",
    "credential.helper": "",
}
# What `git add --intent-to-add` records, in both object formats.
_EMPTY_BLOBS = frozenset(
    {
        b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    }
)
_REMOVED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF", "GIT_CONFIG_PARAMETERS")


@cache
def environment() -> Mapping[str, str]:
    """The environment for every git process, of the plumbing here and of GitPython alike."""
    kept = {name: value for name, value in os.environ.items() if name not in _REMOVED}
    kept |= {
        # Outranks any `protocol.<name>.allow` of the repository: nothing is fetched, also by a git that is
        # too old to know GIT_NO_LAZY_FETCH.
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CONFIG_COUNT": str(len(_SETTINGS)),
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
    for number, (key, value) in enumerate(_SETTINGS.items()):
        kept[f"GIT_CONFIG_KEY_{number}"] = key
        kept[f"GIT_CONFIG_VALUE_{number}"] = value
    return kept


def run(
    root: Path,
    *arguments: str,
    stdin: bytes | None = None,
    ok: Iterable[int] = (0,),
    settings: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
) -> bytes:
    """The standard output of one git command in `root`; `settings` join those that hold for every command, and
    `variables` the environment.

    Raises YgsError when git is missing or ends with a code that is not in `ok`.
    """
    command = ["git", "--no-pager", "-C", str(root), *arguments]
    try:
        env = {**_with_settings(environment(), settings or {}), **(variables or {})}
        done = subprocess.run(command, input=stdin, capture_output=True, env=env, check=False)
    except FileNotFoundError:
        raise YgsError("git was not found", hint="install git and put it on PATH") from None
    if done.returncode not in ok:
        raise YgsError(f"git {arguments[0]}: {_reason(done)}", where=str(root))
    return done.stdout


def _with_settings(env: Mapping[str, str], settings: Mapping[str, str]) -> Mapping[str, str]:
    more = {"GIT_CONFIG_COUNT": str(len(_SETTINGS) + len(settings))}
    for number, (key, value) in enumerate(settings.items(), len(_SETTINGS)):
        more |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return {**env, **more}


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git says went wrong, in one line: advice may follow it."""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or [str(done.returncode)]
    return next((line for line in lines if line.startswith(("fatal: ", "error: "))), lines[-1])


def top_level(folder: Path) -> Path | None:
    """The root of the work tree that `folder` is in, or None outside git, in a bare repository, or without git.

    None also where the repository's configuration (core.worktree) names a work tree other than the folder
    that holds `.git`: a checkout must not choose where ygs reads and writes.
    """
    try:
        out = run(folder, "rev-parse", "--show-toplevel")
    except YgsError:
        return None
    top = Path(os.fsdecode(out.rstrip(b"\n")))
    here = folder.resolve()
    nearest = next((place for place in (here, *here.parents) if os.path.lexists(place / ".git")), None)
    return top if top == nearest else None


def is_git_folder(folder: Path) -> bool:
    """Whether a folder is, or lies in, git's own: a bare repository or a `.git`."""
    places = (folder, *folder.parents)
    return any((p / "HEAD").is_file() and (p / "objects").is_dir() and (p / "refs").is_dir() for p in places)


def listed(root: Path) -> tuple[str, ...]:
    """Paths of all files that git tracks or would offer to add below `root`, relative to it, sorted.

    Names that are not UTF-8 come with surrogate escapes. Submodules appear as their folder's name.
    """
    out = run(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return tuple(sorted({os.fsdecode(name) for name in out.split(b"\0") if name}))


def ignored(root: Path, paths: Iterable[str]) -> frozenset[str]:
    """Those of `paths` (relative to `root`, existing or not) that the ignore rules of the repository match."""
    names = [path for path in paths if path and "\0" not in path]
    if not names:
        return frozenset()
    stdin = b"".join(os.fsencode(name) + b"\0" for name in names)
    out = run(root, "check-ignore", "-z", "--stdin", "--no-index", stdin=stdin, ok=(0, 1, 128))
    return frozenset(os.fsdecode(name) for name in out.split(b"\0") if name)


def paths_on_all_branches(root: Path, folder: str) -> frozenset[str]:
    """Paths, relative to `folder`, of the files below it at the tip of every local and remote-tracking branch.

    `folder` is relative to `root`, which may itself lie deep inside the repository.
    """
    top = top_level(root)
    if top is None or "\n" in folder:
        return frozenset()
    inside = os.path.normpath(root.resolve().relative_to(top) / folder)
    wanted = "" if inside == "." else inside
    requests = "".join(f"{tip}:{wanted}\n" for tip in _branch_tips(root))
    paths: set[str] = set()
    answers = run(root, "cat-file", "--batch-check", stdin=os.fsencode(requests)).decode("ascii", "replace")
    for tree in sorted({line.split()[0] for line in answers.splitlines() if " tree " in line}):
        names = run(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", tree)
        paths.update(os.fsdecode(name) for name in names.split(b"\0") if name)
    return frozenset(paths)


def documents_on_other_branches(root: Path) -> list[str]:
    """The texts of Markdown files below `root` that some branch has and HEAD has not, or has otherwise."""
    tips = _branch_tips(root)
    head = run(root, "rev-parse", "--verify", "--quiet", "HEAD^{tree}", ok=(0, 1, 128)).strip().decode("ascii")
    answers = run(
        root, "cat-file", "--batch-check=%(objectname)", stdin="".join(f"{t}^{{tree}}\n" for t in tips).encode()
    )
    trees = sorted({line for line in answers.decode("ascii").split("\n") if line and " " not in line} - {head})
    if not trees:
        return []
    empty = run(root, "hash-object", "-t", "tree", "--stdin", stdin=b"").strip().decode("ascii")
    pairs = "".join(f"{head or empty} {tree}\n" for tree in trees).encode("ascii")
    options = ("-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--relative")
    out = run(root, "diff-tree", "--stdin", *options, stdin=pairs)
    found = re.findall(rb":\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [AMT]\0[^\0]*\.(?:md|markdown|mdx)\0", out, re.IGNORECASE)
    return list(blobs(root, (_blob(name) for name in found)).values())


def _branch_tips(root: Path) -> list[str]:
    """The commits that branches point to; a branch that points to nothing (a stale origin/HEAD) has none."""
    from git import InvalidGitRepositoryError, NoSuchPathError, Repo

    tips: set[str] = set()
    try:
        with Repo(root, search_parent_directories=True) as repository:
            repository.git.update_environment(**environment())
            for ref in repository.references:
                if ref.path.startswith(("refs/heads/", "refs/remotes/")):
                    with suppress(ValueError):
                        tips.add(ref.commit.hexsha)
    except (InvalidGitRepositoryError, NoSuchPathError, ValueError):
        return []
    return sorted(tips)


@dataclass(frozen=True, slots=True)
class Birth:
    """When a file came into the history of HEAD: the commit, how many are older, and the names it had since,
    each relative to the top of the repository.
    """

    commit: str
    age: int
    names: tuple[str, ...]


def births(root: Path, paths: Iterable[str]) -> dict[str, Birth]:
    """When each file was added, also under another name. A file that HEAD does not have is left out.

    Of two commits none of which follows the other, the one with the later date counts as later.
    """
    found = {path: born for path in paths if (born := _birth(root, path))}
    if not found:
        return {}
    inside = os.fsdecode(run(root, "rev-parse", "--show-prefix").removesuffix(b"\n"))
    order = run(root, "rev-list", "--date-order", "HEAD").decode("ascii").split()
    age = {commit: number for number, commit in enumerate(reversed(order))}
    return {
        path: Birth(commit, age.get(commit, 0), tuple(inside + name for name in names))
        for path, (commit, names) in found.items()
    }


def _birth(root: Path, path: str) -> tuple[str, list[str]] | None:
    """The commit that added a file and its names, latest first. Not `log --follow`: that takes a document for
    a copy of any other that was made from the same template.
    """
    options = ("--format=%H", "--diff-filter=A", "--no-renames", "--no-ext-diff", "--no-textconv")
    names, commit = [path], ""
    while added := run(root, "log", *options, "HEAD", "--", names[-1], ok=(0, 128)).split():
        commit = added[-1].decode("ascii")
        before = next((old for old, (new, _) in renames(root, commit).items() if new == names[-1]), "")
        if not before or before in names:
            break
        names.append(before)
    return (commit, names) if commit else None


def blame(root: Path, path: str) -> list[tuple[str, str]]:
    """The lines of a file at HEAD, each with the commit that wrote it; none for a file that HEAD does not have."""
    out = run(root, "blame", "--porcelain", "HEAD", "--", path, ok=(0, 128)).decode("utf-8-sig", "replace")
    found, commit = [], ""
    for line in out.split("\n"):
        if line.startswith("\t"):
            found.append((commit, line[1:].removesuffix("\r")))
        elif re.match(r"[0-9a-f]{40,64} \d+ \d+", line):
            commit = line.partition(" ")[0]
    return found


def having(root: Path, places: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Those of some (commit, path from the top of the repository) of which the commit has the file."""
    asked = [place for place in places if "\n" not in place[1]]
    stdin = os.fsencode("".join(f"{commit}:{path}\n" for commit, path in asked))
    answers = run(root, "cat-file", "--batch-check=%(objecttype)", stdin=stdin).split(b"\n")
    return frozenset(place for place, answer in zip(asked, answers, strict=False) if answer == b"blob")


def is_merging(root: Path) -> bool:
    """Whether a merge, rebase or cherry-pick is under way: what is on disk is not in any commit yet."""
    names = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
    out = run(root, "rev-parse", *(part for name in names for part in ("--git-path", name)))
    return any((root / os.fsdecode(line)).exists() for line in out.split(b"\n") if line)


MAX_COMMITS = 30_000
_MAX_BLOB = 2_000_000


def timeline(root: Path) -> Timeline | None:
    """The history of the repository along the first parents of HEAD, or None before the first commit.

    Paths are relative to `root`, which may be a folder below the top level.
    """
    head = run(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}", ok=(0, 1, 128)).strip()
    if not head:
        return None
    shallow = run(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    out = run(
        root,
        *("log", "--first-parent", "--diff-merges=first-parent", "--raw", "-z", "--no-renames", "--no-abbrev"),
        *(
            "--no-ext-diff",
            "--no-textconv",
            "--ignore-submodules=none",
            f"--max-count={MAX_COMMITS}",
            "--relative",
        ),
        *("--format=%x01%H%x02%cs%x02%s", "HEAD", "--", "."),
    )
    commits = tuple(_commits(out))
    complete = not shallow and len(commits) < MAX_COMMITS
    return Timeline(commits, _tree_of(root, "HEAD"), complete)


def _commits(out: bytes) -> Iterator[Commit]:
    for block in out.split(b"\x01")[1:]:
        title, _, rest = block.partition(b"\0")
        name, date, subject = title.split(b"\x02", 2)
        fields = rest.lstrip(b"\n").split(b"\0")
        changes = []
        for entry, path in zip(fields[::2], fields[1::2], strict=False):
            parts = entry.lstrip(b"\n:").split(b" ")
            if len(parts) == 5:
                changes.append(Change(os.fsdecode(path), _blob(parts[2]), _blob(parts[3])))
        text = subject.decode("utf-8", "replace").strip()
        yield Commit(name.decode("ascii"), text, tuple(changes), date.decode("ascii"))


def _blob(name: bytes) -> str:
    return "" if not name.strip(b"0") else name.decode("ascii")


def tree(root: Path, revision: str) -> dict[str, str]:
    """The files of a revision below `root`: path -> blob id. Raises YgsError for a revision git does not know."""
    name = run(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}", ok=(0, 1, 128)
    )
    if not name.strip():
        raise YgsError(f"no such revision '{revision}'", where=str(root), hint="a branch, a tag or a commit")
    return _tree_of(root, name.strip().decode("ascii"))


def _tree_of(root: Path, commit: str) -> dict[str, str]:
    out = run(root, "ls-tree", "-r", "-z", commit)
    tree = {}
    for entry in out.split(b"\0"):
        head, _, path = entry.partition(b"\t")
        if path:
            tree[os.fsdecode(path)] = head.split(b" ")[2].decode("ascii")
    return tree


def blobs(root: Path, names: Iterable[str]) -> dict[str, str]:
    """The texts of blobs, by id, read by one process. Binary, huge and absent ones are left out."""
    wanted = sorted({name for name in names if name})
    if not wanted:
        return {}
    out = run(root, "cat-file", "--batch", stdin="".join(f"{name}\n" for name in wanted).encode("ascii"))
    texts: dict[str, str] = {}
    place = 0
    for name in wanted:
        end = out.index(b"\n", place)
        parts = out[place:end].split(b" ")
        place = end + 1
        if len(parts) != 3:  # "<name> missing"
            continue
        size = int(parts[2])
        data = out[place : place + size]
        place += size + 1
        if parts[1] == b"blob" and size <= _MAX_BLOB and b"\0" not in data[:8192]:
            texts[name] = data.decode("utf-8-sig", "replace")
    return texts


def renames(root: Path, commit: str) -> dict[str, tuple[str, int]]:
    """The files that a commit renamed, against its first parent: old path -> (new path, similarity in percent)."""
    out = run(
        root,
        *("diff-tree", "-r", "-z", "-M50%", "--diff-filter=R", "--no-commit-id", "--no-ext-diff", "--no-textconv"),
        *("--relative", "-m", "--first-parent", commit),
        ok=(0, 128),
    )
    fields = out.split(b"\0")
    found: dict[str, tuple[str, int]] = {}
    for entry, old, new in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
        score = entry.rpartition(b"R")[2]
        found.setdefault(os.fsdecode(old), (os.fsdecode(new), int(score) if score.isdigit() else 0))
    return found


def move_in_index(root: Path, source: str, target: str) -> bool:
    """Let git's index have the entry of `source` under `target`, as `git mv` does; whether `target` has one then.

    Not `git mv` itself: that renames the file too, and a kill between its rename and its index leaves the
    two apart. `update-index --index-info` reads entries from its input and writes the index in one step.
    While writing, git looks again at files that are as young as the index (gitformat-index(5), racy git), and
    that runs clean filters: they are switched off, so such a file may count as changed until git looks the
    next time. Hooks and monitors are off as everywhere here.

    The staged content goes with the entry. Nothing is done for a file that git does not track (or only
    intends to: its entry is the empty blob), or when `target` has an entry of its own.

    Raises YgsError when the file is in the middle of a merge, or when the index cannot be written.
    """
    out = run(root, "ls-files", "-z", "--stage", "--full-name", "--", f":(literal){source}")
    entries = [entry for entry in out.split(b"\0") if entry]
    there = bool(run(root, "ls-files", "-z", "--", f":(literal){target}"))
    if there or not entries:
        return there
    meta, _, full = entries[0].partition(b"\t")
    mode, blob, stage = meta.split()
    if stage != b"0":
        raise YgsError("the file is in the middle of a merge", where=source, hint="end the merge, then git add it")
    if blob in _EMPTY_BLOBS:
        return False
    moved = full[: len(full) - len(os.fsencode(source))] + os.fsencode(target)
    lines = b"0 %s\t%s\0%s %s 0\t%s\0" % (b"0" * len(blob), full, mode, blob, moved)
    try:
        run(root, "update-index", "-z", "--index-info", stdin=lines, settings=no_filters(root))
    except YgsError as problem:
        hint = "nothing was moved: run this again when no other git is at work here"
        raise YgsError(problem.message, where=problem.where, hint=hint) from None
    return True


def no_filters(root: Path, variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """Settings that switch off every filter which the configuration of a repository, or of its user, names."""
    out = run(root, "config", "-z", "--name-only", "--get-regexp", r"^filter\.", ok=(0, 1), variables=variables)
    drivers = {os.fsdecode(name).rpartition(".")[0] for name in out.split(b"\0") if name}
    off = {"clean": "", "smudge": "", "process": "", "required": "false"}
    return {f"{driver}.{key}": value for driver in sorted(drivers) for key, value in off.items()}


def head(root: Path) -> str:
    """The commit that HEAD points to, "" before the first one."""
    found = run(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}", ok=(0, 1, 128))
    return found.strip().decode("ascii", "replace")


def commits_since(root: Path, before: str) -> int:
    """How many commits HEAD has that `before` has not; all of them when `before` is ""."""
    if not head(root):
        return 0
    count = run(root, "rev-list", "--count", "HEAD", *((f"^{before}",) if before else ()), ok=(0, 128)).strip()
    return int(count) if count.isdigit() else 0


def committed_since(root: Path, before: str) -> frozenset[str]:
    """The paths, relative to `root`, that differ between the commit `before` ("": none) and HEAD."""
    now = head(root)
    if not now or now == before:
        return frozenset()
    if not before:
        return frozenset(_tree_of(root, now))
    out = run(
        root,
        *("diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative"),
        *(before, now),
        ok=(0, 128),
    )
    return frozenset(os.fsdecode(name) for name in out.split(b"\0") if name)


def uncommitted(root: Path) -> frozenset[str]:
    """The paths, relative to `root`, of files that are not as HEAD has them: changed, staged, deleted or new.

    `ls-files` compares a file only when its size or times are not those of the index, and it would run clean
    filters for that: all that are configured are switched off, so a filtered file can count as changed.
    """
    options = ("--modified", "--deleted", "--others", "--exclude-standard")
    out = run(root, "ls-files", "-z", *options, settings=no_filters(root))
    found = {os.fsdecode(name) for name in out.split(b"\0") if name}
    if now := head(root):
        out = run(root, "diff-index", "--cached", "-z", "--name-only", "--no-renames", "--relative", now)
        found |= {os.fsdecode(name) for name in out.split(b"\0") if name}
    return frozenset(found)
