from __future__ import annotations

from collections.abc import Iterator

import pytest

from ygs_cli import engine
from ygs_cli.artifacts import markdown
from ygs_cli.artifacts.markdown import Document, SourceFile
from ygs_cli.config import Config, Override
from ygs_cli.findings import Finding, Location, Severity
from ygs_cli.rules import Meta, Rule


def _document(text: str, path: str = "a.md") -> Document:
    return markdown.parse(SourceFile(path, text))


def _words(word: str) -> Rule:
    """A rule that reports each line holding a word."""

    def check(documents: tuple[Document, ...]) -> Iterator[Finding]:
        for document in documents:
            for number, line in enumerate(document.lines, 1):
                if word in line and not line.startswith("<!--"):
                    column = line.index(word) + 1
                    yield Finding("", word, Location(document.path, number, column), word)

    return Rule("no-word", "artifact", Meta(Severity.WARNING), "No word.", "", check)


def _run(text: str, config: Config | None = None, path: str = "a.md") -> engine.Outcome:
    documents = (_document(text, path),)
    return engine.run([_words("bad")], documents, config or Config(), documents)


def test_findings_come_in_the_order_of_the_document_with_their_source_line() -> None:
    found = _run("x bad\n\nbad\n").findings
    assert [(f.location.line, f.location.column, f.source_line) for f in found] == [(1, 3, "x bad"), (3, 1, "bad")]


def test_fingerprints_survive_line_moves_and_tell_equal_subjects_apart() -> None:
    before = [f.fingerprint for f in _run("bad\nbad\n").findings]
    after = [f.fingerprint for f in _run("intro\n\nbad\nmore\nbad\n").findings]
    assert before == after
    assert len(set(before)) == 2


def test_an_ignore_with_a_reason_silences_its_own_line() -> None:
    outcome = _run("bad <!-- ygs: ignore no-word quoted from a customer -->\nbad\n")
    assert [f.location.line for f in outcome.findings] == [2]
    assert len(outcome.ignored) == 1


def test_an_ignore_alone_on_its_line_silences_the_next_block() -> None:
    text = "<!-- ygs: ignore no-word a quotation -->\n\nbad\nbad\n\nbad\n"
    assert [f.location.line for f in _run(text).findings] == [6]


def test_an_ignore_alone_on_its_line_covers_a_whole_fence() -> None:
    text = "<!-- ygs: ignore no-word sample output -->\n\n```\nbad\n\nbad\n```\n\nbad\n"
    assert [f.location.line for f in _run(text).findings] == [9]


def test_an_ignore_without_a_reason_silences_nothing_and_says_so() -> None:
    found = _run("bad <!-- ygs: ignore no-word -->\n").findings
    assert sorted(f.rule for f in found) == ["no-word", "unused-ignore"]
    assert "needs a reason" in found[-1].message


def test_an_ignore_that_silences_nothing_is_a_finding() -> None:
    found = _run("fine <!-- ygs: ignore no-word was needed once -->\n").findings
    assert [(f.rule, f.location.line) for f in found] == [("unused-ignore", 1)]


def test_an_ignore_for_a_rule_of_another_run_is_left_alone() -> None:
    assert _run("fine <!-- ygs: ignore broken-link the site makes it -->\n").findings == ()


@pytest.mark.parametrize("level", ["info", "error"])
def test_the_configuration_sets_the_level(level: str) -> None:
    assert [f.severity.value for f in _run("bad", Config(rules={"no-word": level})).findings] == [level]


def test_off_switches_a_rule_off_and_an_override_switches_it_on_for_some_paths() -> None:
    config = Config(rules={"no-word": "off"}, overrides=(Override(("docs/**",), {"no-word": "error"}),))
    assert _run("bad", config, "a.md").findings == ()
    assert [f.severity for f in _run("bad", config, "docs/x/a.md").findings] == [Severity.ERROR]


@pytest.mark.parametrize(
    ("path", "glob", "expected"),
    [
        ("a.md", "*.md", True),
        ("docs/a.md", "*.md", False),
        ("docs/a.md", "docs", True),
        ("docs/a.md", "docs/", True),
        ("docs/x/a.md", "docs/**", True),
        ("docs/x/a.md", "docs/*", True),
        ("docs/x/a.md", "docs/**/a.md", True),
        ("docs/a.md", "docs/**/a.md", True),
        ("docsx/a.md", "docs", False),
        ("docs/a[1].md", "docs/a[1].md", False),
        ("docs/ä b.md", "docs/ä ?.md", True),
    ],
)
def test_globs(path: str, glob: str, expected: bool) -> None:
    assert engine.matches(path, glob) is expected
