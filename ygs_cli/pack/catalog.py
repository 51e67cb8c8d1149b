"""Skills as data: one folder each, with the front matter of the Agent Skills form (agentskills.io) that
Claude Code extends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from ygs_cli.artifacts import markdown
from ygs_cli.artifacts.markdown import Document, FrontMatter, SourceFile
from ygs_cli.errors import YgsError

SKILL_FILE = "SKILL.md"
LISTING_BUDGET = 1_750  # characters that a 200k-token model leaves for all listed skills of a user, measured
_NAME = re.compile(r"(?!.*--)[a-z0-9][a-z0-9-]{0,62}[a-z0-9]\Z|[a-z0-9]\Z")
_NAMED_FILE = re.compile(r"(?:references|assets|scripts)/[\w./-]*\w")
_CONDITION = re.compile(
    r"\b(?:when|whenever|if|unless|only|above|over|more than|until|except|in case|once|otherwise|else)\b", re.I
)


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
class Cost:
    """What a skill costs in context, in characters: its row in each session, its body and its closure when run."""

    listing: int
    body: int
    closure: int


def cost(skill: Skill) -> Cost:
    """The context ledger of one skill.

    A row is `- name: description` and a newline; a skill that only people start has none. The closure is
    the body and each file that it orders read without a condition in the same sentence.
    """
    row = len(skill.name) + 4 + len(skill.description) + 1 if skill.model_invocable else 0
    extra = sum(len(file.data.decode("utf-8", "replace")) for file in _always_read(skill))
    return Cost(row, len(skill.body), len(skill.body) + extra)


def tokens(characters: int) -> int:
    """About how many tokens some characters of English make: a quarter, rounded up."""
    return -(-characters // 4)


def _always_read(skill: Skill) -> Iterable[SkillFile]:
    files = {file.path: file for file in skill.files}
    named: set[str] = set()
    for sentence in re.split(r"(?<=[.!?])\s|\n", skill.body):
        if not _CONDITION.search(sentence):
            named.update(match[0] for match in _NAMED_FILE.finditer(sentence))
    return [files[path] for path in sorted(named) if path in files]


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
