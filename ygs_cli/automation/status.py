"""From what an agent did to one decision: the status is extracted, checked, and given its exit code.

The order is fixed: how the process ended, what the agent says of its own failure, its structured output, the
last JSON object of its final message. Each step can only fail a run; nothing but a valid status passes one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ygs_cli.automation.contract import Exit, InvalidStatus, Status, parse

MAX_TEXT = 65_536  # characters of a status with the white space around it
_FENCE = re.compile(r"(?:\A|\n)[ \t]*(?:`{3,}|~{3,})[ \t]*\Z")
_OPENING = re.compile(r"^[ \t]*(?:`{3,}|~{3,})", re.MULTILINE)
_OBJECT = re.compile(r"^[ \t]*(\{)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class End:
    """How the process of an agent ended.

    `how` is "exited", with the exit code (negative for a signal that was not ours), or what ended it:
    "timeout", "stalled", "limit", "interrupted", "terminated"; "absent" for a program that could not start.
    """

    how: str
    code: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """What an agent reports of its own failure."""

    exit: Exit
    message: str


@dataclass(frozen=True, slots=True)
class Account:
    """What an agent said of its run, as far as it has got. All of it is a claim.

    `final` is the text of its last message, and None when there was none.
    """

    final: str | None = None
    structured: object = None
    failure: Failure | None = None
    session: str = ""
    model: str = ""
    version: str = ""
    turns: int | None = None
    cost: float | None = None
    denials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome: the exit code, the status when there is a valid one, and else what is wrong.

    `repairable` says that the agent ended well and only its status is missing or broken: one more turn may help.
    """

    exit: Exit
    status: Status | None = None
    problem: str = ""
    warnings: tuple[str, ...] = ()
    repairable: bool = False

    @property
    def word(self) -> str:
        """One word for the outcome: that of the status, or the name of the exit code."""
        return self.status.word if self.status else self.exit.name


def extract(text: str) -> dict[str, Any]:
    """The JSON object that a message ends with; it may stand in a fence, and begins a line of its own.

    An object inside a sentence, in quotes or before other text is a quotation. Raises InvalidStatus.
    """
    tail = text.rstrip()[-MAX_TEXT:]
    closing = _FENCE.search(tail)
    if closing and _OPENING.search(tail, 0, closing.start() + 1):
        tail = tail[: closing.start()].rstrip()
    if not tail.endswith("}"):
        raise InvalidStatus("the last message does not end with a JSON object")
    for start in reversed([match.start(1) for match in _OBJECT.finditer(tail)]):
        found = _decoded(tail, start)
        if found is not None:
            return found
    raise InvalidStatus("the last message does not end with a JSON object on a line of its own")


def _decoded(text: str, start: int) -> dict[str, Any] | None:
    """The object from `start` to the very end of the text, or None when there is none."""
    try:
        found, end = _DECODER.raw_decode(text, start)
    except InvalidStatus:
        raise
    except RecursionError:  # whatever encloses it is nested even deeper
        raise InvalidStatus("the last JSON object is nested too deeply") from None
    except ValueError:
        return None
    return found if end == len(text) and isinstance(found, dict) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InvalidStatus("a key stands twice in the last JSON object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


def decide(end: End, account: Account, run_id: str = "", codes: Mapping[int, Exit] | None = None) -> Decision:
    """The decision over one run of an agent; `codes` are exit codes that say something about this agent.

    Never raises, and never passes a run without a valid status.
    """
    failed = _ended(end) or _failed(end, account, codes or {})
    if failed:
        return failed
    try:
        found = account.structured if account.structured is not None else extract(_final(account))
        status = parse(found, run_id)
    except InvalidStatus as problem:
        return Decision(Exit.NO_STATUS, problem=str(problem), repairable=True)
    return Decision(status.exit, status, warnings=tuple(_remarks(account)))


def _final(account: Account) -> str:
    if account.final is None:
        raise InvalidStatus("the agent ended without a last message")
    return account.final


_ENDS: Mapping[str, tuple[Exit, str]] = {
    "timeout": (Exit.TIMEOUT, "not finished in time"),
    "stalled": (Exit.TIMEOUT, "no sign of life"),
    "limit": (Exit.LIMIT, "the limit is reached"),
    "interrupted": (Exit.INTERRUPTED, "interrupted"),
    "terminated": (Exit.TERMINATED, "ended from outside"),
    "absent": (Exit.UNAVAILABLE, "the agent could not be started"),
}


def _ended(end: End) -> Decision | None:
    if end.how == "exited" and end.code >= 0:
        return None
    if end.how == "exited":
        return Decision(Exit.INTERNAL, problem=f"the agent was ended by signal {-end.code}")
    code, meaning = _ENDS[end.how]
    return Decision(code, problem=f"{meaning}: {end.detail}" if end.detail else meaning)


def _failed(end: End, account: Account, codes: Mapping[int, Exit]) -> Decision | None:
    if end.code in codes or (end.code and not account.failure):
        detail = account.failure.message if account.failure else end.detail
        problem = f"the agent ended with exit code {end.code}{f': {detail}' if detail else ''}"
        return Decision(codes.get(end.code, Exit.INTERNAL), problem=problem)
    return Decision(account.failure.exit, problem=account.failure.message) if account.failure else None


def _remarks(account: Account) -> Iterator[str]:
    if account.denials:
        yield f"denied to the agent: {', '.join(dict.fromkeys(account.denials))}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What git says a run did: commits on top of the old HEAD, paths that differ, whether some are uncommitted."""

    commits: int
    files: tuple[str, ...]
    dirty: bool


def verify(decision: Decision, account: Account, verified: Verified | None, writes: bool) -> Decision:
    """The decision in the light of what git found; `verified` is None outside git.

    An agent that was denied a tool, says DONE and has changed nothing that git can see has not done it, unless
    it was not meant to write. Counts that git does not confirm become warnings.
    """
    status = decision.status
    if status is None:
        return decision
    changed = verified is not None and bool(verified.files or verified.commits)
    if status.word == "DONE" and account.denials and writes and not changed:
        return Decision(Exit.DENIED, None, f"DONE, but {decision.warnings[0]}, and nothing has changed")
    warnings = list(decision.warnings)
    claimed = status.claims.get("commits", 0)
    if verified is not None and claimed != verified.commits and claimed:
        warnings.append(f"the agent counts {claimed} commits, git {verified.commits}")
    return replace(decision, warnings=tuple(warnings))
