"""Skills as data: one folder each, with the front matter of the Agent Skills form (agentskills.io) that
Claude Code extends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from ygs_cli.artifacts import markdown
from ygs_cli.artifacts.markdown import Document, SourceFile

SKILL_FILE = "SKILL.md"
SHARED = "shared"
BUDGET_FILE = "budget.yml"


@dataclass(frozen=True, slots=True)
class SkillFile:
    """One file of a skill: `path` relative to the skill's folder, its bytes, and whether it can be run."""

    path: str
    data: bytes
    executable: bool = False


@dataclass(frozen=True)
class Skill:
    """A skill folder. `path` is where it stands (for messages); `files` are sorted by path."""

    name: str
    path: str
    files: tuple[SkillFile, ...]

    @cached_property
    def document(self) -> Document:
        """SKILL.md, parsed; its path is `<path>/SKILL.md`."""
        data = next((file.data for file in self.files if file.path == SKILL_FILE), b"")
        return markdown.parse(SourceFile(f"{self.path}/{SKILL_FILE}", data.decode("utf-8-sig", "replace")))

    @property
    def front(self) -> Mapping[str, object]:
        """The front matter, or an empty mapping when it has none that can be read."""
        return self.document.front_matter.data if self.document.front_matter else {}

    @property
    def description(self) -> str:
        return str(self.front.get("description", ""))

    @property
    def body(self) -> str:
        """SKILL.md without its front matter."""
        front = self.document.front_matter
        return "\n".join(self.document.lines[front.end_line if front else 0 :])

    @property
    def model_invocable(self) -> bool:
        """Whether the model may start the skill by itself, which puts its description into each session."""
        return self.front.get("disable-model-invocation") is not True


@dataclass(frozen=True, slots=True)
class SkillFacts:
    """What the skill rules look at: all skills of a project, and what stands beside them.

    `shared` are the files of each `shared/` folder beside skills, and `budgets` each `budget.yml` there, by
    the folder that holds them. `commands` are the commands of `ygs` with their options; empty: unknown.
    """

    skills: tuple[Skill, ...]
    shared: Mapping[str, tuple[SkillFile, ...]] = field(default_factory=dict)
    budgets: Mapping[str, str] = field(default_factory=dict)
    commands: Mapping[str, frozenset[str]] = field(default_factory=dict)


def skills_in(files: Iterable[tuple[str, SkillFile]]) -> tuple[Skill, ...]:
    """Group files by the skill folder they lie in.

    `files` are (folder of the skill, file with its path relative to that folder) in any order; a folder
    without SKILL.md is no skill.
    """
    folders: dict[str, list[SkillFile]] = {}
    for folder, file in files:
        folders.setdefault(folder, []).append(file)
    return tuple(
        Skill(PurePosixPath(folder).name, folder, tuple(sorted(items, key=lambda item: item.path)))
        for folder, items in sorted(folders.items())
        if any(item.path == SKILL_FILE for item in items)
    )


def facts(files: Iterable[SourceFile]) -> SkillFacts:
    """The skills among some text files of a project: every folder that holds a SKILL.md."""
    return facts_of((source.path, source.text.encode("utf-8", "surrogatepass")) for source in files)


def facts_of(
    files: Iterable[tuple[str, bytes]], commands: Mapping[str, frozenset[str]] | None = None
) -> SkillFacts:
    """The same from (path, bytes), which keeps byte order marks, sizes and files that are no text."""
    everything = dict(files)
    folders = skill_folders(everything)
    pairs = []
    for path, data in everything.items():
        home = next((str(p) for p in PurePosixPath(path).parents if str(p) in folders), None)
        if home is not None:
            pairs.append((home, SkillFile(str(PurePosixPath(path).relative_to(home)), data)))
    shared: dict[str, tuple[SkillFile, ...]] = {}
    budgets: dict[str, str] = {}
    for parent in sorted({str(PurePosixPath(folder).parent) for folder in folders}):
        prefix = "" if parent == "." else f"{parent}/"
        start = f"{prefix}{SHARED}/"
        names = (path for path in sorted(everything) if path.startswith(start))
        below = tuple(SkillFile(path.removeprefix(start), everything[path]) for path in names)
        if below:
            shared[parent] = below
        if f"{prefix}{BUDGET_FILE}" in everything:
            budgets[parent] = everything[f"{prefix}{BUDGET_FILE}"].decode("utf-8-sig", "replace")
    return SkillFacts(skills_in(pairs), shared, budgets, commands or {})


def skill_folders(paths: Iterable[str]) -> frozenset[str]:
    """The folders among some paths that hold a SKILL.md."""
    return frozenset(str(PurePosixPath(p).parent) for p in paths if PurePosixPath(p).name == SKILL_FILE)


def beside_skills(paths: Iterable[str]) -> tuple[str, ...]:
    """Those of the paths that `facts_of` looks at: all below a skill's folder, `shared/` and the budget.

    Of a project that is itself a skill (SKILL.md at its root) only the folders of the Agent Skills form count.
    """
    names = tuple(paths)
    folders = skill_folders(names)
    if "." in folders:
        folders = folders - {"."} | {"references", "assets", "scripts"}
    parents = {str(PurePosixPath(folder).parent) for folder in folders}
    wanted = folders | {str(PurePosixPath(parent) / SHARED) for parent in parents}
    budgets = {str(PurePosixPath(parent) / BUDGET_FILE) for parent in parents}
    return tuple(
        name
        for name in names
        if name == SKILL_FILE or name in budgets or any(str(p) in wanted for p in PurePosixPath(name).parents)
    )
