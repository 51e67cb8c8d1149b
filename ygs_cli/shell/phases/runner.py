"""Runs one phase of the plumbing: a record with its status in any case, and one exit code of the common table."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from ygs_cli.automation.contract import Exit
from ygs_cli.automation.work import BLOCKED, Outcome, Stop
from ygs_cli.errors import YgsError
from ygs_cli.shell.phases import begin, check, end, record
from ygs_cli.shell.phases.options import Options

PHASES: Mapping[str, Callable[[Options], Outcome]] = MappingProxyType(
    {
        "pick": begin.pick,
        "poll-pr": begin.poll_pr,
        "fetch-issue": begin.fetch_issue,
        "workspace": begin.workspace,
        "run-tests": check.run_tests,
        "collect": check.collect,
        "publish": end.publish,
        "learn": end.learn,
        "blocked": end.blocked,
        "clean-up": end.clean_up,
        "sweep": end.sweep,
        "export": end.export,
    }
)
_NO_RECORD = frozenset({"pick", "poll-pr", "sweep", "export"})


def run(name: str, options: Options) -> Outcome:
    """Run the phase of that name. It raises nothing that a user can mend: that is its outcome, on record."""
    options = replace(options, run_dir=Path(os.path.abspath(options.run_dir)), phase=options.phase or name)  # noqa: PTH100
    began = datetime.now(UTC)
    try:
        outcome = PHASES[name](options)
    except YgsError as problem:
        code = Exit.INTERNAL if _is_plain(problem) else Exit(problem.exit_code)
        where = f"{Path(problem.where).name}: " if problem.where else ""
        reason = f"{where}{problem.message}"
        outcome = Outcome(
            BLOCKED, reason, reason=f"{reason}; {problem.hint}" if problem.hint else reason, code=code
        )
    if name not in _NO_RECORD and options.run_dir.is_dir():
        times = {"phase": options.phase, "started": began.isoformat(), "ended": datetime.now(UTC).isoformat()}
        with suppress(YgsError):
            record.write_json(options.run_dir, f"{options.phase}/status.json", outcome.fields() | times)
    return outcome


def _is_plain(problem: YgsError) -> bool:
    """Whether its code is only what an error ends with in other commands, where 2 is not BLOCKED."""
    return problem.exit_code == Exit.BLOCKED and not isinstance(problem, Stop)


def tell_engine(outcome: Outcome, environment: Mapping[str, str]) -> list[str]:
    """Hand the outputs on: to the file that GitHub Actions names, else as lines that Formicary reads.

    Values are JSON that this program wrote from checked words, on one line.
    """
    place = environment.get("GITHUB_OUTPUT", "")
    if not place:
        return [f"::set-output name={key}::{value}" for key, value in outcome.outputs.items() if key[:1].isupper()]
    end = f"end-{secrets.token_hex(16)}"
    with Path(place).open("a", encoding="utf-8") as stream:
        for key, value in outcome.outputs.items():
            stream.write(f"{key}<<{end}\n{value}\n{end}\n")
    return []
