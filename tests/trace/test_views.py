"""The forms of a trace: each is well-formed whatever a title says, and the page needs nothing from outside."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.driver import Git, Ygs, snapshot
from tests.trace.projects import GAPS, document, prd

EVIL = "<script>alert(1)</script> \"]; click n1 'x' {{ 7 * 7 }} & ünï \x1b[31m"
CHROMIUM = shutil.which("chromium")


@pytest.fixture
def evil(ygs: Ygs, git: Git) -> Ygs:
    git.write({**GAPS, "docs/prd/0008-evil.md": document("PRD-0008", f"### REQ-0008-1 MUST: {EVIL}\n")})
    git.write({"docs/prd/0009-sum.md": document("PRD-0009", "### REQ-0009-1 MUST: =1+1\n")})
    git.write({"tests/a b&<i>.feature": "@REQ-0008-1\n"})
    return ygs


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def values(self, key: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(key))]


def test_the_page_stands_alone(evil: Ygs) -> None:
    text = evil("trace", "--format", "html").stdout
    page = _Page(text)
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not page.values("src")
    assert all(target.startswith("#") for target in page.values("href"))
    assert any("default-src 'none'; style-src 'sha256-" in value for value in page.values("content"))
    assert "url(" not in text
    assert "@import" not in text
    assert "\x1b" not in text


def test_every_link_of_the_page_leads_somewhere(evil: Ygs) -> None:
    page = _Page(evil("trace", "--format", "html").stdout)
    anchors = page.values("id")
    assert len(anchors) == len(set(anchors))
    assert {target[1:] for target in page.values("href")} <= set(anchors)
    assert "REQ-0007-1" in anchors


def test_the_page_of_one_id_has_what_it_touches_only(evil: Ygs) -> None:
    page = _Page(evil("trace", "REQ-0007-1", "--format", "html").stdout)
    assert {anchor for anchor in page.values("id") if anchor.startswith("REQ")} == {"REQ-0007-1"}


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_a_browser_filters_the_page_and_runs_no_title(evil: Ygs, tmp_path: Path) -> None:
    text = evil("trace", "--format", "html").stdout
    file = tmp_path / "trace.html"
    file.write_text(text, encoding="utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    command += ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--dump-dom"]
    done = subprocess.run(
        [*command, f"--user-data-dir={tmp_path / 'profile'}", file.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert re.search(
        r'<output id="shown"[^>]*>7 of 7 shown</output>', done.stdout
    )  # the script ran under its policy
    assert "&lt;script&gt;alert(1)" in done.stdout


def test_a_cell_of_the_csv_is_no_formula(evil: Ygs) -> None:
    rows = list(csv.DictReader(io.StringIO(evil("trace", "--format", "csv").stdout)))
    assert len(rows) == 7
    by_id = {row["requirement"]: row for row in rows}
    assert by_id["REQ-0009-1"]["title"] == "'=1+1"
    assert by_id["REQ-0007-1"]["tests"] == "tests/test_orders.py"
    assert by_id["REQ-0007-2"]["missing"] == "design"


def test_no_title_breaks_out_of_the_flowchart(evil: Ygs) -> None:
    first, *lines = evil("trace", "--format", "mermaid").stdout.splitlines()
    assert first == "flowchart LR"
    label = r'[\[({/]+"[^"\'`<>\\]*(?:<br>[^"\'`<>\\]*)?"[\])}/]+(?::::\w+)?'
    for line in lines:
        assert re.fullmatch(rf"  (?:classDef [\w #:,-]+|n\d+{label}|n\d+ --> n\d+|rest\[.*\])", line), line


def test_the_flowchart_of_a_large_project_stays_small(ygs: Ygs, git: Git) -> None:
    git.write({"docs/prd/0007-a.md": prd("".join(f"### REQ-0007-{n} MUST: a\n\n" for n in range(1, 1001)))})
    lines = ygs("trace", "--format", "mermaid").stdout.splitlines()
    assert len(lines) < 500
    assert lines[-1] == '  rest["and 850 more, not drawn: ygs trace shows them"]'


def test_output_writes_the_file_and_nothing_else(evil: Ygs, git: Git) -> None:
    printed = evil("trace", "--format", "csv").stdout
    before = snapshot(evil.cwd)
    done = evil("trace", "--format", "csv", "--output", "out.csv")
    assert done.stdout == ""
    after = snapshot(evil.cwd)
    assert set(after) - set(before) == {"out.csv"}
    assert after["out.csv"][1].decode() == printed
    evil("trace", "--output", "out.csv")  # a second run replaces it


def test_output_into_a_missing_folder_or_an_unknown_form_is_an_error(evil: Ygs) -> None:
    assert "no such folder" in evil("trace", "--output", "gone/out.txt", code=2).stderr
    assert "did you mean 'html'?" in evil("trace", "--format", "htm", code=2).stderr


@pytest.mark.parametrize("form", ["text", "json", "csv", "mermaid", "html"])
def test_a_folder_without_documents_has_an_empty_trace(ygs: Ygs, form: str) -> None:
    assert "no gaps (0 documents, 0 source files)" in ygs("trace", "--format", form).stderr
