from __future__ import annotations

from pathlib import Path

import pytest

from tests.driver import Git, Ygs


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
