from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.driver import Git, Ygs

# Speed is measured by the benchmarks; on a busy machine a deadline would fail tests that are right.
settings.register_profile("ygs", deadline=None)
settings.load_profile("ygs")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def ygs(home: Path, project: Path) -> Ygs:
    return Ygs(home, project)


@pytest.fixture
def git(project: Path) -> Git:
    repository = Git(project)
    repository("init", "-q", "-b", "main")
    return repository
