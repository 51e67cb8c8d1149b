"""A word of another scale in a skill of this pack.

## What it does
Looks at skills whose folder begins with `ygs-`, their `references/` too. Reports severities, confidences,
verdicts, states and sizes that are not of the one vocabulary: MUST / SHOULD / MAY; HIGH / MEDIUM / LOW
confidence; CHANGES_REQUESTED, INCOMPLETE, APPROVED; DONE, DONE_WITH_CONCERNS, BLOCKED, TESTS_FAILING, SKIPPED;
XS, S, M, L, XL.

## Why is this bad
The reports of several skills meet in one list. Two scales in it cannot be sorted, counted or gated, and the
verdict that follows by rule does not follow any more.

## Bad
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

Cold tea is Critical; else answer LGTM.
```

## Good
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

Cold tea is a MUST; else the verdict is APPROVED.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.findings import Finding, Severity
from ygs_cli.pack.catalog import SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))
_FOREIGN = re.compile(
    r"\b(?:P[0-4]|LGTM|Critical|CRITICAL|Major|MAJOR|Minor|MINOR|[Bb]locker|BLOCKER|[Nn]itpicks?|REQUEST_CHANGES"
    r"|PASS|FAIL|PASSED|FAILED|STILL_FAILING|SUCCESS|XX+[SL]|[2-9]X[SL]"
    r"|[Cc]onfidence(?: of)?:? (?:0?\.\d+|\d+ ?%|\d+(?: of |/)10))(?!\w)"
)


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in _text.house(facts):
        for page in _text.pages(skill):
            for number, line in _text.lines(page):
                for match in _FOREIGN.finditer(line):
                    yield _text.on(page, number, match[0], f"'{match[0]}' is of another scale")
