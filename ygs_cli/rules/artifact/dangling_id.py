"""Front matter that refers to an id that nothing defines.

## What it does
Reports an id in `links`, `sources`, `depends_on`, `supersedes` or `superseded_by` of a life-cycle document
that no document of the project has. Requirement ids count as dangling only in a project that defines
requirements, and ids such as QA-0012 or PM-0003, which are also keys of trackers, only in a project that has
documents of this kind; other words (URLs, tracker keys) are not looked at.

## Why is this bad
The trace breaks in silence: a requirement looks unanswered, a dependency looks done.

## Bad
```markdown tasks/backlog/0002-mail.md
---
id: TASK-0002
kind: task
title: Send mail
depends_on: [TASK-0001]
---
```

## Good
```markdown tasks/backlog/0001-queue.md
---
id: TASK-0001
kind: task
title: Queue mails
depends_on: []
---
```
```markdown tasks/backlog/0002-mail.md
---
id: TASK-0002
kind: task
title: Send mail
depends_on: [TASK-0001]
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts import kinds
from ygs_cli.artifacts.project import ELEMENT, Artifact, ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    documents = facts.by_id()
    elements = {element.identifier for element in facts.elements}
    families = {identifier.partition("-")[0] for identifier in elements}
    prefixes = {prefix for prefix, _ in documents} | {kind.prefix for kind in kinds.KINDS.values() if kind.core}
    for artifact in facts.artifacts:
        for key, value in _references(artifact):
            number = kinds.number_of(value)
            if number is not None:
                known = number in documents or number[0] not in prefixes
            elif ELEMENT.fullmatch(value) and value.partition("-")[0] in families:
                known = value in elements
            else:
                continue
            if not known:
                yield Finding("", f"{value} is defined nowhere", artifact.place(key, value), subject=value)


def _references(artifact: Artifact) -> Iterator[tuple[str, str]]:
    for field in artifact.kind.all_fields if artifact.kind else ():
        if field.form == "ids":
            for value in artifact.values(field.name):
                yield field.name, value
