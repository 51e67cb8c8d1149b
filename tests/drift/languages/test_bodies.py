"""Two texts of one function: the hashes tell a change from another way to write the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drift.languages.test_extraction import SAMPLES
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.drift import bodies, languages, symbols


@dataclass(frozen=True)
class Case:
    """A text with one function `add` in it; the same with other comments and formatting; with another body; with
    another signature and the same body.
    """

    path: str
    text: str
    same: str
    body: str
    signature: str


CASES = [
    Case(**row) for row in yaml.safe_load((Path(__file__).parent / "bodies.yaml").read_text(encoding="utf-8"))
]


def hashes(path: str, text: str) -> tuple[str, str]:
    found = symbols.extract(SourceFile(path, text))
    language = languages.of_path(path)
    assert found is not None
    assert language is not None
    item = next(item for item in found.definitions if item.name == "add")
    return bodies.signature_hash(item), bodies.body_hash(language, text, item)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_hashes_tell_body_and_signature_apart(case: Case) -> None:
    signature, body = hashes(case.path, case.text)
    assert hashes(case.path, case.same) == (signature, body)
    assert hashes(case.path, case.body)[0] == signature
    assert hashes(case.path, case.body)[1] != body
    if not case.signature:
        return
    assert hashes(case.path, case.signature)[0] != signature
    assert hashes(case.path, case.signature)[1] == body


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_crlf_is_no_change(case: Case) -> None:
    assert hashes(case.path, case.text) == hashes(case.path, case.text.replace("\n", "\r\n"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_no_mutilated_text_breaks_a_hash(path: Path, data: st.DataObject) -> None:
    text = path.read_text(encoding="utf-8")
    found, language = symbols.extract(SourceFile(path.name, text)), languages.of_path(path.name)
    assert found is not None
    assert language is not None
    cut = text[: data.draw(st.integers(0, len(text)))] + data.draw(st.text(max_size=3))
    item = data.draw(st.sampled_from(found.definitions))
    assert bodies.body_hash(language, cut, item) == bodies.body_hash(language, cut, item)
    assert isinstance(bodies.shape(language, cut, item), tuple)


def test_a_block_that_only_indentation_shows_has_braces() -> None:
    text = "def add(a):\n    if a:\n        b()\n    c()\n"
    found, language = symbols.extract(SourceFile("a.py", text)), languages.of_path("a.py")
    assert found is not None
    assert language is not None
    assert (
        " ".join(bodies.shape(language, text, found.definitions[0]))
        == "def add ( a ) : { if a : { b ( ) } c ( ) }"
    )
