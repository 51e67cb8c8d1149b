"""What agents print while they work: one reader per stream format.

A reader takes the account so far and one event, and gives the account after it and the lines that a person
wants to see of it. Events come from outside: fields are missing, of other types, or lies, and no reader raises.
Formats as printed by Claude Code 2.1 (stream-json), Codex 0.169 (exec --json), Gemini CLI 0.61 (stream-json)
and opencode 1.18 (run --format json).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ygs_cli.automation.contract import Exit
from ygs_cli.automation.status import Account, Failure

MAX_MESSAGE = 300  # characters that decide of which kind a failure is
MAX_KEPT = 20_000  # characters of its message; it is cut for people when secrets were taken out
MAX_CALL = 160


@dataclass(frozen=True, slots=True)
class Call:
    """The call of a tool. It is put into words after secrets were taken out of it: a cut could halve one."""

    name: str
    argument: object

    def __str__(self) -> str:
        shown = " ".join(str(self.argument).split())[:MAX_CALL] if self.argument else ""
        return f"> {self.name} {shown}".rstrip()


Event = Mapping[str, Any]
Lines = tuple[str | Call, ...]
Reader = Callable[[Account, Event], tuple[Account, Lines]]

_TRANSIENT = re.compile(
    r"\b(?:429|5\d\d)\b|overloaded|rate.?limit|too many requests|quota|timed? ?out|connection|ECONN|ENOTFOUND"
    r"|network|unavailable|stream disconnected",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"\b40[13]\b|log(?:ged)?.?in|api.?key|unauthorized|authenticat|credential|oauth|forbidden", re.IGNORECASE
)


def failure(message: str, status: object = None) -> Failure:
    """Sort an agent's own words of failure, and the HTTP status when it gives one, into an exit code."""
    short = " ".join(message.split())[:MAX_MESSAGE]
    said = message.strip()[:MAX_KEPT] or "the agent failed without a word"
    if isinstance(status, int) and not isinstance(status, bool):
        if status in (401, 403):
            return Failure(Exit.UNAVAILABLE, said)
        if status == 429 or 500 <= status < 600:
            return Failure(Exit.TRANSIENT, said)
    if _LOGIN.search(short):
        return Failure(Exit.UNAVAILABLE, said)
    return Failure(Exit.TRANSIENT if _TRANSIENT.search(short) else Exit.INTERNAL, said)


def claude(account: Account, event: Event) -> tuple[Account, Lines]:
    """Claude Code: `--output-format stream-json`, or the one object of `json`.

    The last message is that of the result event: a stream that breaks off has none.
    """
    kind = event.get("type")
    if kind == "system" and event.get("subtype") == "init":
        session, version = text(event.get("session_id")), text(event.get("claude_code_version"))
        return replace(account, session=session, model=text(event.get("model")), version=version), ()
    if kind == "assistant":
        return _claude_message(account, event)
    return _claude_result(account, event) if kind == "result" else (account, ())


def _claude_message(account: Account, event: Event) -> tuple[Account, Lines]:
    blocks = list(_objects(_object(event.get("message")).get("content")))
    lines = tuple(_claude_lines(blocks))
    if event.get("parent_tool_use_id"):  # a sub-agent's turns are not counted by the client either
        return account, lines
    return replace(account, turns=(account.turns or 0) + bool(lines)), lines


def _claude_lines(blocks: list[Event]) -> Iterator[str | Call]:
    for block in blocks:
        if block.get("type") == "text":
            yield text(block.get("text"))
        elif block.get("type") == "tool_use":
            yield Call(text(block.get("name")), block.get("input"))


def _claude_result(account: Account, event: Event) -> tuple[Account, Lines]:
    said = event.get("result")
    account = replace(
        account,
        final=said if isinstance(said, str) else None,
        structured=event.get("structured_output"),
        failure=_claude_failure(event),
        session=text(event.get("session_id")) or account.session,
        turns=_whole(event.get("num_turns"), account.turns),
        cost=_number(event.get("total_cost_usd"), account.cost),
        denials=tuple(text(item.get("tool_name")) for item in _objects(event.get("permission_denials"))),
    )
    return account, ()


_LIMITS = {"error_max_turns": "the limit of turns is reached", "error_max_budget_usd": "the budget is used up"}


