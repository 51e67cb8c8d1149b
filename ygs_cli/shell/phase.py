"""Runs one phase: prompt in, one agent, artifacts, one decision."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ygs_cli.automation import contract, redact, status
from ygs_cli.automation.agents import Agent, Settings
from ygs_cli.automation.contract import VERSION
from ygs_cli.automation.redact import Secrets, redacted
from ygs_cli.automation.status import Account, Decision, End, Verified
from ygs_cli.errors import YgsError
from ygs_cli.shell import agent_process, history
from ygs_cli.shell.agent_process import Limits, Stop, Watcher
from ygs_cli.shell.conversation import MAX_TAIL, Listener
from ygs_cli.shell.run_folder import RunFolder, opened

MAX_PROBLEM = 400  # characters of a failure's message
MAX_FILES = 500  # paths in status.json; the number beside them counts all


@dataclass(frozen=True, slots=True)
class Phase:
    """What to run. `command` replaces the agent's own program when it is not empty."""

    skill: str
    name: str
    agent: Agent
    settings: Settings
    prompt: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    secrets: Secrets
    workspace: Path
    limits: Limits
    repairs: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands, for a person who watches."""

    phase: str
    turns: int | None
    cost: float | None
    seconds: float


Viewer = Callable[[str, Progress], None]  # takes a line of the conversation, redacted, or "" as time goes by


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decision with what belongs to it, as status.json has it."""

    decision: Decision
    record: Mapping[str, Any]


def execute(phase: Phase, run_dir: Path, viewer: Viewer) -> Outcome:
    """Run a phase in `run_dir` and decide. All artifacts are there from the beginning to the end.

    Raises YgsError: 64 for a run folder that cannot be used, 70 when the disk is full.
    """
    with agent_process.stoppable() as stop, opened(run_dir, phase.name) as folder:
        return _Run(phase, folder, viewer, stop).outcome()


@dataclass
class _Run:
    phase: Phase
    folder: RunFolder
    viewer: Viewer
    stop: Stop
    account: Account = field(default_factory=Account)
    repaired: int = 0
    begin: float = field(default_factory=time.monotonic)
    started: str = field(default_factory=lambda: _now())  # noqa: PLW0108 - defined below

    def outcome(self) -> Outcome:
        before = _Before.of(self.phase.workspace)
        self.folder.append("prompt.md", redact.redact(self.phase.prompt, self.phase.secrets))
        self.folder.record("status.json", self._record(None, None))
        self.folder.record("result.json", {"version": VERSION, "ended": None})
        self.folder.begun = True
        end, decision = self._attempt(self.phase.prompt, self.phase.settings, self.phase.limits)
        while self._may_repair(decision):
            end, decision = self._repair(decision)
        verified = before.compare(self.folder.path.parent)
        decision = status.verify(decision, self.account, verified, self.phase.settings.profile != "read")
        remarks = tuple(self.folder.seal())
        decision = replace(decision, warnings=decision.warnings + remarks)
        self.folder.record("result.json", self._result(end))
        record = self._record(decision, verified)
        self.folder.record("status.json", record)
        return Outcome(decision, record)

    def _attempt(self, prompt: str, settings: Settings, limits: Limits) -> tuple[End, Decision]:
        phase = self.phase
        listener = Listener(phase.agent.reader, phase.secrets, self.folder, self.account, self._tell)
        command = [*(phase.command or (phase.agent.program,)), *phase.agent.arguments(settings)]
        watcher = Watcher(listener.stdout, listener.stderr, lambda: self._beat(listener.account, settings))
        end = agent_process.run(
            command,
            prompt.encode("utf-8", "replace"),
            phase.environment,
            phase.workspace,
            limits,
            watcher,
            self.stop,
        )
        self.account = listener.close()
        if end.how == "exited" and end.code:
            end = replace(end, detail=" ".join(listener.words.split())[-300:])
        return end, status.decide(end, self.account, settings.run_id, phase.agent.codes)

    def _may_repair(self, decision: Decision) -> bool:
        able = self.phase.agent.repairs and _resumable(self.account.session)
        left = self.phase.limits.total - (time.monotonic() - self.begin)
        return (
            decision.repairable and able and self.repaired < self.phase.repairs and left > 1 and not self.stop.how
        )

    def _repair(self, decision: Decision) -> tuple[End, Decision]:
        """One more turn of the same session, asked for nothing but the status."""
        self.repaired += 1
        prompt = contract.repair_prompt(decision.problem, self.phase.settings.run_id)
        self._tell(f"no status ({decision.problem}): asking once more", self.account)
        left = self.phase.limits.total - (time.monotonic() - self.begin)
        earlier = self.account
        self.account = replace(earlier, final=None, structured=None, failure=None, denials=(), turns=0, cost=None)
        settings = replace(self.phase.settings, session=earlier.session, max_turns=None, max_budget=None)
        end, decided = self._attempt(prompt, settings, replace(self.phase.limits, total=left))
        self.account = replace(
            self.account,
            denials=earlier.denials + self.account.denials,
            turns=(earlier.turns or 0) + (self.account.turns or 0),
            cost=_sum(earlier.cost, self.account.cost),
        )
        return end, decided

    def _beat(self, account: Account, settings: Settings) -> str:
        self._tell("", account)
        return _reached(account, settings)

    def _tell(self, line: str, account: Account) -> None:
        seconds = time.monotonic() - self.begin
        self.viewer(line, Progress(self.phase.name, account.turns, account.cost, seconds))

    def _record(self, decision: Decision | None, verified: Verified | None) -> dict[str, Any]:
        """The content of status.json; while the run goes on, its status is RUNNING and it has no exit code.

        What we were told on the command line is no secret, even if a variable holds the same.
        """
        phase, account = self.phase, self.account
        common = summary_of(decision, account, phase.settings.run_id, phase.secrets)
        return {
            **common,
            "verified": redacted(_facts(verified), phase.secrets),
            "skill": phase.skill,
            "phase": phase.name,
            "agent": phase.agent.name,
            "model": phase.settings.model or common["model"],
            "repairs": self.repaired,
            "started": self.started,
            "ended": _now() if decision else None,
            "seconds": round(time.monotonic() - self.begin, 3) if decision else None,
        }

    def _result(self, end: End) -> dict[str, Any]:
        """The content of result.json: the agent's own account, of which nothing is verified."""
        account, secrets = self.account, self.phase.secrets
        failure = account.failure
        why = {"kind": failure.exit.name, "message": _short(failure.message, secrets)} if failure else None
        result = {
            "version": VERSION,
            "ended": {"how": end.how, "code": end.code if end.how == "exited" else None, "detail": end.detail},
            "final": None if account.final is None else redact.end_of(account.final, MAX_TAIL, secrets),
            "structured": account.structured,
            "failure": why,
            "denials": list(account.denials),
        }
        return dict(redacted(result, secrets))


