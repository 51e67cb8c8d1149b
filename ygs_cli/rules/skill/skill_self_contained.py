"""A skill that reads something outside its own folder, or something that is not there.

## What it does
Reports a link in SKILL.md whose target is missing or leads out of the skill's folder, and an install path such
as `~/.claude/skills/NAME/` of a skill of the same project. In skills of this pack, and in their references, it
reports every path below somebody's home folder, every `..` and every `shared/`.

## Why is this bad
A skill is copied alone: into a user's folder, a project's, a plugin, another agent's. What lies beside it in
its source is not there, and an install path is right in one of these places only.

## Bad
```markdown skills/make-tea/SKILL.md
---
name: make-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

For green tea read [temperatures](../shared/temperatures.md).
Run `~/.claude/skills/make-tea/scripts/boil.sh`.
```

## Good
```markdown skills/make-tea/SKILL.md
---
name: make-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

For green tea read [temperatures](references/temperatures.md).
```
```markdown skills/make-tea/references/temperatures.md
Green: 70 °C.
```
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from ygs_cli.artifacts.markdown import Link
from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.pack import budget
from ygs_cli.pack.catalog import Skill, SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.WARNING)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[#/~]", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"[<>{}$*\s]|\.\.\.")
_HOME = r"(?:~|\$HOME|\$\{HOME\}|/Users/[^/\s]+|/home/[^/\s]+|/root)"
_ABSOLUTE = re.compile(_HOME + r"/[\w.-]+(?:/[\w.-]+)*|`(?:\.\./|shared/(?:references|sections)/)[^`]*`")
_INSTALLED = re.compile(_HOME + r"/\.(?:claude|agents|codex)/skills/([a-z0-9-]+)")


def check(facts: SkillFacts) -> Iterator[Finding]:
    names = {skill.name for skill in facts.skills}
    for skill in facts.skills:
        if skill.path == ".":  # the project itself is the skill: nothing lies outside
            continue
        for link in skill.document.links:
            yield from _link(skill, link)
        if skill.name.startswith(_text.PREFIX):
            yield from _absolute(skill)
            continue
        for number, line in _text.body(skill):
            for match in _INSTALLED.finditer(line):
                if match[1] in names:
                    message = f"'{match[0]}' exists only in one kind of install"
                    yield _text.at(
                        skill, number, match[0], message, "name the file relative to the skill's folder"
                    )


def _absolute(skill: Skill) -> Iterator[Finding]:
    """Paths of one machine, or of another folder, in any text of a skill of this pack."""
    for file in skill.files:
        if not file.path.endswith(".md"):
            continue
        text = file.data.decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), 1):
            for match in _ABSOLUTE.finditer(line):
                place = Location(f"{skill.path}/{file.path}", number, match.start() + 1, match.end() + 1)
                yield Finding("", f"'{match[0]}' is not in the skill's folder", place, match[0])


def _link(skill: Skill, link: Link) -> Iterator[Finding]:
    target = link.target.removeprefix(budget.SKILL_DIR).partition("#")[0].partition("?")[0]
    if not target or _ELSEWHERE.match(target) or _PLACEHOLDER.search(target):
        return
    if "/" not in target and "." not in target:  # `[text](url)`: an example
        return
    path = posixpath.normpath(unquote(target))
    place = Location(skill.document.path, link.span.line, link.span.column, link.span.end_column)
    if path.startswith(".."):
        yield Finding("", f"'{link.target}' leads out of the skill's folder", place, link.target)
    elif not any(file.path == path or file.path.startswith(f"{path}/") for file in skill.files):
        yield Finding("", f"'{link.target}' is not in the skill's folder", place, link.target)
