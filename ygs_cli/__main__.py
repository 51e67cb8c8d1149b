"""Entry point: a fast path for --version, and the one boundary where an error becomes an exit code."""

from __future__ import annotations

import os
import sys


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit: 0 clean, 1 findings, 2 usage, configuration or I/O, 130 Ctrl-C."""
    arguments = sys.argv[1:] if argv is None else argv
    _open_closed_streams()
    sys.exit(_run(arguments))


def _open_closed_streams() -> None:
    """Open what the caller has closed of the standard streams on nothing, each under its own number.

    Left closed, the number would go to the next file opened, and that file would take what is printed.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            from pathlib import Path

            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end


def _run(arguments: list[str]) -> int:
    from ygs_cli.errors import YgsError

    debug = os.environ.get("YGS_DEBUG") or "--debug" in arguments
    try:
        if arguments in (["--version"], ["-V"]):
            from ygs_cli import __version__

            # the console module would double the time; unbuffered, so that a full device is noticed here
            os.write(1, f"ygs {__version__}\n".encode())
            return 0
        from ygs_cli.cli import invoke

        invoke(arguments)
    except YgsError as problem:
        if debug:
            raise
        from ygs_cli.shell import console

        console.error(problem)
        return problem.exit_code
    except KeyboardInterrupt:  # while importing; a running command ends through the CLI library
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader went away: be silent
        return 0
    except (OSError, RecursionError, MemoryError) as problem:
        if debug:
            raise
        from ygs_cli.shell import console

        where = str(getattr(problem, "filename", "") or "")
        reason = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
        console.error(YgsError(reason, where=where))
        return 2
    return 0


if __name__ == "__main__":
    main()
