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

from ygs_cli.findings import Edit, Finding, Fix, Location, Severity
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
            old = "".join(f"{text}\n" for _, text in below)
            new = "\n".join(lines[1:]).strip() + ("\n\n" if old.endswith("\n\n") else "\n")
            if head.line + len(below) >= len(skill.document.lines):  # the last section: nothing follows
                old, new = old.rstrip("\n"), new.rstrip("\n")
            edit = Edit(Location(skill.document.path, head.line + 1), old, new)
            fix = Fix(f"copy {SHARED}/{source.path}", (edit,), safe=False)
            yield _text.at(skill, head.line, heading, message, fix=fix)


def _copy(skill: Skill, source: SkillFile) -> Iterator[Finding]:
    for file in skill.files:
        if file.path == source.path and file.data != source.data:
            message = f"not the text of {SHARED}/{source.path}"
            path = f"{skill.path}/{file.path}"
            yield Finding("", message, Location(path), file.path, fix=_whole(path, file, source))


def _whole(path: str, file: SkillFile, source: SkillFile) -> Fix | None:
    """The source's text for that of the copy; not safe, because somebody may have edited the wrong one."""
    try:
        old, new = file.data.decode("utf-8"), source.data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return Fix(f"copy {SHARED}/{source.path}", (Edit(Location(path, 1), old, new),), safe=False)
