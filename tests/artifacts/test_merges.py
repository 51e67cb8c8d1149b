"""Marks of an unresolved merge, and texts that only look like them."""

from __future__ import annotations

import pytest

from ygs_cli.artifacts import markdown, merges
from ygs_cli.artifacts.markdown import SourceFile

OPEN = "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (OPEN, [1]),
        ("x\n" + OPEN + OPEN, [2, 7]),
        ("<<<<<<<\na\n=======\n>>>>>>>\n", [1]),
        ("Title\n=======\n", []),
        ("<<<<<<< ours\n", []),
        (">>>>>>> theirs\n=======\n<<<<<<< ours\n", []),
        (f"```text\n{OPEN}```\n", []),
        ("```text\n<<<<<<< ours\n```\n\n```text\n>>>>>>> theirs\n```\n", []),
    ],
)
def test_a_conflict_has_three_marks_in_order_outside_fences(text: str, lines: list[int]) -> None:
    document = markdown.parse(SourceFile("a.md", text))
    assert list(merges.in_document(document)) == lines
