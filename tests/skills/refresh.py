"""Copies shared text into the skills and lowers the context budget: `python -m tests.skills.refresh`.

Three sources, one direction: a section of `skills/shared/sections/` replaces the section with the same heading
in every SKILL.md; a file of `skills/shared/references/` or `templates/` replaces the file with the same name in
a skill's `references/` or `assets/`. `test_shared.py` fails when a copy differs.

`skills/budget.yml` is a ratchet: this command lowers a limit to what the skills need now, rounded up, and never
raises one. Whoever must raise one edits the file by hand, where a reviewer sees it.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from tests.driver import ROOT
from ygs_cli.pack import budget
from ygs_cli.shell import shipped

BUDGET = ROOT / "skills" / "budget.yml"
STEPS = {"listing": 50, "description": 5, "body_median": 100, "body": 100, "closure_median": 100, "closure": 100}
_SECTION = r"^{heading}[ \t]*\n.*?(?=^## |\Z)"


def outdated(root: Path = ROOT) -> dict[Path, str]:
    """Every file whose copied text is not its source's, with the text it should have."""
    wanted: dict[Path, str] = {}
    for skill in sorted((root / "skills").glob("*/SKILL.md")):
        text = skill.read_text(encoding="utf-8")
        fresh = _with_sections(text, root / "skills" / "shared" / "sections")
        if fresh != text:
            wanted[skill] = fresh
        for source, copy in _copies(root, skill.parent):
            if copy.read_bytes() != source.read_bytes():
                wanted[copy] = source.read_text(encoding="utf-8")
    return wanted


def _with_sections(text: str, folder: Path) -> str:
    for source in sorted(folder.glob("*.md")):
        section = source.read_text(encoding="utf-8").rstrip("\n") + "\n"
        pattern = _SECTION.format(heading=re.escape(section.partition("\n")[0]))
        match = re.search(pattern, text, re.MULTILINE | re.DOTALL)
        if match:
            gap = "\n" if match.end() < len(text) else ""
            text = text[: match.start()] + section + gap + text[match.end() :]
    return text


def _copies(root: Path, skill: Path) -> list[tuple[Path, Path]]:
    pairs = []
    for source_folder, folder in (
        (root / "skills/shared/references", "references"),
        (root / "templates", "assets"),
    ):
        for copy in sorted((skill / folder).glob("*")):
            source = source_folder / copy.name
            if source.is_file():
                pairs.append((source, copy))
    return pairs


def limits() -> dict[str, int]:
    """The budget as committed."""
    found = yaml.safe_load(BUDGET.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def needed() -> dict[str, int]:
    """What the skills need now, each figure rounded up to the next step."""
    skills = [shipped.find(name) for name in shipped.names(shipped.skills())]
    measured = budget.measure(skills)
    return {key: -(-value // STEPS.get(key, 1)) * STEPS.get(key, 1) for key, value in measured.items()}


def lower_budget() -> None:
    text = BUDGET.read_text(encoding="utf-8")
    fresh = needed()
    for key, limit in limits().items():
        text = re.sub(rf"^{key}: .*$", f"{key}: {min(limit, fresh[key])}", text, flags=re.MULTILINE)
    BUDGET.write_text(text, encoding="utf-8")


def main() -> None:
    for path, text in outdated().items():
        path.write_text(text, encoding="utf-8")
    lower_budget()


if __name__ == "__main__":
    main()
