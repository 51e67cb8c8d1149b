"""A command that the client runs while it loads the skill, and that can fail.

## What it does
Reports a command behind `!` in back-ticks, or a fence opened with `!`, that has no `||` to catch its failure.

## Why is this bad
Claude Code runs such commands before the model sees the skill, and one that fails or is not approved aborts the
whole skill: no request is sent, and the exit code is 0. `git status` fails outside a repository.

## Bad
```markdown skills/make-tea/SKILL.md
---
name: make-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

Pots: !`ls pots`
```

## Good
```markdown skills/make-tea/SKILL.md
---
name: make-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

Pots: !`ls pots 2>/dev/null || echo none`
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.findings import Finding, Severity
from ygs_cli.pack.catalog import SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.WARNING)
_INLINE = re.compile(r"(?:^|(?<=[\s(]))!`([^`]+)`")
_CANNOT_FAIL = frozenset({"date", "echo", "pwd", "true", "uname", "whoami"})


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in facts.skills:
        for number, line in _text.body(skill):
            for match in _INLINE.finditer(line):
                if _can_fail(match[1]):
                    message = "a command that fails here aborts the whole skill"
                    yield _text.at(skill, number, match[0], message, "end it with '|| echo ...'")
        for fence in skill.document.fences:
            if fence.info == "!" and any(_can_fail(command) for command in fence.text.splitlines()):
                message = "a command that fails in this block aborts the whole skill"
                yield _text.at(skill, fence.line - 1, fence.info, message, "end each with '|| echo ...'")


def _can_fail(command: str) -> bool:
    words = command.split()
    return bool(words) and words[0] not in _CANNOT_FAIL and "||" not in command