def _claude_failure(event: Event) -> Failure | None:
    """The client's own rule: success is the subtype "success" and no error (claude-code-action tests both)."""
    subtype = text(event.get("subtype"))
    if subtype == "success" and event.get("is_error") is False:
        return None
    if subtype in _LIMITS:
        return Failure(Exit.LIMIT, _LIMITS[subtype])
    if subtype == "error_max_structured_output_retries":
        return Failure(Exit.NO_STATUS, "the agent could not bring its status into the form asked for")
    errors = event.get("errors")
    words = [text(event.get("result")), *(map(text, errors) if isinstance(errors, list) else ())]
    return failure(" ".join(filter(None, words)) or subtype, event.get("api_error_status"))


def codex(account: Account, event: Event) -> tuple[Account, Lines]:
    """Codex: `codex exec --json`."""
    kind = text(event.get("type"))
    if kind == "thread.started":
        return replace(account, session=text(event.get("thread_id"))), ()
    if kind == "turn.started":
        return replace(account, failure=None), ()
    if kind == "turn.failed":
        return replace(account, failure=failure(text(_object(event.get("error")).get("message")))), ()
    if kind == "error":  # it reconnects by itself: final only when the turn fails or nothing follows
        return replace(account, failure=failure(text(event.get("message")))), (text(event.get("message")),)
    if kind == "turn.completed":
        return replace(account, failure=None), ()
    if kind != "item.completed":
        return account, ()
    item = _object(event.get("item"))
    if item.get("type") == "agent_message":
        said = text(item.get("text"))
        return replace(account, final=said, turns=(account.turns or 0) + 1), (said,)
    if item.get("type") in ("command_execution", "file_change", "mcp_tool_call", "web_search"):
        return replace(account, final=None), (Call(text(item.get("type")), item.get("command")),)
    return account, ()


def gemini(account: Account, event: Event) -> tuple[Account, Lines]:
    """Gemini CLI: `--output-format stream-json`. A message comes in parts; another event ends it."""
    kind = text(event.get("type"))
    if kind == "init":
        return replace(account, session=text(event.get("session_id")), model=text(event.get("model"))), ()
    if kind == "message" and event.get("role") == "assistant":
        said = text(event.get("content"))
        before = account.final if event.get("delta") and account.final is not None else ""
        turns = (account.turns or 0) + (not before)
        return replace(account, final=before + said, turns=turns), (said,)
    if kind == "tool_use":
        call = Call(text(event.get("tool_name")), event.get("parameters"))
        return replace(account, final=None), (call,)
    if kind == "result":
        failed = event.get("status") != "success"
        message = text(_object(event.get("error")).get("message"))
        return replace(account, failure=failure(message) if failed else None), ()
    return account, ()


def part(event: Event) -> str | None:
    """The text of an event that is a part of a message, which the next event may go on with; else None."""
    said = event.get("content")
    return said if event.get("type") == "message" and event.get("delta") and isinstance(said, str) else None


def opencode(account: Account, event: Event) -> tuple[Account, Lines]:
    """opencode: `opencode run --format json`. A step ends with the price that it had."""
    kind = text(event.get("type"))
    part = _object(event.get("part"))
    account = replace(account, session=text(event.get("sessionID")) or account.session)
    if kind == "step_start":
        return replace(account, final=None, turns=(account.turns or 0) + 1), ()
    if kind == "text":
        said = text(part.get("text"))
        return replace(account, final=said), (said,)
    if kind == "tool_use":
        call = Call(text(part.get("tool")), _object(part.get("state")).get("input"))
        return replace(account, final=None), (call,)
    if kind == "step_finish":
        return replace(account, cost=(account.cost or 0.0) + (_number(part.get("cost"), 0.0) or 0.0)), ()
    if kind == "error":
        error = _object(event.get("error"))
        message = text(_object(error.get("data")).get("message")) or text(error.get("message"))
        return replace(account, failure=failure(message or text(error.get("name")))), (message,)
    return account, ()


def recognise(event: Event) -> str:
    """The name of the format whose first event this is, "" for none."""
    kind = event.get("type")
    if kind == "thread.started":
        return "codex"
    if kind in ("step_start", "step_finish", "tool_use", "text") and "sessionID" in event:
        return "opencode"
    if kind == "init" and "session_id" in event:
        return "gemini"
    if (kind == "system" and "subtype" in event) or (kind == "result" and "is_error" in event):
        return "claude"
    return ""


def text(value: object) -> str:
    """A field that should be a text, "" when it is something else."""
    return value if isinstance(value, str) else ""


def _object(value: object) -> Event:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Iterator[Event]:
    yield from (item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def _number(value: object, otherwise: float | None) -> float | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9
    return float(value) if fits else otherwise  # type: ignore[arg-type]


def _whole(value: object, otherwise: int | None) -> int | None:
    return value if type(value) is int and 0 <= value < 10**9 else otherwise
