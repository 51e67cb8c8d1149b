"""What is checked of a command line in a definition, whatever the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.automation import durations
from ygs_cli.automation.workflow.items import Source
from ygs_cli.automation.workflow.phases import BY_NAME, PLUMBING
from ygs_cli.errors import closest
from ygs_cli.findings import Finding

AGENT = re.compile(r"\bygs\s+exec\b|(?<![\w./@-])(?:claude|codex|gemini|opencode)\s+(?:-|exec|run)")
_PHASE = re.compile(r"\bygs\s+phase\s+([^\s;|&)]+)")
_NAMED = re.compile(r"\s--phase[ =]([^\s;|&)]+)")
_MODEL = re.compile(r"\s--model[ =]\"?([\w./:@-]+)")
_AGENT_NAME = re.compile(r"\s--agent[ =]([\w-]+)")
_TIMEOUT = re.compile(r"\s--timeout[ =]([^\s;|&)]+)")
_BASH = re.compile(r"\[\[|<<<|\bpipefail\b|PIPESTATUS|\bsource\s+\S|\bfunction\s+\w+|&>|\$'|<\(|\blocal\s+\w")
_BYPASS = re.compile(
    r"--dangerously-skip-permissions|bypassPermissions|--yolo\b|danger-full-access|--unsandboxed-ok"
)
_SECRET = re.compile(
    r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|sk-[\w-]{20,}|xox[abp]-[\w-]{10,}|AKIA[0-9A-Z]{16}|ATATT\w{10,})"
)


def command(source: Source, line: int, text: str) -> Iterator[Finding]:
    """Findings of one command or script; `line` is where it begins."""
    for offset, one in enumerate(text.splitlines() or [""]):
        yield from _line(source, line + offset if "\n" in text.strip() else line, one)


def _line(source: Source, line: int, text: str) -> Iterator[Finding]:
    for name in _PHASE.findall(text):
        if name not in PLUMBING:
            yield source.finding("unknown-phase", line, f"unknown phase '{name}'", closest(name, PLUMBING))
    for name in _NAMED.findall(text):
        if name not in BY_NAME:
            yield source.finding("unknown-phase", line, f"unknown phase '{name}'", closest(name, BY_NAME))
    if _BASH.search(text):
        hint = "the engine runs it by /bin/sh, which may be dash"
        yield source.finding("posix", line, "a construct that only bash knows", hint)
    if _BYPASS.search(text):
        yield source.finding("bypass", line, "the permission checks of the agent are switched off")
    yield from secret(source, line, text)
    if re.search(r"\bygs\s+exec\b", text):
        yield from _agent(source, line, text)


def _agent(source: Source, line: int, text: str) -> Iterator[Finding]:
    given = _TIMEOUT.search(text)
    if not given or not durations.seconds(given[1]):
        yield source.finding("timeout", line, "an agent without --timeout", "add --timeout, such as 15m")
    agent = _AGENT_NAME.search(text)
    model = _MODEL.search(text)
    if (agent is None or agent[1] == "claude") and (model is None or not re.search(r"\d", model[1])):
        hint = "--model with the full id; an alias changes under you"
        yield source.finding("unpinned-model", line, "the model is not pinned", hint)


def secret(source: Source, line: int, text: str) -> Iterator[Finding]:
    """A literal that looks like a token."""
    if _SECRET.search(text):
        hint = "take it back, and let the engine give it by its environment"
        yield source.finding("secret", line, "a secret stands in the definition", hint)


def own_timeout(text: str) -> float:
    """The --timeout of a command in seconds, 0 without one."""
    given = _TIMEOUT.search(text)
    return (durations.seconds(given[1]) or 0.0) if given else 0.0
