"""A `ygs` command in a skill of this pack that does not exist, or that the skill may not run.

## What it does
Looks at skills whose folder begins with `ygs-`, their `references/` too. Reports a `ygs` command or option in
code that this version does not have, a command that `allowed-tools` does not name, and an entry of
`allowed-tools` for a command that the skill never calls.

## Why is this bad
An invented command fails in front of the user; one that is not approved waits for a person, and in a headless
run it is denied.

## Bad
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

Run `ygs lint tea/`.
```

## Good
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
allowed-tools: "Bash(ygs lint *)"
---
# Tea

Run `ygs lint tea/`.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ygs_cli.artifacts.markdown import Document
from ygs_cli.errors import closest
from ygs_cli.findings import Finding, Fix, Severity
from ygs_cli.pack.catalog import Skill, SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text
from ygs_cli.rules.skill.skill_allowed_tools import entries

META = Meta(Severity.ERROR, profiles=("recommended", "strict"))
_CALL = re.compile(r"(?:^|[\s|&;(])ygs ([a-z][a-z-]*)([^|&;\n]*)")
_OPTION = re.compile(r"(?:^|\s)(--[a-z][a-z-]*)")
_APPROVED = re.compile(r"Bash\(ygs ([a-z]+)\b")


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in _text.house(facts):
        approved = {match[1] for entry in entries(skill) if (match := _APPROVED.match(entry))}
        called = set()
        for page in _text.pages(skill):
            for line, command, rest in _calls(page):
                called.add(command)
                yield from _call(page, line, command, rest, facts.commands)
                if command not in approved:
                    message = f"'ygs {command}' is not in allowed-tools"
                    yield _text.on(page, line, f"ygs {command}", message, f"add Bash(ygs {command} *)")
        for command in sorted(approved - called):
            message = f"'ygs {command}' is approved and never called"
            yield _text.at_key(skill, "allowed-tools", message, fix=_withdrawn(skill, command))


def _withdrawn(skill: Skill, command: str) -> Fix | None:
    """Take the entries of a command out of `allowed-tools`, when that is text on one line."""
    value = skill.front.get("allowed-tools")
    if not isinstance(value, str):
        return None
    kept = ", ".join(one for one in entries(skill) if not one.startswith(f"Bash(ygs {command} "))
    return _text.value(skill, "allowed-tools", f'"{kept}"', f"approve it no more: {kept}") if kept else None


def _calls(page: Document) -> Iterator[tuple[int, str, str]]:
    """(line, command, what follows it) of every `ygs` call in code spans and fences."""
    for line, text in _text.code(page):
        for match in _CALL.finditer(text):
            yield line, match[1], match[2]


def _call(
    page: Document, line: int, command: str, rest: str, commands: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    if not commands:
        return
    if command not in commands:
        yield _text.on(page, line, f"ygs {command}", f"no such command: ygs {command}", closest(command, commands))
        return
    for option in _OPTION.findall(rest):
        if option not in commands[command]:
            message = f"'ygs {command}' has no option {option}"
            yield _text.on(page, line, option, message, closest(option, commands[command]))
