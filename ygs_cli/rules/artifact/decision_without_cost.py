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

from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Confidence, Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, whole_line, written

META = Meta(Severity.WARNING, Confidence.MEDIUM, ("recommended", "strict"))

_COST = re.compile(
    r"\b(?:costs?|costly|expensive|prices?|harder|hard|difficult\w*|complex\w*|complicat\w*|bad|negative\w*|cons?|"
    r"drawbacks?|downsides?|disadvantages?|trade-?offs?|risk\w*|slow(?:er|s|ly)?|los[et]\w*|loss|lack\w*|cannot|can't|"
    r"not|no longer|won't|never|but|however|although|though|despite|unless|only|must|need\w*|has to|have to|requir\w*|"
    r"depend\w*|extra|additional\w*|more|less|fewer|limit\w*|overhead|burden|maint\w*|learn\w*|migrat\w*|break\w*|"
    r"fail\w*|problem\w*|issues?|debt|effort|work|duplicat\w*|inconsisten\w*|increas\w*|worse|careful\w*|manual\w*|"
    r"without|instead|still|duty|responsib\w*|challeng\w*|concerns?|confus\w*|restrict\w*|constrain\w*|lock\w*|"
    r"danger\w*|threat\w*|unable|unsupported|delay\w*|wait\w*|yet|open|unclear|unknown)\b",
    re.IGNORECASE,
)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for record in live(facts, "adr"):
        found = list(written(record, "Consequences"))
        if found and not any(_COST.search(f"{section.title}\n{text}") for section, text in found):
            hint = "say what it costs, who pays, and what gets harder"
            place = whole_line(record.document, found[0][0].line)
            yield Finding("", "no drawback among the consequences", place, subject="consequences", hint=hint)
