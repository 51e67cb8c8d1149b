"""What a person sees of a run on a terminal, and what stands in a log where there is none."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from contextlib import suppress

from tests.automation.runs import execute, fake
from tests.automation.test_agents import LINE, STEP, part
from tests.driver import Ygs

STEPS = [STEP, part("step_finish", cost=0.25), ("sleep", 1.3), STEP, part("text", text=LINE)]
STEPS += [part("step_finish", cost=0.5), ("sleep", 0.3)]


def on_a_terminal(ygs: Ygs, **env: str) -> tuple[int, str]:
    """Run with standard error on a terminal: the exit code, and all that was written to it."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ygs_cli", "exec", "ygs-wbs", "--run-dir", "r", "--phase", "plan"]
    process = subprocess.Popen(
        [*command, "--agent", "opencode", *fake(*STEPS)],
        cwd=ygs.cwd,
        env=ygs.environment() | {"TERM": "xterm"} | env,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    seen = bytearray()
    with suppress(OSError):  # how Linux says that the other end is closed
        while piece := os.read(ours, 65_536):
            seen += piece
    os.close(ours)
    return process.wait(60), seen.decode().replace("\r\n", "\n")


def test_a_terminal_shows_phase_turns_cost_and_time_while_it_runs(ygs: Ygs) -> None:
    code, seen = on_a_terminal(ygs)
    assert code == 0
    assert seen.startswith("phase plan, opencode\n")
    assert re.search(r"\x1b\[2mplan, turn 1, 0\.25 USD, 1s\x1b\[0m", seen)
    assert re.search(r"\x1b\[2mplan, turn 2, 0\.75 USD, 1s\x1b\[0m", seen)
    assert re.search(r"\r\x1b\[2K\| \{\"status\"", seen)  # the line makes room for the conversation
    last = seen.splitlines()[-1].rpartition("\x1b[2K")[2]
    assert re.match(r"DONE, exit code 0 \(2 turns, 0\.75 USD, [12]\.?\d*s, artifacts in ", last)


def test_without_a_terminal_or_colour_no_line_is_drawn_again(ygs: Ygs) -> None:
    code, seen = on_a_terminal(ygs, NO_COLOR="1")
    assert code == 0 and "\x1b" not in seen and "| {" in seen
    ran = execute(ygs, *STEPS, agent="opencode")
    assert "\x1b" not in ran.stderr and "\r" not in ran.stderr and "phase p, opencode" in ran.stderr
