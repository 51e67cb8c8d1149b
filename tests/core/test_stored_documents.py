"""What is remembered of a document is the document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.driver import ROOT
from ygs_cli.artifacts import markdown, stored
from ygs_cli.artifacts.markdown import SourceFile

PIECES = [
    "# A `b` {#c}\n", "[x](y.md#z) ![i](p.png) <https://a.b> `code`\n", "```python run\nx = 1\n```\n",
    "| a | b |\n|---|---|\n| 1 | `2` |\n", "<!-- ygs: ignore rule why -->\n", "<a id='q' href=\"r.md\">t</a>\n",
    "[ref]: target.md\n", "- item\n  text\n", "    indented\n", "\n", "text\r\n", "\x00\u2028\n",
]  # fmt: skip
FRONTS = [
    "", "---\na: 1\nb: [x, 2, 2026-11-21, 2026-11-21T10:00:00Z, 1.5, null, true]\nc: {d: {1: e}}\n---\n",
    "---\nx: .nan\ny: !!binary aGk=\nz: !!set {a, b}\n---\n", "---\nbroken: [\n---\n",
    "---\n- list\n---\n", "---\n---\n",
    "---\nd: {\"date\\0\": x}\n---\n",
]  # fmt: skip


@given(st.sampled_from(FRONTS), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_any_document_comes_back(front: str, body: str) -> None:
    source = SourceFile("docs/a.md", front + body)
    parsed = markdown.parse(source)
    back = stored.document_of(source, stored.document_text(parsed))
    assert repr(back) == repr(parsed)  # repr, for a NaN is not equal to itself
    found = markdown.front_matter(source)
    assert repr(stored.front_of(source, stored.front_text(found))) == repr(found)


def test_every_document_of_this_project_comes_back() -> None:
    for path in [*ROOT.glob("docs/**/*.md"), *ROOT.glob("skills/**/*.md"), ROOT / "README.md"]:
        source = SourceFile(path.name, path.read_text(encoding="utf-8"))
        assert stored.document_of(source, stored.document_text(markdown.parse(source))) == markdown.parse(source)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", "[1,2,3,4,5,6,7,8,9]", "[null,[[1]],[],[],[],[],[],[],[]]"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        stored.document_of(SourceFile("a.md", ""), text)
