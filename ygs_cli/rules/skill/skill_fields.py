"""A front matter field of a skill that clients drop or misread.

## What it does
Reports a key that is one slip away from a known one, a value of the wrong type, a description above 1,024
characters, and a listing row above 1,536. Other unknown keys are left alone: clients ignore them.

## Why is this bad
A misspelt `disable-model-invocation`, or one with the text "true" for a value, is ignored in silence, and a
skill that should wait for a person starts by itself. Strict readers refuse a list where a text belongs; longer
descriptions are cut or refused.

## Bad
```markdown skills/make-tea/SKILL.md
---
name: make-tea
description: "Hot tea. Use when someone asks for tea."
argument-hint: [cups]
disable_model_invocation: true
---
# Tea
```

## Good
```markdown skills/make-tea/SKILL.md
---
name: make-tea
description: "Hot tea. Use when someone asks for tea."
argument-hint: "[cups]"
disable-model-invocation: true
---
# Tea
```
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from ygs_cli.findings import Finding, Fix, Severity
from ygs_cli.pack import budget
from ygs_cli.pack.catalog import Skill, SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.ERROR)
_TEXT = "name description when_to_use argument-hint license compatibility model effort context agent shell".split()
_SWITCH = "disable-model-invocation user-invocable background".split()
_TEXT_OR_LIST = "allowed-tools disallowed-tools arguments paths".split()
_MAPPING = "metadata hooks".split()
_KNOWN = {*_TEXT, *_SWITCH, *_TEXT_OR_LIST, *_MAPPING, "version"}
_DESCRIPTION, _ROW, _COMPATIBILITY = 1024, 1536, 500


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in facts.skills:
        for key, value in skill.front.items():
            yield from _field(skill, key, value)
        yield from _lengths(skill)


def _field(skill: Skill, key: str, value: object) -> Iterator[Finding]:
    if key not in _KNOWN:
        near = difflib.get_close_matches(key.replace("_", "-"), _KNOWN, n=1, cutoff=0.85)
        if near:
            yield _text.at_key(skill, key, f"clients ignore the key '{key}'", f"did you mean '{near[0]}'?")
    elif key in _TEXT and not isinstance(value, str):
        fix = None if value is None else _quoted(skill, key)
        yield _text.at_key(skill, key, f"'{key}' is not a text", "quote the value", fix)
    elif key in _SWITCH and not isinstance(value, bool):
        word = str(value).lower()
        fix = _text.value(skill, key, word, f"write {word}") if word in ("true", "false") else None
        yield _text.at_key(skill, key, f"'{key}' is neither true nor false", "write it without quotes", fix)
    elif key in _TEXT_OR_LIST and not isinstance(value, str | list):
        yield _text.at_key(skill, key, f"'{key}' is neither a text nor a list")
    elif key in _MAPPING and not isinstance(value, dict):
        yield _text.at_key(skill, key, f"'{key}' is not a mapping")


def _quoted(skill: Skill, key: str) -> Fix | None:
    front = skill.document.front_matter
    text = skill.document.line_text(front.lines.get(key, 0)).partition(":")[2].strip() if front else ""
    plain = re.fullmatch(r"[\w.+-]+", text)  # a number, a date, a boolean: no quote and no comment in it
    return _text.value(skill, key, f'"{text}"', f'write "{text}"') if plain else None


def _lengths(skill: Skill) -> Iterator[Finding]:
    row = len(budget.row(skill)) - len(f"- {skill.name}: ")
    if len(skill.description) > _DESCRIPTION:
        message = f"a description of {len(skill.description):,} characters, at most {_DESCRIPTION:,} are allowed"
        yield _text.at_key(skill, "description", message)
    elif row > _ROW:
        message = f"description and when_to_use have {row:,} characters, the listing cuts at {_ROW:,}"
        yield _text.at_key(skill, "when_to_use", message)
    compatibility = str(skill.front.get("compatibility", ""))
    if len(compatibility) > _COMPATIBILITY:
        message = f"a compatibility of {len(compatibility):,} characters, at most {_COMPATIBILITY} are allowed"
        yield _text.at_key(skill, "compatibility", message)
