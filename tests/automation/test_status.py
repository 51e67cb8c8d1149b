"""The status of a phase: what counts as one, what does not, and that nothing but a valid one is success."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ygs_cli.automation import contract, status, streams
from ygs_cli.automation.contract import Exit
from ygs_cli.automation.status import Account, End, Failure, Verified

FINE = End("exited")
DONE = '{"status":"DONE","summary":"ok","run":"r1"}'
BLOCKED = '{"status":"BLOCKED","summary":"no","reason":"which one?","run":"r1"}'


def decide(text: str, run_id: str = "r1") -> status.Decision:
    return status.decide(FINE, Account(final=text), run_id)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (DONE, 0),
        (f"I did it.\n\n{DONE}\n\n  \n", 0),
        (f"I did it.\n```json\n{DONE}\n```\n", 0),
        (f"~~~\n{DONE}\n~~~", 0),
        (f"```json\n{DONE}", 0),
        (json.dumps(json.loads(DONE), indent=2), 0),
        (f"    {DONE}", 0),
        ('{"status":"DONE","summary":"a { b \\" } c","run":"r1","detail":{"status":"BLOCKED","x":[{}]}}', 0),
        ('{"status":"DONE_WITH_CONCERNS","summary":"","concerns":["slow"],"run":"r1"}', 0),
        ('{"status":"SKIPPED","summary":"nothing to do","run":"r1"}', 0),
        ('{"status":"PASS","summary":"","run":"r1"}', 0),
        ('{"status":"FIXED","summary":"","run":"r1"}', 0),
        (BLOCKED, 2),
        (f"{DONE}\n{BLOCKED}", 2),
        (f"first {DONE} then\n{BLOCKED}", 2),
        ('{"status":"TESTS_FAILING","summary":"","run":"r1"}', 3),
        ('{"status":"STILL_FAILING","summary":"","run":"r1","tests":{"state":"failing","failing":["t"]}}', 3),
        ("", 65),
        ("All done!", 65),
        (f"{DONE}\nThat was it.", 65),
        (f"{DONE} {BLOCKED}", 65),
        (f"The last line will be `{DONE}`", 65),
        (f'I would end with "{DONE}".', 65),
        (f"For example: {DONE}", 65),
        (f"> {DONE}", 65),
        (f"```\n{DONE}\nor so\n```", 65),
        (f"{DONE}\n```\nnothing here\n```", 65),
        (f"{DONE}\n```", 65),
        ('{"status":"DONE","summary":"ok","run":"r2"}', 65),
        ('{"status":"DONE","summary":"ok"}', 65),
        ('{"status":"DONE","run":"r1"}', 65),
        ('{"status":"done","summary":"ok","run":"r1"}', 65),
        ('{"status":["DONE"],"summary":"ok","run":"r1"}', 65),
        ('{"status":"NO_STATUS","summary":"ok","run":"r1"}', 65),
        ('{"status":"RUNNING","summary":"ok","run":"r1"}', 65),
        ('{"status":"BLOCKED","status":"DONE","summary":"ok","run":"r1"}', 65),
        ('{"status":"DONE","summary":NaN,"run":"r1"}', 65),
        ('{"status":"DONE","summary":"ok","run":"r1","commits":"two"}', 65),
        ('{"status":"DONE","summary":"ok","run":"r1","commits":true}', 65),
        ('{"status":"DONE","summary":"ok","run":"r1","commits":-1}', 65),
        ('{"status":"DONE","summary":"ok","run":"r1","tests":"passing"}', 65),
        ('{"status":"DONE","summary":"ok","run":"r1","tests":{"state":"failing"}}', 65),
        ('{"status":"DONE","summary":"ok","run":"r1","files_changed":"a.py"}', 65),
        ('{"status":"DONE_WITH_CONCERNS","summary":"ok","run":"r1"}', 65),
        ('{"status":"DONE_WITH_CONCERNS","summary":"ok","run":"r1","concerns":[]}', 65),
        ('{"status":"DONE_WITH_CONCERNS","summary":"ok","run":"r1","concerns":[" "]}', 65),
        ('{"status":"BLOCKED","summary":"ok","run":"r1"}', 65),
        ('{"status":"BLOCKED","summary":"ok","run":"r1","reason":"  "}', 65),
        ('{"status":"DONE","summary":"' + "x" * 501 + '","run":"r1"}', 65),
        (DONE[:-1], 65),
        (f"[{DONE}]", 65),
        ('{"a":' * 30_000 + "}" * 30_000, 65),
        ('{"a":\n' * 10_000 + "1" + "}" * 10_000, 65),
        ("{\n" * 30_000 + "}", 65),
        ('{"status":"DONE","summary":"ok","run":"r1","commits":' + "9" * 5000 + "}", 65),
        ("\x00" * 1000 + "}", 65),
    ],
)  # fmt: skip
def test_the_status_of_a_last_message(text: str, code: int) -> None:
    found = decide(text)
    assert found.exit == code
    assert (found.status is None) == (code == 65)
    assert bool(found.problem) == (code == 65)


def test_without_a_run_id_any_run_counts() -> None:
    assert decide('{"status":"DONE","summary":"ok"}', "").exit == Exit.DONE
    assert decide('{"status":"DONE","summary":"ok","run":"r9"}', "").exit == Exit.DONE


def test_concerns_are_kept() -> None:
    found = decide('{"status":"DONE_WITH_CONCERNS","summary":"","concerns":["slow","no tests"],"run":"r1"}')
    assert (found.word, found.exit) == ("DONE_WITH_CONCERNS", 0)
    assert found.status and found.status.concerns == ("slow", "no tests")


@pytest.mark.parametrize(
    ("end", "account", "code"),
    [
        (End("timeout"), Account(final=DONE), 124),
        (End("stalled"), Account(final=DONE), 124),
        (End("limit"), Account(final=DONE), 4),
        (End("interrupted"), Account(final=DONE), 130),
        (End("terminated"), Account(final=DONE), 143),
        (End("absent"), Account(final=DONE), 69),
        (End("exited", -9), Account(final=DONE), 70),
        (End("exited", 1), Account(final=DONE), 70),
        (End("exited", 1), Account(final=DONE, failure=Failure(Exit.TRANSIENT, "529")), 75),
        (FINE, Account(final=DONE, failure=Failure(Exit.UNAVAILABLE, "log in")), 69),
        (FINE, Account(final=None), 65),
        (
            FINE,
            Account(final=DONE, structured={"status": "BLOCKED", "summary": "", "reason": "x", "run": "r1"}),
            2,
        ),
        (FINE, Account(final=DONE, structured={"status": "DONE", "summary": "", "run": "r2"}), 65),
        (FINE, Account(final="", structured={"status": "DONE", "summary": "", "run": "r1"}), 0),
    ],
)
def test_the_order_of_decisions(end: End, account: Account, code: int) -> None:
    assert status.decide(end, account, "r1").exit == code


def test_only_a_status_that_is_missing_or_broken_is_worth_another_turn() -> None:
    assert decide("hm").repairable
    assert not decide(BLOCKED).repairable
    assert not status.decide(End("timeout"), Account(), "r1").repairable
    assert not status.decide(End("exited", 1), Account(), "r1").repairable


@pytest.mark.parametrize(
    ("verified", "writes", "code"),
    [
        (None, True, 77),
        (Verified(0, (), False), True, 77),
        (Verified(0, (), True), True, 77),  # dirty before, and no file differs now
        (Verified(0, ("a.py",), True), True, 0),
        (Verified(1, (), False), True, 0),
        (Verified(0, (), False), False, 0),
    ],
)
def test_done_with_a_denied_tool_needs_a_change(verified: Verified | None, writes: bool, code: int) -> None:
    account = Account(final=DONE, denials=("Write", "Write"))
    found = status.verify(status.decide(FINE, account, "r1"), account, verified, writes)
    assert found.exit == code
    assert "Write" in "".join((*found.warnings, found.problem))


def test_a_count_that_git_does_not_confirm_is_a_warning() -> None:
    account = Account(final='{"status":"DONE","summary":"ok","run":"r1","commits":3}')
    found = status.verify(status.decide(FINE, account, "r1"), account, Verified(1, ("a",), False), True)
    assert found.exit == 0
    assert found.warnings == ("the agent counts 3 commits, git 1",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from([*contract.STATUSES, *contract.ALIASES, "done", ""]) | JSON,
        "summary": st.text(max_size=510) | JSON,
        "concerns": st.lists(st.text(max_size=5), max_size=3) | JSON,
        "reason": st.text(max_size=5) | JSON,
        "run": st.just("r1") | JSON,
        "commits": st.integers() | JSON,
        "files_changed": st.lists(st.text(max_size=5), max_size=3) | JSON,
        "tests": st.fixed_dictionaries({"state": st.sampled_from(contract.TEST_STATES)}) | JSON,
    },
)
VALIDATOR = Draft202012Validator(contract.schema())


@given(FIELDS | JSON)
@settings(max_examples=400)
def test_the_parser_and_the_published_schema_agree(data: Any) -> None:
    try:
        contract.parse(data)
    except contract.InvalidStatus:
        assert not VALIDATOR.is_valid(data)
    else:
        assert VALIDATOR.is_valid(data)


PIECES = st.lists(
    st.sampled_from([DONE, BLOCKED, "{", "}", '"', "\n", "```", "```json\n", "\\", " ", '{"status":', "\x00", "é"])
    | st.text(max_size=5),
    max_size=12,
).map("".join)


@given(PIECES, st.sampled_from(["r1", ""]))
@settings(max_examples=2000)
def test_reading_never_raises_and_success_is_a_valid_status_at_the_very_end(text: str, run_id: str) -> None:
    found = decide(text, run_id)
    if found.exit != Exit.NO_STATUS:
        body = text.rstrip()
        closed = body.rstrip("`~").rstrip() if body.endswith(("```", "~~~")) else body
        assert closed.endswith(DONE if found.exit == Exit.DONE else BLOCKED)
        assert found.status is not None


SMALL = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.lists(st.text(max_size=3), max_size=2)),
    st.lists(st.dictionaries(st.sampled_from(["type", "text", "name"]), st.text(max_size=5)), max_size=2),
    st.dictionaries(st.sampled_from(["content", "type", "text", "message", "cost", "state", "data"]), JSON),
)
EVENTS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(
                "system assistant user result thread.started turn.failed item.completed error init message "
                "tool_use text step_start step_finish turn.completed".split()
            )
            | SMALL,
            **dict.fromkeys(
                "subtype message result is_error errors session_id num_turns total_cost_usd item error "
                "role content part sessionID status structured_output permission_denials delta".split(),
                SMALL,
            ),
        },
    ),
    max_size=4,
)


@given(EVENTS, st.sampled_from([streams.claude, streams.codex, streams.gemini, streams.opencode]))
@settings(max_examples=200)
def test_no_event_breaks_a_reader(events: list[dict[str, Any]], reader: streams.Reader) -> None:
    account = Account()
    for event in events:
        account, lines = reader(account, event)
        assert all(isinstance(line, str | streams.Call) and isinstance(str(line), str) for line in lines)
        streams.recognise(event)
    found = status.decide(FINE, account, "r1")
    assert found.status is not None or found.exit != Exit.DONE
