"""A SKILL.md that clients cannot load as it is.

## What it does
Reports a SKILL.md that begins with a byte order mark, is not UTF-8, or is larger than one megabyte.

## Why is this bad
Older clients take the front matter behind a byte order mark for text, and lose name and description. A file
above one megabyte is not loaded at all. Neither says so.

## Bad
```markdown skills/make-tea/SKILL.md
﻿---
name: make-tea
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

import codecs
from collections.abc import Iterator

from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.pack.catalog import SKILL_FILE, Skill, SkillFacts
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)
MAX_BYTES = 1_000_000


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in facts.skills:
        for message in _problems(skill):
            yield Finding("", message, Location(skill.document.path, 1), message)


def _problems(skill: Skill) -> Iterator[str]:
    data = next(file.data for file in skill.files if file.path == SKILL_FILE)
    if data.startswith(codecs.BOM_UTF8):
        yield "a byte order mark before the front matter"
    if len(data) > MAX_BYTES:
        yield f"larger than {MAX_BYTES:,} bytes: clients do not load it"
    else:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as problem:
            yield f"not UTF-8 at byte {problem.start}"
