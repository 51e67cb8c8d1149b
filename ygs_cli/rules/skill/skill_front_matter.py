"""A skill without readable front matter, name or description.

## What it does
Reports a SKILL.md whose front matter is missing or not a YAML mapping, whose `name` differs from its
folder, or whose `description` is missing or empty.

## Why is this bad
Clients load a skill with broken front matter and drop every field of it without a word; others list it by
its `name`, so a name that differs from the folder gives one skill two names.

## Bad
```markdown skills/make-tea/SKILL.md
---
name: tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea
```

## Good
```markdown skills/make-tea/SKILL.md
---
name: make-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.pack.catalog import Skill, SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.ERROR)


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in facts.skills:
        yield from _problems(skill)


def _problems(skill: Skill) -> Iterator[Finding]:
    path, front = skill.document.path, skill.document.front_matter
    if front is None:
        yield Finding("", "no front matter", Location(path, 1), "front matter")
        return
    if front.error:
        yield Finding("", front.error, Location(path, front.error_line), "front matter")
        return
    name = front.data.get("name")
    if skill.name and name != skill.name:  # a skill at the root of a project has no folder name here
        message = f"the name '{name}' is not the folder's, '{skill.name}'"
        fix = _text.value(skill, "name", skill.name, f"write {skill.name}")
        yield Finding("", message, Location(path, front.lines.get("name", 1)), "name", fix=fix)
    if not skill.description.strip():
        line = front.lines.get("description", 1)
        yield Finding("", "no description", Location(path, line), "description")
