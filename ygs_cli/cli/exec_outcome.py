"""How `ygs exec` ends: what it prints last, and its exit code."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import typer

from ygs_cli.automation.contract import Exit
from ygs_cli.automation.durations import shown
from ygs_cli.shell import console
from ygs_cli.shell.phase import Phase
from ygs_cli.terminal import printable


@dataclass(frozen=True, slots=True)
class Ending:
    """What the caller wants to see of exit codes."""

    codes: Mapping[int, int]
    zero: bool

    def leave(self, record: Mapping[str, Any], folder: Path | None = None) -> NoReturn:
        """Print the status and exit with its code. A request to stop is obeyed whatever the options say."""
        code = int(record["exit_code"])
        _tell(record, folder)
        _give_to_engine(record)
        console.result(json.dumps(record, separators=(",", ":")))
        if code in (Exit.INTERRUPTED, Exit.TERMINATED):
            raise typer.Exit(code)
        raise typer.Exit(0 if self.zero else self.codes.get(code, code))


def _tell(record: Mapping[str, Any], folder: Path | None) -> None:
    for warning in record["warnings"]:
        console.warn(warning)
    for concern in record["concerns"]:
        console.note(f"concern: {printable(_line(concern))}")
    why = record["reason"] or record["problem"]
    facts = [f"{record['turns']} turns"] if record["turns"] else []
    facts += [f"{record['cost_usd']:.2f} USD"] if record["cost_usd"] else []
    facts += [shown(record["seconds"])] if "seconds" in record else []
    facts += [f"artifacts in {printable(str(folder))}"] if folder else []
    text = f"{record['status']}, exit code {record['exit_code']}"
    text += f": {printable(_line(why))}" if why else ""
    console.note(text + (f" ({', '.join(facts)})" if facts else ""))


def _line(text: str) -> str:
    return " ".join(text.split())


def _give_to_engine(record: Mapping[str, Any]) -> None:
    """Outputs of a GitHub Actions step: one word and one number, nothing that an agent can write."""
    path = os.environ.get("GITHUB_OUTPUT")
    if path:
        with Path(path).open("a", encoding="ascii") as stream:
            stream.write(f"status={record['status']}\nexit_code={record['exit_code']}\n")


def show(phase: Phase, folder: Path) -> None:
    """What would be run, as JSON: of the environment only the names."""
    plan = {
        "version": 1,
        "command": [*(phase.command or (phase.agent.program,)), *phase.agent.arguments(phase.settings)],
        "environment": sorted(phase.environment),
        "workspace": str(phase.workspace),
        "folder": str(folder / phase.name),
        "prompt_characters": len(phase.prompt),
        "run": phase.settings.run_id,
    }
    console.result(json.dumps(plan, indent=2))
