"""Commands start fast because they load little. What they load is checked, not how long it takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.driver import Ygs

HEAVY = ("rich", "jinja2", "git", "markdown_it", "tree_sitter", "pydantic", "jsonschema")
QUICK = [
    ["--version"],
    ["--help"],
    ["install", "--help"],
    ["install"],
    ["install", "--agent", "agents"],
    ["update"],
    ["uninstall", "--yes"],
]


@pytest.mark.parametrize("arguments", QUICK, ids=" ".join)
def test_a_quick_command_loads_no_heavy_module(ygs: Ygs, arguments: list[str]) -> None:
    program = (
        "import sys, atexit\n"
        "tell = lambda: print('loaded:', *{n.partition('.')[0] for n in sys.modules}, file=sys.stderr)\n"
        "atexit.register(tell)\n"
        "from ygs_cli.__main__ import main\n"
        "main(sys.argv[1:])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=ygs.environment(),
        cwd=ygs.cwd,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stderr.rpartition("loaded:")[2].split())
    assert "ygs_cli" in loaded
    assert not loaded & set(HEAVY)
    if arguments == ["--version"]:
        assert not loaded & {"typer", "yaml", "json", "dataclasses"}


def test_version_is_one_line(ygs: Ygs, home: Path) -> None:
    assert ygs("--version").stdout.startswith("ygs ")
