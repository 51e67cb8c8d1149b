"""A word that the glossary asks to avoid, in a document.

## What it does
Reads the tables of `CONTEXT.md` that have the columns term and avoid, and reports a word of "avoid" in the
title or a heading of a life-cycle document. One of several parts, such as "check list item" or "money-back",
is also reported in running text, outside code and quotes; a single word there is mostly an ordinary word and
is left alone. So is a word that is itself a term, or that the glossary uses in its own sentences.

## Why is this bad
Two words for one thing become two things. A name in a heading is what everybody repeats.

## Bad
```markdown CONTEXT.md
# Context

| term | meaning | avoid |
|---|---|---|
| refund | Money that goes back to a buyer. | chargeback, money-back |
```
```markdown docs/prd/0001-money.md
---
id: PRD-0001
kind: prd
status: draft
title: Chargeback in a day
---
```

## Good
```markdown CONTEXT.md
# Context

| term | meaning | avoid |
|---|---|---|
| refund | Money that goes back to a buyer. | chargeback, money-back |
```
```markdown docs/prd/0001-money.md
---
id: PRD-0001
kind: prd
status: draft
title: Refund in a day
---
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ygs_cli.artifacts.markdown import Document
from ygs_cli.artifacts.project import Artifact, ArtifactFacts
from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.rules import Meta
from ygs_cli.rules.artifact._content import place_of

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))

_QUOTED = re.compile(r"(`+).+?\1|\"[^\"]*\"|\u201c[^\u201d]*\u201d|\]\([^)]*\)")


def check(facts: ArtifactFacts) -> Iterator[Finding]:
    aliases: dict[str, str] = {}
    for document in facts.documents:
        if PurePosixPath(document.path).name.casefold() == "context.md":
            aliases |= _aliases(document)
    for alias, term in aliases.items() if aliases else ():
        pattern = re.compile(rf"(?<![\w-]){re.escape(alias)}(?:s|es)?(?![\w-])", re.IGNORECASE)
        for artifact in facts.artifacts:
            running = _passages(artifact, pattern) if re.search(r"[\s-]", alias) else ()
            for place in (*_names(artifact, pattern), *running):
                hint = f"the glossary calls it '{term}'"
                yield Finding("", f"'{alias}' is a word to avoid", place, subject=alias, hint=hint)


def _aliases(document: Document) -> dict[str, str]:
    """Alias -> the term that stands for it, less those that are ordinary words of this glossary."""
    found: dict[str, str] = {}
    sentences = ""
    for table in document.tables:
        names = [name.strip().lower() for name in table.header]
        if not {"term", "avoid"} <= set(names):
            continue
        for row in table.rows:
            cells = {name: cell.text.strip().strip("*_`") for name, cell in zip(names, row, strict=False)}
            sentences += " ".join(text for name, text in cells.items() if name != "avoid") + "\n"
            for alias in cells.get("avoid", "").split(","):
                if len(alias.strip()) > 1:
                    found[alias.strip().strip("*_`")] = cells["term"]
    return {alias: term for alias, term in found.items() if not _uses(sentences, alias)}


def _uses(text: str, word: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?:s|es)?(?![\w-])", text, re.IGNORECASE) is not None


def _names(artifact: Artifact, pattern: re.Pattern[str]) -> Iterator[Location]:
    """Where the title or a heading has the word; a heading that repeats the title is the title."""
    document = artifact.document
    title = str(artifact.front.data.get("title", ""))
    if pattern.search(title):
        yield artifact.place("title")
    for head in document.headings:
        if head.text != title and pattern.search(head.text):
            yield place_of(document, head.line, head.line, pattern)


def _passages(artifact: Artifact, pattern: re.Pattern[str]) -> Iterator[Location]:
    """Where the running text has the words on one line, outside code and quotes."""
    document = artifact.document
    for part in document.paragraphs:
        for line in range(part.line, part.end_line + 1):
            text = _QUOTED.sub(lambda match: " " * len(match[0]), document.line_text(line))
            for match in pattern.finditer(text):
                yield Location(document.path, line, match.start() + 1, match.end() + 1)
