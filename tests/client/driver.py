"""Drives the real Claude Code: one process per prompt, a throw-away HOME, the stub in the model's place."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.client import stub
from tests.client.stub import Call
from tests.driver import ROOT

HERE = Path(__file__).parent
PINNED: str = json.loads((HERE / "package.json").read_text())["devDependencies"]["@anthropic-ai/claude-code"]
OLDER_MODEL = "claude-haiku-4-5"  # 200k context: the smallest budget for the listing of skills
_NOWHERE = "http://127.0.0.1:9"  # a proxy that is not there: the client reaches the stub and nothing else


def program() -> Path | None:
    """The Claude Code to drive: YGS_TEST_CLAUDE, else the pinned one that tests/client/setup installed."""
    named = os.environ.get("YGS_TEST_CLAUDE")
    path = Path(named) if named else ROOT / ".venv/client/node_modules/.bin/claude"
    return path if os.access(path, os.X_OK) else None


@dataclass(frozen=True)
class Result:
    """What the client handed back for one tool call."""

    text: str
    failed: bool


@dataclass(frozen=True)
class Session:
    """One finished run of the client, seen from both ends: what it printed and what it asked the API."""

    messages: Sequence[Mapping[str, Any]]
    requests: Sequence[Mapping[str, Any]]
    unknown: Sequence[str]
    error: str

    @property
    def init(self) -> Mapping[str, Any]:
        """The first line of the stream: commands, skills, tools and version of the session."""
        return self.messages[0]

    @property
    def denied(self) -> list[Mapping[str, Any]]:
        """The tool calls that the client's permissions refused."""
        denials: list[Mapping[str, Any]] = self.messages[-1]["permission_denials"]
        return denials

    @property
    def prompt(self) -> str:
        """All text of the first request, except the system prompt and the tools."""
        found = [stub.blocks(self.requests[0], role) for role in ("user", "system")]
        return "\n".join(block.get("text", "") for blocks in found for block in blocks)

    def listing(self) -> dict[str, str]:
        """The rows of the model's list of skills, by name. Older models get it from the user's side."""
        rows = self.prompt.partition("available for use with the Skill tool:")[2].splitlines()
        found = (re.match(r"- ([\w:-]+)(?:: |$)", row) for row in rows)
        return {match[1]: match.string for match in found if match}

    def results(self) -> list[Result]:
        """The results of the planned calls, in their order."""
        found = {
            block["tool_use_id"]: Result(_text(block.get("content", "")), block.get("is_error") is True)
            for block in stub.blocks(self.requests[-1], "user")
            if block["type"] == "tool_result"
        }
        return [found[stub.identity(number)] for number in range(len(found))]


def _text(content: str | list[dict[str, Any]]) -> str:
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content)


@dataclass
class Client:
    """Runs `claude` in `project`, as a user with the home folder `home` and nothing else."""

    program: Path
    home: Path
    project: Path
    env: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "PATH": f"{launcher(self.home)}{os.pathsep}/usr/local/bin:/usr/bin:/bin",
            "TMPDIR": str(self.home),
            "ANTHROPIC_API_KEY": "dummy",
            "DISABLE_TELEMETRY": "1",
            "HTTPS_PROXY": _NOWHERE,
            "HTTP_PROXY": _NOWHERE,
            "NO_PROXY": "127.0.0.1",
            **self.env,
        }

    def ask(self, prompt: str, *plan: Call, options: Sequence[str] = ()) -> Session:
        """Run one headless session in which the stub makes the calls of `plan`."""
        with stub.serve() as api:
            api.plan = plan
            done = self("-p", prompt, "--output-format", "stream-json", "--verbose", *options, url=api.url)
        messages = [json.loads(line) for line in done.stdout.splitlines()]
        session = Session(messages, api.requests, api.unknown, done.stderr)
        assert messages and messages[0].get("subtype") == "init", (done.stdout, done.stderr)
        assert messages[-1].get("result") == stub.REPLY, (messages[-1], done.stderr)
        return session

    def __call__(
        self, *arguments: str, url: str = _NOWHERE, timeout: int = 60
    ) -> subprocess.CompletedProcess[str]:
        """Run `claude` with these arguments."""
        return subprocess.run(
            [str(self.program), *arguments],
            cwd=self.project,
            env=self.environment() | {"ANTHROPIC_BASE_URL": url},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )


def launcher(home: Path) -> Path:
    """A folder for PATH that holds `ygs`, run from this work tree."""
    folder = home / ".local/bin"
    script = folder / "ygs"
    if not script.exists():
        folder.mkdir(parents=True, exist_ok=True)
        script.write_text(
            f"#!/bin/sh\nPYTHONDONTWRITEBYTECODE=1 PYTHONPATH='{ROOT}' exec '{sys.executable}' -m ygs_cli \"$@\"\n"
        )
        script.chmod(0o755)
    return folder
