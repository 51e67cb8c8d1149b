"""Reads a file of review findings and the lines they speak of."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from ygs_cli.artifacts import review
from ygs_cli.artifacts.markdown import split_lines
from ygs_cli.errors import YgsError
from ygs_cli.findings import Finding, Location, Report
from ygs_cli.shell import workspace

_MOST = 10_000_000


def report(root: Path, file: Path) -> Report:
    """The findings of `file`, "-" for standard input, with their source lines where the root has them.

    Raises YgsError for a file that cannot be read or is not of the form.
    """
    found = review.parse(_text(file), str(file))
    lines: dict[str, list[str]] = {}
    for path in {finding.location.path for finding in found.findings}:
        source = workspace.read_text(root, path)
        lines[path] = split_lines(source.text) if source else []
    shown = tuple(_with_line(finding, lines[finding.location.path]) for finding in found.findings)
    return review.report(replace(found, findings=shown))


def _text(file: Path) -> str:
    try:
        if str(file) == "-":
            data = sys.stdin.buffer.read(_MOST + 1)
        else:
            with file.open("rb") as stream:
                data = stream.read(_MOST + 1)
    except OSError as problem:
        raise YgsError(problem.strerror or str(problem), where=str(file)) from None
    if len(data) > _MOST:
        raise YgsError(f"larger than {_MOST:,} bytes", where=str(file))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise YgsError(f"not UTF-8 at byte {problem.start}", where=str(file)) from None


def _with_line(finding: Finding, lines: list[str]) -> Finding:
    place = finding.location
    if place.line > len(lines):
        return finding
    text = lines[place.line - 1]
    start = len(text) - len(text.lstrip()) + 1
    return replace(finding, location=Location(place.path, place.line, start, len(text) + 1), source_line=text)
