"""A task that builds one layer of everything.

## What it does
Reports a task, not done, whose title is about all models, tables, endpoints, screens or another layer, or
about a layer as such ("All database models", "Database layer", "Build the entire API layer").

## Why is this bad
A layer shows nothing until the last one is there. A thin slice through all of them works, and is seen to
work, from the first day.

## Bad
```markdown tasks/backlog/0001-mail.md
---
id: TASK-0001
kind: task
status: backlog
title: Create all database models
---
```

## Good
```markdown tasks/backlog/0001-mail.md
---
id: TASK-0001
kind: task
status: backlog
title: Show an order by its number
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

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))

_PARTS = (
    r"(?:data(?:base)? |db |domain |api |rest |http |ui |front-?end |back-?end |react |sql )*"
    r"(?:models?|schemas?|tables?|entities|migrations?|repositor(?:y|ies)|daos?|endpoints?|apis?|routes?|"
    r"controllers?|"
    r"handlers?|services?|screens?|pages?|views?|components?|forms?)"
)
_LAYER = (
    r"(?:data(?:base)?|persistence|storage|domain|service|business(?: logic)?|api|ui|presentation|"
    r"front-?end|back-?end)"
)
_HORIZONTAL = re.compile(
    rf"(?:\b(?:all|every|each)(?: of)?(?: the)? {_PARTS}\s*$)|(?:\b{_LAYER} layer\s*$)|"
    rf"(?:^(?:the )?(?:whole |entire |complete )?(?:front-?end|back-?end|database schema|user interface)\s*$)",
    re.IGNORECASE,
)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for task in live(facts, "task"):
        title = str(task.front.data.get("title", "")).strip().rstrip(".")
        if task.status != "done" and _HORIZONTAL.search(title):
            hint = "cut through all layers: the thinnest thing that a person can see work"
            yield Finding("", "one layer instead of one result", task.place("title"), subject="title", hint=hint)
