"""What is checked of a pipeline as a script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.automation.workflow import check_commands
from ygs_cli.automation.workflow.items import Source
from ygs_cli.findings import Finding

MAX_LINES = 60
_STEP = re.compile(r"\bygs (?:exec|phase (?!clean-up|blocked))")


def check(source: Source) -> Iterator[Finding]:
    """Findings of a script: its length, its shell, a step whose exit code nobody looks at, no clean-up."""
    lines = source.lines
    if not re.match(r"#!(/usr)?/bin/(env )?sh\s*$", lines[0] if lines else ""):
        yield source.finding("posix", 1, "the script does not begin with #!/bin/sh")
    if len(lines) >= MAX_LINES:
        hint = "an engine is the place for more"
        yield source.finding("length", len(lines), f"{len(lines)} lines, a trial has less than {MAX_LINES}", hint)
    code = [(number, text) for number, text in enumerate(lines, 1) if not text.lstrip().startswith("#")]
    for number, text in code:
        yield from check_commands.command(source, number, text)
        if _STEP.search(text) and "||" not in text:
            hint = "end the line with: || stop $?"
            yield source.finding("exit-route", number, "nobody looks at the exit code of this step", hint)
        if re.search(r"\beval\b|`", text):
            yield source.finding("injection", number, "text is run as a command")
    whole = "\n".join(text for _, text in code)
    for pattern, message in (
        (r"^set -[a-z]*u", "no `set -u`: a mistyped variable is empty"),
        (r"^trap \S+ .*\bEXIT\b", "no `trap ... EXIT`: nothing cleans up"),
        (r"\bygs phase blocked\b", "no `ygs phase blocked`: nobody is told why it stopped"),
    ):
        if check_commands.AGENT.search(whole) and not re.search(pattern, whole, re.MULTILINE):
            yield source.finding("exit-route" if "phase" in message else "clean-up", 1, message)
