"""Each import contract holds, and fails by its name when an import breaks it."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.driver import ROOT

CONFIG = ".importlinter"
# contract -> the module that gets an import which the contract forbids
BREAKS = {
    "layers": ("ygs_cli/artifacts/markdown.py", "import ygs_cli.engine"),
    "git": ("ygs_cli/shell/apply.py", "import git"),
    "terminal": ("ygs_cli/pack/catalog.py", "import rich"),
    "pure": ("ygs_cli/drift/__init__.py", "import subprocess"),
}


def contracts() -> dict[str, str]:
    """The id and the name of each contract."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / CONFIG)
    prefix = "importlinter:contract:"
    return {key.removeprefix(prefix): parser[key]["name"] for key in parser.sections() if key.startswith(prefix)}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "ygs_cli", tmp_path / "ygs_cli", ignore=ignored)
    shutil.copy(ROOT / CONFIG, tmp_path)
    return tmp_path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    command = [str(program), "--no-logo", "--no-cache", "--config", CONFIG]
    env = os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_every_contract_has_a_way_to_break_it() -> None:
    assert set(contracts()) == set(BREAKS)


def test_the_contracts_hold(copy: Path) -> None:
    done = lint_imports(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("contract", BREAKS)
def test_a_forbidden_import_breaks_the_contract(copy: Path, contract: str) -> None:
    path, line = BREAKS[contract]
    with (copy / path).open("a", encoding="utf-8") as stream:
        stream.write(f"\n{line}\n")
    done = lint_imports(copy)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{contracts()[contract]} BROKEN" in done.stdout
