"""The page about engines: its trial is run as it stands, and what it says of numbers is what is generated."""

from __future__ import annotations

import re
import subprocess

import yaml

from tests.driver import ROOT
from tests.workflow.conftest import World
from tests.workflow.tools import made
from ygs_cli.automation.workflow.phases import PHASES, Settings

PAGE = (ROOT / "docs/how-to/automate-with-an-engine.md").read_text()


def test_the_trial_on_a_laptop_runs_as_written(world: World) -> None:
    folder = world.folder / "laptop"
    folder.mkdir()
    (world.ygs.home / ".gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@example.org\n")
    (script,) = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    env = {key: value for key, value in world.ygs.environment().items() if not key.startswith("YGS_")}
    done = subprocess.run(
        ["sh", "-e", "-c", script], cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    shown = [re.sub(r"\b[0-9a-f]{7,16}\b|[\d.]+s,", "#", line) for line in done.stderr.splitlines()]
    said = [re.sub(r"\b[0-9a-f]{7,16}\b|[\d.]+s,", "#", line) for line in PAGE.splitlines()]
    first = said.index("== fetch-issue")
    assert shown[:5] == said[first : first + 5]
    assert [line[8:] for line in done.stdout.splitlines()[-2:]] == ["12: what the agent left uncommitted", "init"]


def test_the_costs_are_those_of_the_definitions() -> None:
    agents = [phase.name for phase in PHASES if phase.skill]
    budget = int(Settings().budget)
    assert len(agents) == 5 and f"at most {4 * budget} or {5 * budget} USD" in PAGE
    implement, pick, monitor, _ = (yaml.safe_load(one.text) for one in made("github-actions", "github", ["full"]))
    assert f"\n{implement['jobs']['agent']['timeout-minutes']} minutes at the latest" in PAGE
    # YAML 1.1 reads the key `on` as true
    crons = [flow[True]["schedule"][0]["cron"] for flow in (pick, monitor)]
    assert crons == ["*/15 * * * *", "*/30 * * * *"] and "144 jobs a day" in PAGE


def test_the_manifest_mounts_what_the_definitions_use() -> None:
    (text,) = re.findall(r"^   ```yaml\n(.*?)^   ```$", PAGE, re.MULTILINE | re.DOTALL)
    pod = yaml.safe_load(text)["spec"]["template"]["spec"]
    assert pod["containers"][0]["volumeMounts"][0]["mountPath"] == Settings().runs
