"""A decision record that knows no drawback.

## What it does
Reports a decision whose consequences are all good: no line begins with a word such as cost, bad, con or
harder, and nothing in the section says but, however, more to do, slower, risk, no longer or the like.

## Why is this bad
A decision without a cost was no decision. Whoever pays finds out later and believes that it was overlooked.

## Bad
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
status: accepted
---
## Consequences
- Reads are fast.
- The code is clean.
```

## Good
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
status: accepted
---
## Consequences
- Reads are fast.
- Cost: 200 MB for each process.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts import sections
from ygs_cli.artifacts.project import Artifact, ArtifactFacts
from ygs_cli.artifacts.sections import Section
from ygs_cli.findings import Confidence, Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, whole_line, written

META = Meta(Severity.WARNING, Confidence.MEDIUM, ("recommended", "strict"))

_COST = re.compile(
    r"\b(?:costs?|costly|expensive|prices?|harder|hard|difficult\w*|complex\w*|complicat\w*|bad|negative\w*|"
    r"cons?|"
    r"drawbacks?|downsides?|disadvantages?|trade-?offs?|risk\w*|slow(?:er|s|ly)?|los[et]\w*|loss|lack\w*|"
    r"cannot|can't|"
    r"not|no longer|won't|never|but|however|although|though|despite|unless|only|must|need\w*|has to|have to|"
    r"requir\w*|depend\w*|extra|additional\w*|more|less|fewer|limit\w*|overhead|burden|maint\w*|learn\w*|"
    r"migrat\w*|break\w*|"
    r"fail\w*|problem\w*|issues?|debt|effort|work|duplicat\w*|inconsisten\w*|increas\w*|worse|careful\w*|"
    r"manual\w*|"
    r"without|instead|still|duty|responsib\w*|challeng\w*|concerns?|confus\w*|restrict\w*|constrain\w*|lock\w*|"
    r"danger\w*|threat\w*|unable|unsupported|delay\w*|wait\w*|yet|open|unclear|unknown)\b",
    re.IGNORECASE,
)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for record in live(facts, "adr"):
        found = list(written(record, "Consequences"))
        said = [text for _, text in found] + [title for section, _ in found for title in _titles(record, section)]
        if found and not any(_COST.search(text) for text in said):
            hint = "say what it costs, who pays, and what gets harder"
            place = whole_line(record.document, found[0][0].line)
            yield Finding("", "no drawback among the consequences", place, subject="consequences", hint=hint)


def _titles(record: Artifact, within: Section) -> Iterator[str]:
    """The titles of a section and its sub-sections that say something."""
    for section in sections.sections(record.document):
        inside = within.line <= section.line <= within.end_line
        if inside and sections.is_filled(record.document, section):
            yield section.title
