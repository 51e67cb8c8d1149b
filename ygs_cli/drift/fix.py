"""Edits of findings -> new text of a document. Only the spans change; line endings and all else stay."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ygs_cli.findings import Edit, Finding

_LINE = re.compile(r"\r\n|\n|\r")


def edits(findings: Iterable[Finding], *, unsafe: bool = False) -> Mapping[str, tuple[Edit, ...]]:
    """The edits that findings propose, by document, without doubles; uncertain ones only when asked for."""
    found: dict[str, dict[tuple[int, int], Edit]] = defaultdict(dict)
    for finding in findings:
        if finding.fix and (finding.fix.safe or unsafe):
            for edit in finding.fix.edits:
                found[edit.location.path].setdefault((edit.location.line, edit.location.column), edit)
    return {path: tuple(by_place.values()) for path, by_place in found.items()}


def renames(findings: Iterable[Finding], *, unsafe: bool = False) -> Mapping[str, str]:
    """The new paths that findings propose for documents, by old path."""
    fixes = (finding.fix for finding in findings if finding.fix and (finding.fix.safe or unsafe))
    return {rename.path: rename.to for found in fixes for rename in found.renames}


def edited(text: str, changes: Iterable[Edit]) -> str:
    """The text with each edit made whose old text still stands at its place. Edits do not overlap."""
    starts = [0, *(match.end() for match in _LINE.finditer(text))]
    shift = 1 if text.startswith("\ufeff") else 0
    last = len(text) + 1
    for edit in sorted(changes, key=lambda edit: (edit.location.line, edit.location.column), reverse=True):
        place = edit.location
        if not 0 < place.line <= len(starts):
            continue
        start = starts[place.line - 1] + place.column - 1 + (shift if place.line == 1 else 0)
        end = start + len(edit.old)
        if text[start:end] == edit.old and end <= last:
            text = text[:start] + edit.new + text[end:]
            last = start
    return text


def patch(path: str, before: str, after: str, to: str = "") -> str:
    """A unified diff that `git apply` and `patch -p1` take; `to` is the new path of a file that is renamed."""
    lines = difflib.unified_diff(_kept(before), _kept(after), f"a/{path}", f"b/{to or path}", n=3)
    head = f"diff --git a/{path} b/{to}\nrename from {path}\nrename to {to}\n" if to else ""
    ended = (line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)
    return head + "".join(ended)


def _kept(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)
