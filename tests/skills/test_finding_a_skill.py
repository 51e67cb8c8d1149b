"""Somebody who knows none of the skills finds the right one: on the catalogue page, by the router, by status.

The router's own answer is a model's; what is deterministic is its table, and that it names each skill.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.docs import skills_page
from tests.driver import ROOT, Git, Ygs
from ygs_cli.shell import shipped

# what a newcomer says -> words that their row must hold, and the command that it must lead to
SITUATIONS = [
    ("customers ask for something, nothing is written down", ("idea", "wish"), "/ygs-refine-prd"),
    ("we know what, how is open", ("how to build it is open",), "/ygs-refine-trd"),
    ("the boss wants a date", ("how long",), "/ygs-estimate"),
    ("the backlog has 90 old tickets", ("backlog",), "/ygs-grooming"),
    ("users filed 30 issues", ("reports and requests",), "/ygs-triage"),
    ("the build is red since Monday", ("fails", "nobody knows why"), "/ygs-investigate"),
    ("please look at my branch", ("before merge",), "/ygs-code-review"),
    ("does the new screen work with a keyboard", ("a screen",), "/ygs-ui-review"),
    ("can our customers use it", ("can its users do it",), "/ygs-uat"),
    ("get this out of the door", ("reviewed work to release",), "/ygs-ship"),
    ("the README lies", ("documents may be stale",), "/ygs-sync"),
    ("customers cannot pay since an hour", ("users are hit now",), "/ygs-incident"),
    ("payments were down for an hour, it is over", ("outage",), "/ygs-incident"),
    ("I leave for two weeks tomorrow", ("stopping before it is done",), "/ygs-handoff"),
    ("what did the team do since Friday", ("whole team stands",), "/ygs-standup"),
]
ROUTER = shipped.find("ygs-ask").body
PAGE = (ROOT / "docs/reference/skills.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("words", "command"), [row[1:] for row in SITUATIONS], ids=[row[0] for row in SITUATIONS])
@pytest.mark.parametrize("text", [ROUTER, PAGE.partition("## By phase")[0]], ids=["router", "page"])
def test_one_row_has_the_situation_and_the_command(text: str, words: tuple[str, ...], command: str) -> None:
    rows = [row for row in text.splitlines() if row.startswith("|") and all(word in row for word in words)]
    assert len(rows) == 1
    assert f"`{command}`" in rows[0].partition(words[-1])[2].partition(";")[0]


def test_the_page_has_every_skill_and_the_readme_leads_to_it() -> None:
    names = shipped.names(shipped.skills())
    rows = re.findall(r"^\| [\w ]+ \| `/(ygs-[a-z-]+)`", PAGE.partition("## By phase")[2], re.MULTILINE)
    assert sorted(rows) == sorted(names)
    assert {skills_page._phase(shipped.find(name)) for name in names} <= set(skills_page.PHASES)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "/ygs-ask" in readme and "(docs/reference/skills.md)" in readme


def _document(ygs: Ygs, kind: str, status: str = "") -> None:
    path = ygs.cwd / ygs("new", kind, f"One {kind}").stdout.strip()
    if status:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^status: \S+", f"status: {status}", text, flags=re.MULTILINE), encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "status", "run"),
    [
        ("", "", "/ygs-refine-prd"),
        ("prd", "", "/ygs-refine-prd PRD-0001"),
        ("prd", "in-review", "/ygs-review-design PRD-0001"),
        ("trd", "", "/ygs-refine-trd TRD-0001"),
        ("design-doc", "", "/ygs-refine-architecture DD-0001"),
        ("design-doc", "in-review", "/ygs-review-design DD-0001"),
        ("adr", "", "/ygs-adr ADR-0001"),
        ("threat-model", "", "/ygs-threat-model TM-0001"),
        ("test-plan", "", "/ygs-test-plan TP-0001"),
        ("postmortem", "", "/ygs-incident PM-0001"),
        ("release-notes", "", "/ygs-ship REL-0001"),
    ],
)
def test_status_leads_to_the_skill_that_goes_on(ygs: Ygs, git: Git, kind: str, status: str, run: str) -> None:
    git.commit("start", {"app.py": "def main():\n    return 1\n"})
    ygs("init")
    ygs("install")
    if kind:
        _document(ygs, kind, status)
    found = json.loads(ygs("status", "--format", "json").stdout)
    assert found["next_step"]["run"] == run
    assert Path(run.partition(" ")[0]).name in shipped.names(shipped.skills())
