"""The middle of a run: tests, and what the branch changes, packed for a phase that trusts nothing of it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from ygs_cli.automation import work
from ygs_cli.automation.contract import Exit
from ygs_cli.automation.work import BLOCKED, CONCERNS, DONE, TESTS_FAILING, Outcome
from ygs_cli.shell import branches
from ygs_cli.shell.phases import record
from ygs_cli.shell.phases.options import Options

BUNDLE = "collect/changes.bundle"
_MESSAGE = "{}: what the agent left uncommitted"
_NOTHING = "the agent left no change"
_NO_TESTS_COLLECTED = 5  # pytest (docs.pytest.org, "Exit codes")
_MAX_OUTPUT = 2_000_000
_CONFIGURED = "YGS_TEST_COMMAND"


def run_tests(options: Options) -> Outcome:
    """Commit what the agent left over, then run the tests of the project with a scrubbed environment."""
    run = record.load(options.run_dir)
    folder = options.run_dir / record.WORKSPACE
    branches.commit_rest(folder, run.branch, _MESSAGE.format(run.reference))
    if branches.head(folder)[0] == run.base:
        return Outcome(BLOCKED, _NOTHING, reason=_NOTHING)
    command = _command(folder)
    if not command:
        hint = f"no test command was found; set {_CONFIGURED} for the worker"
        return Outcome(CONCERNS, "no tests were run", concerns=(hint,), tests="not_run")
    how, code, output = _run(command, folder, options.seconds)
    record.write(options.run_dir, f"{options.phase}/output.txt", output)
    branches.restore(folder)
    return _judged(how, code, command)


def _command(folder: Path) -> Sequence[str]:
    configured = os.environ.get(_CONFIGURED, "")
    if configured:
        return shlex.split(configured)
    names = {entry.name for entry in folder.iterdir() if entry.is_file() and not entry.is_symlink()}
    read = {name: record.read(folder, name) if name in ("Makefile", "package.json") else "" for name in names}
    return work.test_command(read)


def _run(command: Sequence[str], folder: Path, seconds: float) -> tuple[str, int, str]:
    """Run tests as one process tree of which nothing is left: how it ended, its code, and its output."""
    from ygs_cli.automation.redact import is_plain, redact, secrets_of
    from ygs_cli.shell import agent_process

    environment = {name: value for name, value in os.environ.items() if is_plain(name)}
    output = bytearray()

    def keep(data: bytes) -> None:
        del output[: max(0, len(output) + len(data) - _MAX_OUTPUT)]  # the end says what failed
        output.extend(data)

    limits, watcher = agent_process.Limits(total=seconds), agent_process.Watcher(stdout=keep, stderr=keep)
    with agent_process.stoppable() as stop:
        end = agent_process.run(command, b"", environment, folder, limits, watcher, stop)
    text = redact(output.decode("utf-8", "replace"), secrets_of(os.environ))
    return end.how, end.code, text


def _judged(how: str, code: int, command: Sequence[str]) -> Outcome:
    name = command[0]
    if how == "absent":
        return Outcome(BLOCKED, f"{name} was not found", reason=f"{name} was not found", code=Exit.UNAVAILABLE)
    if how != "exited":
        ends = {"interrupted": Exit.INTERRUPTED, "terminated": Exit.TERMINATED}
        return Outcome(BLOCKED, f"the tests were ended: {how}", reason=how, code=ends.get(how, Exit.TIMEOUT))
    if code == _NO_TESTS_COLLECTED and "pytest" in command:
        return Outcome(CONCERNS, "no tests were run", concerns=("pytest found no test",), tests="not_run")
    if code:
        return Outcome(TESTS_FAILING, f"the tests fail (exit code {code})", tests="failing")
    return Outcome(DONE, "the tests pass", tests="passing")


def collect(options: Options) -> Outcome:
    """Check what the branch changes, and write it as a bundle for `publish` and a patch for readers."""
    run = record.load(options.run_dir)
    folder = options.run_dir / record.WORKSPACE
    branches.commit_rest(folder, run.branch, _MESSAGE.format(run.reference))
    tip = branches.commit_of(folder, f"refs/heads/{run.branch}")
    if tip == run.base:
        return Outcome(BLOCKED, _NOTHING, reason=_NOTHING)
    made = branches.commits(folder, run.base, tip)
    changes = branches.changes(folder, run.base, tip)
    record.write(options.run_dir, "collect/changes.patch", branches.patch(folder, run.base, tip))
    reasons = work.refused(changes)
    if reasons:
        reason = "; ".join(reasons)[:500]
        return Outcome(BLOCKED, "the change may not leave the machine", reason=reason, code=Exit.DENIED)
    branches.pack(folder, run.base, run.branch, options.run_dir / BUNDLE)
    return Outcome(DONE, f"commits: {len(made)}, files: {len(changes)}")
