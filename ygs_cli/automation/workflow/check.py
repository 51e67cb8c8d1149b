"""`ygs workflow check`: which engine a definition is for, and what is wrong with it there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.automation.workflow import check_actions, check_formicary, check_sh
from ygs_cli.automation.workflow.items import Source, parse
from ygs_cli.errors import YgsError
from ygs_cli.findings import Finding


def check(text: str, path: str) -> list[Finding]:
    """All findings of a definition, by line. Text that is no definition of a known engine is one finding."""
    found = sorted(_found(Source(path, text)), key=lambda one: (one.location.line, one.rule, one.message))
    return [one for n, one in enumerate(found) if one not in found[:n]]


def _found(source: Source) -> Iterator[Finding]:
    if source.text.startswith("#!") or source.path.endswith(".sh"):
        yield from check_sh.check(source)
        return
    if "\0" in source.text:
        yield source.finding("yaml", 1, "a NUL character in a definition")
        return
    try:
        document = parse(source)
    except YgsError as problem:
        line = re.search(r":(\d+)$", problem.where)
        yield source.finding("yaml", int(line[1]) if line else 1, problem.message, problem.hint)
        return
    if document.get("tasks").is_there or document.get("job_type").is_there:
        yield from check_formicary.check(source, document)
    elif document.get("jobs").is_there or document.get("on").is_there:
        yield from check_actions.check(source, document)
    else:
        hint = "Formicary has job_type and tasks, GitHub Actions has on and jobs, a script begins with #!"
        yield source.finding("engine", 1, "not a definition for a known engine", hint)
