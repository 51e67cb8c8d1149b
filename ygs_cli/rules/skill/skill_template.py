"""A field, status or section that a skill of this pack names and no document's template has.

## What it does
Looks at skills whose folder begins with `ygs-`. Reports a kind that `ygs new` does not make, a `--set` key or
value that the kind does not have, a field (`wave: 1`) that neither a kind nor a template in the skill's `assets/`
has, a `status` that no kind has, a section in quotes that no template has, and the other way round: a field of a
template in a skill's `assets/` that no skill fills, and a section there without the comment that says how to fill
it.

## Why is this bad
A skill that writes a field which no template has writes it somewhere else each time, and whoever should read it
does not find it. A slot that no skill fills stays empty in every document, and its readers wait for ever.

## Bad
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
allowed-tools: "Bash(ygs new *)"
---
# Tea

Run `ygs new task "Boil water" --set urgency=MUST`.
```

## Good
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
allowed-tools: "Bash(ygs new *)"
---
# Tea

Run `ygs new task "Boil water" --set priority=MUST`.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ygs_cli.artifacts.kinds import KINDS, Field, Kind
from ygs_cli.errors import closest
from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.pack.catalog import Skill, SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.ERROR, profiles=("recommended", "strict"))
_NEW = re.compile(r"\bygs new ([a-z][a-z-]*)([^`\n]*)")
_SET = re.compile(r"--set ([\w-]+)=(\S*)")
_FIELD = re.compile(r"`([a-z][a-z_]*):(?: [^`]*)?`")
_KEY = re.compile(r"^([a-z][a-z_]*):", re.MULTILINE)
_STATUS = re.compile(r"`status: ([a-z-]+)`")
_SECTION = re.compile(r'\b(?:under|section) "([^"]+)"')
_HEADING = re.compile(r"^## (.+?)\s*$")

_STATUSES = frozenset(status for kind in KINDS.values() for status in kind.statuses)


def check(facts: SkillFacts) -> Iterator[Finding]:
    skills = list(_text.house(facts))
    named = "\n".join(skill.body for skill in skills)
    for skill in skills:
        templates = list(_templates(skill))
        headings = _headings(templates)
        for number, line in _text.body(skill):
            yield from _new(skill, number, line)
            yield from _words(skill, number, line, headings)
        yield from _fields(skill, templates)
        for path, text in templates:
            yield from _unfilled(skill, path, named)
            yield from _unexplained(skill, path, text)


def _new(skill: Skill, number: int, line: str) -> Iterator[Finding]:
    for match in _NEW.finditer(line):
        kind = KINDS.get(match[1])
        if kind is None:
            yield _text.at(skill, number, match[0], f"no kind '{match[1]}'", closest(match[1], KINDS))
            continue
        fields = {field.name: field for field in kind.all_fields}
        for key, value in _SET.findall(match[2]):
            if key not in fields:
                message = f"the template of a {kind.name} has no field '{key}'"
                yield _text.at(skill, number, f"{key}=", message, closest(key, fields))
            elif _impossible(fields[key], value):
                message = f"'{key}' of a {kind.name} is one of {', '.join(fields[key].choices)}"
                yield _text.at(skill, number, f"{key}={value}", message)


def _impossible(field: Field, value: str) -> bool:
    return bool(field.choices) and value not in field.choices and not value.startswith("<")


def _headings(templates: list[tuple[str, str]]) -> set[str]:
    """The sections of every kind of document, and of the skill's own templates."""
    rows = (row for _, text in templates for row in text.splitlines())
    return {name for kind in KINDS.values() for name in kind.sections} | {
        found[1] for row in rows if (found := _HEADING.match(row))
    }


def _words(skill: Skill, number: int, line: str, headings: set[str]) -> Iterator[Finding]:
    for match in _STATUS.finditer(line):
        if match[1] not in _STATUSES:
            message = f"no document has the status '{match[1]}'"
            yield _text.at(skill, number, match[0], message, closest(match[1], _STATUSES))
    for match in _SECTION.finditer(line):
        if not any(name.startswith(match[1]) for name in headings):
            yield _text.at(skill, number, match[1], f"no template has the section '{match[1]}'")


def _templates(skill: Skill) -> Iterator[tuple[str, str]]:
    """(path, text) of the Markdown files in the skill's `assets/`."""
    for file in skill.files:
        if file.path.startswith("assets/") and file.path.endswith(".md"):
            yield file.path, file.data.decode("utf-8", "replace")


def _fields(skill: Skill, templates: list[tuple[str, str]]) -> Iterator[Finding]:
    known = {field.name for kind in KINDS.values() for field in kind.all_fields}
    known |= {key for _, text in templates for key in _KEY.findall(text)}
    for number, line in _text.body(skill):
        for match in _FIELD.finditer(line):
            if match[1] not in known:
                message = f"no template has the field '{match[1]}'"
                yield _text.at(skill, number, match[0], message, closest(match[1], known))


def _unfilled(skill: Skill, path: str, named: str) -> Iterator[Finding]:
    kind: Kind | None = KINDS.get(PurePosixPath(path).stem)
    for field in kind.fields if kind else ():
        if not re.search(rf"`[^`\n]*\b{field.name}\b[^`\n]*`", named):
            message = f"no skill fills the field '{field.name}'"
            yield Finding("", message, Location(f"{skill.path}/{path}"), field.name)


def _unexplained(skill: Skill, path: str, text: str) -> Iterator[Finding]:
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        found = _HEADING.match(line)
        if found and not any(below.startswith("<!--") for below in lines[number : number + 2]):
            message = f"nothing says how to fill the section '{found[1]}'"
            yield Finding("", message, Location(f"{skill.path}/{path}", number), found[1])
