from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.driver import ROOT, Git, Ygs
from ygs_cli.shell.phases import runner
from ygs_cli.shell.phases.options import Options

# The agent of these tests: says where it works, does what WORK tells it to, and ends with a sound status.
_AGENT = """#!/bin/sh
run=$(sed -n 's/^"run" is exactly "\\([^"]*\\)".*/\\1/p')
. '{work}'
printf '{{"status":"DONE","summary":"worked in %s","run":"%s"}}\\n' "$(basename "$PWD")" "$run"
"""
# The plug-ins of our own tests take longer to load than the test that is to run.
_PYTEST = "[pytest]\naddopts = " + " ".join(
    f"-p no:{name}" for name in ("cacheprovider", "xdist", "hypothesispytest", "pytest_cov")
)
TEST = "def test_hello():\n    from hello import hello\n    assert hello() == 'hi'\n"


@dataclass
class World:
    """A machine: a repository with a test that fails, an agent, and `ygs` on PATH."""

    folder: Path
    ygs: Ygs
    git: Git
    run: Path
    bin: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def clone(self) -> Path:
        return self.run / "repository"

    def work(self, script: str) -> None:
        """What the agent does in the folder it is started in."""
        (self.folder / "work.sh").write_text(script + "\n")

    def program(self, name: str, text: str) -> None:
        """Put a program on PATH."""
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def phase(self, name: str, *options: str | Path, code: int = 0) -> dict[str, Any]:
        """Run one phase; the status that it ends with, which has to be its last line."""
        done = self.ygs("phase", name, "--run-dir", self.run, *options, code=code)
        status: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        assert status["exit_code"] == code
        return status

    def here(self, name: str, code: int = 0) -> dict[str, Any]:
        """Run one phase in this process, which is ten times faster than starting one; its status."""
        outcome = runner.run(name, Options(self.run))
        assert outcome.exit_code == code, outcome
        return outcome.fields()

    def begin(self, text: str = "# Say hi\n\nto people\n", name: str = "12-hi.md") -> None:
        """Start a run for an issue file, with its workspace."""
        (self.folder / name).write_text(text, encoding="utf-8", errors="surrogateescape")
        options = Options(self.run, issue_file=self.folder / name, repository=str(self.git.root))
        for phase in ("fetch-issue", "workspace"):
            assert not runner.run(phase, options).exit_code

    def solve(self) -> None:
        """Do the work of the issue in the workspace, as an agent would."""
        (self.clone / "hello.py").write_text("def hello():\n    return 'hi'\n")

    def record(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.run / "run.json").read_text())
        return data


@pytest.fixture
def world(tmp_path: Path, ygs: Ygs, git: Git) -> World:
    git.commit(
        "init", {"pytest.ini": _PYTEST, "test_hello.py": TEST, ".gitignore": "__pycache__\n.pytest_cache\n"}
    )
    found = World(tmp_path, ygs, git, tmp_path / "runs/a run-0", tmp_path / "bin")
    found.bin.mkdir()
    found.work(":")
    found.program("agent", _AGENT.format(work=tmp_path / "work.sh"))
    found.program("ygs", f"#!/bin/sh\nexec '{sys.executable}' -m ygs_cli \"$@\"\n")
    ygs.env |= {
        "PATH": f"{found.bin}:{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "YGS_AGENT_COMMAND": str(found.bin / "agent"),
    }
    return found
