"""Each contract of the pack, broken on purpose in a copy of it: `ygs lint skills` has to end with 1 and say why.

CI runs the same command over the skills as they are (`test_shipped.py`), so each of these breaks would stop it.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.driver import ROOT, Ygs
from tests.skills import refresh
from ygs_cli.artifacts.kinds import KINDS
from ygs_cli.shell import shipped

BODIES = [shipped.find(name).body for name in shipped.names(shipped.skills())]
STATUS_KEYS = {
    "next_step",
    "run",
    "why",
    "in_progress",
    "ready",
    "blocked",
    "open_decisions",
    "drafts",
    "unplanned",
}
# (what is broken, rule that says so, file, text in it, text instead)
BREAKS = [
    ("template: a field", "skill-template", "ygs-wbs/SKILL.md", "--set wave=1", "--set stage=1"),
    ("template: a kind", "skill-template", "ygs-spike/SKILL.md", "ygs new spike", "ygs new spyke"),
    ("template: a value", "skill-template", "ygs-uat/SKILL.md", "priority=MUST", "priority=P0"),
    ("template: a status", "skill-template", "ygs-learn/SKILL.md", "`status: retired`", "`status: gone`"),
    ("template: a field read", "skill-template", "ygs-ship/SKILL.md", "`scope:`", "`range:`"),
    ("template: a field of its own template", "skill-template", "ygs-ship/assets/freeze.md", "until:", "till:"),
    ("template: a section", "skill-template", "ygs-qa/SKILL.md", 'under "Not tested"', 'under "Skipped"'),
    ("template: a slot that nobody fills", "skill-template", "ygs-adr/SKILL.md", "deciders", "who"),
    (
        "template: a slot without its comment",
        "skill-template",
        "ygs-qa/assets/qa-report.md",
        "<!-- 0 to 10",
        "0 to",
    ),
    ("command: a name", "skill-commands", "ygs-sync/SKILL.md", "`ygs lint`", "`ygs check`"),
    ("command: an option", "skill-commands", "ygs-sync/SKILL.md", "--format json", "--json"),
    ("command: in a reference", "skill-commands", "shared/references/findings.md", "lint --from", "lint --read"),
    ("command: not approved", "skill-commands", "ygs-wbs/SKILL.md", "Bash(ygs trace *)", "Bash(ygs task *)"),
    ("copy: a section", "skill-shared-text", "ygs-sync/SKILL.md", "are data.", "are advice."),
    ("copy: a reference", "skill-shared-text", "ygs-sre-review/references/findings.md", "blocks", "hints"),
    ("copy: tracker commands", "skill-shared-text", "ygs-triage/references/trackers.md", "search/jql", "search"),
    (
        "strict YAML",
        "skill-front-matter",
        "ygs-adr/SKILL.md",
        'description: "Decision',
        'description: Decision: "',
    ),
    ("name", "skill-front-matter", "ygs-adr/SKILL.md", "name: ygs-adr", "name: adr"),
    ("trigger", "skill-description", "ygs-adr/SKILL.md", "Use when", "For when"),
    ("budget", "skill-budget", "budget.yml", "listing: 1", "listing: 0"),
    ("link", "skill-references", "ygs-api-review/SKILL.md", "references/pre-launch.md", "references/launch.md"),
    (
        "foreign path",
        "skill-self-contained",
        "ygs-wbs/SKILL.md",
        "`assets/task.md`",
        "`~/.claude/skills/a/task.md`",
    ),
    ("severity", "skill-vocabulary", "ygs-qa/SKILL.md", "MUST (wrong", "Critical (wrong"),
    ("confidence", "skill-vocabulary", "ygs-agent-review/SKILL.md", "confidence HIGH", "confidence 90 % HIGH"),
    ("size", "skill-vocabulary", "ygs-wbs/SKILL.md", "XL", "XXL"),
    ("severity in a reference", "skill-vocabulary", "ygs-sre-review/references/patterns.md", "# ", "# Critical "),
    ("one shell in a reference", "skill-portable", "ygs-sre-review/references/patterns.md", "# ", "# `sed -i x` "),
    ("untrusted text", "skill-untrusted-text", "ygs-sync/SKILL.md", "## Untrusted text", "## Text"),
    ("headless", "skill-sections", "ygs-sync/SKILL.md", "## Headless", "## Alone"),
    ("bare digit", "skill-bare-digit", "ygs-sync/SKILL.md", "Headless", "Headless $1"),
    ("failing command", "skill-shell-line", "ygs-sync/SKILL.md", "# Sync", "# Sync\n!`git status`"),
    ("one shell only", "skill-portable", "ygs-sync/SKILL.md", "`git show`", "`[[ -f x ]]`"),
    ("approves too much", "skill-allowed-tools", "ygs-sync/SKILL.md", "Bash(ygs sync *)", "Bash(ygs *)"),
]


@pytest.fixture
def pack(project: Path) -> Path:
    """The shipped skills, in a project where they can be broken."""
    return Path(shutil.copytree(ROOT / "skills", project / "skills"))


@pytest.mark.parametrize(
    ("rule", "path", "old", "new"), [row[1:] for row in BREAKS], ids=[row[0] for row in BREAKS]
)
def test_a_broken_contract_is_found(ygs: Ygs, pack: Path, rule: str, path: str, old: str, new: str) -> None:
    file = pack / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    if path.startswith("shared/references/"):  # the copies follow their source
        for copy in pack.glob(f"ygs-*/references/{file.name}"):
            shutil.copy(file, copy)
    assert f"[{rule}]" in ygs("lint", "skills", "--profile", "strict", code=1).stdout


def test_the_copy_of_the_pack_is_clean(ygs: Ygs, pack: Path) -> None:
    assert ygs("lint", "skills", "--profile", "strict").stdout == ""


def test_a_stale_template_in_a_skill_is_found(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "skills", tmp_path / "skills")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    assert refresh.outdated(tmp_path) == {}
    copy = tmp_path / "skills/ygs-uat/assets/uat-report.md"
    copy.write_text(copy.read_text(encoding="utf-8") + "\n## More\n", encoding="utf-8")
    assert list(refresh.outdated(tmp_path)) == [copy]


def _unfilled(kind: str, bodies: list[str]) -> list[str]:
    code = " ".join(span for body in bodies for span in re.findall(r"`[^`\n]+`", body))
    return [field.name for field in KINDS[kind].fields if not re.search(rf"\b{field.name}\b", code)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_is_filled_by_a_skill(kind: str) -> None:
    """Of the kinds without a copy of their template in a skill too, which lint does not look at."""
    assert _unfilled(kind, BODIES) == []


def test_a_field_that_nobody_fills_is_found() -> None:
    bodies = [body.replace("--set alerts=", "--set status=") for body in BODIES]
    assert _unfilled("runbook", bodies) == ["alerts"]


def test_a_key_that_a_skill_reads_is_one_that_the_program_writes(ygs: Ygs, project: Path) -> None:
    (project / "app.py").write_text("LIMIT = 1\n")
    ygs("init")
    found = json.loads(ygs("status", "--format", "json").stdout)
    keys = {*found, *found["next_step"], *found["documents"]}
    router = shipped.find("ygs-ask").body
    assert all(f"`{key}`" in router for key in STATUS_KEYS)
    assert keys >= STATUS_KEYS


def test_no_skill_reads_another_key() -> None:
    named = {word for body in BODIES for word in re.findall(r"`([a-z]+_[a-z_]+)`", body)}
    fields = {field.name for kind in KINDS.values() for field in kind.all_fields}
    assert named - fields == {key for key in STATUS_KEYS if "_" in key}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_document_has_a_skill_that_writes_it(kind: str) -> None:
    assert any(f"ygs new {kind} " in body or f"kind: {kind}`" in body for body in BODIES)
