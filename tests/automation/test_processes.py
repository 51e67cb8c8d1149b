"""No process of a run is left, however it ends, and every artifact can be read afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.automation.runs import ARTIFACTS, Ran, check_artifacts, execute, fake, finished, say
from tests.driver import Ygs

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the process group is ended")
KINDS = ["group", pytest.param("session", marks=LINUX), pytest.param("double", marks=LINUX)]


def gone(process: int) -> bool:
    """Whether a process has ended; one that waits to be collected has."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (ProcessLookupError, FileNotFoundError):
        return True


def orphans(path: Path) -> list[int]:
    """The processes that the fake agent has left behind; at least one."""
    deadline = time.monotonic() + 10
    while not (path.exists() and path.read_text().endswith("\n")) and time.monotonic() < deadline:
        time.sleep(0.02)
    return [int(line) for line in path.read_text().splitlines()]


def check_gone(path: Path) -> None:
    found = orphans(path)
    assert found
    assert [process for process in found if not gone(process)] == []


def start(ygs: Ygs, steps: Sequence[Any], *options: str) -> tuple[subprocess.Popen[str], Path]:
    """Start a run and wait until its agent works."""
    base = ygs.cwd.parent / "run"
    command = [sys.executable, "-m", "ygs_cli", "exec", "ygs-wbs", "--run-dir", str(base), "--phase", "p"]
    process = subprocess.Popen(
        [*command, *options, *fake(*steps)],
        cwd=ygs.cwd,
        env=ygs.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    return process, base / "p"


def end(process: subprocess.Popen[str], folder: Path) -> Ran:
    out, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors, errors
    return finished(subprocess.CompletedProcess([], process.returncode, out, errors), folder)


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_timeout(ygs: Ygs, tmp_path: Path, kind: str) -> None:
    pids = tmp_path / "pids"
    steps = (("print", "working\n"), ("orphan", str(pids), kind), ("sleep", 60))
    begin = time.monotonic()
    ran = execute(ygs, *steps, options=("--timeout", "1s500ms", "--kill-after", "500ms"))
    assert time.monotonic() - begin < 20
    assert (ran.code, ran.status["status"]) == (124, "TIMEOUT")
    assert ran.text("conversation.txt") == "working\n"
    check_gone(pids)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_after_a_signal(ygs: Ygs, tmp_path: Path, kind: str, number: int, code: int) -> None:
    pids = tmp_path / "pids"
    steps = (("ignore-term",), ("orphan", str(pids), kind), ("print", "ready\n"), ("sleep", 60))
    process, folder = start(ygs, steps, "--kill-after", "300ms")
    orphans(pids)
    time.sleep(0.3)
    process.send_signal(number)
    ran = end(process, folder)
    assert (ran.code, ran.status["exit_code"]) == (code, code)
    check_gone(pids)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_finished_agent_leaves_behind(ygs: Ygs, tmp_path: Path, kind: str) -> None:
    pids = tmp_path / "pids"
    ran = execute(ygs, ("orphan", str(pids), kind), say("DONE"), options=("--kill-after", "300ms"))
    assert ran.code == 0
    check_gone(pids)


def test_a_second_ctrl_c_does_not_wait(ygs: Ygs) -> None:
    marker = ygs.cwd / "deaf"
    steps = (("ignore-term",), ("write", str(marker), ""), ("sleep", 60))
    process, folder = start(ygs, steps, "--kill-after", "50s")
    while not marker.exists():
        time.sleep(0.02)
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    ran = end(process, folder)
    assert time.monotonic() - begin < 20
    assert ran.code == 130


def test_no_sign_of_life(ygs: Ygs) -> None:
    ran = execute(
        ygs, ("print", "one\n"), ("sleep", 60), options=("--stall-timeout", "700ms", "--kill-after", "1s")
    )
    assert ran.code == 124
    assert "no output for 0.7s" in ran.status["problem"]


def test_signs_of_life_hold_the_stall_timeout_off(ygs: Ygs) -> None:
    steps = [step for _ in range(8) for step in (("error", "."), ("sleep", 0.25))]
    assert execute(ygs, *steps, say("DONE"), options=("--stall-timeout", "1s")).code == 0


def test_a_status_before_a_timeout_does_not_count(ygs: Ygs) -> None:
    ran = execute(ygs, say("DONE"), ("sleep", 60), options=("--timeout", "800ms", "--kill-after", "1s"))
    assert (ran.code, ran.status["status"]) == (124, "TIMEOUT")


def test_an_agent_may_end_in_order(ygs: Ygs) -> None:
    """SIGTERM comes first; what is said then is still heard."""
    script = "trap 'echo ending in order; exit 0' TERM; echo ready; while :; do sleep 0.05; done"
    base = ygs.cwd.parent / "run"
    command = ["--run-dir", base, "--phase", "p", "--timeout", "700ms", "--", "sh", "-c", script]
    ran = finished(ygs("exec", "ygs-wbs", *command, code=124), base / "p")
    assert "ending in order" in ran.text("conversation.txt")


@LINUX
def test_when_ygs_is_killed_the_agent_dies_and_the_artifacts_say_running(ygs: Ygs) -> None:
    marker = ygs.cwd / "pid"
    script = f"echo $$ > {marker}; echo words; exec sleep 60"
    base = ygs.cwd.parent / "run"
    command = [sys.executable, "-m", "ygs_cli", "exec", "ygs-wbs", "--run-dir", str(base), "--phase", "p", "--"]
    process = subprocess.Popen(
        [*command, "sh", "-c", script],
        cwd=ygs.cwd,
        env=ygs.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not (marker.exists() and marker.read_text().endswith("\n")):
        time.sleep(0.02)
    time.sleep(0.4)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 5
    while not gone(int(marker.read_text())) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert gone(int(marker.read_text()))
    check_artifacts(base / "p")
    found = json.loads((base / "p/status.json").read_text())
    assert (found["status"], found["exit_code"]) == ("RUNNING", None)
    assert "words" in (base / "p/conversation.txt").read_text()
    assert set(ARTIFACTS) == {path.name for path in (base / "p").iterdir()}
    assert execute(ygs, say("DONE")).code == 0  # and the next attempt is not held up
    assert (base / "p.1").is_dir()


@LINUX
def test_processes_that_multiply_end_too(ygs: Ygs) -> None:
    nap = f"61.{os.getpid()}"
    script = f"trap '' TERM; while :; do setsid sleep {nap} & sleep 0.01; done"
    base = ygs.cwd.parent / "run"
    options = ["--run-dir", base, "--phase", "p", "--timeout", "700ms", "--kill-after", "200ms"]
    ygs("exec", "ygs-wbs", *options, "--", "sh", "-c", script, code=124)
    assert subprocess.run(["pgrep", "-f", f"^sleep {nap}$"], capture_output=True, check=False).stdout == b""
