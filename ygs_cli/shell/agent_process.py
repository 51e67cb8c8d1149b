"""Starts, watches and ends an agent: one process tree, of which nothing is left afterwards.

The agent gets a session and process group of its own, so a Ctrl-C at the terminal reaches ygs and not it. On
Linux ygs becomes the reaper of its orphaned descendants (prctl(2), PR_SET_CHILD_SUBREAPER), so that a process
which leaves the group or forks twice is still found and ended; and the agent gets SIGKILL should ygs be
killed. Elsewhere the group is all that can be ended.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ygs_cli.automation.durations import shown
from ygs_cli.automation.status import End

LINUX = sys.platform == "linux"
_SUBREAPER, _DEATH_SIGNAL = 36, 1  # linux/prctl.h: PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG
_PIECE = 65_536
_BEAT = 0.1  # seconds between two looks at the clock and the process
_LEFTOVERS = 2.0  # seconds that what a finished agent has left behind gets between SIGTERM and SIGKILL


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: for the whole run, without output (0: no limit), and between SIGTERM and SIGKILL."""

    total: float
    stall: float = 0.0
    grace: float = 10.0


@dataclass(frozen=True, slots=True)
class Watcher:
    """What is told while the agent runs: output as it comes; `beat` may answer with a limit that is reached."""

    stdout: Callable[[bytes], None]
    stderr: Callable[[bytes], None]
    beat: Callable[[], str] = lambda: ""


@dataclass
class Stop:
    """A request from outside to end the run. A second one is in a hurry."""

    signals: list[int] = field(default_factory=list)

    @property
    def how(self) -> str:
        if not self.signals:
            return ""
        return "interrupted" if self.signals[0] == signal.SIGINT else "terminated"


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Turn SIGINT, SIGTERM and SIGHUP into a request, so that a run can end in order."""
    stop = Stop()
    names = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {name: signal.signal(name, lambda number, _: stop.signals.append(number)) for name in names}
    try:
        yield stop
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def run(
    command: Sequence[str],
    prompt: bytes,
    environment: Mapping[str, str],
    folder: Path,
    limits: Limits,
    watcher: Watcher,
    stop: Stop,
) -> End:
    """Run one agent to its end, or end it: by a limit, by `stop`, or when the watcher fails.

    The prompt goes to its standard input. When this returns or raises, the process and its descendants are gone.
    """
    _adopt_orphans()
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
            preexec_fn=_death_signal() if LINUX else None,  # noqa: PLW1509 - ygs has one thread
        )
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        return End("absent", detail=f"{command[0]}: {reason}")
    tree = _Tree(process)
    try:
        with _Pump(process, prompt, watcher) as pump:
            how, detail = _watch(pump, limits, watcher, stop)
            tree.end(min(_LEFTOVERS, limits.grace) if how == "exited" else limits.grace, stop, pump)
            pump.drain()
    finally:
        tree.kill()
    return End(how, process.returncode if how == "exited" else 0, detail)


def _watch(pump: _Pump, limits: Limits, watcher: Watcher, stop: Stop) -> tuple[str, str]:
    """Pass output on until the process has ended or has to be ended, and say which."""
    begin = time.monotonic()
    while pump.process.poll() is None:
        pump.turn(_BEAT)
        now = time.monotonic()
        if stop.how:
            return stop.how, ""
        if now - begin >= limits.total:
            return "timeout", f"after {shown(limits.total)}"
        if limits.stall and now - pump.last >= limits.stall:
            return "stalled", f"no output for {shown(limits.stall)}"
        reached = watcher.beat()
        if reached:
            return "limit", reached
    return "exited", ""


class _Pump:
    """Moves the prompt in and the output out, without ever waiting for one of them alone."""

    def __init__(self, process: subprocess.Popen[bytes], prompt: bytes, watcher: Watcher) -> None:
        self.process = process
        self.last = time.monotonic()
        self._prompt = memoryview(prompt)
        self._selector = selectors.DefaultSelector()
        outputs = ((process.stdout, watcher.stdout), (process.stderr, watcher.stderr))
        for stream, taker in outputs:
            self._register(stream, selectors.EVENT_READ, taker)
        self._register(process.stdin, selectors.EVENT_WRITE, None)

    def _register(self, stream: IO[bytes] | None, event: int, taker: Callable[[bytes], None] | None) -> None:
        assert stream is not None  # noqa: S101 - all three are pipes
        os.set_blocking(stream.fileno(), False)
        self._selector.register(stream, event, taker)

    def __enter__(self) -> _Pump:
        return self

    def __exit__(self, *_: object) -> None:
        for key in list(self._selector.get_map().values()):
            self._close(key.fileobj)
        self._selector.close()

    def turn(self, seconds: float) -> bool:
        """Move what can be moved, waiting for at most `seconds`; whether there was any output."""
        if not self._selector.get_map():
            if self.process.returncode is None:
                with suppress(subprocess.TimeoutExpired):
                    self.process.wait(seconds)
            else:
                time.sleep(seconds)
            return False
        moved = False
        for key, _ in self._selector.select(seconds):
            if key.data is None:
                self._feed(key.fileobj)
            else:
                moved |= self._take(key.fileobj, key.data)
        if moved:
            self.last = time.monotonic()
        return moved

    def drain(self) -> None:
        """Take what is left in the pipes, for a second at most: somebody else may hold their other end."""
        until = time.monotonic() + 1.0
        while self.turn(0.0) and time.monotonic() < until:
            pass

    def _take(self, stream: object, taker: Callable[[bytes], None]) -> bool:
        try:
            piece = os.read(stream.fileno(), _PIECE)  # type: ignore[attr-defined]
        except BlockingIOError:
            return False
        except OSError:
            piece = b""
        if not piece:
            self._close(stream)
            return False
        taker(piece)
        return True

    def _feed(self, stream: object) -> None:
        try:
            written = os.write(stream.fileno(), self._prompt[:_PIECE])  # type: ignore[attr-defined]
        except BlockingIOError:
            return
        except OSError:  # it does not read its input
            written = len(self._prompt)
        self._prompt = self._prompt[written:]
        if not self._prompt:
            self._close(stream)

    def _close(self, stream: object) -> None:
        self._selector.unregister(stream)  # type: ignore[arg-type]
        with suppress(OSError):
            stream.close()  # type: ignore[attr-defined]


class _Tree:
    """The agent and everything that it started."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def end(self, grace: float, stop: Stop, pump: _Pump) -> None:
        """Ask all of it to end, and kill what is left after `grace` seconds, or at once on a second request."""
        until = time.monotonic() + grace
        asked = len(stop.signals)
        if self._alive():
            self._signal(signal.SIGTERM)
        while self._alive() and time.monotonic() < until and len(stop.signals) <= asked:
            pump.turn(_BEAT / 2)
        self.kill()

    def kill(self) -> None:
        """Kill all of it, again and again while it forks; stopped processes cannot."""
        for _ in range(200):
            if not self._alive():
                break
            self._signal(signal.SIGSTOP)
            self._signal(signal.SIGKILL)
            time.sleep(0.01)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        self._reap()

    def _alive(self) -> bool:
        self._process.poll()
        self._reap()
        if LINUX:
            return bool(_descendants())
        return _signalled(lambda: os.killpg(self._process.pid, 0))

    def _signal(self, number: int) -> None:
        if self._process.poll() is None or not LINUX:
            _signalled(lambda: os.killpg(self._process.pid, number))
        for one in _descendants() if LINUX else ():
            _send(one, number)

    def _reap(self) -> None:
        """Collect the orphans that have ended; the agent itself is collected by its own object."""
        for one in _children() if LINUX else ():
            if one != self._process.pid:
                with suppress(ChildProcessError):
                    os.waitpid(one, os.WNOHANG)


