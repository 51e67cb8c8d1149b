"""A reference file of this pack's skills that nobody is sent to, or that sends on to another one.

## What it does
Looks at skills whose folder begins with `ygs-`. Reports a file in `references/` or `assets/` that SKILL.md does
not name, a name there without its file, and a reference that names another reference or asset.

## Why is this bad
The model reads what SKILL.md tells it to read, once. A file nobody names is dead weight in every install; a
second hop is skipped more often than taken.

## Bad
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea
```
```markdown skills/ygs-tea/references/green.md
70 °C.
```

## Good
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

When the tea is green, read `references/green.md`.
```
```markdown skills/ygs-tea/references/green.md
70 °C.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.pack import budget
from ygs_cli.pack.catalog import Skill, SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in _text.house(facts):
        files = {file.path for file in skill.files if file.path.startswith(("references/", "assets/"))}
        named = budget.mentions(skill.document)
        for path in sorted(files - {mention.target for mention in named}):
            message = f"SKILL.md does not say when to read {path}"
            yield Finding("", message, Location(f"{skill.path}/{path}"), path)
        for mention in named:
            if mention.target not in {file.path for file in skill.files}:
                yield _text.at(skill, mention.span.line, mention.target, f"no file {mention.target}")
        yield from _second_hops(skill)


def _second_hops(skill: Skill) -> Iterator[Finding]:
    for path in budget.markdown_files(skill):
        if not path.startswith("references/"):
            continue
        for mention in budget.mentions_in(skill, path):
            span = mention.span
            place = Location(f"{skill.path}/{path}", span.line, span.column, span.end_column)
            yield Finding("", f"a second hop, to {mention.target}", place, mention.target)
