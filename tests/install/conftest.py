from __future__ import annotations

from pathlib import Path

import pytest

from tests import packs
from tests.packs import Program


@pytest.fixture
def program(tmp_path: Path, home: Path, project: Path) -> Program:
    """A copy of the program that ships the old pack."""
    return packs.program(tmp_path / "program", home, project)
