"""Skills as data: one folder each, with the front matter of the Agent Skills form (agentskills.io) that
Claude Code extends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from ygs_cli.artifacts import markdown
from ygs_cli.artifacts.markdown import Document, FrontMatter, SourceFile
from ygs_cli.errors import YgsError

SKILL_FILE = "SKILL.md"
SHARED = "shared"
BUDGET_FILE = "budget.yml"
_NAME = re.compile(r"(?!.*--)[a-z0-9][a-z0-9-]{0,62}[a-z0-9]\Z|[a-z0-9]\Z")


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
    def source(self) -> SourceFile:
        """SKILL.md as text; its path is `<path>/SKILL.md`."""
        data = next((file.data for file in self.files if file.path == SKILL_FILE), b"")
        return SourceFile(f"{self.path}/{SKILL_FILE}", data.decode("utf-8-sig", "replace"))

    @cached_property
    def document(self) -> Document:
        """SKILL.md, parsed as Markdown."""
        return markdown.parse(self.source)

    @cached_property
    def front_matter(self) -> FrontMatter | None:
        """The front matter with its lines, read without parsing the rest."""
        return markdown.front_matter(self.source)

    @property
    def front(self) -> Mapping[str, object]:
        """The front matter, or an empty mapping when it has none that can be read."""
        return self.front_matter.data if self.front_matter else {}

    @property
    def description(self) -> str:
        return str(self.front.get("description", ""))

    @property
    def body(self) -> str:
        """SKILL.md without its front matter."""
        end = self.front_matter.end_line if self.front_matter else 0
        return "\n".join(markdown.split_lines(self.source.text)[end:])

    @property
    def version(self) -> str:
        """The version that the front matter states in `metadata`, or ""."""
        metadata = self.front.get("metadata")
        return str(metadata.get("version", "")) if isinstance(metadata, Mapping) else ""

    @property
    def model_invocable(self) -> bool:
        """Whether the model may start the skill by itself, which puts its description into each session."""
        return self.front.get("disable-model-invocation") is not True


def check(skill: Skill) -> None:
    """Refuse a skill that agents could not load: YgsError with file and line.

    The limits are those of https://agentskills.io/specification, and the folder's name is the command, so a
    `name` must equal it.
    """
    front, path = skill.front_matter, skill.source.path
    if front is None:
        raise YgsError(
            "no front matter", where=f"{path}:1", hint="open the file with '---', name, description, '---'"
        )
    if front.error:
        raise YgsError(front.error, where=f"{path}:{front.error_line}")
    for key in ("name", "description"):
        value = front.data.get(key)
        line = front.lines.get(key, 1)
        if not isinstance(value, str) or not value.strip():
            raise YgsError(f"no {key}", where=f"{path}:{line}", hint=f"add `{key}: ...` to the front matter")
    if front.data["name"] != skill.name:
        message = f"the name '{front.data['name']}' is not that of the folder, '{skill.name}'"
        raise YgsError(message, where=f"{path}:{front.lines.get('name', 1)}", hint="rename one of them")
    if not _NAME.match(skill.name):
        hint = "1 to 64 of a-z, 0-9 and single hyphens"
        raise YgsError(f"'{skill.name}' is no name for a skill", where=f"{path}:{front.lines['name']}", hint=hint)
    if len(skill.description) > 1024:
        where = f"{path}:{front.lines['description']}"
        raise YgsError(f"a description of {len(skill.description):,} characters, at most 1,024", where=where)


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
    ours = (path for path in paths if path.endswith(SKILL_FILE))
    return frozenset(str(PurePosixPath(p).parent) for p in ours if PurePosixPath(p).name == SKILL_FILE)


def beside_skills(paths: Iterable[str]) -> tuple[str, ...]:
    """Those of the paths that `facts_of` looks at: all below a skill's folder, `shared/` and the budget.

    Of a project that is itself a skill (SKILL.md at its root) only the folders of the Agent Skills form count.
    """
    names = tuple(paths)
    folders = skill_folders(names)
    if not folders:
        return ()
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
