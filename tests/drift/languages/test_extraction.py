"""What is extracted from a sample file of each language, against a table of what a reader sees in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.drift import languages, symbols
from ygs_cli.drift.symbols import Definition, FileSymbols, Import

SAMPLES = sorted(
    path for path in (Path(__file__).parent / "samples").iterdir() if path.suffix not in (".expected", ".pyc")
)
EXTENSIONS = sorted(ending for language in languages.LANGUAGES for ending in language.extensions)


def shown(found: FileSymbols) -> str:
    """A line for each import and each definition: line, kind, public, name, parameters, type, bases."""
    return "".join(f"{line}\n" for line in [*map(_import, found.imports), *map(_definition, found.definitions)])


def _import(item: Import) -> str:
    return f"import {item.name or '-'} = {item.module}{f' : {item.original}' if item.original else ''}"


def _definition(item: Definition) -> str:
    marks = "".join(f"@{name} " for name in item.decorators)
    taken = "" if item.parameters is None else f"({', '.join(_parameters(item))})"
    bases = f" < {', '.join(item.bases)}" if item.bases else ""
    place = f"{item.line}-{item.end_line}" if item.end_line != item.line else f"{item.line}"
    public = "public" if item.public else "hidden"
    ending = f" -> {item.returns}" if item.returns else ""
    return f"{place} {marks}{public} {item.kind} {item.qualified}{taken}{ending}{bases}"


def _parameters(item: Definition) -> list[str]:
    """The parameters with type and default; those that are given by name only follow a bar."""
    rows = zip(item.parameters or (), item.types, item.defaults, strict=True)
    texts = [
        f"{name or '_'}{f': {kind}' if kind else ''}{f' = {value}' if value else ''}" for name, kind, value in rows
    ]
    by_name = ["|", *texts[item.positional :]] if item.positional < len(texts) else []
    return texts[: item.positional] + by_name


def test_every_language_has_a_sample() -> None:
    known = {languages.of_path(path.name) for path in SAMPLES}
    assert known == {
        language for language in languages.LANGUAGES if languages.of_path(f"x{language.extensions[0]}")
    }


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_definitions_and_imports_of_a_sample(path: Path) -> None:
    found = symbols.extract(SourceFile(path.name, path.read_text(encoding="utf-8")))
    assert found is not None
    assert shown(found) == path.with_suffix(path.suffix + ".expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", EXTENSIONS)
@settings(max_examples=25, deadline=None)
@given(text=st.text() | st.binary().map(lambda data: data.decode("utf-8", "surrogateescape")))
def test_no_text_breaks_an_extractor(ending: str, text: str) -> None:
    if languages.of_path(f"x{ending}"):
        assert symbols.extract(SourceFile(f"x{ending}", text)) is not None


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_mutilated_sample_breaks_an_extractor(path: Path, data: st.DataObject) -> None:
    text = path.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    junk = data.draw(st.text(max_size=5) | st.sampled_from(["(", "{", "}", ")", '"', "<", "::", "\0", "\r"]))
    found = symbols.extract(SourceFile(path.name, text[:start] + junk + text[end:]))
    assert found is not None
    assert all(item.line <= item.end_line and item.name for item in found.definitions)
