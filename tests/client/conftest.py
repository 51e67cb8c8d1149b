from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.client import skills
from tests.client.driver import Client, program
from tests.driver import Git, Ygs


@dataclass(frozen=True)
class Installed:
    """One installation: of the shipped skills and a team's own, for a user or a project."""

    client: Client
    ygs: Ygs
    root: Path
    scope: str
    prefix: str = ""  # of its commands: a plugin puts its name before the skill's


@pytest.fixture(scope="session")
def claude() -> Path:
    found = program()
    if found is None:
        reason = "Claude Code is not installed: run tests/client/setup, or set YGS_TEST_CLAUDE"
        if os.environ.get("YGS_CLIENT_REQUIRED"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def world(claude: Path, folder: Path) -> tuple[Client, Ygs]:
    """An empty home and an empty repository, and both programs in them.

    A repository, because the client looks for skills in every folder above a project up to its top: without one,
    a `.claude` above the temporary folder would be listed too, and the budget of the listing would be gone.
    """
    home, project = folder / "home", folder / "my project"
    home.mkdir()
    project.mkdir()
    Git(project)("init", "-q", "-b", "main")
    return Client(claude, home, project), Ygs(home, project)


@pytest.fixture
def empty(claude: Path, tmp_path: Path) -> tuple[Client, Ygs]:
    return world(claude, tmp_path)


@pytest.fixture(scope="session", params=["user", "project"])
def installed(
    claude: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installed]:
    folder = tmp_path_factory.mktemp(request.param)
    client, ygs = world(claude, folder)
    team = skills.write_team(folder / "team skills")
    ygs("install", "--scope", request.param)
    ygs("install", team, "--scope", request.param)
    above = client.home if request.param == "user" else client.project
    yield Installed(client, ygs, above / ".claude/skills", request.param)
