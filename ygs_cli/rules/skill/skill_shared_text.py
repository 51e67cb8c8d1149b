"""A copy of shared text that is not its source's.

## What it does
Where a `shared/` folder stands beside skills: a section of `shared/sections/*.md` must be the same in every
SKILL.md that has its heading, and a file of `shared/references/` the same in every skill that carries its name.

## Why is this bad
A skill is installed alone, so what several need is copied into each. A copy that was edited by itself is a
second contract under the first one's name.

## Bad
```markdown skills/shared/sections/milk.md
## Milk
Never.
```
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

## Milk
Sometimes.
```

## Good
```markdown skills/shared/sections/milk.md
## Milk
Never.
```
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

## Milk
Never.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.pack.catalog import SHARED, Skill, SkillFacts, SkillFile
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.ERROR)


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in facts.skills:
        parent = str(PurePosixPath(skill.path).parent)
        for source in facts.shared.get(parent, ()):
            folder, _, name = source.path.partition("/")
            if folder == "sections" and name.endswith(".md"):
                yield from _section(skill, source)
            elif folder == "references" and name:
                yield from _copy(skill, source)


def _section(skill: Skill, source: SkillFile) -> Iterator[Finding]:
    lines = source.data.decode("utf-8", "replace").strip().splitlines()
    heading = lines[0].lstrip("# ") if lines else ""
    for head, below in _text.sections(skill):
        if head.text == heading and "\n".join(text for _, text in below).strip() != "\n".join(lines[1:]).strip():
            message = f"the section '{heading}' is not that of {SHARED}/{source.path}"
            yield _text.at(skill, head.line, heading, message)


def _copy(skill: Skill, source: SkillFile) -> Iterator[Finding]:
    for file in skill.files:
        if file.path == source.path and file.data != source.data:
            message = f"not the text of {SHARED}/{source.path}"
            yield Finding("", message, Location(f"{skill.path}/{file.path}"), file.path)
