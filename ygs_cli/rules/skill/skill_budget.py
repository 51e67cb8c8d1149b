"""Skills that cost more context than their budget.

## What it does
Where a `budget.yml` stands beside skills, holds them to it. Its keys, each optional, are numbers of characters
but for the first and the last: `model_invocable` (skills that the model may start), `listing` (their rows
together), `description`, `body_median`, `body`, `closure_median`, `closure` (a body with what its common path
orders read) and `reads` (files ordered on the common path). A file named in a sentence with when, if, unless,
only or without is off the common path.

## Why is this bad
On a model with 200,000 tokens of context about 1,750 characters are left for the rows of all skills; over that,
skills lose their description and never start. Bodies and ordered reads are paid for in each use.

## Bad
```yaml skills/budget.yml
listing: 40
```
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea
```

## Good
```yaml skills/budget.yml
listing: 60
```
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea
```
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ygs_cli import yaml_text
from ygs_cli.errors import YgsError, closest
from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.pack import budget
from ygs_cli.pack.catalog import BUDGET_FILE, Skill, SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.ERROR)
_EACH = ("description", "body", "closure", "reads")


def check(facts: SkillFacts) -> Iterator[Finding]:
    for parent, text in facts.budgets.items():
        path = BUDGET_FILE if parent == "." else f"{parent}/{BUDGET_FILE}"
        skills = [skill for skill in facts.skills if str(PurePosixPath(skill.path).parent) == parent]
        limits, problems = _limits(text, path)
        yield from problems
        yield from _together(skills, limits, path)
        for skill in skills:
            yield from _alone(skill, limits)


def _limits(text: str, path: str) -> tuple[dict[str, int], list[Finding]]:
    try:
        data = yaml_text.load(text, path)
    except YgsError as error:
        line = error.where.rpartition(":")[2]
        return {}, [Finding("", error.message, Location(path, int(line) if line.isdigit() else 1), "budget")]
    if not isinstance(data, dict):
        return {}, [Finding("", "not a mapping of limits", Location(path, 1), "budget")]
    limits, problems = {}, []
    for key, value in data.items():
        if key not in budget.LIMITS:
            hint = closest(str(key), budget.LIMITS)
            problems.append(Finding("", f"unknown limit '{key}'", Location(path, 1), str(key), hint=hint))
        elif not isinstance(value, int) or isinstance(value, bool):
            problems.append(Finding("", f"'{key}' is not a whole number", Location(path, 1), str(key)))
        else:
            limits[key] = value
    return limits, problems


def _together(skills: list[Skill], limits: dict[str, int], path: str) -> Iterator[Finding]:
    measured = budget.measure(skills)
    for key in ("model_invocable", "listing", "body_median", "closure_median"):
        if key in limits and measured[key] > limits[key]:
            message = f"{key}: {measured[key]:,}, the budget is {limits[key]:,}"
            yield Finding("", message, Location(path, 1), key)


def _alone(skill: Skill, limits: dict[str, int]) -> Iterator[Finding]:
    measured = budget.measure([skill])
    for key in _EACH:
        if key in limits and measured[key] > limits[key]:
            message = f"{key}: {measured[key]:,}, the budget is {limits[key]:,}"
            yield _text.at_key(skill, "description" if key == "description" else "name", message)
