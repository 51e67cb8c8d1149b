"""A rollout without a way back.

## What it does
Reports a written rollout section of a design document or TRD that says nothing of a way back: no roll back,
revert, undo, disable, switch off, restore, older version or the like.

## Why is this bad
A rollout plan without a way back is a plan for the good case. The bad one is then made up at night.

## Bad
```markdown docs/trd/0001-refunds.md
---
id: TRD-0001
kind: trd
status: draft
---
## Rollout and rollback
We deploy on Monday and watch.
```

## Good
```markdown docs/trd/0001-refunds.md
---
id: TRD-0001
kind: trd
status: draft
---
## Rollout and rollback
We deploy on Monday and watch. Above 1 % errors the flag is switched off, in a minute; refunds wait in the table.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts import sections
from ygs_cli.artifacts.project import Artifact, ArtifactFacts
from ygs_cli.artifacts.sections import Section
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, whole_line, written

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))

_SECTIONS = {"trd": "Rollout and rollback", "design-doc": "Rollout and future"}
_BACK = re.compile(
    r"\brol(?:l|ls|led|ling)[- ]?back|\brevert|\bundo\b|\bundone\b|\bdisabl|\b(?:switch|turn|"
    r"toggl)\w*\b[^.\n]{0,30}\boff\b|"
    r"\brestor|\bdowngrad|\bback[- ]?out\b|\b(?:older|old|previous|last|prior|earlier) (?:\w+ )?(?:version|"
    r"release|build|state)|"
    r"\bkill switch|\babort|\birreversib|\bno way back|\bone-way|\bway back\b|\bgo(?:es|ing)? back\b|"
    r"\btak\w+ (?:it )?back\b|"
    r"\bremov|\buninstall|\bdrain|\bfall(?:s|ing)? back|\breversib|\bback to\b",
    re.IGNORECASE,
)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in live(facts, *_SECTIONS):
        name = _SECTIONS[artifact.kind.name] if artifact.kind else ""
        found = list(written(artifact, name))
        if found and not any(_BACK.search(text) for _, text in found) and not _told_elsewhere(artifact, found):
            hint = "name the one action that takes it back, how long it takes and what it leaves"
            place = whole_line(artifact.document, found[0][0].line)
            yield Finding("", "no way back", place, subject="rollback", hint=hint)


def _told_elsewhere(artifact: Artifact, found: list[tuple[Section, str]]) -> bool:
    """Whether a section of another name, which says something, is about the way back."""
    document, own = artifact.document, [section for section, _ in found]
    others = (section for section in sections.sections(document) if section not in own)
    return any(_BACK.search(section.title) and sections.is_filled(document, section) for section in others)
