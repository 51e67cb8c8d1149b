"""A command in a skill of this pack that works in one shell or on one system only.

## What it does
Looks at code in skills whose folder begins with `ygs-`, their `references/` too. Reports bash's own syntax
(`[[`, `<(`, `<<<`, `declare`, `source`, `set -o pipefail`), options that only GNU or only macOS has (`sed -i`,
`grep -P`, `readlink -f`, `date -d`, `stat -c`, `sort -V`, `xargs -r`, `find -printf`), programs of one system
(`pbcopy`, `xdg-open`, `open`), and a test runner that goes on watching.

## Why is this bad
The agent's shell is whatever the machine has: dash, zsh, busybox. A command that fails there is "repaired" by
guessing; a watching test runner never ends, and the run ends by its time-out.

## Bad
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

Count them: `[[ $(ls pots | wc -l) -gt 0 ]] && sed -i s/cold/hot/ tea.txt`.
```

## Good
```markdown skills/ygs-tea/SKILL.md
---
name: ygs-tea
description: "Hot tea. Use when someone asks for tea."
---
# Tea

Count them: `ls pots`.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.markdown import Document
from ygs_cli.findings import Finding, Severity
from ygs_cli.pack.catalog import SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.WARNING, profiles=("recommended", "strict"))
_START = r"(?:^|[|;&(]\s*|\$\(\s*)"
_ONE_SYSTEM = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        (r"\[\[ ", "bash"),
        (r"<\(", "bash"),
        (r"<<<", "bash"),
        (rf"{_START}(?:declare|source) ", "bash"),
        (r"\bset -\w*o pipefail\b", "bash"),
        (rf"{_START}sed (?:-\w+ )*-i\b", "GNU or macOS alone"),
        (rf"{_START}grep -\w*P\b", "GNU"),
        (rf"{_START}readlink -f\b", "GNU"),
        (rf"{_START}date (?:-d\b|--date\b|-v\b)", "GNU or macOS alone"),
        (rf"{_START}stat -[cf]\b", "GNU or macOS alone"),
        (rf"{_START}sort -\w*V\b", "GNU"),
        (rf"{_START}xargs -\w*r\b", "GNU"),
        (rf"{_START}find [^|]*-printf\b", "GNU"),
        (rf"{_START}(?:pbcopy|pbpaste|open [\w./~])", "macOS"),
        (rf"{_START}xdg-open\b", "Linux"),
        (r"--watch(?:All)?\b(?!=false)", "a terminal that somebody sits at"),
    )
)


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in _text.house(facts):
        for page in _text.pages(skill):
            yield from _page(page)


def _page(page: Document) -> Iterator[Finding]:
    for line, text in _text.code(page):
        for pattern, what in _ONE_SYSTEM:
            if match := pattern.search(text):
                token = match[0].strip(" |;&($")
                yield _text.on(page, line, token, f"'{token}' works with {what}")
