"""`ygs doctor`: is everything that ygs needs in order."""

from __future__ import annotations

import typer

from ygs_cli.cli import command_app

app = command_app()


@app.command()
def doctor(form: str = typer.Option("text", "--format", help="text or json.")) -> None:
    """Look at Python, git, agents, installed skills, configuration and grammars. Changes nothing.

    Exit code 1: at least one problem; each says how to mend it.

    \b
    Examples:
      ygs doctor
      ygs doctor --format json
      ygs doctor && ygs sync
    """
    import json
    from dataclasses import asdict
    from pathlib import Path

    from ygs_cli.cli import packs
    from ygs_cli.shell import console, health
    from ygs_cli.terminal import printable

    packs.checked(form)
    checks = tuple(health.everything(Path.cwd()))
    problems = sum(check.level == health.PROBLEM for check in checks)
    if form == "json":
        data = {"version": packs.VERSION, "command": "doctor", "checks": [asdict(check) for check in checks]}
        console.result(json.dumps(data, indent=2))
    else:
        for check in checks:
            mend = f"\n{'':18} {printable(check.mend)}" if check.mend else ""
            console.result(f"{check.level:<8} {check.about:<9} {printable(check.text)}{mend}")
    console.note(f"{problems} problem{'' if problems == 1 else 's'}")
    raise typer.Exit(1 if problems else 0)
