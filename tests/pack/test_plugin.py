"""The plugin manifests at the repository's root, which make the clone a Claude Code plugin and marketplace."""

from __future__ import annotations

import json

from tests.driver import ROOT
from ygs_cli import __version__

FOLDER = ROOT / ".claude-plugin"


def test_the_plugin_has_its_name_and_the_program_s_version() -> None:
    plugin = json.loads((FOLDER / "plugin.json").read_text())
    assert (plugin["name"], plugin["version"]) == ("you-got-skills", __version__)
    assert (ROOT / "skills").is_dir()  # where a plugin's skills are looked for


def test_the_marketplace_offers_the_plugin() -> None:
    market = json.loads((FOLDER / "marketplace.json").read_text())
    assert [(entry["name"], entry["source"]) for entry in market["plugins"]] == [("you-got-skills", "./")]
