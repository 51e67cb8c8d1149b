from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ygs_cli import yaml_text
from ygs_cli.errors import YgsError


def test_plain_data_is_read() -> None:
    assert yaml_text.load("a: 1\nb: [x, y]\n", "f") == {"a": 1, "b": ["x", "y"]}


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: x: y\n", "f:1", "broken YAML"),
        ("a: 1\nb: &anchor 2\n", "f:2", "anchors"),
        ("a: 1\nb: 2\na: 3\n", "f:3", "stands twice"),
        ("x:\n  - {k: 1, k: 2}\n", "f:2", "stands twice"),
        ("[" * 40 + "]" * 40, "f:1", "nested deeper"),
        ("a: !!python/object:os.system x\n", "f:1", "broken YAML"),
        ("a: \x00\n", "f:1", "broken YAML"),
    ],
)
def test_what_is_refused_names_the_place(text: str, place: str, message: str) -> None:
    with pytest.raises(YgsError) as caught:
        yaml_text.load(text, "f")
    assert caught.value.where == place
    assert message in caught.value.message


def test_the_first_line_shifts_the_place() -> None:
    with pytest.raises(YgsError) as caught:
        yaml_text.load("a: x: y\n", "f", first_line=7)
    assert caught.value.where == "f:7"


def test_deep_nesting_without_end_is_refused_and_does_not_crash() -> None:
    with pytest.raises(YgsError):
        yaml_text.load("[" * 200_000, "f")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        yaml_text.load(text, "f")
    except YgsError as error:
        assert error.where.startswith("f")


def test_a_date_that_no_calendar_has_stays_a_text() -> None:
    text = "a: 2026-99-99\nb: [{c: 2026-02-30}, 2026-02-28]\n"
    assert yaml_text.load(text, "f") == {
        "a": "2026-99-99",
        "b": [{"c": "2026-02-30"}, date(2026, 2, 28)],
    }
