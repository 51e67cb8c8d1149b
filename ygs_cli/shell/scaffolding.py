"""`ygs new`: numbers, renders and writes one document, seen against the work tree and every branch."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from ygs_cli.artifacts import ids, kinds, scaffold
from ygs_cli.artifacts.ids import Naming
from ygs_cli.artifacts.kinds import Kind
from ygs_cli.artifacts.scaffold import Template
from ygs_cli.changes import NOTHING, Write
from ygs_cli.errors import YgsError
from ygs_cli.shell import apply, history, shipped, workspace
from ygs_cli.shell.workspace import Workspace

TEAM_TEMPLATES = ".ygs/templates"


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; an empty text or None means: as the project does it."""

    kind: Kind
    title: str
    settings: tuple[str, ...] = ()
    slug: str = ""
    date: str = ""
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that was, or would be, written: `path` is relative to the project's root."""

    identifier: str
    path: str
    text: str


def new(root: Path, request: Request, *, write: bool) -> NewDocument:
    """Make a document of a kind with the next free number.

    Raises YgsError for answers that do not fit, a path outside the project, or an existing file; then
    nothing was written.
    """
    if history.is_git_folder(root):
        raise YgsError("a folder of git itself", where=str(root), hint="name the work tree")
    template = _template(root, request.kind)
    with locked(root):
        document = _document(root, request, template)
        if write:
            apply.documents(root, [Write(document.path, document.text.encode("utf-8"), expect=NOTHING)])
    return document


def _document(root: Path, request: Request, template: Template) -> NewDocument:
    kind, title = request.kind, scaffold.one_line(request.title)
    values = scaffold.answers(kind, template, request.settings)
    day = scaffold.parse_date(request.date) if request.date else date.today().isoformat()
    space = workspace.discover(root)
    home = ids.folder_of(kind, space.files)
    folder = _inside(root, request.folder) if request.folder else home
    if kind.name == "task" and not request.folder:
        folder = f"{home}/{values['status']}"
    number, naming = _number(space, kind, {home, folder})
    identifier = kinds.identifier(kind, number)
    path = str(PurePosixPath(folder) / naming.file_name(number, _slug(request, title)))
    if os.path.lexists(root / path):
        raise YgsError("the file is already there", where=path, hint="choose another --slug")
    values |= {"id": identifier, "title": title, "date": day, "number": f"{number:04d}"}
    return NewDocument(identifier, path, scaffold.render(kind, template, values))


def _slug(request: Request, title: str) -> str:
    if not request.slug:
        return scaffold.slug(title, request.kind.name)
    if scaffold.slug(request.slug, "") != request.slug:
        near = scaffold.slug(request.slug, request.kind.name)
        raise YgsError(
            f"'{request.slug}' is no slug: lower-case letters, digits and single hyphens, at most "
            f"{scaffold.SLUG_LENGTH} characters",
            hint=f"such as '{near}'",
        )
    return request.slug


def _number(space: Workspace, kind: Kind, folders: set[str]) -> tuple[int, Naming]:
    """The next number over the work tree and all branches, and how files are named where it goes."""
    names = {name for name in space.files if _below(name, folders)}
    for folder in sorted(folders):
        names |= history.paths_on_all_branches(space.root, folder)
    number = ids.next_number(kind, names, _identifiers(space))
    return number, ids.naming_of(sorted(names))


def free_number(space: Workspace, kind: Kind, folder: str) -> int:
    """The next number of a kind, as `new` would take it for a document in `folder`."""
    return _number(space, kind, {ids.folder_of(kind, space.files), folder})[0]


def _below(name: str, folders: Iterable[str]) -> bool:
    return any(name.startswith(f"{folder}/") or folder == "." for folder in folders)


def _identifiers(space: Workspace) -> Iterator[str]:
    for name in space.own_files:
        if PurePosixPath(name).suffix.lower() in workspace.MARKDOWN:
            source = space.reads(name)
            if source and (found := ids.front_id(source.text)):
                yield found
    if space.is_git:
        yield from filter(None, map(ids.front_id, history.documents_on_other_branches(space.root)))


def _inside(root: Path, folder: Path) -> str:
    full = Path(os.path.normpath(Path.cwd() / folder))
    for base in (root, root.resolve()):
        with suppress(ValueError):
            return full.relative_to(base).as_posix()
    raise YgsError("outside the project", where=str(folder), hint=f"the root is {root}")


def _template(root: Path, kind: Kind) -> Template:
    """The team's own template of a kind, else the shipped one."""
    own = f"{TEAM_TEMPLATES}/{kind.name}.md"
    if os.path.lexists(root / own):
        source = workspace.read_text(root, own)
        if source is None:
            raise YgsError("the template is not a readable text file of the project", where=own)
        return Template(own, source.text)
    name = f"{kind.name}.md"
    source = workspace.read_text(shipped.templates(), name)
    if source is None:
        where = str(shipped.templates() / name)
        raise YgsError("a shipped template is missing", where=where, hint="install ygs-cli again")
    return Template(f"templates/{name}", source.text)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the one lock of a project folder: two `ygs new` must not take the same number.

    The lock is on the open folder itself (flock(2)), so nothing is left behind, not even after a kill.
    """
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # a file system without locks: the write itself still refuses an existing file
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
