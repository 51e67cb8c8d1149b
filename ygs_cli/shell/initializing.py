"""`ygs init`: brings a project to the layout of life-cycle documents and touches nothing that is there."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ygs_cli import __version__, config
from ygs_cli.artifacts import layout, managed, scaffold, settings
from ygs_cli.artifacts.layout import Layout
from ygs_cli.artifacts.scaffold import Template
from ygs_cli.changes import NOTHING, Write, digest
from ygs_cli.errors import YgsError
from ygs_cli.shell import apply, history, shipped, workspace
from ygs_cli.shell.scaffolding import locked

_WORKFLOW = ".github/workflows/ygs.yml"
_PRE_COMMIT = ".pre-commit-config.yaml"
_MAX_AGENTS_FILE = 2_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """What `ygs init` does beyond folders, shared documents and configuration."""

    agents_md: bool = False
    ci: str = ""
    pre_commit: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the outcome: `action` is create, update or keep; `path` as a person would name it."""

    action: str
    path: str


@dataclass
class Outcome:
    """What was done, or in a dry run would be, in order; `advice` is what is left to the user."""

    root: Path
    entries: list[Entry] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)

    def keep(self, path: str) -> None:
        self.entries.append(Entry("keep", path))

    def write(self, path: str, data: bytes, *, before: bytes | None = None, shown: str = "") -> None:
        """Plan to create a file, or to replace `before` in it."""
        self.entries.append(Entry("create" if before is None else "update", shown or path))
        self.writes.append(Write(path, data, expect=NOTHING if before is None else digest(before)))


def initialize(project: Path | None, options: Options, *, dry_run: bool) -> Outcome:
    """Scaffold a project: the folder given, made if missing, or the project that the current folder is in.

    Every path is checked before the first is written. Raises YgsError for a file in the way of a folder, a
    link out of the project, or a file with half a managed block.
    """
    root = _root(project, make=not dry_run)
    if history.is_git_folder(root):
        raise YgsError("a folder of git itself", where=str(root), hint="name the work tree")
    if not root.exists():
        return _planned(root, layout.plan((), ()), options)
    with locked(root):
        outcome = _planned(root, _layout(root), options)
        for change in outcome.writes:
            _check(root, change.path)
        if not dry_run:
            apply.documents(root, outcome.writes)
    return outcome


def _root(project: Path | None, *, make: bool) -> Path:
    if project is None:
        return workspace.find_root(Path())
    if project.is_dir():
        return project.resolve()
    if os.path.lexists(project):
        raise YgsError("not a folder", where=str(project))
    if make:
        try:
            project.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise YgsError(f"could not make the folder: {problem.strerror}", where=str(project)) from None
    return project.absolute()


def _layout(root: Path) -> Layout:
    empty = [name for name in layout.candidates() if _is_empty_folder(root / name)]
    files = [name for name in workspace.discover(root).files if not _is_remnant(name)]
    return layout.plan(files, empty)


def _is_empty_folder(folder: Path) -> bool:
    with suppress(OSError):
        return folder.is_dir() and all(_is_remnant(entry.name) for entry in folder.iterdir())
    return False


def _is_remnant(name: str) -> bool:
    """Whether this is what a killed run left behind, which the next write into the folder clears away."""
    return name.rpartition("/")[2].startswith(".ygs-tmp-")


def _check(root: Path, path: str) -> None:
    """Raise YgsError for a path that could not be written: through a file, or a link out of the project."""
    inside = apply.behind_links(root, path)
    for parent in (root.resolve() / inside).parents:
        if os.path.lexists(parent):
            if not parent.is_dir():
                raise YgsError("a file is in the way of a folder", where=str(parent), hint="move it away")
            if not os.access(parent, os.W_OK | os.X_OK):
                raise YgsError("the folder cannot be written to", where=str(parent))
            return


def _planned(root: Path, plan: Layout, options: Options) -> Outcome:
    outcome = Outcome(root)
    for present in sorted(set(plan.present)):
        outcome.keep(present if (root / present).is_file() else f"{present}/")
    for folder in plan.missing:
        there = (root / folder).is_dir()
        _new_file(outcome, f"{folder}/.gitkeep", "", shown="" if there else f"{folder}/")
    for path, template in plan.files:
        _new_file(outcome, path, _project_template(template).text)
    _new_file(outcome, config.CONFIG_PATH, settings.commented_defaults())
    _schema(outcome)
    if options.ci:
        _new_file(outcome, _WORKFLOW, _filled("ygs-workflow.yml"))
    if options.pre_commit:
        _pre_commit(outcome)
    if options.agents_md:
        _agents_files(outcome, plan)
    return outcome


def _new_file(outcome: Outcome, path: str, text: str, *, shown: str = "") -> None:
    if os.path.lexists(outcome.root / path):
        outcome.keep(shown or path)
    else:
        outcome.write(path, text.encode("utf-8"), shown=shown)


def _schema(outcome: Outcome) -> None:
    path = f"{Path(config.CONFIG_PATH).parent}/{settings.SCHEMA_NAME}"
    wanted = settings.schema()
    _new_file(outcome, path, wanted)
    with suppress(OSError):
        if (outcome.root / path).read_bytes() != wanted.encode("utf-8"):
            outcome.advice.append(f"{path} is not of this version: delete it and run this again to refresh it")


def _pre_commit(outcome: Outcome) -> None:
    wanted = _filled("pre-commit-config.yaml")
    _new_file(outcome, _PRE_COMMIT, wanted)
    source = workspace.read_text(outcome.root, _PRE_COMMIT)
    if source and "ygs-lint" not in source.text:
        hook = wanted.partition("repos:\n")[2]
        outcome.advice.append(f"{_PRE_COMMIT} is yours: add this below 'repos:'\n{hook}")


def _agents_files(outcome: Outcome, plan: Layout) -> None:
    root = outcome.root
    text = _filled("agents-block.md", folders=plan.folders, docs=plan.docs)
    names = [name for name in ("AGENTS.md", "CLAUDE.md") if os.path.lexists(root / name)]
    if not names:
        outcome.write("AGENTS.md", managed.with_block(b"", text, "AGENTS.md"))
        outcome.write("CLAUDE.md", b"@AGENTS.md\n")
        return
    seen: set[str] = set()
    for name in names:
        target = apply.behind_links(root, name)
        before = _agents_text(root, name)
        imports = name == "CLAUDE.md" and seen and b"@AGENTS.md" in before
        if target in seen or imports:
            outcome.keep(name)
            continue
        seen.add(target)
        after = managed.with_block(before, text, name)
        if after == before:
            outcome.keep(name)
        else:
            outcome.write(name, after, before=before)


def _agents_text(root: Path, name: str) -> bytes:
    try:
        with (root / name).open("rb") as stream:
            data = stream.read(_MAX_AGENTS_FILE + 1)
    except OSError as problem:
        raise YgsError(problem.strerror or str(problem), where=name) from None
    if len(data) > _MAX_AGENTS_FILE:
        raise YgsError(f"larger than {_MAX_AGENTS_FILE:,} bytes", where=name)
    return data


def _project_template(name: str) -> Template:
    source = workspace.read_text(shipped.templates(), f"project/{name}")
    if source is None:
        where = str(shipped.templates() / "project" / name)
        raise YgsError("a shipped template is missing", where=where, hint="install ygs-cli again")
    return Template(f"templates/project/{name}", source.text)


def _filled(name: str, **values: object) -> str:
    return scaffold.fill(_project_template(name), {"version": __version__, **values})
