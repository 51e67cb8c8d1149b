"""A title that names the solution.

## What it does
Reports a PRD or design document whose title begins with adopt, move to, migrate to, switch to, convert to or
rewrite: the solution stands before the problem.

## Why is this bad
Who begins with the answer invents the problem that it solves. Reviewers then discuss the technology and never
the pain.

## Bad
```markdown docs/architecture/0001-refunds.md
---
id: DD-0001
kind: design-doc
status: draft
title: Move to event-driven architecture
---
```

## Good
```markdown docs/architecture/0001-refunds.md
---
id: DD-0001
kind: design-doc
status: draft
title: Refunds take nine days
---
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live

META = Meta(Severity.INFO, profiles=("recommended", "strict"))

_SOLUTION = re.compile(
    r"(?:proposal to |rfc: |we |let's )?(?:adopt|adopting|(?:move|moving|migrate|migrating|switch|switching|"
    r"convert|"
    r"converting|upgrade|upgrading|port|porting)(?: \w+){0,4} (?:to|onto)|rewrite|rewriting)\b",
    re.IGNORECASE,
)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in live(facts, "prd", "design-doc"):
        title = str(artifact.front.data.get("title", ""))
        if _SOLUTION.match(title):
            hint = "name what is broken, for whom"
            yield Finding("", "the title names a solution", artifact.place("title"), subject="title", hint=hint)
