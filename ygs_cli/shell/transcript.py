"""Reads what an agent has printed, where a pipeline ran the agent itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from ygs_cli.automation import agents, streams
from ygs_cli.automation.agents import Agent
from ygs_cli.automation.contract import Exit
from ygs_cli.automation.lines import Lines
from ygs_cli.automation.status import Account
from ygs_cli.errors import YgsError
from ygs_cli.shell.conversation import MAX_LINE, MAX_TAIL

_PIECE = 1 << 16


def read(source: str, agent: Agent | None) -> Account:
    """The account in a file, or in standard input for "-".

    Without an `agent` the first line tells the format: an event of an agent that is known, else plain text.
    Raises YgsError, exit code 64, for a file that cannot be read.
    """
    try:
        if source == "-":
            return _account(sys.stdin.buffer, agent)
        with Path(source).open("rb") as stream:
            return _account(stream, agent)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise YgsError(reason, where=source, exit_code=Exit.USAGE) from None


def _account(stream: IO[bytes], agent: Agent | None) -> Account:
    account, tail, reader = Account(), b"", agent.reader if agent else None
    lines = Lines(MAX_LINE)
    undecided = agent is None
    for piece in _pieces(stream):
        tail = (tail + piece)[-4 * MAX_TAIL :]
        for line in lines.feed(piece):
            if undecided and line.strip():
                reader, undecided = _recognised(line), False
            account = _step(account, line, reader)
    rest = lines.close()
    if undecided and rest.strip():
        reader = _recognised(rest)
    account = _step(account, rest, reader)
    return account if reader else replace(account, final=tail.decode("utf-8-sig", "replace"))


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _recognised(line: bytes) -> streams.Reader | None:
    for event in _events(line):
        name = streams.recognise(event)
        if name:
            return agents.named(name).reader
    return None


def _step(account: Account, line: bytes, reader: streams.Reader | None) -> Account:
    if reader:
        for event in _events(line):
            account, _ = reader(account, event)
    return account


def _events(line: bytes) -> list[dict[str, Any]]:
    """The events on a line: one, or a list of them, as Claude Code's `--output-format json --verbose` prints."""
    try:
        found = json.loads(line.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return []
    return [event for event in (found if isinstance(found, list) else [found]) if isinstance(event, dict)]
