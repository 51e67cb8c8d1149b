"""A `$` before a digit, which the client replaces by an argument.

## What it does
Reports `$0`, `$1`, `$100` and the like in the body of a skill that takes no arguments; in one that does, only
where it stands in an `awk` program or is an amount of money. Skills of this pack use none at all.

## Why is this bad
Claude Code replaces `$0`, `$1`, ... by the words behind the command, in code too: `awk '{print $1}'` becomes
`awk '{print cups}'` when the skill is called with `two cups`.

## Bad
```markdown skills/make-tea/SKILL.md
---
name: make-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

List the pots: `ls -l pots | awk '{print $9}'`.
```

## Good
```markdown skills/make-tea/SKILL.md
---
name: make-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

List the pots: `ls pots`.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.findings import Finding, Severity
from ygs_cli.pack.catalog import Skill, SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.WARNING)
_DIGIT = re.compile(r"(?<![\\$\w])\$\d+(?:[.,]\d+|[kKMB]\b)?")
_AWK = re.compile(r"\bawk\b[^|]*$")


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in facts.skills:
        deliberate = _takes_arguments(skill)
        for number, line in _text.body(skill):
            for match in _DIGIT.finditer(line):
                if not deliberate or len(match[0]) > 2 or _AWK.search(line[: match.start()]):
                    message = f"the client replaces '{match[0]}' by an argument"
                    fix = _text.token(
                        skill, number, match[0], f"\\{match[0]}", "write a backslash before '$'", safe=False
                    )
                    yield _text.at(
                        skill, number, match[0], message, "write a backslash before '$', or reword", fix
                    )


def _takes_arguments(skill: Skill) -> bool:
    if skill.name.startswith(_text.PREFIX):
        return False
    return bool({"arguments", "argument-hint"} & set(skill.front)) or "$ARGUMENTS" in skill.body
