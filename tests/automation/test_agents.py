"""The streams of real clients, replayed by the fake agent: each failure that they were seen to make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.automation.runs import execute, fake
from tests.driver import Git, Ygs
from ygs_cli.automation import agents, status, streams
from ygs_cli.automation.agents import Settings
from ygs_cli.automation.status import Account, End

STATUS = {"status": "DONE", "summary": "ok", "run": "$RUN"}
LINE = '{"status":"DONE","summary":"ok","run":"$RUN"}'
BLOCKED = '{"status":"BLOCKED","summary":"","reason":"which?","run":"$RUN"}'


def event(kind: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return ("event", {"type": kind, **fields})


INIT = event("system", subtype="init", session_id="s-1", model="claude-x-1", claude_code_version="2.1.329")


def said(text: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return event("assistant", message={"content": [{"type": "text", "text": text}]}, **fields)


def tool(name: str, result: str) -> list[Any]:
    use = {"type": "tool_use", "id": "t", "name": name, "input": {"command": "cat notes"}}
    back = {"type": "tool_result", "tool_use_id": "t", "content": result}
    return [event("assistant", message={"content": [use]}), event("user", message={"content": [back]})]


def result(text: str | None = LINE, **fields: Any) -> tuple[str, dict[str, Any]]:
    found = {"subtype": "success", "is_error": False, "session_id": "s-1", "num_turns": 2, "total_cost_usd": 0.12}
    return event("result", **(found | ({} if text is None else {"result": text}) | fields))


# What Claude Code 2.1 was seen to print, by what happened; each is replayed by a real process.
SEEN: dict[str, tuple[list[Any], str, int]] = {
    "schema satisfied": ([INIT, said("ok"), result("", structured_output=STATUS)], "DONE", 0),
    "schema ignored, a status line": ([INIT, said(LINE), result()], "DONE", 0),
    "schema ignored, no status line": ([INIT, said("All done!"), result("All done!")], "NO_STATUS", 65),
    "not logged in": ([INIT, result("Not logged in", is_error=True), ("exit", 1)], "UNAVAILABLE", 69),
    "overloaded": ([INIT, result("API Error", is_error=True, api_error_status=529), ("exit", 1)], "TRANSIENT", 75),
    "max turns": ([INIT, result(None, subtype="error_max_turns", is_error=True), ("exit", 1)], "LIMIT", 4),
    "budget": ([INIT, result(None, subtype="error_max_budget_usd", is_error=True), ("exit", 1)], "LIMIT", 4),
    "tool denied, nothing done": ([INIT, result(permission_denials=[{"tool_name": "Write"}])], "DENIED", 77),
    "tool denied, work done": (
        [INIT, ("write", "new", "x"), result(permission_denials=[{"tool_name": "Bash"}])],
        "DONE",
        0,
    ),
    "unknown skill": ([INIT, result("Unknown command: /nope", num_turns=0)], "NO_STATUS", 65),
    "bad flag": ([("error", "error: unknown option '--x'"), ("exit", 1)], "INTERNAL", 70),
    "bad schema": ([("error", "Error: --json-schema is not valid JSON"), ("exit", 1)], "INTERNAL", 70),
    "missing file": ([("error", "Error: Settings file not found: x"), ("exit", 1)], "INTERNAL", 70),
    "root and no checks": (
        [("error", "--dangerously-skip-permissions cannot be used"), ("exit", 1)],
        "INTERNAL",
        70,
    ),
}


@pytest.mark.parametrize(("steps", "word", "code"), SEEN.values(), ids=list(SEEN))
def test_what_claude_was_seen_to_do(ygs: Ygs, git: Git, steps: list[Any], word: str, code: int) -> None:
    git.commit("start", {"a.txt": "a"})
    ran = execute(ygs, *steps, agent="claude", options=("--repair", "0"))
    assert (ran.status["status"], ran.code) == (word, code), ran.stderr


def decided(reader: streams.Reader, steps: list[Any], codes: Any = None) -> status.Decision:
    """The decision over events that a finished process has printed."""
    account, end = Account(), End("exited")
    for name, argument in steps:
        if name == "exit":
            end = End("exited", argument)
        else:
            account, _ = reader(account, json.loads(json.dumps(argument).replace("$RUN", "r1")))
    return status.decide(end, account, "r1", codes)


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([INIT, said(BLOCKED), result(BLOCKED)], 2),
        ([INIT, result("", structured_output={**STATUS, "run": "other"})], 65),
        ([INIT, said(LINE), result("That was it.")], 65),
        ([INIT, *tool("Bash", LINE), said("I read it."), result("I read it.")], 65),
        ([INIT, *tool("Bash", LINE)], 65),
        ([INIT, said(LINE)], 65),
        ([INIT, said(LINE, parent_tool_use_id="t"), result("")], 65),
        ([INIT, result("API Error", is_error=True, api_error_status=429), ("exit", 1)], 75),
        ([INIT, result("API Error", is_error=True, api_error_status=401), ("exit", 1)], 69),
        ([INIT, result("Prompt is too long", is_error=True, api_error_status=400)], 70),
        ([INIT, result("Please run /login", is_error=True)], 69),
        ([INIT, result(None, subtype="error_during_execution", is_error=True), ("exit", 1)], 70),
        ([INIT, result(None, subtype="error_max_structured_output_retries", is_error=True)], 65),
        ([INIT, result(LINE, is_error=None)], 70),
        ([INIT, result(), ("exit", 1)], 70),
    ],
)
def test_decisions_over_claude(steps: list[Any], code: int) -> None:
    assert decided(streams.claude, steps).exit == code


def test_lines_that_are_no_events(ygs: Ygs) -> None:
    ran = execute(ygs, ("print", LINE + "\n"), agent="claude", options=("--repair", "0"))
    assert ran.code == 65
    assert execute(ygs, ("print", "{broken\n"), INIT, result(), agent="claude", phase="q").code == 0


def test_what_claude_tells_of_its_run(ygs: Ygs) -> None:
    ran = execute(ygs, INIT, said("Hello\nthere"), *tool("Bash", "x"), result(), agent="claude")
    facts = {key: ran.status[key] for key in ("agent_version", "model", "session_id", "turns", "cost_usd")}
    assert facts == {
        "agent_version": "2.1.329",
        "model": "claude-x-1",
        "session_id": "s-1",
        "turns": 2,
        "cost_usd": 0.12,
    }
    assert "| Hello\n| there\n| > Bash {'command': 'cat notes'}\n" in ran.stderr
    assert ran.text("conversation.txt") == "Hello\nthere\n> Bash {'command': 'cat notes'}\n"
    events = [json.loads(line)["type"] for line in ran.text("conversation.jsonl").splitlines()]
    assert events == ["system", "assistant", "assistant", "user", "result"]


def test_a_denied_tool_of_a_reader_is_a_warning(ygs: Ygs, git: Git) -> None:
    steps = (INIT, result(permission_denials=[{"tool_name": "Bash"}]))
    ran = execute(ygs, *steps, agent="claude", options=("--profile", "read"))
    assert ran.code == 0 and ran.status["warnings"] == ["denied to the agent: Bash"]


REPAIRING = """
import json, sys
again = any(word.startswith("--resume") for word in sys.argv)
prompt = sys.stdin.read()
open("prompts", "a").write(json.dumps([again, prompt]) + "\\n")
run = prompt.split('"run":"')[1].split('"')[0]
last = json.dumps({"status": sys.argv[1], "summary": "s", "reason": "r", "run": run}) if again else "All done!"
print(json.dumps({"type": "system", "subtype": "init", "session_id": "s-1"}))
print(json.dumps({"type": "result", "subtype": "success", "is_error": False, "result": last, "session_id": "s-1",
                  "num_turns": 1, "total_cost_usd": 0.25}))
