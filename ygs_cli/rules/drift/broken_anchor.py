"""A link to a heading that the page does not have.

## What it does
Compares the `#fragment` of every link into a Markdown document with the anchors of that document: its
headings as GitHub, GitLab, MkDocs, VitePress and Docusaurus name them, explicit `{#id}` attributes, and `id`
or `name` attributes of HTML. A page that is built from includes or templates is not judged.

## Why is this bad
The link opens the page at its top, and the reader does not find what was promised. It happens each time
somebody rewords a heading.

## Bad
```markdown docs/guide.md
# Guide

See [time limits](#time-limits).

## Timeouts
```

## Good
```markdown docs/guide.md
# Guide

See [timeouts](#timeouts).

## Timeouts
```
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ygs_cli.drift import anchors, wording
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.model import Kind
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)


def check(facts: DriftFacts) -> Iterator[Finding]:
    for item in facts.missing(Kind.ANCHOR):
        wanted = item.claim.token.removeprefix("#")
        slugs = {anchors.github(text): text for text, _ in facts.titles.get(item.target, ())}
        near = difflib.get_close_matches(wanted.lower(), slugs, n=1, cutoff=0.6)
        hint = f"did you mean '#{near[0]}' ({slugs[near[0]]})?" if near else ""
        yield wording.finding(item, f"no heading '#{wanted}' in {item.target}", hint)
