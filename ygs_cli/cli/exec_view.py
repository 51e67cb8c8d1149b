"""The view of a running agent on stderr: its conversation, and on a terminal a line that shows where it stands."""

from __future__ import annotations

import shutil
import sys
import time
from types import TracebackType

from ygs_cli.automation.durations import shown
from ygs_cli.shell import console
from ygs_cli.shell.phase import Progress
from ygs_cli.terminal import printable

HEARTBEAT = 60.0  # seconds between two lines about the state where there is no terminal


class View:
    """Prints each line with a prefix, so that none can be taken for a command of the engine that reads them."""

    def __init__(self, phase: str, agent: str) -> None:
        self._live = sys.stderr.isatty() and console.wants_colour(sys.stderr)
        self._bar = ""
        self._last = time.monotonic()
        self._title = f"phase {printable(phase)}, {agent}"

    def __enter__(self) -> View:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    def __call__(self, line: str, progress: Progress) -> None:
        """Show a line of the conversation, or only that time goes by."""
        if self._title:
            console.note(self._title)
            self._title = ""
        if line:
            self._clear()
            console.note(f"| {printable(line)}")
        state = _state(progress)
        now = time.monotonic()
        if self._live:
            self._draw(state)
        elif now - self._last >= HEARTBEAT:
            self._last = now
            console.note(state)

    def _draw(self, state: str) -> None:
        bar = state[: max(10, shutil.get_terminal_size().columns - 1)]
        if bar != self._bar:
            self._clear()
            console.live(f"\x1b[2m{bar}\x1b[0m")
            self._bar = bar

    def _clear(self) -> None:
        if self._bar:
            console.live("\r\x1b[2K")
            self._bar = ""


def _state(progress: Progress) -> str:
    facts = [progress.phase]
    facts += [f"turn {progress.turns}"] if progress.turns else []
    facts += [f"{progress.cost:.2f} USD"] if progress.cost else []
    whole = int(progress.seconds)
    return ", ".join([*facts, shown(whole) if whole >= 10 else f"{whole}s"])
