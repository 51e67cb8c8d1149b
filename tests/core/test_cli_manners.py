"""Streams, exit codes and words that every command shares."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.driver import ROOT, Git, Ygs
from ygs_cli import __version__
from ygs_cli.cli import COMMANDS


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_version(ygs: Ygs, flag: str) -> None:
    assert ygs(flag).stdout == f"ygs {__version__}\n"


def test_help_names_every_command(ygs: Ygs) -> None:
    text = ygs("--help").stdout
    for name in COMMANDS:
        assert re.search(rf"^\s+{name}\s+\S", text, re.MULTILINE), f"{name} has no line in --help"


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself_with_three_examples(ygs: Ygs, name: str) -> None:
    text = ygs(name, "--help").stdout
    assert len(re.findall(rf"^\s+(?:\$ )?(?:.*\| )?ygs {name}\b", text, re.MULTILINE)) >= 3


def test_an_unknown_command_is_a_usage_error_with_a_suggestion(ygs: Ygs) -> None:
    done = ygs("lintt", code=2)
    assert done.stdout == ""
    assert "error: no such command 'lintt'" in done.stderr
    assert "did you mean 'lint'?" in done.stderr


def test_an_unknown_rule_is_a_usage_error_with_a_suggestion(ygs: Ygs) -> None:
    done = ygs("lint", "--explain", "skil-front-matter", code=2)
    assert "did you mean 'skill-front-matter'?" in done.stderr


def test_results_go_to_stdout_and_the_summary_to_stderr(ygs: Ygs, git: Git) -> None:
    git.commit("x", {"docs/a.md": "---\na: b: c\n---\n"})
    done = ygs("lint", code=1)
    assert done.stdout.startswith("docs/a.md:2:1: error[front-matter-readable]")
    assert "1 finding" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_a_mistake_in_the_configuration_names_file_line_and_the_word_meant(ygs: Ygs, git: Git) -> None:
    git.write({".ygs/config.yml": "profile: strict\nprofile: relaxed\n"})
    done = ygs("lint", code=2)
    assert ".ygs/config.yml:2: the key 'profile' stands twice" in done.stderr


def test_a_path_that_is_not_there_is_an_error(ygs: Ygs) -> None:
    done = ygs("lint", "nowhere.md", code=2)
    assert "nowhere.md: no such file or folder" in done.stderr


def test_escapes_in_a_document_do_not_reach_the_terminal(ygs: Ygs, git: Git) -> None:
    git.write({"docs/a.md": "---\n\x1b[31mkey: b: c\n---\n"})
    done = ygs("lint", code=1)
    assert "\x1b" not in done.stdout


def test_a_reader_that_goes_away_is_no_error(ygs: Ygs) -> None:
    command = [sys.executable, "-m", "ygs_cli", "lint", "--explain", "skill-front-matter"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ygs.environment(), cwd=ROOT
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