def _signalled(send: Callable[[], None]) -> bool:
    try:
        send()
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _send(process: int, number: int) -> None:
    """Send a signal to a descendant, by a handle: a bare number could be another process by now."""
    try:
        handle = os.pidfd_open(process)
    except OSError:
        return
    try:
        if process in _descendants():
            with suppress(OSError):
                signal.pidfd_send_signal(handle, number)
    finally:
        os.close(handle)


def _parents() -> dict[int, tuple[int, str]]:
    """Every process that can be seen -> its parent and its state (proc_pid_stat(5))."""
    found = {}
    for name in os.listdir("/proc"):  # noqa: PTH208 - names, thousands of them
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as stream:  # noqa: PTH123 - read thousands of times
                    fields = stream.read().rpartition(b")")[2].split()
            except OSError:
                continue
            found[int(name)] = (int(fields[1]), fields[0].decode())
    return found


def _children() -> list[int]:
    return [process for process, (parent, _) in _parents().items() if parent == os.getpid()]


def _descendants() -> list[int]:
    """The living processes below this one."""
    parents = _parents()
    found = {os.getpid()}
    while True:
        more = {process for process, (parent, _) in parents.items() if parent in found} - found
        if not more:
            break
        found |= more
    return sorted(process for process in found - {os.getpid()} if parents[process][1] not in "ZX")


def _prctl() -> Callable[..., int]:
    import ctypes

    prctl: Callable[..., int] = ctypes.CDLL(None, use_errno=True).prctl
    return prctl


def _adopt_orphans() -> None:
    if LINUX:
        _prctl()(_SUBREAPER, 1, 0, 0, 0)


def _death_signal() -> Callable[[], None]:
    """To be called in the new process before it becomes the agent: it dies with ygs."""
    prctl, parent = _prctl(), os.getpid()

    def ask() -> None:
        prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(127)

    return ask
