"""What several skill rules need: where the body begins, which skills are of this pack, how a finding is placed."""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts import front_values
from ygs_cli.artifacts.markdown import Document, Heading, SourceFile, parse
from ygs_cli.findings import Edit, Finding, Fix, Location
from ygs_cli.pack.catalog import Skill, SkillFacts

PREFIX = "ygs-"  # of the skills of this pack; the house rules look at no others


def house(facts: SkillFacts) -> Iterator[Skill]:
    """The skills whose folder carries this pack's prefix."""
    return (skill for skill in facts.skills if skill.name.startswith(PREFIX))


def pages(skill: Skill) -> Iterator[Document]:
    """SKILL.md and the pages of `references/`: all that the model is told."""
    yield skill.document
    for file in skill.files:
        if file.path.startswith("references/") and file.path.endswith(".md"):
            yield parse(SourceFile(f"{skill.path}/{file.path}", file.data.decode("utf-8-sig", "replace")))


def body(skill: Skill) -> Iterator[tuple[int, str]]:
    """The lines of SKILL.md behind the front matter, with their numbers."""
    return lines(skill.document)


def lines(page: Document) -> Iterator[tuple[int, str]]:
    """The lines of a page behind its front matter, if it has one, with their numbers."""
    first = page.front_matter.end_line if page.front_matter else 0
    return ((number, line) for number, line in enumerate(page.lines, 1) if number > first)


def code(page: Document) -> list[tuple[int, str]]:
    """The code of a page with its line numbers: code spans whole, fences line by line."""
    found = [(span.span.line, span.text) for span in page.code_spans]
    for fence in page.fences:
        found += [(fence.line + offset, line) for offset, line in enumerate(fence.text.splitlines())]
    return sorted(found)


def sections(skill: Skill) -> list[tuple[Heading, list[tuple[int, str]]]]:
    """The second-level sections of SKILL.md: heading, and the numbered lines below it."""
    heads = [heading for heading in skill.document.headings if heading.level == 2]
    ends = [*(heading.line for heading in heads[1:]), len(skill.document.lines) + 1]
    numbered = list(body(skill))
    found = []
    for head, end in zip(heads, ends[-len(heads) :] if heads else (), strict=True):
        found.append((head, [item for item in numbered if head.line < item[0] < end]))
    return found


def at_key(skill: Skill, key: str, message: str, hint: str = "", fix: Fix | None = None) -> Finding:
    """A finding at a key of the front matter."""
    front = skill.document.front_matter
    line = front.lines.get(key, 1) if front else 1
    text = skill.document.line_text(line)
    return Finding("", message, Location(skill.document.path, line, 1, len(text) + 1), key, hint=hint, fix=fix)


def value(skill: Skill, key: str, new: str, title: str) -> Fix | None:
    """Replace the value of a key that stands on one line; None when it does not."""
    front = skill.document.front_matter
    edit = front_values.replaced(skill.document, front.lines.get(key, 0) if front else 0, new)
    return Fix(title, (edit,)) if edit else None


def token(skill: Skill, line: int, old: str, new: str, title: str, *, safe: bool = True) -> Fix | None:
    """Replace the first `old` of a line of SKILL.md; None when it is not there."""
    start = skill.document.line_text(line).find(old)
    return None if start < 0 else _replaced(skill, line, start, old, new, title, safe=safe)


def _replaced(skill: Skill, line: int, start: int, old: str, new: str, title: str, *, safe: bool = True) -> Fix:
    place = Location(skill.document.path, line, start + 1, start + len(old) + 1)
    return Fix(title, (Edit(place, old, new),), safe)


def at(skill: Skill, line: int, token: str, message: str, hint: str = "", fix: Fix | None = None) -> Finding:
    """A finding at a token of a line of SKILL.md, or at the whole line when the token is not in it."""
    return on(skill.document, line, token, message, hint, fix)


def on(page: Document, line: int, token: str, message: str, hint: str = "", fix: Fix | None = None) -> Finding:
    """The same for any page of a skill."""
    text = page.line_text(line)
    column = text.find(token) + 1
    end = column + len(token) if column else len(text) + 1
    place = Location(page.path, line, max(column, 1), end)
    return Finding("", message, place, token, hint=hint, fix=fix)
