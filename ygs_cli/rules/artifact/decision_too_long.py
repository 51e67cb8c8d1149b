"""A decision that takes more than one sentence.

## What it does
Reports a decision record whose decision is more than one sentence of prose. A list below the sentence is part
of it.

## Why is this bad
What cannot be said in one sentence is several decisions, or one with its reasons mixed in: reasons belong
under Alternatives, results under Consequences.

## Bad
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
status: accepted
---
## Decision
We cache sessions in memory. It is fast. We chose five minutes because users log out by then.
```

## Good
```markdown docs/adr/0001-cache.md
---
id: ADR-0001
kind: adr
status: accepted
---
## Decision
We cache sessions in memory for five minutes.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts import ears
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import live, whole_line, written

META = Meta(Severity.INFO, profiles=("recommended", "strict"))


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    for record in live(facts, "adr"):
        for section, _ in written(record, "Decision"):
            inside = (item for item in record.document.paragraphs if section.line < item.line <= section.end_line)
            prose = (item.text for item in inside if not _in_list(record.document.line_text(item.line)))
            prose = (text for text in prose if "{" not in text)  # a template
            number = sum(len(ears.sentences(text)) for text in prose)
            if number > 1:
                hint = "keep the sentence that says what we do; move the reasons to Alternatives"
                place = whole_line(record.document, section.line)
                yield Finding("", f"the decision has {number} sentences", place, subject="decision", hint=hint)


def _in_list(line: str) -> bool:
    return line.lstrip().startswith(("-", "*", "+", ">")) or line[:1].isspace() or line[:1].isdigit()
