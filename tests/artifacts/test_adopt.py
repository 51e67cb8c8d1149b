"""Adoption adds front matter that can be read, and nothing else, whatever the document looks like."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ygs_cli.artifacts import adopt, markdown, project
from ygs_cli.artifacts.markdown import SourceFile

TODAY = "2026-01-02"
FRONTS = st.sampled_from(
    ["", "---\nstatus: x\n---\n", "---\n{a: 1}\n---\n", "---\n\n---\n", "---\n", "---\na: [\n---\n"]
)
TITLES = st.text("# ab:'\"{}[]<!->\\\t1.", max_size=20)
BODIES = st.text("# ab-\n\r\x0b\u2028`|:", max_size=60)


@settings(deadline=None)
@given(FRONTS, TITLES, BODIES, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_only_front_matter_is_added_and_once(front: str, title: str, body: str, newline: str, mark: str) -> None:
    text = (
        mark
        + (front + f"# {title}\n\n## Context\n\n## Decision\n\n## Consequences\n").replace("\n", newline)
        + body
    )
    for item in adopt.propose([SourceFile("docs/adr/0003-a.md", text)], [], TODAY):
        before, after = text.removeprefix(mark), item.after.removeprefix(mark)
        assert item.after.startswith(mark)
        assert "".join(line for line in after.splitlines(True) if line in before.splitlines(True))
        assert after.endswith(
            before.partition("---" + newline)[2] if before.startswith("---" + newline) else before
        )
        found = project.artifact(markdown.parse(SourceFile(item.path, after)))
        assert found is not None
        assert (found.identifier, found.status) == ("ADR-0003", "x" if "status: x" in front else "proposed")
        assert adopt.propose([SourceFile(item.path, item.after)], [], TODAY) == ()


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("docs/adr/0001-a.md", "# A\n", "adr"),
        ("docs/adr/notes.md", "# A\n", None),
        ("docs/adr/README.md", "# A\n", None),
        ("docs/adr/0000-template.md", "# A\n", None),
        ("notes/x.md", "# A\n## Context\n## Decision\n## Consequences\n", "adr"),
        ("notes/x.md", "# A\n## Context\n## Decision\n", None),
        ("notes/x.md", "# Threat model: shop\n", "threat-model"),
        ("notes/x.md", "# How to write a good design document\n", None),
        ("notes/x.md", "# Design document: shop\n", "design-doc"),
        ("notes/x.md", "# Refunds - PRD\n", "prd"),
        ("notes/x.md", "# PRDs we liked\n", None),
        ("docs/requirements/0001-x.md", "# Shop\n", "prd"),
        ("docs/tutorial/index.md", "# Tutorial\n", None),
    ],
)
def test_a_kind_is_named_only_where_it_is_plain(path: str, text: str, kind: str | None) -> None:
    found = adopt.kind_of(markdown.parse(SourceFile(path, text)))
    assert (found.name if found else None) == kind


def test_a_number_that_is_taken_becomes_the_next_free_one() -> None:
    files = [SourceFile(f"docs/adr/{name}.md", "# A\n") for name in ("0002-a", "0002-b", "0007-c")]
    adopted = adopt.propose(files, ["ADR-0007"], TODAY)
    assert [item.identifier for item in adopted] == ["ADR-0002", "ADR-0008", "ADR-0009"]
