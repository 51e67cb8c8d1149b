"""Tasks that wait for each other in a circle.

## What it does
Follows `depends_on` from task to task and reports each circle once, with the way round.

## Why is this bad
None of the tasks in the circle can ever start, and no order of work exists.

## Bad
```markdown tasks/backlog/0001-mail.md
---
id: TASK-0001
kind: task
title: Send mail
depends_on: [TASK-0002]
---
```
```markdown tasks/backlog/0002-queue.md
---
id: TASK-0002
kind: task
title: Queue mails
depends_on: [TASK-0001]
---
```

## Good
```markdown tasks/backlog/0001-mail.md
---
id: TASK-0001
kind: task
title: Send mail
depends_on: [TASK-0002]
---
```
```markdown tasks/backlog/0002-queue.md
---
id: TASK-0002
kind: task
title: Queue mails
depends_on: []
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts import graph, kinds
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Related, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    known = {key: task for key, task in facts.by_id().items() if task.kind is kinds.KINDS["task"]}
    wanted = {
        key: {number for value in task.values("depends_on") if (number := kinds.number_of(value)) in known}
        for key, task in known.items()
    }
    for circle in graph.circles(wanted):
        tasks = [known[key] for key in circle]
        first, following = tasks[0], tasks[1 % len(tasks)]
        names = [task.identifier for task in (*tasks, first)]
        yield Finding(
            "",
            f"tasks wait for each other: {' -> '.join(names)}",
            first.place("depends_on", following.identifier),
            subject=" ".join(names[:-1]),
            hint="cut the circle where one of them needs only a part of the other",
            related=tuple(Related(task.identifier, task.place("depends_on")) for task in tasks[1:]),
        )
