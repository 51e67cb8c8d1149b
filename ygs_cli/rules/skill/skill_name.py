"""A skill's folder name that the Agent Skills form does not allow.

## What it does
Reports a skill whose folder is not one to 64 lower-case letters, digits and single hyphens between them
(https://agentskills.io/specification).

## Why is this bad
The folder is the command's name. Clients that hold to the form do not load the skill, and `/Make_Tea` is not
`/make_tea` for those that do.

## Bad
```markdown skills/Make_Tea/SKILL.md
---
name: Make_Tea
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

import re
from collections.abc import Iterator

from ygs_cli.findings import Finding, Severity
from ygs_cli.pack.catalog import SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.ERROR)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in facts.skills:
        if skill.name and not (_NAME.fullmatch(skill.name) and len(skill.name) <= 64):
            message = f"'{skill.name}' is no skill name: 1-64 lower-case letters, digits and single hyphens"
            yield _text.at_key(skill, "name", message)
