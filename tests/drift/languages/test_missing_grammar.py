"""A grammar that is not installed makes its files unknown, and the user is told how to get it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.driver import ROOT, Ygs
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.drift import languages, symbols


@pytest.fixture
def no_ruby(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "tree_sitter_ruby", None)
    languages.is_installed.cache_clear()
    yield
    languages.is_installed.cache_clear()


def test_files_without_a_grammar_are_unknown_and_counted(no_ruby: None) -> None:
    assert symbols.extract(SourceFile("a.rb", "def a; end")) is None
    assert languages.missing(["a.rb", "b.RB", "c.py", "d.txt", "Rakefile"]) == {"ruby": 2}


def test_nothing_is_missing_that_no_file_needs(no_ruby: None) -> None:
    assert languages.missing(["c.py", "d.txt"]) == {}


def test_sync_and_doctor_name_the_extra(ygs: Ygs, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['tree_sitter_ruby'] = None\n")
    ygs.env["PYTHONPATH"] = os.pathsep.join([str(hidden), str(ROOT)])
    (ygs.cwd / "README.md").write_text("# Shop\n")
    (ygs.cwd / "a.rb").write_text("def a; end\n")
    done = ygs("sync")
    assert "files without a grammar: 1 ruby" in done.stdout + done.stderr
    assert "ygs-cli[languages]" in done.stdout + done.stderr
    done = ygs("doctor", code=None)
    assert "ruby: not installed" in done.stdout
