"""A description of this pack's skills that does not say when to start it, or says too much.

## What it does
Looks at skills whose folder begins with `ygs-`. Reports a description without "Use when", above 200 characters,
on more than one line, unquoted (so is an argument hint), that names a model, or that tells steps.

## Why is this bad
The description is all the model sees before it decides, and it is paid for in every session. Without a trigger
the skill does not start; with steps in it the model follows the summary and never reads the body.

## Bad
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "First boils water, then steeps leaves with Opus."
---
# Tea
```

## Good
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea for a team. Use when someone asks for tea."
---
# Tea
```
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ygs_cli.findings import Finding, Severity
from ygs_cli.pack.catalog import Skill, SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))
_CAP = 200
_MODEL = re.compile(r"\b(?:opus|sonnet|haiku|claude|gpt|gemini|codex)\b", re.IGNORECASE)
_STEPS = re.compile(r"(?<!-)\b(?:first|then|finally|after that)\b|\d[.)] ", re.IGNORECASE)


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in _text.house(facts):
        for message in _problems(skill):
            yield _text.at_key(skill, "description", message)
        for key in ("description", "argument-hint"):
            if key in skill.front and not _quoted(skill, key):
                value = skill.front[key]  # what YAML read as a number or a date is for skill-fields to quote
                quoted = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else ""
                fix = _text.value(skill, key, quoted, "write the quotes") if quoted else None
                yield _text.at_key(skill, key, f"'{key}' is not in double quotes on one line", fix=fix)


def _problems(skill: Skill) -> Iterator[str]:
    text = skill.description
    if "Use when" not in text:
        yield 'no "Use when ...": the model cannot tell when to start it'
    if len(text) > _CAP:
        yield f"{len(text)} characters, at most {_CAP}"
    if match := _MODEL.search(text):
        yield f"names a model: {match[0]}"
    if match := _STEPS.search(text):
        yield f"tells steps: {match[0].strip()}"


def _quoted(skill: Skill, key: str) -> bool:
    front = skill.document.front_matter
    line = skill.document.line_text(front.lines.get(key, 0)) if front else ""
    value = line.partition(":")[2].strip()
    return len(value) > 1 and value[0] == value[-1] == '"'
