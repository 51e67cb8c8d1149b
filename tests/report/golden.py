"""What each format makes of one report, kept in golden/; `python -m tests.report.golden` rewrites it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.report import test_formats
from ygs_cli import __version__, report

FOLDER = Path(__file__).parent / "golden"


def fresh(form: str) -> str:
    """The report as a format gives it, without what changes with each version: its number, the rules' pages."""
    text = report.render(test_formats.REPORT, form)
    if form == "sarif":
        data = json.loads(text)
        for rule in data["runs"][0]["tool"]["driver"]["rules"]:
            rule["help"] = {}
        text = json.dumps(data, indent=2)
    return text.replace(__version__, "VERSION").rstrip("\n") + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in report.formats():
        (FOLDER / name).write_text(fresh(name), encoding="utf-8", newline="\n")
