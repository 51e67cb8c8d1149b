"""Writes the reference pages from the program itself: `python -m tests.docs.reference`.

`test_reference.py` fails when a committed page differs from what this module makes.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from functools import cache
from pathlib import Path

import typer

from tests.docs import exec_page, skills_page
from ygs_cli import rules
from ygs_cli.artifacts import review
from ygs_cli.automation import contract
from ygs_cli.cli import COMMANDS
from ygs_cli.config import LEVELS, Config

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = ROOT / "docs" / "reference"
_MADE = "<!-- Made by `python -m tests.docs.reference`. Do not edit. -->\n"


@cache
def pages() -> dict[str, str]:
    """File name -> text of every generated page."""
    return {
        "commands.md": commands(),
        "skills.md": skills_page.page(_MADE) + "\n",
        "rules.md": rule_pages(),
        "configuration.md": configuration(),
        "exec.md": exec_page.page(_MADE),
        "findings.schema.json": review.schema(),
        "status.schema.json": json.dumps(contract.schema(), indent=2) + "\n",
    }


def commands() -> str:
    parts = [f"# Commands\n\n{_MADE}"]
    for name in ("", *(name for command in COMMANDS for name in (command, *_below(command)))):
        title = f"ygs {name}".strip()
        parts.append(f"## {title}\n\n```text\n{_help(name)}\n```\n")
    return "\n".join(parts)


def _below(command: str) -> list[str]:
    """The sub-commands of a command, as they are called."""
    module = importlib.import_module(f"ygs_cli.cli.{COMMANDS[command][0]}")
    group = typer.main.get_command(module.app)
    return [f"{command} {name}" for name in getattr(group, "commands", {})]


def _help(name: str) -> str:
    command = [sys.executable, "-m", "ygs_cli", *name.split(), "--help"]
    env = {**os.environ, "COLUMNS": "100", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    out = subprocess.run(command, capture_output=True, text=True, check=True, env=env, cwd=ROOT).stdout
    return re.sub(r"[ \t]+$", "", out, flags=re.MULTILINE).strip()


def rule_pages() -> str:
    parts = [f"# Rules\n\n{_MADE}\n`ygs lint --explain RULE` prints one page.\n"]
    parts.append(
        "| rule | family | severity | confidence | profiles | what it reports |\n|---|---|---|---|---|---|"
    )
    for rule in rules.every():
        meta = rule.meta
        row = (rule.name, rule.family, meta.severity.value, meta.confidence.value, ", ".join(meta.profiles))
        parts[-1] += f"\n| {' | '.join(row)} | {rule.summary} |"
    parts[-1] += "\n"
    for rule in rules.every():
        text = rule.page.partition("\n")[2].strip()
        parts.append(f"## {rule.name}\n\n{rule.summary}\n\n{_lower(text)}\n")
    return "\n".join(parts)


def _lower(page: str) -> str:
    """Headings of a rule's page one level down, so that each stands below the rule's own."""
    lines, closing = [], ""
    for line in page.splitlines():
        fence = re.match(r"`{3,}", line)
        if fence and not closing:
            closing = fence[0]
        elif closing and line == closing:
            closing = ""
        lines.append("#" + line if line.startswith("## ") and not closing else line)
    return "\n".join(lines)


def configuration() -> str:
    parts = [f"# Configuration\n\n{_MADE}\n`.ygs/config.yml`, all keys optional.\n"]
    for item in fields(Config):
        parts.append(f"## {item.name}\n\n{item.metadata['help'][:1].upper()}{item.metadata['help'][1:]}.\n")
    parts.append(f"A level is one of {', '.join(f'`{level}`' for level in LEVELS)}.\n")
    return "\n".join(parts)


def main() -> None:
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
