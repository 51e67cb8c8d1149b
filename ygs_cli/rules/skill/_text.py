"""What several skill rules need: where the body begins, which skills are of this pack, how a finding is placed."""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts.markdown import Heading
from ygs_cli.findings import Finding, Location
from ygs_cli.pack.catalog import Skill, SkillFacts

PREFIX = "ygs-"  # of the skills of this pack; the house rules look at no others


def house(facts: SkillFacts) -> Iterator[Skill]:
    """The skills whose folder carries this pack's prefix."""
    return (skill for skill in facts.skills if skill.name.startswith(PREFIX))


def body(skill: Skill) -> Iterator[tuple[int, str]]:
    """The lines of SKILL.md behind the front matter, with their numbers."""
    front = skill.document.front_matter
    first = front.end_line if front else 0
    return ((number, line) for number, line in enumerate(skill.document.lines, 1) if number > first)


def code(skill: Skill) -> list[tuple[int, str]]:
    """The code of SKILL.md with its line numbers: code spans whole, fences line by line."""
    found = [(span.span.line, span.text) for span in skill.document.code_spans]
    for fence in skill.document.fences:
        found += [(fence.line + offset, line) for offset, line in enumerate(fence.text.splitlines())]
    return sorted(found)


def sections(skill: Skill) -> list[tuple[Heading, list[tuple[int, str]]]]:
    """The second-level sections of SKILL.md: heading, and the numbered lines below it."""
    heads = [heading for heading in skill.document.headings if heading.level == 2]
    ends = [*(heading.line for heading in heads[1:]), len(skill.document.lines) + 1]
    lines = list(body(skill))
    found = []
    for head, end in zip(heads, ends[-len(heads) :] if heads else (), strict=True):
        found.append((head, [item for item in lines if head.line < item[0] < end]))
    return found


def at_key(skill: Skill, key: str, message: str, hint: str = "") -> Finding:
    """A finding at a key of the front matter."""
    front = skill.document.front_matter
    line = front.lines.get(key, 1) if front else 1
    text = skill.document.line_text(line)
    return Finding("", message, Location(skill.document.path, line, 1, len(text) + 1), key, hint=hint)


def at(skill: Skill, line: int, token: str, message: str, hint: str = "") -> Finding:
    """A finding at a token of a line of SKILL.md, or at the whole line when the token is not in it."""
    text = skill.document.line_text(line)
    column = text.find(token) + 1
    end = column + len(token) if column else len(text) + 1
    return Finding("", message, Location(skill.document.path, line, max(column, 1), end), token, hint=hint)
