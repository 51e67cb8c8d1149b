"""Shared text has one source, and the context budget only goes down."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.driver import ROOT
from tests.skills import refresh
from ygs_cli.pack import budget

# The limits that the design allows for the whole pack; the committed budget may be stricter, never looser.
CEILING = dict(zip(budget.LIMITS, (12, 1750, 200, 6000, 12000, 8000, 16000, 1), strict=True))


def test_every_copy_is_its_sources_text() -> None:
    assert [str(path.relative_to(ROOT)) for path in refresh.outdated()] == [], "run python -m tests.skills.refresh"


def test_a_changed_source_reaches_every_copy(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "skills", tmp_path / "skills")
    section = tmp_path / "skills/shared/sections/status-line.md"
    section.write_text("## Status line\nA new contract.\n", encoding="utf-8")
    reference = tmp_path / "skills/shared/references/findings.md"
    reference.write_text("# New\n", encoding="utf-8")
    outdated = refresh.outdated(tmp_path)
    skills = [path.parent for path in (tmp_path / "skills").glob("*/SKILL.md")]
    assert {path.parent for path in outdated if path.name == "SKILL.md"} == set(skills)
    assert outdated[skills[0] / "SKILL.md"].count("A new contract.\n\n## Next") == 1
    assert outdated[tmp_path / "skills/ygs-code-review/references/findings.md"] == "# New\n"


def test_a_copied_template_follows_its_source(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "skills", tmp_path / "skills")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/task.md").write_text("new\n", encoding="utf-8")
    assert refresh.outdated(tmp_path) == {tmp_path / "skills/ygs-wbs/assets/task.md": "new\n"}


def test_the_budget_is_within_the_design_and_leaves_no_slack() -> None:
    limits = refresh.limits()
    assert set(limits) == set(CEILING)
    assert {key: value for key, value in limits.items() if value > CEILING[key]} == {}
    slack = {key: limit for key, limit in limits.items() if limit > refresh.needed()[key]}
    assert slack == {}, "run python -m tests.skills.refresh: these limits can go down"
