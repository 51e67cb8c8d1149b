"""`ygs lint` accepts, mends and annotates as `ygs sync` does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.driver import Git, Ygs, snapshot

RECORD = (
    "---\nid: adr-0001\nkind: adr\ntitle: Use tea\nstatus: Accepted  # since spring\ndate: 2026/11/21\n"
    "owners: ada\ndeciders: [ada]\nlinks: []\n---\n# Use tea\n"
)
RELAXED = "profile: relaxed\n"


@pytest.fixture
def record(git: Git) -> Path:
    git.commit("start", {"docs/adr/0001-tea.md": RECORD, ".ygs/config.yml": RELAXED, "bad.md": "[x](gone.md)\n"})
    return git.root / "docs/adr/0001-tea.md"


def test_what_can_be_meant_in_one_way_only_is_mended(ygs: Ygs, record: Path) -> None:
    before = snapshot(ygs.cwd)
    patch = ygs("lint", "--fix", "--dry-run", code=1).stdout
    assert "+date: 2026-11-21" in patch and snapshot(ygs.cwd) == before
    assert "4 edits made in 1 file" in ygs("lint", "--fix", code=None).stderr
    assert record.read_text() == (
        RECORD.replace("adr-0001", "ADR-0001")
        .replace("Accepted", "accepted")
        .replace("2026/11/21", "2026-11-21")
        .replace("owners: ada", "owners: [ada]")
    )
    once = record.read_text()
    ygs("lint", "--fix", code=None)
    assert record.read_text() == once


@pytest.mark.parametrize("written", ["21.11.2026", "11/12/2026", "tomorrow", "[2026/11/21]", "|\n  2026/11/21"])
def test_what_could_be_meant_otherwise_stays(ygs: Ygs, record: Path, written: str) -> None:
    record.write_text(RECORD.replace("2026/11/21", written))
    ygs("lint", "--fix", code=1)
    assert f"date: {written}\n" in record.read_text()


def test_accepted_findings_of_lint_and_sync_share_one_file(ygs: Ygs, record: Path) -> None:
    ygs("lint", "--update-baseline")
    assert "4 accepted" in ygs("lint").stderr
    assert ygs("sync", code=1).stdout.count("stale-baseline") == 0
    ygs("sync", "--update-baseline")
    assert "4 accepted" in ygs("lint").stderr, "what lint has accepted stays"
    assert ygs("sync").returncode == 0
    record.write_text(RECORD.replace("Accepted", "accepted"))
    stale = json.loads(ygs("lint", "--format", "json", code=1).stdout)["findings"]
    assert [item["rule"] for item in stale] == ["stale-baseline"]
    assert "ygs lint --update-baseline" in stale[0]["hint"]
    assert ygs("sync").returncode == 0


def test_one_finding_is_accepted_with_its_reason(ygs: Ygs, record: Path) -> None:
    first = json.loads(ygs("lint", "--format", "json", code=1).stdout)["findings"][0]
    assert "needs a reason" in ygs("lint", "--accept", first["fingerprint"], code=2).stderr
    ygs("lint", "--accept", first["fingerprint"], "--reason", "an old id")
    left = json.loads(ygs("lint", "--format", "json", code=1).stdout)["findings"]
    assert first["fingerprint"] not in {item["fingerprint"] for item in left} and len(left) == 3


def test_annotations_appear_by_themselves_in_github_actions(ygs: Ygs, record: Path) -> None:
    ygs.env["GITHUB_ACTIONS"] = "true"
    assert ygs("lint", code=1).stdout.startswith(
        "::error file=docs/adr/0001-tea.md,title=front-matter-schema,line=2"
    )
    assert not ygs("lint", "--format", "text", code=1).stdout.startswith("::")


def test_the_report_is_written_to_a_file(ygs: Ygs, record: Path) -> None:
    done = ygs("lint", "--format", "sarif", "--output", "lint.sarif", code=1)
    assert done.stdout == ""
    assert json.loads((ygs.cwd / "lint.sarif").read_text())["version"] == "2.1.0"
