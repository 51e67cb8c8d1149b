"""Kills the program: at random moments from outside, and before each single write from inside.

Both leave a folder as a real SIGKILL leaves it; the test then asks that nothing was lost and that running the
command again ends as if nothing had happened.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.driver import Ygs

_WRITES = ("mkdir", "rmdir", "replace", "rename", "unlink", "fsync", "open")


def restore(folder: Path, original: Path) -> None:
    """Make `folder` an exact copy of `original`."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(original, folder, symlinks=True)


def at_random(
    ygs: Ygs, arguments: list[str], watched: Path, reset: Callable[[], None], times: int = 50
) -> Iterator[bool]:
    """Run a command `times` times and kill it from outside; yields whether the kill came before its end.

    `reset` sets the stage before each run. Half of the kills come at any moment of a run, half within a few
    milliseconds after the folder `watched` has changed, when the writing goes on.
    """
    command = [sys.executable, "-m", "ygs_cli", *arguments]
    settings = {
        "cwd": ygs.cwd,
        "env": ygs.environment(),
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    reset()
    begin = time.monotonic()
    subprocess.run(command, check=False, **settings)  # type: ignore[call-overload]
    duration = time.monotonic() - begin
    dice = random.Random()
    for number in range(times):
        reset()
        before = watched.stat().st_mtime_ns
        begin = time.monotonic()
        process = subprocess.Popen(command, **settings)  # type: ignore[call-overload]
        if number % 2:
            time.sleep(dice.uniform(0, duration))
        else:
            while process.poll() is None and time.monotonic() - begin < 10 and _unchanged(watched, before):
                time.sleep(0.0002)
            time.sleep(dice.uniform(0, 0.01))
        process.send_signal(signal.SIGKILL)
        yield process.wait() == -signal.SIGKILL


def _unchanged(folder: Path, before: int) -> bool:
    try:
        return folder.stat().st_mtime_ns == before
    except FileNotFoundError:
        return False


def before_each_write(action: Callable[[], object], reset: Callable[[], None]) -> Iterator[int]:
    """Do `action` again and again in processes of their own, killed before their 1st, 2nd, ... write.

    Yields the number after each kill and ends when the action comes through.
    """
    number = 1
    while True:
        reset()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # a child that only writes files may be forked
            child = os.fork()
        if child == 0:
            _act(action, number)
        status = os.waitpid(child, 0)[1]
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0, f"the action failed before write {number}"
            return
        yield number
        number += 1


def _act(action: Callable[[], object], number: int) -> None:
    left = number

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def wrapper(*arguments: object, **named: object) -> object:
            nonlocal left
            if call.__name__ != "open" or (isinstance(arguments[1], int) and arguments[1] & os.O_CREAT):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **named)

        return wrapper

    for name in _WRITES:
        setattr(os, name, counted(getattr(os, name)))
    code = 1
    try:
        action()
        code = 0
    finally:
        os._exit(code)
