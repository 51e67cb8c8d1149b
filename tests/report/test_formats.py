"""Every report format over one shared report."""

from __future__ import annotations

import dataclasses
import json

import pytest

from ygs_cli import report
from ygs_cli.errors import YgsError
from ygs_cli.findings import Confidence, Edit, Finding, Fix, Location, Related, Rename, Report, Severity

LINE = "é 𝄞 see `old.name`, 100%: done"
PLACE = Location("docs/a b.md", 3, 10, 18)
FINDING = Finding(
    rule="unknown-symbol",
    message="'old.name' is not defined any more",
    location=PLACE,
    subject="old.name",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    source_line=LINE,
    related=(Related("gone since abc"), Related("is now 'new.name'", Location("src/x.py", 7))),
    fix=Fix("write 'new.name'", (Edit(PLACE, "old.name", "new.name"),)),
)
HOSTILE = Finding("broken-link", "a\x1b[31m:\n::set-output", Location("x,y:\x1b.md", 1), severity=Severity.INFO)
REPORT = Report("sync", (FINDING, HOSTILE), {"claims": 2}, ("a note",))


def test_text_marks_the_token_and_shows_what_became_of_it() -> None:
    text = report.render(REPORT, "text")
    lines = text.splitlines()
    assert lines[0] == "docs/a b.md:3:10: error[unknown-symbol]: 'old.name' is not defined any more"
    assert lines[2].index("^") - lines[2].index("|") - 2 == LINE.index("old.name")
    assert "note: src/x.py:7:1: is now 'new.name'" in text
    assert "fix: write 'new.name'" in text
    assert "\x1b" not in text


def test_json_carries_everything() -> None:
    data = json.loads(report.render(REPORT, "json"))
    assert data["version"] == 1
    first = data["findings"][0]
    assert first["fingerprint"] == FINDING.fingerprint
    assert first["fix"]["edits"][0]["old"] == "old.name"
    assert first["related"][0]["location"] is None


def test_sarif_has_relative_addresses_columns_in_utf16_and_the_fix() -> None:
    data = json.loads(report.render(REPORT, "sarif"))
    assert data["version"] == "2.1.0"
    (run,) = data["runs"]
    result = run["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    units = LINE.encode("utf-16-le")
    start, end = (region["startColumn"] - 1) * 2, (region["endColumn"] - 1) * 2
    assert units[start:end].decode("utf-16-le") == "old.name"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "docs/a%20b.md"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "unknown-symbol"
    assert result["partialFingerprints"] == {"ygs/v1": FINDING.fingerprint}
    assert result["relatedLocations"][0]["message"]["text"] == "is now 'new.name'"
    replacement = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["insertedContent"]["text"] == "new.name"
    assert replacement["deletedRegion"] == region


@pytest.mark.parametrize(
    "fix",
    [
        Fix("number it anew", (Edit(PLACE, "old.name", "new.name"),), renames=(Rename("a.md", "b.md"),)),
        Fix(
            "everywhere", (Edit(PLACE, "old.name", "new.name"), Edit(Location("b.md", 9, 40, 48), "old.name", "x"))
        ),
    ],
    ids=["a file gets another name", "edits on other lines"],
)
def test_sarif_leaves_out_a_fix_that_it_cannot_tell_whole(fix: Fix) -> None:
    made = Report("lint", (dataclasses.replace(FINDING, fix=fix),))
    (result,) = json.loads(report.render(made, "sarif"))["runs"][0]["results"]
    assert "fixes" not in result


def test_github_escapes_what_could_be_another_command() -> None:
    first, second = report.render(REPORT, "github").splitlines()
    assert first.startswith("::error file=docs/a b.md,title=unknown-symbol,line=3,col=10,endColumn=17::'old.name'")
    assert "%0Agone since abc" in first
    assert second.startswith("::notice file=x%2Cy%3A")
    assert "\x1b" not in second


@pytest.mark.parametrize("form", report.formats())
def test_a_clean_report_renders_in_every_format(form: str) -> None:
    text = report.render(Report("sync"), form)
    assert text == "" or json.loads(text)


def test_an_unknown_format_says_what_was_meant() -> None:
    with pytest.raises(YgsError) as raised:
        report.render(REPORT, "sarf")
    assert "sarif" in raised.value.hint
