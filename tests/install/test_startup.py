"""install, update and uninstall load little. What they load is checked, not how long it takes."""

from __future__ import annotations

import pytest

from tests.driver import Ygs
from tests.packaging.test_start_up import HEAVY, imported


@pytest.mark.parametrize("command", ["install", "install --agent agents", "update", "uninstall --yes"])
def test_a_run_loads_no_heavy_module_but_the_yaml_reader(ygs: Ygs, command: str) -> None:
    ygs("install")
    modules = imported(ygs, *command.split())
    assert "ygs_cli.shell.installer" in modules
    assert not modules & (HEAVY - {"yaml"})