def summary_of(decision: Decision | None, account: Account, run_id: str, secrets: Secrets) -> dict[str, Any]:
    """The part of status.json that an agent's output tells, without the secrets."""
    return {
        "version": VERSION,
        "status": decision.word if decision else "RUNNING",
        "exit_code": int(decision.exit) if decision else None,
        **redacted(_words(decision), secrets),
        "problem": _short(decision.problem, secrets) if decision else "",
        "run": run_id,
        "agent_version": redacted(account.version, secrets) or None,
        "model": redacted(account.model, secrets) or None,
        "session_id": redacted(account.session, secrets) or None,
        "turns": account.turns,
        "cost_usd": account.cost,
    }


def _short(text: str, secrets: Secrets) -> str:
    """One line for people. It is cut last, because half a secret is found by nobody."""
    return " ".join(redact.redact(text, secrets).split())[:MAX_PROBLEM]


def _words(decision: Decision | None) -> dict[str, Any]:
    """What the agent or we say in free text, with the agent's own counts where it gives some."""
    found = decision.status if decision else None
    return {
        "summary": found.summary if found else "",
        "concerns": list(found.concerns) if found else [],
        "reason": found.reason if found else "",
        "warnings": list(decision.warnings) if decision else [],
        **(found.claims if found else {}),
    }


def _facts(verified: Verified | None) -> dict[str, Any] | None:
    if verified is None:
        return None
    return {
        "commits": verified.commits,
        "files": len(verified.files),
        "files_changed": list(verified.files[:MAX_FILES]),
        "dirty": verified.dirty,
    }


@dataclass(frozen=True, slots=True)
class _Before:
    """The workspace as git had it before the agent came; `root` is None outside git."""

    root: Path | None
    head: str = ""
    dirty: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @staticmethod
    def of(workspace: Path) -> _Before:
        root = history.top_level(workspace)
        if root is None:
            return _Before(None)
        return _Before(root, history.head(root), _signatures(root, history.uncommitted(root)))

    def compare(self, run_dir: Path) -> Verified | None:
        """What has changed since, but for the run folder; None when git cannot say."""
        if self.root is None or history.top_level(self.root) != self.root:
            return None
        try:
            commits = history.commits_since(self.root, self.head)
            committed = history.committed_since(self.root, self.head)
            now = _signatures(self.root, history.uncommitted(self.root))
        except YgsError:
            return None
        touched = {path for path in {*now, *self.dirty} if now.get(path) != self.dirty.get(path)}
        own = _inside(self.root, run_dir)
        files = sorted(path for path in committed | touched if not (own and path.startswith(own)))
        dirty = any(not (own and path.startswith(own)) for path in now)
        return Verified(commits, tuple(files), dirty)


def _signatures(root: Path, paths: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Path -> size, times and kind of the file; nothing for one that is not there."""
    found: dict[str, tuple[int, ...]] = {}
    for path in paths:
        try:
            status = os.lstat(root / path)
        except (OSError, ValueError):
            found[path] = ()
            continue
        found[path] = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return found


def _inside(root: Path, run_dir: Path) -> str:
    """The run folder as a prefix of paths below `root`, "" when it is elsewhere."""
    try:
        inside = run_dir.resolve().relative_to(root.resolve()).as_posix()
    except (OSError, ValueError):
        return ""
    return f"{inside}/" if inside != "." else ""


def _reached(account: Account, settings: Settings) -> str:
    """The limit that an agent has passed, for those that do not hold it themselves."""
    if settings.max_turns is not None and (account.turns or 0) > settings.max_turns:
        return f"more than {settings.max_turns} turns"
    if settings.max_budget is not None and (account.cost or 0.0) > settings.max_budget:
        return f"more than {settings.max_budget:g} USD"
    return ""


def _resumable(session: str) -> bool:
    """Whether a session id, which comes from the agent's output, can stand on a command line."""
    return bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,199}", session))


def _sum(one: float | None, other: float | None) -> float | None:
    return other if one is None else one + (other or 0.0)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
