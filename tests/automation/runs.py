"""Runs `ygs exec` with the fake agent and reads what it left."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.driver import Ygs

FAKE = Path(__file__).parent / "fake_agent.py"
ARTIFACTS = ("prompt.md", "conversation.jsonl", "conversation.txt", "stderr.log", "status.json", "result.json")


@dataclass(frozen=True)
class Ran:
    """A finished run."""

    code: int
    stdout: str
    stderr: str
    folder: Path

    @property
    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "status.json").read_text())
        return found

    def text(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def everything(self) -> str:
        return self.stdout + self.stderr + "".join(self.text(name) for name in ARTIFACTS)


def fake(*steps: Any) -> list[str]:
    """The command line of the fake agent, to stand behind `--`."""
    return ["--", sys.executable, str(FAKE), json.dumps([list(step) for step in steps])]


def execute(ygs: Ygs, *steps: Any, options: tuple[str, ...] = (), agent: str = "cmd", phase: str = "p") -> Ran:
    """One run in the folder `run` beside the project; the artifacts are all there, whatever happened."""
    base = ygs.cwd.parent / "run"
    command = ["exec", "ygs-wbs", "--run-dir", str(base), "--phase", phase, "--agent", agent, *options]
    done = ygs(*command, *fake(*steps), code=None)
    return finished(done, base / phase)


def finished(done: subprocess.CompletedProcess[str], folder: Path) -> Ran:
    ran = Ran(done.returncode, done.stdout, done.stderr, folder)
    check_artifacts(ran.folder)
    last = json.loads(done.stdout.splitlines()[-1])
    assert last == ran.status
    return ran


def check_artifacts(folder: Path) -> None:
    """Every artifact is a private, plain file that can be read."""
    assert folder.stat().st_mode & 0o777 == 0o700
    for name in ARTIFACTS:
        path = folder / name
        assert path.is_file() and not path.is_symlink(), name
        assert path.stat().st_mode & 0o777 == 0o600
        path.read_text("utf-8")
    for line in (folder / "conversation.jsonl").read_text().splitlines():
        if line and not line.startswith("[ygs:"):
            assert isinstance(json.loads(line), dict)
    for name in ("status.json", "result.json"):
        assert json.loads((folder / name).read_text())["version"] == 1


def say(status: str, **fields: Any) -> tuple[str, str]:
    """The step that prints a status line."""
    return ("print", json.dumps({"status": status, "summary": "as told", "run": "$RUN", **fields}) + "\n")
