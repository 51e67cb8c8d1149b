"""The clone as a plugin and its own marketplace, installed by the real Claude Code from a local folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.client import skills
from tests.client.conftest import Installed, world
from tests.client.driver import OLDER_MODEL
from tests.client.test_claude_code import LISTING_SHARE, SHIPPED, check
from tests.driver import ROOT
from ygs_cli.pack.catalog import Skill

pytestmark = [pytest.mark.client, pytest.mark.slow]

PLUGIN = "you-got-skills"


@pytest.fixture(scope="module")
def plugin(claude: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """What a user has after the two commands of the README: the marketplace added, the plugin installed."""
    folder = tmp_path_factory.mktemp("plugin")
    client, ygs = world(claude, folder)
    clone = folder / "a clone"
    for name in (".claude-plugin", "skills"):
        shutil.copytree(ROOT / name, clone / name)
    for command in (("marketplace", "add", str(clone)), ("install", f"{PLUGIN}@ygs-market")):
        done = client("plugin", *command)
        assert done.returncode == 0, done.stdout + done.stderr
    return Installed(client, ygs, clone / "skills", "plugin", f"{PLUGIN}:")


def test_every_skill_is_offered_and_the_listing_fits(plugin: Installed) -> None:
    session = plugin.client.ask("hello", options=["--model", OLDER_MODEL])
    names = sorted(f"{PLUGIN}:{skill.name}" for skill in SHIPPED)
    assert PLUGIN in [entry["name"] for entry in session.init["plugins"]]
    assert [name for name in session.init["slash_commands"] if name.startswith(f"{PLUGIN}:")] == names
    assert [name for name in session.init["skills"] if name.startswith(f"{PLUGIN}:")] == names
    rows = {name: row for name, row in session.listing().items() if name.startswith(f"{PLUGIN}:")}
    wanted = {f"{PLUGIN}:{one.name}": one for one in SHIPPED if one.model_invocable}
    assert rows == {name: skills.row(one).replace("- ", f"- {PLUGIN}:", 1) for name, one in wanted.items()}
    assert sum(len(row) + 1 for row in rows.values()) <= LISTING_SHARE


@pytest.mark.parametrize("skill", SHIPPED, ids=lambda skill: skill.name)
def test_a_skill_expands_reads_its_files_and_runs_its_commands(plugin: Installed, skill: Skill) -> None:
    check(plugin, skill)


def test_doctor_warns_when_the_same_skills_are_installed_besides(plugin: Installed) -> None:
    plugin.ygs("install")
    found = json.loads(plugin.ygs("doctor", "--format", "json", code=None).stdout)
    assert any(f"the plugin {PLUGIN}@ygs-market" in json.dumps(entry) for entry in found["checks"])
    plugin.ygs("uninstall", "--yes")
