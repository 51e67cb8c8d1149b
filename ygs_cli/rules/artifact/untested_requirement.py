"""An approved requirement whose work is done, and that no test names.

## What it does
Reports a MUST or SHOULD requirement of an approved PRD all of whose tasks are done, when no test names it:
neither its id nor that of one of its criteria stands in a name, marker, comment or docstring of a test, and no
traceability table or ticked criterion names a test file that exists. `REQ-0001-2` and `test_req_0001_2_x` are
the same id. `ygs trace` shows the rest of the picture.

## Why is this bad
The next change may break it and every test stays green. Who has to judge that change cannot tell which tests
guard which promise.

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
```markdown tasks/done/0001-keep.md
---
id: TASK-0001
kind: task
title: Keep orders
status: done
sources: [REQ-0001-1]
---
```
```python tests/test_orders.py
def test_orders_are_kept():
    pass
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
```python tests/test_orders.py
def test_orders_are_kept():
    # REQ-0001-1: an order survives a restart
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
    for row in _trace.without(facts, "test"):
        node = row.node
        hint = "name its id in the test that proves it, in a comment, docstring, marker or name"
        yield Finding(
            "",
            f"{node.identifier} {node.rank} is done and has no test",
            node.location,
            subject=node.identifier,
            hint=hint,
        )
