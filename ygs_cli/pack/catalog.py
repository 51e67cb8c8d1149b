"""Skills as data: one folder each, with the front matter of the Agent Skills form (agentskills.io) that
Claude Code extends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from ygs_cli.artifacts import markdown
from ygs_cli.artifacts.markdown import Document, SourceFile

SKILL_FILE = "SKILL.md"


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
    """What the skill rules look at: all skills of one folder together."""

    skills: tuple[Skill, ...]


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
    sources = tuple(files)
    folders = {str(PurePosixPath(s.path).parent) for s in sources if PurePosixPath(s.path).name == SKILL_FILE}
    pairs = []
    for source in sources:
        home = next((str(p) for p in PurePosixPath(source.path).parents if str(p) in folders), None)
        if home is not None:
            inside = str(PurePosixPath(source.path).relative_to(home))
            pairs.append((home, SkillFile(inside, source.text.encode("utf-8", "surrogatepass"))))
    return SkillFacts(skills_in(pairs))
