"""An architecture that knows no failure.

## What it does
Reports a design document with a written section "Architecture" and not one word of failure in its whole text:
no failure, error, time-out, retry, outage, crash, unavailable or the like.

## Why is this bad
A diagram of healthy parts is topology. The design is what happens when one of them is slow, gone, or wrong.

## Bad
```markdown docs/architecture/0001-refunds.md
---
id: DD-0001
kind: design-doc
status: draft
title: Refunds take nine days
---
## Architecture
The shop calls the bank. The bank answers. The shop stores the answer.
```

## Good
```markdown docs/architecture/0001-refunds.md
---
id: DD-0001
kind: design-doc
status: draft
title: Refunds take nine days
---
## Architecture
The shop calls the bank, with a time-out of 2 s. When it is exceeded, the refund waits in the table.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts import sections
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Confidence, Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, whole_line, written

META = Meta(Severity.WARNING, Confidence.MEDIUM, ("recommended", "strict"))

_FAILURE = re.compile(
    r"\bfail|\berror|\btime[- ]?out|\bretr(?:y|ies)|\boutage|\bcrash|\bunavailab|\bunreachab|\bdegrad|"
    r"\bdown\b|\bkill|"
    r"\bbreak(?:s|er)?\b|\bbroken|\bcorrupt|\bfault|\brefus|\breject|\binterrupt|\blost\b|\bloss\b|\bexceed|"
    r"\binvalid|"
    r"\boffline|\bstops?\b|\bgone\b|\bidempoten|\brecover|\bpartial|\bconflict|\bexception|\bmissing",
    re.IGNORECASE,
)


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for artifact in live(facts, "design-doc"):
        found = list(written(artifact, "Architecture"))
        every = (sections.text_of(artifact.document, section) for section in sections.sections(artifact.document))
        if found and not any(_FAILURE.search(text) for text in every):
            hint = "say what happens when each dependency is slow, gone or wrong, and who sees it"
            place = whole_line(artifact.document, found[0][0].line)
            yield Finding("", "nothing ever fails here", place, subject="failure", hint=hint)
