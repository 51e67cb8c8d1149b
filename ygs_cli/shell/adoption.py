"""`ygs init --adopt`: looks at the documents of a project and proposes front matter, writing nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from ygs_cli import engine, rules
from ygs_cli.artifacts import adopt, ids
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.shell import workspace

_PLAIN_NAME = re.compile(r'[^\x00-\x1f\x7f"\\]+')
_NOTHING = (
    "nothing was recognised: a document needs a folder such as docs/adr and a number in its name, or a title or"
    " headings that tell its kind; one that has a kind already is left alone"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unified diff ("" for none), how many documents it changes, and how many were looked at."""

    patch: str
    adopted: int
    looked_at: int
    notes: tuple[str, ...] = ()


def propose(paths: Iterable[Path]) -> Proposal:
    """Look at the documents below `paths`, or of the whole project when there is none.

    Raises YgsError for a path that does not exist or lies outside the project.
    """
    wanted = tuple(paths)
    root = workspace.find_root(wanted[0] if wanted else Path())
    settings = workspace.read_config(root, frozenset(rule.name for rule in rules.every()))
    space = workspace.discover(root)
    chosen = workspace.selected(space, wanted) if wanted else frozenset(space.files)
    taken, sources, unreadable = [], [], []
    for name in space.own_files:
        if PurePosixPath(name).suffix.lower() not in workspace.MARKDOWN:
            continue
        source = space.reads(name)
        if source and (found := ids.front_id(source.text)):
            taken.append(found)
        if name not in chosen or any(engine.matches(name, glob) for glob in settings.exclude):
            continue
        exact = _exact(root, name) if source else None
        if exact is None or not _PLAIN_NAME.fullmatch(name):
            unreadable.append(f"{name}: not a UTF-8 text, or a name that no patch can carry; left out")
        else:
            sources.append(exact)
    adopted = adopt.propose(sources, taken, date.today().isoformat())
    notes = [*unreadable, *filter(None, map(adopt.hindrance, sources))]
    if wanted and not adopted and not notes:
        notes.append(_NOTHING)
    return Proposal(adopt.patch(adopted), len(adopted), len(sources), tuple(notes))


def _exact(root: Path, name: str) -> SourceFile | None:
    """A file with its line endings and byte-order mark, for a diff that applies; None if it is not UTF-8."""
    try:
        return SourceFile(name, (root / name).read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
