"""The one place that prints: results to stdout, everything else to stderr; colour decided per stream."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TextIO

from ygs_cli.errors import YgsError
from ygs_cli.terminal import printable


def wants_colour(stream: TextIO) -> bool:
    """Whether escapes may go to this stream: NO_COLOR, FORCE_COLOR and TERM=dumb, else only on a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def result(text: str) -> None:
    """Write a result to stdout as it is, with a final newline."""
    _write(sys.stdout, text)


def pairs(rows: Sequence[tuple[str, str]]) -> None:
    """Write names and texts to stdout in two columns; a text may have several lines."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    colour = wants_colour(sys.stdout)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold cyan" if colour else "", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, text in rows:
        grid.add_row(name, Text(printable(text)))
    width = None if sys.stdout.isatty() else 1000  # a pipe has no width: wrap nothing
    console = Console(file=sys.stdout, color_system="standard" if colour else None, highlight=False, width=width)
    with console.capture() as shown:
        console.print(grid)
    result("\n".join(line.rstrip() for line in shown.get().splitlines()))


def note(text: str) -> None:
    """Write a remark, summary or hint to stderr."""
    _write(sys.stderr, text)


def live(text: str) -> None:
    """Write to stderr as it is, without a newline: a line that will be drawn again."""
    _write(sys.stderr, text, end="")


def warn(text: str) -> None:
    """Write a warning to stderr."""
    _write(sys.stderr, f"{_mark('warning', '33', sys.stderr)}: {printable(text)}")


def error(problem: YgsError) -> None:
    """Write an error as `error: where: what` and its hint to stderr."""
    where = f"{printable(problem.where)}: " if problem.where else ""
    _write(sys.stderr, f"{_mark('error', '31', sys.stderr)}: {where}{printable(problem.message)}")
    if problem.hint:
        _write(sys.stderr, f"{_mark('hint', '36', sys.stderr)}: {printable(problem.hint)}")


def _mark(word: str, code: str, stream: TextIO) -> str:
    return f"\x1b[1;{code}m{word}\x1b[0m" if wants_colour(stream) else word


def _write(stream: TextIO, text: str, end: str = "\n") -> None:
    if not text.endswith(end):
        text += end
    try:
        try:
            stream.write(text)
        except UnicodeEncodeError:
            encoding = stream.encoding or "ascii"
            stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except OSError as problem:
        _give_up(stream)
        if stream is sys.stdout and not isinstance(problem, BrokenPipeError):
            raise YgsError(
                f"the result could not be written: {problem.strerror}", where="standard output"
            ) from None


def _give_up(stream: TextIO) -> None:
    """Let what still goes to a stream vanish: its reader went away, or it takes no more.

    The exit code still tells the result, which it would not if the next write or the end of Python failed.
    """
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream.fileno())
    os.close(nothing)