"""


@pytest.mark.parametrize(("word", "code", "times"), [("DONE", 0, 2), ("BLOCKED", 2, 2), ("hm", 65, 2)])
def test_one_turn_to_repair_a_status(ygs: Ygs, word: str, code: int, times: int) -> None:
    import sys

    (ygs.cwd / "agent.py").write_text(REPAIRING)
    base = ygs.cwd / "runs"
    command = ["--agent", "claude", "--phase", "p", "--", sys.executable, "agent.py", word]
    ygs("exec", "ygs-wbs", "--run-dir", base, *command, code=code)
    asked = [json.loads(line) for line in (ygs.cwd / "prompts").read_text().splitlines()]
    assert [again for again, _ in asked] == [False, True][:times]
    assert "does not end with a JSON object" in asked[1][1] and len(asked[1][1]) < 1000
    found = json.loads((base / "p/status.json").read_text())
    assert (found["repairs"], found["turns"], found["cost_usd"]) == (1, 2, 0.5)


def test_no_repair_when_told_so_or_after_a_failure(ygs: Ygs) -> None:
    assert execute(ygs, INIT, result("hm"), agent="claude", options=("--repair", "0")).status["repairs"] == 0
    failed = (INIT, result("x", is_error=True, api_error_status=529), ("exit", 1))
    assert execute(ygs, *failed, agent="claude", phase="q").status["repairs"] == 0
    evil = event("system", subtype="init", session_id="--dangerously-skip-permissions")
    steps = (evil, result("hm", session_id="--dangerously-skip-permissions"))
    assert execute(ygs, *steps, agent="claude", phase="r").status["repairs"] == 0


THREAD = event("thread.started", thread_id="t-1")


def item(kind: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return event("item.completed", item={"type": kind, **fields})


STEP = event("step_start", sessionID="ses_1", part={"type": "step-start"})


def part(kind: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return event(kind, sessionID="ses_1", part=fields)


@pytest.mark.parametrize(
    ("agent", "steps", "code"),
    [
        ("codex", [THREAD, item("agent_message", text=LINE), event("turn.completed", usage={})], 0),
        ("codex", [THREAD, item("agent_message", text=LINE), item("command_execution", command="ls")], 65),
        ("codex", [THREAD, event("error", message="reconnecting 1/5"), item("agent_message", text=LINE),
                   event("turn.completed")], 0),
        ("codex", [THREAD, event("turn.failed", error={"message": "unexpected status 401 Unauthorized"}),
                   ("exit", 1)], 69),
        ("codex", [THREAD, event("turn.failed", error={"message": "429 Too Many Requests"}), ("exit", 1)], 75),
        ("codex", [THREAD, item("command_execution", command="cat", aggregated_output=LINE)], 65),
        ("gemini", [event("init", session_id="g", model="m"), event("message", role="user", content=LINE),
                    event("result", status="success")], 65),
        ("gemini", [event("message", role="assistant", content=LINE[:20], delta=True),
                    event("message", role="assistant", content=LINE[20:], delta=True),
                    event("result", status="success", stats={})], 0),
        ("gemini", [event("message", role="assistant", content=LINE, delta=True),
                    event("tool_use", tool_name="shell"), event("tool_result", output=LINE),
                    event("result", status="success")], 65),
        ("gemini", [event("result", status="error", error={"message": "boom"})], 70),
        ("gemini", [("exit", 41)], 69),
        ("gemini", [("exit", 53)], 4),
        ("opencode", [STEP, part("text", text=LINE), part("step_finish", cost=0.5)], 0),
        ("opencode", [STEP, part("text", text=LINE), STEP, part("text", text="more")], 65),
        ("opencode", [STEP, part("tool_use", tool="bash", state={"output": LINE})], 65),
        ("opencode", [event("error", sessionID="s", error={"data": {"message": "invalid api key"}})], 69),
    ],
)  # fmt: skip
def test_decisions_over_other_agents(agent: str, steps: list[Any], code: int) -> None:
    row = agents.named(agent)
    assert row.reader
    assert decided(row.reader, steps, row.codes).exit == code


@pytest.mark.parametrize(
    ("agent", "steps"),
    [
        ("codex", [THREAD, item("agent_message", text=LINE), event("turn.completed")]),
        (
            "gemini",
            [event("message", role="assistant", content=LINE, delta=True), event("result", status="success")],
        ),
        ("opencode", [STEP, part("text", text=LINE), part("step_finish", cost=0.5)]),
    ],
)
def test_other_agents(ygs: Ygs, agent: str, steps: list[Any]) -> None:
    ran = execute(ygs, *steps, agent=agent)
    assert (ran.code, ran.status["turns"]) == (0, 1)
    assert ran.text("conversation.txt").rstrip() == LINE.replace("$RUN", ran.status["run"])


def test_a_limit_that_the_agent_does_not_hold_itself(ygs: Ygs) -> None:
    steps = [STEP, part("step_finish", cost=0.3)] * 3
    options = ("--max-budget-usd", "0.5", "--kill-after", "1s")
    ran = execute(ygs, *steps, ("sleep", 60), agent="opencode", options=options)
    assert (ran.code, ran.status["status"]) == (4, "LIMIT")
    options = ("--max-turns", "2", "--kill-after", "1s")
    ran = execute(ygs, *steps, ("sleep", 60), agent="opencode", options=options, phase="q")
    assert (ran.code, ran.status["turns"]) == (4, 3)


def test_a_secret_in_two_parts_of_a_message(ygs: Ygs) -> None:
    ygs.env["KEY"] = "hunter2-hunter2"
    texts = ("it is hunter2", "-hunter2 then\n", LINE[:9], LINE[9:])
    parts = [event("message", role="assistant", content=text, delta=True) for text in texts]
    ran = execute(ygs, *parts, event("result", status="success"), agent="gemini")
    assert "hunter2" not in ran.everything()
    assert ran.code == 0 and "it is [redacted] then\n{" in ran.text("conversation.txt")


def lines(*steps: Any) -> str:
    return "".join(json.dumps(step[1]) + "\n" for step in steps).replace("$RUN", "r1")


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (lines(INIT, said("x"), result()), (), 0),
        (lines(INIT, said(LINE)), (), 65),
        (lines(result()), (), 0),
        (json.dumps([INIT[1], result()[1]]).replace("$RUN", "r1"), (), 0),
        (lines(result(is_error=True, api_error_status=529)), (), 75),
        (lines(result()), ("--agent-exit", "1"), 70),
        (lines(result()), ("--agent-exit", "-9"), 70),
        (lines(THREAD, item("agent_message", text=LINE)), (), 0),
        (lines(THREAD), ("--agent", "gemini", "--agent-exit", "53"), 4),
        (lines(STEP, part("text", text=BLOCKED)), (), 2),
        (LINE.replace("$RUN", "r1"), (), 0),
        ("Done.\n" + LINE.replace("$RUN", "r1") + "\n", (), 0),
        (LINE.replace("$RUN", "r2"), (), 65),
        (f"```json\n{LINE}\n```\n".replace("$RUN", "r1"), (), 0),
        (LINE.replace("$RUN", "r1")[:-1] + ',"detail":{"status":"BLOCKED","x":[{"y":"}"}]}}', (), 0),
        (f"I will end with `{LINE}`.".replace("$RUN", "r1"), (), 65),
        (f"{LINE}\n{BLOCKED}".replace("$RUN", "r1"), (), 2),
        (f"{BLOCKED}\n{LINE}".replace("$RUN", "r1"), (), 0),
        (lines(INIT, *tool("Bash", LINE), said("I read it."), result("I read it.")), (), 65),
        (lines(INIT, *tool("Bash", BLOCKED), said(LINE), result()), (), 0),
        (lines(INIT, said(LINE), result(LINE.replace("$RUN", "r2"))), (), 65),
        (LINE.replace("$RUN", "r1"), ("--agent", "claude"), 65),
        ("\ufeff" + LINE.replace("$RUN", "r1"), (), 0),
        ("", (), 65),
        ("\0" * 100_000, (), 65),
        ("{" * 100_000, (), 65),
        ("x" * 300_000 + "\n" + LINE.replace("$RUN", "r1"), (), 0),
    ],
)
def test_from_a_file(ygs: Ygs, tmp_path: Path, text: str, options: tuple[str, ...], code: int) -> None:
    path = tmp_path / "out put"
    path.write_text(text, encoding="utf-8")
    done = ygs("exec", "--from", path, "--run-id", "r1", *options, code=code)
    found = json.loads(done.stdout)
    assert found["exit_code"] == code and found["version"] == 1


def test_from_standard_input(ygs: Ygs) -> None:
    done = ygs("exec", "--from", "-", "--run-id", "r1", code=2, stdin=BLOCKED.replace("$RUN", "r1"))
    assert json.loads(done.stdout)["reason"] == "which?"


def test_from_a_file_that_is_no_text(ygs: Ygs, tmp_path: Path) -> None:
    path = tmp_path / "binary"
    path.write_bytes(bytes(range(256)) * 1000)
    assert json.loads(ygs("exec", "--from", path, code=65).stdout)["status"] == "NO_STATUS"


@pytest.mark.parametrize("agent", [row.name for row in agents.AGENTS if row.program])
@pytest.mark.parametrize("profile", list(agents.PROFILES))
def test_no_profile_switches_the_checks_off_by_itself(agent: str, profile: str) -> None:
    row = agents.named(agent)
    words = " ".join(row.arguments(Settings("r1", profile, tools=("Bash(make test)",))))
    assert "bypass" not in words and "danger" not in words
    if profile == "read":
        assert not {"Bash", "Edit", "Write", "yolo", "auto_edit", "workspace-write", "--auto"} & set(
            words.replace(",", " ").split()
        )


def test_the_tools_of_a_skill_are_allowed_but_its_own_folder() -> None:
    allowed = "Read(/${CLAUDE_SKILL_DIR}/**), Bash(ygs lint *), Grep"
    assert agents.tools_of(allowed) == ("Bash(ygs lint *)", "Grep")
    assert agents.tools_of(["Bash(git log *)", "Read"]) == ("Bash(git log *)", "Read")
    assert agents.tools_of(None) == ()


def test_the_program_is_found_on_the_path(ygs: Ygs, tmp_path: Path) -> None:
    script = tmp_path / "bin" / "claude"
    script.parent.mkdir()
    script.write_text('#!/bin/sh\necho "$@" > argv\ncat > stdin\n')
    script.chmod(0o755)
    ygs.env["PATH"] = f"{script.parent}:{ygs.environment()['PATH']}"
    ygs("exec", "ygs-wbs", "--run-dir", "r", "--run-id", "r1", code=65)
    argv = (ygs.cwd / "argv").read_text()
    assert argv.startswith("-p --output-format=stream-json --verbose") and '"const":"r1"' in argv
    assert "# Task: ygs-wbs" in (ygs.cwd / "stdin").read_text()


def test_a_wrapper_stands_before_the_agents_arguments(ygs: Ygs) -> None:
    steps = fake(("record", "got.json"), INIT, result())
    ygs("exec", "ygs-wbs", "--run-dir", "r", "--agent", "claude", "--model", "m-1", *steps)
    assert "--model=m-1" in json.loads((ygs.cwd / "got.json").read_text())["argv"]
