"""An approved requirement that no task answers to.

## What it does
Reports a MUST or SHOULD requirement of an approved PRD that no task has among its `sources` or `links` and no
traceability table gives a task. A MAY, and whatever is not approved, may wait.

## Why is this bad
Everybody agreed that it is needed and nobody is going to do it. It comes up when the work is said to be done.

## Bad
```markdown docs/prd/0001-shop.md
---
id: PRD-0001
kind: prd
title: Shop
status: approved
---
### REQ-0001-1 MUST: orders are kept
When an order is placed, the shop shall keep it.
```

## Good
```markdown docs/prd/0001-shop.md
---
id: PRD-0001
kind: prd
title: Shop
status: approved
---
### REQ-0001-1 MUST: orders are kept
When an order is placed, the shop shall keep it.
```
```markdown tasks/done/0001-keep.md
---
id: TASK-0001
kind: task
title: Keep orders
status: done
sources: [REQ-0001-1]
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact import _trace

META = Meta(Severity.WARNING, profiles=("strict",))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for row in _trace.without(facts, "task"):
        node = row.node
        hint = "name it in the sources of a task"
        yield Finding(
            "", f"{node.identifier} {node.rank} has no task", node.location, subject=node.identifier, hint=hint
        )
