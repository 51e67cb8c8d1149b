"""The skills as the real Claude Code finds, lists, expands and runs them, from a user and a project install."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.client import skills
from tests.client.conftest import Installed
from tests.client.driver import OLDER_MODEL, PINNED, Client, Result
from tests.client.stub import Call
from tests.driver import ROOT, Ygs
from ygs_cli.pack.catalog import Skill

pytestmark = [pytest.mark.client, pytest.mark.slow]

SHIPPED = skills.load(skills.SHIPPED)
LISTING_SHARE = 1750  # characters that a 200k-context model has left for skills that are not its own
FORBIDDEN = ("ygs exec --help", "ygs workflow --help", "touch planted", "git push")


def bash(command: str) -> Call:
    return Call("Bash", {"command": command})


def read(path: Path) -> Call:
    return Call("Read", {"file_path": str(path)})


def team(folder: Path) -> list[Skill]:
    return skills.load(skills.write_team(folder))


@pytest.mark.skipif("YGS_TEST_CLAUDE" in os.environ, reason="YGS_TEST_CLAUDE names another client")
def test_it_is_the_pinned_client(empty: tuple[Client, Ygs]) -> None:
    assert empty[0].ask("hello").init["claude_code_version"] == PINNED


def test_every_skill_is_offered_and_only_the_right_ones_to_the_model(installed: Installed, tmp_path: Path) -> None:
    """REQ-0001-10: no description is dropped from the listing."""
    everything = SHIPPED + team(tmp_path)
    session = installed.client.ask("hello", options=["--model", OLDER_MODEL])
    names = [skill.name for skill in everything]
    assert [name for name in session.init["slash_commands"] if name in names] == sorted(names)
    assert [name for name in session.init["skills"] if name in names] == sorted(names)
    listing = session.listing()
    seen = {name: listing[name] for name in names if name in listing}
    # whole rows: a row over the client's budget would have lost its description
    assert seen == {skill.name: skills.row(skill) for skill in everything if skill.model_invocable}
    assert sum(len(listing[skill.name]) + 1 for skill in SHIPPED if skill.name in listing) <= LISTING_SHARE


@pytest.mark.parametrize("skill", SHIPPED, ids=lambda skill: skill.name)
def test_a_skill_expands_reads_its_files_and_runs_its_commands(installed: Installed, skill: Skill) -> None:
    check(installed, skill)


def test_a_teams_own_skill_works_the_same(installed: Installed, tmp_path: Path) -> None:
    results = check(installed, next(skill for skill in team(tmp_path) if skill.name == "team-notes"))
    assert "SHAPE-OF-NOTES" in results[0].text
    assert any('"version": 1' in result.text for result in results)


def check(installed: Installed, skill: Skill) -> list[Result]:
    """Start one skill by its slash command; read each of its files, run its commands and some it must not run.

    What a skill may run does not depend on where it lies, so all its commands run from one kind of install, and
    from the others one.
    """
    base = installed.root / skill.name
    files = [base / file.path for file in skill.files if file.path != "SKILL.md"]
    commands = skills.commands(skill)[: None if installed.scope == "user" else 1]
    plan = [*map(read, files), *map(bash, commands), *map(bash, FORBIDDEN)]
    command = f"/{installed.prefix}{skill.name}"
    session = installed.client.ask(f"{command} docs/prd.md --fast ünï", *plan)
    assert f"<command-name>{command}</command-name>" in session.prompt
    assert f"Base directory for this skill: {base}\n" in session.prompt
    assert "docs/prd.md --fast ünï" in session.prompt.partition("Base directory for this skill:")[2]
    assert [call["tool_input"].get("command") for call in session.denied] == list(FORBIDDEN)
    results = session.results()
    assert not [result for result in results[: len(files)] if result.failed]
    assert not (installed.client.project / "planted").exists()
    return results


def test_a_skill_that_asks_for_no_tool_gets_none(installed: Installed) -> None:
    path = installed.root / "team-closed/references/closed.md"
    session = installed.client.ask("/team-closed", read(path), bash("ygs lint --help"))
    reading, running = session.results()
    assert running.failed
    assert reading.failed == (installed.scope == "user")  # inside the project everything can be read


def test_the_model_may_start_only_what_is_listed(installed: Installed, tmp_path: Path) -> None:
    everything = SHIPPED + team(tmp_path)
    calls = [Call("Skill", {"skill": skill.name}) for skill in everything]
    # The client asks before the model starts a skill that has allowed-tools; headless that means a rule.
    session = installed.client.ask("hello", *calls, options=["--allowedTools", "Skill"])
    refused = {skill.name for skill, result in zip(everything, session.results(), strict=True) if result.failed}
    assert refused == {skill.name for skill in everything if not skill.model_invocable}


def test_config_dir_is_honoured_and_uninstall_makes_the_skills_vanish(empty: tuple[Client, Ygs]) -> None:
    client, ygs = empty
    elsewhere = client.home / "elsewhere"
    elsewhere.mkdir()
    client.env["CLAUDE_CONFIG_DIR"] = ygs.env["CLAUDE_CONFIG_DIR"] = str(elsewhere)
    before = client.ask("hello").init["slash_commands"]
    ygs("install")
    names = {skill.name for skill in SHIPPED}
    assert set(client.ask("hello").init["slash_commands"]) == {*before, *names}
    assert not (client.home / ".claude/skills").exists()
    ygs("uninstall", "--yes")
    assert client.ask("hello").init["slash_commands"] == before
    assert not (elsewhere / "skills").exists()


def test_the_pack_passes_the_clients_own_validation(empty: tuple[Client, Ygs]) -> None:
    folder = ROOT if (ROOT / ".claude-plugin").is_dir() else skills.SHIPPED
    done = empty[0]("plugin", "validate", "--strict", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
