"""`ygs lint --from`: review findings as a report, and the verdict that follows from them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.driver import ROOT, Git, Ygs
from ygs_cli.artifacts import review
from ygs_cli.errors import YgsError

ONE = {
    "severity": "MUST",
    "confidence": "HIGH",
    "domain": "correctness",
    "file": "billing/refund.py",
    "line": 2,
    "title": "A second refund request pays twice",
    "why": "A retry finds no row.",
    "fix": "Insert the row first.",
    "evidence": "refund.py:2 calls pay()",
}
FINDINGS_PAGE = ROOT / "skills" / "shared" / "references" / "findings.md"


def of(*findings: dict[str, Any], unread: list[str] | None = None) -> dict[str, Any]:
    return {"version": 1, "scope": "branch refund", "unread": unread or [], "findings": list(findings)}


def save(project: Path, data: object) -> Path:
    file = project / "findings.json"
    file.write_text(data if isinstance(data, str) else json.dumps(data))
    return file


def test_a_finding_is_shown_at_its_line_with_reason_fix_and_evidence(ygs: Ygs, git: Git, project: Path) -> None:
    git.write({"billing/refund.py": "def refund():\n    pay()\n"})
    shown = ygs("lint", "--from", save(project, of(ONE)), code=1)
    assert shown.stdout == (
        "billing/refund.py:2:5: error[review-correctness]: A second refund request pays twice\n"
        "  2 |     pay()\n"
        "    |     ^^^^^\n"
        "  note: A retry finds no row.\n"
        "  note: evidence: refund.py:2 calls pay()\n"
        "  help: Insert the row first.\n"
        "\nverdict: CHANGES_REQUESTED\n"
    )
    assert "scope: branch refund" in shown.stderr


@pytest.mark.parametrize(
    ("data", "verdict", "code"),
    [
        (of(), "APPROVED", 0),
        (of({**ONE, "severity": "SHOULD"}, {**ONE, "severity": "MAY"}), "APPROVED", 0),
        (of({**ONE, "severity": "SHOULD"}, unread=["a.py"]), "INCOMPLETE", 1),
        (of({**ONE, "severity": "MAY"}, ONE, unread=["a.py"]), "CHANGES_REQUESTED", 1),
    ],
)
def test_the_verdict_follows_from_the_findings(
    ygs: Ygs, project: Path, data: dict[str, Any], verdict: str, code: int
) -> None:
    file = save(project, data)
    assert ygs("lint", "--from", file, code=code).stdout.endswith(f"verdict: {verdict}\n")
    said = json.loads(ygs("lint", "--from", "-", "--format", "json", stdin=file.read_text(), code=code).stdout)
    assert (said["version"], said["verdict"], len(said["findings"])) == (1, verdict, len(data["findings"]))


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        ("{", "findings.json:1:2", "no JSON"),
        ("", "findings.json:1:1", "no JSON"),
        ('{"version": ' + "9" * 5000 + "}", "findings.json", "no JSON"),
        ("[" * 100_000, "findings.json", "no JSON"),
        ([], "findings.json", "not a JSON object"),
        ({**of(), "version": 2}, "findings.json: version", "not 1"),
        ({**of(), "verdict": "APPROVED"}, "findings.json", "follows from the findings"),
        ({**of(), "unread": "a.py"}, "findings.json: unread", "no list"),
        ({**of(), "unread": [""]}, "findings.json: unread[0]", "no text"),
        (of(ONE, {**ONE, "severity": "must"}), "findings[1].severity", "MUST"),
        (of({**ONE, "domain": "securty"}), "findings[0].domain", "did you mean 'security'?"),
        (of({**ONE, "confidence": "LOW"}), "findings[0].confidence", "never a MUST"),
        (of({**ONE, "line": 0}), "findings[0].line", "count from 1"),
        (of({**ONE, "line": True}), "findings[0].line", "count from 1"),
        (of({**ONE, "title": "  "}), "findings[0].title", "no text"),
        (of({**ONE, "file": "../x"}), "findings[0].file", "inside the repository"),
        (of({**ONE, "severity": []}), "findings[0].severity", "unknown severity"),
        (of({**ONE, "extra": 1}), "findings[0]", "unknown key 'extra'"),
        (of({key: value for key, value in ONE.items() if key != "why"}), "findings[0]", "no 'why'"),
    ],
)
def test_bad_input_is_one_error_with_its_place(
    ygs: Ygs, project: Path, data: object, place: str, said: str
) -> None:
    done = ygs("lint", "--from", save(project, data), code=2)
    assert place in done.stderr
    assert said in done.stderr
    assert done.stdout == ""


def test_files_that_cannot_be_read(ygs: Ygs, project: Path) -> None:
    (project / "binary").write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in ygs("lint", "--from", "binary", code=2).stderr
    assert "gone.json" in ygs("lint", "--from", "gone.json", code=2).stderr
    assert "directory" in ygs("lint", "--from", ".", code=2).stderr
    assert "leave them out" in ygs("lint", "docs", "--from", "binary", code=2).stderr


def test_the_example_of_the_skills_is_of_the_form() -> None:
    example = re.search(r"```json\n(.*?)```", FINDINGS_PAGE.read_text(), re.DOTALL)
    assert example
    jsonschema.validate(json.loads(example[1]), json.loads(review.schema()))
    assert review.parse(example[1], "x").verdict == "CHANGES_REQUESTED"


VALUES = st.sampled_from([*ONE.values(), "", "LOW", "SHOULD", 0, -1, 1.5, None, True, [], {}, "a/../b", "/a"])


@given(
    st.dictionaries(st.sampled_from([*ONE, "verdict"]), VALUES, max_size=3), st.sampled_from([*ONE]), st.booleans()
)
def test_schema_and_reader_agree(changes: dict[str, Any], key: str, drop: bool) -> None:
    finding = {**ONE, **changes}
    if drop:
        del finding[key]
    data = of(finding)
    fits = jsonschema.Draft202012Validator(json.loads(review.schema())).is_valid(data)
    try:
        review.parse(json.dumps(data), "x")
    except YgsError as problem:
        assert not fits or problem.where == "x: findings[0].file"  # paths are beyond a schema
    else:
        assert fits
