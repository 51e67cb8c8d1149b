"""A test plan that ends at unit tests.

## What it does
Reports the test section of a TRD or test plan, or the non-functional requirements of a design document, that
speak of unit tests and of no other kind of test.

## Why is this bad
Unit tests prove the parts. What breaks in production is the seam, the load, the failure and the way back.

## Bad
```markdown docs/trd/0001-refunds.md
---
id: TRD-0001
kind: trd
status: draft
---
## Tests
Unit tests cover every function.
```

## Good
```markdown docs/trd/0001-refunds.md
---
id: TRD-0001
kind: trd
status: draft
---
## Tests
Unit tests for the rules, integration tests against a real database, a load test at 200 orders a second.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.project import Artifact, ArtifactFacts
from ygs_cli.artifacts.sections import Section
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, whole_line, written

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))

_SECTIONS = {"trd": "Tests", "design-doc": "Non-functional requirements", "test-plan": "Levels and seams"}
_OTHER = re.compile(
    r"integrat|end[- ]to[- ]end|\be2e\b|contract|acceptance|system test|propert|fuzz|load|soak|stress|"
    r"performance|canary|"
    r"smoke|manual|failure|fault|chaos|inject|rollback|regression|browser|real |conformance|mutation|"
    r"snapshot|benchmark",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\bunit[- ]?tests?\b|\|\s*unit\s*\|", re.IGNORECASE)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in live(facts, *_SECTIONS):
        name = _SECTIONS[artifact.kind.name] if artifact.kind else ""
        found = list(written(artifact, name))
        told = [section for section, text in found if _UNIT.search(text)]
        if told and not any(_OTHER.search(text) for text in _about_tests(artifact, found)):
            hint = "say what is proven across the seams, under load, in failure and on the way back"
            place = whole_line(artifact.document, told[0].line)
            yield Finding("", "unit tests are the whole plan", place, subject="tests", hint=hint)


def _about_tests(artifact: Artifact, found: list[tuple[Section, str]]) -> Iterator[str]:
    """What the sections say of tests, and every heading that speaks of tests."""
    for section, text in found:
        whole = section.title.lower().startswith("non")
        yield "\n".join(line for line in text.splitlines() if "test" in line.lower()) if whole else text
    yield from (head.text for head in artifact.document.headings if "test" in head.text.lower())
