"""The contract of one phase: the status line that an agent ends with (version 1), and the exit codes.

`ygs exec` and every command that a workflow calls end with these codes, so that an engine can route on them.
An agent's status is untrusted: it is checked field by field, and nothing that is missing or broken is success.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NoReturn

VERSION = 1
MAX_SUMMARY = 500
MAX_COUNT = 1_000_000


class Exit(IntEnum):
    """What a phase ends with. 64 to 77 are those of sysexits.h, 124 that of timeout(1), 130 and 143 the shell's.

    1 is left for crashes of the program, and 2 means BLOCKED, so wrong use is 64 here.
    """

    DONE = 0
    BLOCKED = 2
    TESTS_FAILING = 3
    LIMIT = 4
    USAGE = 64
    NO_STATUS = 65
    UNAVAILABLE = 69
    INTERNAL = 70
    TRANSIENT = 75
    DENIED = 77
    TIMEOUT = 124
    INTERRUPTED = 130
    TERMINATED = 143


MEANINGS: dict[Exit, str] = {
    Exit.DONE: "DONE, DONE_WITH_CONCERNS or SKIPPED",
    Exit.BLOCKED: "BLOCKED: a person has to decide something",
    Exit.TESTS_FAILING: "TESTS_FAILING",
    Exit.LIMIT: "the limit of turns or money is reached",
    Exit.USAGE: "wrong use: options, inputs, the run folder",
    Exit.NO_STATUS: "no status, or one that does not hold to the contract",
    Exit.UNAVAILABLE: "the agent is not there or not logged in",
    Exit.INTERNAL: "the agent failed, or ygs did",
    Exit.TRANSIENT: "the agent's service is overloaded or out of reach: worth a retry",
    Exit.DENIED: "the agent was denied a tool, said DONE, and changed nothing",
    Exit.TIMEOUT: "no end within --timeout, or no sign of life within --stall-timeout",
    Exit.INTERRUPTED: "Ctrl-C",
    Exit.TERMINATED: "ended by a signal from outside",
}
STATUSES: dict[str, Exit] = {
    "DONE": Exit.DONE,
    "DONE_WITH_CONCERNS": Exit.DONE,
    "SKIPPED": Exit.DONE,
    "BLOCKED": Exit.BLOCKED,
    "TESTS_FAILING": Exit.TESTS_FAILING,
}
ALIASES = {"PASS": "DONE", "FIXED": "DONE", "STILL_FAILING": "TESTS_FAILING"}
TEST_STATES = ("passing", "failing", "not_run")


class InvalidStatus(ValueError):  # noqa: N818 - it is no error of ours
    """A status that does not hold to the contract; the text says why, in words that an agent can act on."""


@dataclass(frozen=True, slots=True)
class Status:
    """A status that holds to the contract. What it counts (files, commits, tests) is a claim, not a fact."""

    word: str
    summary: str
    concerns: tuple[str, ...] = ()
    reason: str = ""
    run: str = ""
    claims: Mapping[str, Any] = field(default_factory=dict)

    @property
    def exit(self) -> Exit:
        return STATUSES[self.word]


def parse(data: object, run_id: str = "") -> Status:
    """The status in a decoded JSON value. With a `run_id` its "run" must be there and be the same.

    Raises InvalidStatus for a word that is none, a field that is missing or of another type, a foreign run,
    and for DONE beside failing tests.
    """
    if not isinstance(data, dict):
        _refuse("the status is no JSON object")
    word = data.get("status")
    word = ALIASES.get(word, word) if isinstance(word, str) else ""
    if word not in STATUSES:
        _refuse(f'"status" is none of {", ".join(STATUSES)}')
    if run_id and data.get("run") != run_id:
        _refuse(f'"run" is not "{run_id}"')
    concerns = _texts(data, "concerns")
    reason = _text(data, "reason")
    summary = _text(data, "summary")
    if "summary" not in data or len(summary) > MAX_SUMMARY:
        _refuse(f'"summary" is missing or longer than {MAX_SUMMARY} characters')
    if word == "DONE_WITH_CONCERNS" and not concerns:
        _refuse('DONE_WITH_CONCERNS needs "concerns", a list of texts')
    if word == "BLOCKED" and not reason.strip():
        _refuse('BLOCKED needs "reason", a text')
    claims = _claims(data)
    if word == "DONE" and claims.get("tests", {}).get("state") == "failing":
        _refuse('"status" is DONE and "tests" are failing')
    return Status(word, summary, concerns, reason, _text(data, "run"), claims)


def _claims(data: Mapping[str, Any]) -> dict[str, Any]:
    claims: dict[str, Any] = {}
    if "files_changed" in data:
        claims["files_changed"] = list(_texts(data, "files_changed"))
    if "commits" in data:
        if type(data["commits"]) is not int or not 0 <= data["commits"] < MAX_COUNT:
            _refuse('"commits" is no number')
        claims["commits"] = data["commits"]
    if "tests" in data:
        tests = data["tests"]
        if not isinstance(tests, dict) or tests.get("state") not in TEST_STATES:
            _refuse(f'"tests" has no "state" of {", ".join(TEST_STATES)}')
        claims["tests"] = {"state": tests["state"], "failing": list(_texts(tests, "failing"))}
    return claims


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        _refuse(f'"{key}" is no text')
    return value


def _texts(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = data.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        _refuse(f'"{key}" is no list of texts')
    return tuple(values)


def _refuse(problem: str) -> NoReturn:
    raise InvalidStatus(problem)


def repair_prompt(problem: str, run_id: str) -> str:
    """The one more turn for an agent that worked well and left no status that can be read."""
    return (
        f"Your last message does not end with a status that can be read: {problem}. Do no more work, and call no "
        "tool but the one for the output. Say truthfully how the work that you did stands, in one JSON object on "
        f'the last line: {{"status":"...","summary":"at most {MAX_SUMMARY} characters","run":"{run_id}"}}. The '
        'status is DONE, DONE_WITH_CONCERNS (with "concerns", a list), BLOCKED (with "reason"), TESTS_FAILING or '
        "SKIPPED.\n"
    )


def schema() -> dict[str, Any]:
    """The status line as JSON Schema (2020-12). Fields that it does not name are allowed and ignored."""
    properties = _properties([*STATUSES, *ALIASES])
    word: dict[str, Any] = {"required": ["status"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ygs status, version 1",
        "type": "object",
        "required": ["status", "summary"],
        "properties": properties,
        "allOf": [
            {
                "if": {"properties": {"status": {"const": "DONE_WITH_CONCERNS"}}, **word},
                "then": {"required": ["concerns"], "properties": {"concerns": {"minItems": 1}}},
            },
            {
                "if": {"properties": {"status": {"const": "BLOCKED"}}, **word},
                "then": {"required": ["reason"], "properties": {"reason": {"pattern": r"\S"}}},
            },
            {
                "if": {"properties": {"status": {"enum": ["DONE", "PASS", "FIXED"]}}, **word},
                "then": {"properties": {"tests": {"properties": {"state": {"not": {"const": "failing"}}}}}},
            },
        ],
    }


def schema_for(run_id: str) -> dict[str, Any]:
    """The schema for one run, flat, as model APIs take it: a tool's schema has no condition at its top."""
    properties = {**_properties(list(STATUSES)), "run": {"const": run_id}}
    return {"type": "object", "required": ["status", "summary", "run"], "properties": properties}


def _properties(words: list[str]) -> dict[str, Any]:
    texts = {"type": "array", "items": {"type": "string", "pattern": r"\S"}}
    tests = {"state": {"enum": list(TEST_STATES)}, "failing": texts}
    return {
        "status": {"enum": words},
        "summary": {"type": "string", "maxLength": MAX_SUMMARY},
        "concerns": texts,
        "reason": {"type": "string"},
        "run": {"type": "string"},
        "files_changed": texts,
        "commits": {"type": "integer", "minimum": 0, "exclusiveMaximum": MAX_COUNT},
        "tests": {"type": "object", "required": ["state"], "properties": tests},
    }
