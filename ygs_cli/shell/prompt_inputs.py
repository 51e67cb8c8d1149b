"""Reads the inputs of `ygs prompt`: a file, standard input, or a variable of the environment."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from ygs_cli.errors import YgsError
from ygs_cli.pack.prompt import Input

USAGE = 64  # sysexits.h EX_USAGE: the commands that a workflow calls keep 2 for BLOCKED
MAX_BYTES = 20_000_000
_NAME = re.compile(r"[A-Za-z][\w.-]{0,63}")


def read(settings: Sequence[str]) -> tuple[Input, ...]:
    """Inputs from texts like `issue=@FILE`, `log=-` and `title=env:VAR`.

    Raises YgsError with exit code 64 for a wrong form, a name used twice, two that read standard input, a file
    or variable that is not there, and text that is not UTF-8.
    """
    found: dict[str, Input] = {}
    stdin = ""
    for setting in settings:
        name, separator, source = setting.partition("=")
        if not separator or not _NAME.fullmatch(name):
            raise _wrong(f"--input {setting}: not NAME=SOURCE", "write --input issue=@issue.md")
        if name in found:
            raise _wrong(f"--input {name} is given twice", "give each input a name of its own")
        if source == "-" and stdin:
            raise _wrong(f"'{stdin}' and '{name}' both read standard input", "put one of them into a file")
        stdin = name if source == "-" else stdin
        found[name] = Input(name, _described(source), _text(name, source))
    return tuple(found.values())


def arguments(settings: Sequence[str]) -> dict[str, str]:
    """Task arguments from texts like `scope=staged`. Raises YgsError with exit code 64 for another form."""
    found: dict[str, str] = {}
    for setting in settings:
        name, separator, value = setting.partition("=")
        if not separator or not _NAME.fullmatch(name):
            raise _wrong(f"--arg {setting}: not NAME=VALUE", "write --arg scope=staged")
        if name in found:
            raise _wrong(f"--arg {name} is given twice", "give it once")
        found[name] = value
    return found


def _described(source: str) -> str:
    if source.startswith("env:"):
        return f"the environment variable {source[4:]}"
    return "standard input" if source == "-" else f"the file {Path(source[1:]).name}"


def _text(name: str, source: str) -> str:
    if source == "-":
        return _decoded(sys.stdin.buffer.read(MAX_BYTES + 1), f"--input {name}")
    if source.startswith("env:"):
        value = os.environ.get(source[4:])
        if value is None:
            raise _wrong(f"--input {name}: no variable '{source[4:]}' in the environment", "export it first")
        return _decoded(os.fsencode(value), f"--input {name}")
    if not source.startswith("@") or source == "@":
        raise _wrong(f"--input {name}={source}: not @FILE, - or env:VAR", "text comes from a file, never inline")
    return _decoded(_file(source[1:]), source[1:])


def _file(path: str) -> bytes:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise YgsError(reason, where=path, exit_code=USAGE) from None


def _decoded(data: bytes, where: str) -> str:
    if len(data) > MAX_BYTES:
        raise YgsError(f"larger than {MAX_BYTES:,} bytes", where=where, exit_code=USAGE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        message = f"not UTF-8 at byte {problem.start}"
        raise YgsError(message, where=where, hint="inputs are text", exit_code=USAGE) from None


def _wrong(message: str, hint: str) -> YgsError:
    return YgsError(message, hint=hint, exit_code=USAGE)
