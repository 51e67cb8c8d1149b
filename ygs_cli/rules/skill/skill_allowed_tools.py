"""An `allowed-tools` entry that allows too much, or nothing.

## What it does
Reports `Bash(ygs *)` and the entries for `ygs exec`, `ygs workflow` and `ygs phase`, which run other programs;
`Read(${CLAUDE_SKILL_DIR}/...)` without the slash before `$`, which matches nothing; and in the skills of this
pack a bare `Bash`, and references without the entry that lets the skill read them.

## Why is this bad
What stands in `allowed-tools` runs without asking. `Bash(ygs *)` would approve every command line that
`ygs exec` takes, whatever the text under review talked the model into. Reading a skill's own folder needs
approval in a user-level install, and there is nobody to ask in a headless run.

## Bad
```markdown skills/make-tea/SKILL.md
---
name: make-tea
description: "Hot tea. Use when someone asks for tea."
allowed-tools: "Read(${CLAUDE_SKILL_DIR}/**), Bash(ygs *)"
---
# Tea
```

## Good
```markdown skills/make-tea/SKILL.md
---
name: make-tea
description: "Hot tea. Use when someone asks for tea."
allowed-tools: "Read(/${CLAUDE_SKILL_DIR}/**), Bash(ygs lint *)"
---
# Tea
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.findings import Finding, Severity
from ygs_cli.pack.catalog import Skill, SkillFacts
from ygs_cli.rules import Meta
from ygs_cli.rules.skill import _text

META = Meta(Severity.ERROR)
OWN_FOLDER = "Read(/${CLAUDE_SKILL_DIR}/**)"
_ENTRY = re.compile(r"[A-Za-z_]\w*(?:\([^)]*\))?")
_RUNS_ANYTHING = re.compile(r"Bash\(ygs(?:[ :]*\*|\*|\)| +(?:exec|workflow|phase)\b)")
_NO_SLASH = re.compile(r"Read\(\$\{CLAUDE_SKILL_DIR\}")


def entries(skill: Skill) -> tuple[str, ...]:
    """The entries of `allowed-tools`, from the text or the list that the front matter has."""
    value = skill.front.get("allowed-tools", "")
    texts = value if isinstance(value, list) else [value]
    return tuple(entry for text in texts for entry in _ENTRY.findall(str(text)))


def check(facts: SkillFacts) -> Iterator[Finding]:
    for skill in facts.skills:
        for entry in entries(skill):
            if _RUNS_ANYTHING.match(entry):
                message = f"'{entry}' approves command lines that run other programs"
                yield _at(skill, entry, message, "name each subcommand, such as Bash(ygs lint *)")
            elif _NO_SLASH.match(entry):
                better = entry.replace("Read(", "Read(/", 1)
                yield _at(skill, entry, f"'{entry}' matches nothing", f"write {OWN_FOLDER}", better)
    for skill in _text.house(facts):
        yield from _of_this_pack(skill)


def _of_this_pack(skill: Skill) -> Iterator[Finding]:
    allowed = entries(skill)
    for entry in allowed:
        if entry in ("Bash", "Bash(*)"):
            yield _at(skill, entry, f"'{entry}' approves every command line", "name each command")
    own = any(file.path.startswith(("references/", "assets/")) for file in skill.files)
    if own and OWN_FOLDER not in allowed:
        message = "a headless run cannot read the skill's own references"
        yield _text.at_key(skill, "allowed-tools", message, f"add {OWN_FOLDER}")


def _at(skill: Skill, entry: str, message: str, hint: str, better: str = "") -> Finding:
    finding = _text.at_key(skill, "allowed-tools", message, hint)
    front = skill.document.front_matter
    last = front.end_line if front else 1
    for number in range(finding.location.line, last):
        if entry in skill.document.line_text(number):
            fix = _text.token(skill, number, entry, better, f"write {better}") if better else None
            return _text.at(skill, number, entry, message, hint, fix)
    return finding
