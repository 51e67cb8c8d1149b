"""`ygs exec --agent claude` with the real Claude Code, the stub in the model's place."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.automation.runs import Ran, finished
from tests.client import stub
from tests.client.driver import Client
from tests.client.stub import Api, Call
from tests.driver import Git, Ygs

pytestmark = [pytest.mark.client, pytest.mark.slow]

FIELDS = {"status": "DONE", "summary": "as told", "run": "job-7"}
LINE = json.dumps(FIELDS)
PASSED = "HTTPS_PROXY,HTTP_PROXY,NO_PROXY,DISABLE_TELEMETRY,CLAUDE_CODE_MAX_RETRIES"


@dataclass(frozen=True)
class World:
    """A repository in which the client is the agent of `ygs exec`."""

    ygs: Ygs
    git: Git
    api: Api

    def run(self, *options: str) -> Ran:
        base = self.ygs.home / "run"
        command = ["--run-dir", str(base), "--phase", "p", "--run-id", "job-7", "--pass-env", PASSED]
        done: subprocess.CompletedProcess[str] = self.ygs("exec", "ygs-wbs", *command, *options, code=None)
        return finished(done, base / "p")


@pytest.fixture
def world(empty: tuple[Client, Ygs]) -> Iterator[World]:
    client, ygs = empty
    git = Git(client.project)
    git("init", "-q", "-b", "main")
    git.commit("start", {"a.txt": "a"})
    with stub.serve() as api:
        ygs.env |= client.environment()
        ygs.env["PATH"] = f"{client.program.parent}:{ygs.env['PATH']}"
        ygs.env |= {"ANTHROPIC_BASE_URL": api.url, "CLAUDE_CODE_MAX_RETRIES": "0"}
        yield World(ygs, git, api)


def write(path: Path) -> Call:
    return Call("Write", {"file_path": str(path), "content": "made\n"})


def status(**fields: Any) -> Call:
    return Call("StructuredOutput", FIELDS | fields)


def test_a_phase_that_works(world: World) -> None:
    world.api.plan = (write(world.git.root / "new.txt"), status())
    ran = world.run("--max-turns", "9", "--max-budget-usd", "5")
    assert (ran.code, ran.status["status"]) == (0, "DONE"), ran.stderr
    assert ran.status["verified"]["files_changed"] == ["new.txt"]
    assert ran.status["agent_version"] and ran.status["session_id"] and ran.status["turns"] >= 2
    assert "# Task: ygs-wbs" in json.dumps(world.api.requests[0])
    assert "> Write" in ran.stderr


def test_a_status_line_in_the_last_message(world: World) -> None:
    world.api.reply = f"Nothing to split.\n{json.dumps(FIELDS | {'status': 'BLOCKED', 'reason': 'no PRD'})}"
    ran = world.run()
    assert (ran.code, ran.status["reason"]) == (2, "no PRD")


def test_a_missing_status_is_asked_for_once_more_and_then_counts_as_none(world: World) -> None:
    world.api.reply = "All done!"
    ran = world.run()
    assert (ran.code, ran.status["status"], ran.status["repairs"]) == (65, "NO_STATUS", 1)
    assert "does not end with a status that can be read" in json.dumps(world.api.requests[-1])


def test_a_denied_tool_and_nothing_done(world: World) -> None:
    world.api.plan = (Call("Bash", {"command": "curl http://127.0.0.1:9/x"}), status())
    ran = world.run()
    assert (ran.code, ran.status["status"]) == (77, "DENIED")


def test_reading_cannot_write(world: World) -> None:
    world.api.plan = (write(world.git.root / "new.txt"), status())
    ran = world.run("--profile", "read")
    assert not (world.git.root / "new.txt").exists()
    assert ran.status["verified"]["files"] == 0


@pytest.mark.parametrize("place", ["run/other.txt", "run/p/more.txt", "outside.txt"])
def test_nothing_is_written_outside_the_workspace(world: World, place: str) -> None:
    """M-0001-14: neither another file of the run, nor its records, nor a file of the machine."""
    outside = world.ygs.home / place
    world.api.plan = (write(outside), status())
    ran = world.run()
    assert (ran.code, ran.status["status"]) == (77, "DENIED"), ran.stderr
    assert not outside.exists() or outside.read_text() != "made\n"


@pytest.mark.parametrize("profile", ["read", "edit", "full"])
def test_nothing_is_read_outside_the_workspace(world: World, profile: str) -> None:
    secret = world.ygs.home / "credentials"
    secret.write_text("secret-of-the-machine")
    inside = str(world.git.root / "a.txt")
    calls = [Call("Read", {"file_path": str(secret)}), Call("Grep", {"pattern": "secret", "path": str(secret)})]
    world.api.plan = (Call("Read", {"file_path": inside}), *calls, status())
    ran = world.run("--profile", profile)
    seen = json.dumps(world.api.requests)
    assert "secret-of-the-machine" not in seen and "secret-of-the-machine" not in ran.everything()
    assert "1\\ta" in seen or "1→a" in seen or "1\\u2192a" in seen, seen[-3000:]


def test_too_many_turns(world: World) -> None:
    world.api.plan = tuple(Call("Read", {"file_path": str(world.git.root / "a.txt")}) for _ in range(4))
    assert world.run("--max-turns", "2").code == 4


def test_the_budget(world: World) -> None:
    world.api.plan = tuple(Call("Read", {"file_path": str(world.git.root / "a.txt")}) for _ in range(4))
    ran = world.run("--max-budget-usd", "0.00001", "--model", "claude-sonnet-4-5-20250929")
    assert (ran.code, ran.status["status"]) == (4, "LIMIT"), ran.stderr
    assert len(world.api.requests) < 4


def test_overloaded(world: World) -> None:
    world.api.overloaded = True
    ran = world.run()
    assert (ran.code, ran.status["status"]) == (75, "TRANSIENT"), ran.stderr


def test_not_logged_in(world: World) -> None:
    world.ygs.env["ANTHROPIC_API_KEY"] = ""
    assert world.run().code == 69


def test_a_prompt_of_200_kilobytes(world: World) -> None:
    (world.git.root / "issue.md").write_text("word " * 39_000)
    world.api.plan = (status(),)
    assert world.run("--input", "issue=@issue.md").code == 0
    assert len(json.dumps(world.api.requests[0])) > 195_000
