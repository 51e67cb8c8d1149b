"""Properties of titles, slugs and front matter: whatever a user types stays where it belongs."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.driver import ROOT
from ygs_cli.artifacts import ids, kinds, markdown, scaffold, sections
from ygs_cli.artifacts.ids import Naming
from ygs_cli.artifacts.kinds import KINDS
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.artifacts.scaffold import Template
from ygs_cli.errors import YgsError

steady = settings(deadline=None)  # other work on the machine must fail nothing
TITLES = st.one_of(
    st.text(max_size=80),
    st.text("[]{}()<>!-#*_`~|&\\\"': %\n\r\t\x00\x1b\u2028\ufeff\u202eab1", max_size=40),
    st.sampled_from(
        ["---", "null", "yes", "1e3", "{{ x }}", "{% raw %}", "<!--", "../../etc", "CON", "# a", "a: b #c"]
    ),
)


def template(name: str) -> Template:
    return Template(f"templates/{name}.md", (ROOT / "templates" / f"{name}.md").read_text(encoding="utf-8"))


def render(name: str, title: str, settings: list[str] | None = None) -> str:
    kind = KINDS[name]
    values = scaffold.answers(kind, template(name), settings or [])
    given_values = {"id": kinds.identifier(kind, 7), "title": title, "date": "2026-01-02", "number": "0007"}
    return scaffold.render(kind, template(name), values | given_values)


@steady
@given(TITLES, st.sampled_from(sorted(KINDS)))
def test_any_title_comes_back_from_the_front_matter_and_leaves_the_document_whole(title: str, name: str) -> None:
    try:
        wanted = scaffold.one_line(title)
    except YgsError:
        assert not any(char.isprintable() and not char.isspace() for char in title) or len(title) > 80
        return
    document = markdown.parse(SourceFile("a.md", render(name, wanted)))
    plain = markdown.parse(SourceFile("a.md", render(name, "Plain")))
    assert document.front_matter is not None
    assert document.front_matter.error == ""
    assert document.front_matter.data == {**plain.front_matter.data, "title": wanted}  # type: ignore[union-attr]
    assert [head.level for head in document.headings] == [head.level for head in plain.headings]
    assert [head.text for head in document.headings[1:]] == [head.text for head in plain.headings[1:]]
    assert [comment.text for comment in document.comments] == [comment.text for comment in plain.comments]
    assert document.links == plain.links
    assert document.code_spans == plain.code_spans


@steady
@given(TITLES)
def test_the_heading_shows_the_title_as_it_was_typed(title: str) -> None:
    assume("{#" not in title)  # an explicit heading id, which the Markdown model takes off
    assume(title.strip())
    try:
        wanted = scaffold.one_line(title)
    except YgsError:
        return
    heading = markdown.parse(SourceFile("a.md", f"# {scaffold.markdown_text(wanted)}\n")).headings[0]
    assert heading.text == wanted


@steady
@given(st.lists(TITLES, max_size=4))
def test_any_list_comes_back_from_the_front_matter(items: list[str]) -> None:
    usable = []
    for item in items:
        try:
            usable.append(scaffold.one_line(item.replace(",", ";")))
        except YgsError:
            continue
    text = render("adr", "A", [f"owners={item}" for item in usable])
    front = markdown.parse(SourceFile("a.md", text)).front_matter
    assert front is not None
    assert front.data["owners"] == usable


@steady
@given(TITLES, st.integers(1, 10**7))
def test_a_file_name_is_one_safe_part_of_a_path(title: str, number: int) -> None:
    name = Naming().file_name(number, scaffold.slug(title, "adr"))
    assert len(PurePosixPath(name).parts) == 1
    assert len(name) <= 80
    assert name.isascii()
    assert all(char.islower() or char.isdigit() or char in "-." for char in name)
    assert not name.startswith((".", "-"))
    assert "--" not in name.replace(f"{number:04d}-", "", 1)


@steady
@given(st.text(max_size=200))
def test_a_slug_is_its_own_slug(text: str) -> None:
    slug = scaffold.slug(text, "fallback")
    assert scaffold.slug(slug, "other") == slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Straße über den Fluß", "strasse-uber-den-fluss"),
        ("Don't panic!", "dont-panic"),
        ("日本", "adr"),
        ("a" * 80, "a" * 60),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    assert scaffold.slug(title, "adr") == slug


@steady
@given(st.text(max_size=40))
def test_titles_lose_control_characters_only(title: str) -> None:
    try:
        kept = scaffold.one_line(title)
    except YgsError:
        return
    lost = [char for char in title if char not in kept]
    assert all(char.isspace() or unicodedata.category(char) in ("Cc", "Cs", "Cn") for char in lost)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_template_has_the_sections_and_keys_of_its_kind(name: str) -> None:
    kind = KINDS[name]
    document = markdown.parse(SourceFile("a.md", render(name, "Title")))
    titles = [head.text for head in document.headings if head.level == 2]
    assert titles == list(kind.sections)
    assert document.front_matter is not None
    assert list(document.front_matter.data) == [*dict.fromkeys([*document.front_matter.data])]
    assert set(document.front_matter.data) == {field.name for field in kind.all_fields}
    assert document.front_matter.data["date"] == date(2026, 1, 2)
    commented = {section.title for section in sections.sections(document) for comment in document.comments
                 if comment.line == section.line + 1}  # fmt: skip
    assert set(kind.sections) <= commented


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\nid: ADR-0007\n---\n", "ADR-0007"),
        ("\ufeff---\r\ntitle: x\r\nid: 'adr-007' # old\r\n---\r\n", "adr-007"),
        ("---\ntitle: x\n---\nid: ADR-0007\n", ""),
        ("---\nid: ADR-0007\n", ""),
        ("# id: ADR-0007\n", ""),
        ("", ""),
    ],
)
def test_front_id(text: str, found: str) -> None:
    assert ids.front_id(text) == found


@pytest.mark.parametrize(
    ("files", "folder"),
    [
        ([], "docs/adr"),
        (["doc/guide.md", "src/a.py"], "doc/adr"),
        (["doc/guide.md", "docs/guide.md"], "docs/adr"),
        (["docs/decisions/0001-a.md", "docs/adr/README.md"], "docs/decisions"),
        (["docs/ADR/ADR-001-a.md"], "docs/ADR"),
        (["docs/adr/.gitkeep"], "docs/adr"),
        (["docs/decisions/shop/0001-a.md"], "docs/decisions"),
        (["docs/decisions/list.txt"], "docs/adr"),
        (["doc/architecture/decisions/0001-a.md"], "doc/architecture/decisions"),
    ],
)
def test_the_folder_in_use_is_followed(files: list[str], folder: str) -> None:
    assert ids.folder_of(KINDS["adr"], files) == folder


@pytest.mark.parametrize(
    ("names", "number", "name"),
    [
        ([], 1, "0001-cache-reads.md"),
        (["0001-a.md", "0002-b.md"], 3, "0003-cache-reads.md"),
        (["001-a.md", "010-b.md", "README.md"], 11, "011-cache-reads.md"),
        (["ADR-0007-a.md"], 8, "ADR-0008-cache-reads.md"),
        (["adr_09_a.md"], 10, "adr_10_cache_reads.md"),
        (["1-a.md", "2-b.md"], 3, "0003-cache-reads.md"),
        (["20240131-a.md"], 1, "0001-cache-reads.md"),
        (["2026-03-01-outage.md", "v1.2.0.md", "2.0-notes.md"], 1, "0001-cache-reads.md"),
        (["0099-a.md", "0100-b.md", "9999-c.md"], 10000, "10000-cache-reads.md"),
    ],
)
def test_numbers_and_names_follow_the_files_there(names: list[str], number: int, name: str) -> None:
    assert ids.next_number(KINDS["adr"], names, ["ADR-0000", "PRD-0500", "x"]) == number
    assert ids.naming_of(names).file_name(number, "cache-reads") == name


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("---\nx: {{ ticket }}\n---\n", "the template asks for 'ticket'", 2),
        ("---\n\n{% if %}\n", "broken template", 3),
    ],
)
def test_a_broken_template_is_one_error_with_its_line(text: str, message: str, line: int) -> None:
    with pytest.raises(YgsError) as raised:
        scaffold.answers(KINDS["adr"], Template(".ygs/templates/adr.md", text), [])
    assert message in raised.value.message
    assert raised.value.where == f".ygs/templates/adr.md:{line}"


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ owners.append(1) }}",
        "{% for i in range(10**9) %}{% endfor %}",
        "{{ 1/0 }}",
    ],
)
def test_a_template_cannot_leave_the_sandbox(text: str) -> None:
    kind = KINDS["adr"]
    values = scaffold.answers(kind, template("adr"), []) | {"id": "A", "title": "t", "date": "d", "number": "1"}
    with pytest.raises(YgsError, match="cannot be rendered"):
        scaffold.render(kind, Template("t.md", text), values)
