"""A skill of this pack without one of its parts, or with the parts out of order.

## What it does
Looks at skills whose folder begins with `ygs-`. Reports a missing or misplaced second-level heading of: When not
to use, Inputs, Steps (or What to cover), Do not, Output, Done means, Headless, Status line, Next; and a body that
does not name its light path and its full path.

## Why is this bad
Each part answers what a reader of a contract asks. What is left out here is what an agent makes up: where the
report goes, what proves that it is done, what happens when nobody answers.

## Bad
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

## Steps
Light path: a bag. Full path: leaves.
```

## Good
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

## When not to use
In summer. Light path: a bag.
## Inputs
Cups.
## Steps
Full path: leaves.
## Do not
Add milk.
## Output
Tea.
## Done means
It is hot.
## Headless
Black tea.
## Status line
One JSON object.
## Next
Biscuits.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.findings import Finding, Severity
from ygs_cli.pack.catalog import Skill, SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))
PARTS = (
    ("When not to use",),
    ("Inputs",),
    ("Steps", "What to cover"),
    ("Do not",),
    ("Output",),
    ("Done means",),
    ("Headless",),
    ("Status line",),
    ("Next",),
)


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in _text.house(facts):
        yield from _parts(skill)
        text = skill.body.lower()
        for path in ("light path", "full path"):
            if path not in text:
                yield _text.at(skill, 1, "", f"the {path} is not named")


def _parts(skill: Skill) -> Iterator[Finding]:
    before = 0
    for names in PARTS:
        line = next((head.line for head, _ in _text.sections(skill) if head.text.startswith(names)), 0)
        if not line:
            yield _text.at(skill, 1, "", f"no section '{names[0]}'")
        elif line < before:
            yield _text.at(skill, line, names[0], f"'{names[0]}' stands before a part that should precede it")
        before = max(before, line)
