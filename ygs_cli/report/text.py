"""The report for people: the document line with the token marked, what is wrong, and how to mend it."""

from __future__ import annotations

from ygs_cli.findings import Finding, Report, Severity
from ygs_cli.terminal import printable

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_MAX_LINE = 160


def render(report: Report, *, colour: bool = False) -> str:
    """One block a finding, a blank line between them, then the verdict of a review; "" for a clean report."""
    blocks = [_block(finding, _Paint(colour)) for finding in report.findings]
    return "\n".join([*blocks, f"verdict: {report.verdict}\n"] if report.verdict else blocks)


class _Paint:
    def __init__(self, on: bool) -> None:
        self._on = on

    def __call__(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._on else text


def _block(finding: Finding, paint: _Paint) -> str:
    level = paint(f"1;{_COLOURS[finding.severity]}", finding.severity.value)
    place = paint("1", _shown(str(finding.location)))
    lines = [f"{place}: {level}[{finding.rule}]: {_shown(finding.message)}"]
    lines += _frame(finding, paint)
    for related in finding.related:
        where = f"{related.location}: " if related.location else ""
        lines.append(f"  {paint('36', 'note')}: {_shown(where + related.message)}")
    if finding.hint:
        lines.append(f"  {paint('36', 'help')}: {_shown(finding.hint)}")
    if finding.fix:
        lines.append(f"  {paint('32', 'fix')}: {_shown(finding.fix.title)}")
    return "\n".join(lines) + "\n"


def _shown(text: str) -> str:
    """One line: a second one, taken from a document or a file name, could be a command to a build server."""
    return printable(text).replace("\n", " ")


def _frame(finding: Finding, paint: _Paint) -> list[str]:
    place = finding.location
    if not place.line or not finding.source_line:
        return []
    text, start, end = _window(finding.source_line, place.column - 1, max(place.end_column - 1, place.column))
    number = str(place.line)
    bar = paint("34", "|")
    pad = " " * len(number)
    caret = " " * start + paint(f"1;{_COLOURS[finding.severity]}", "^" * max(1, min(end, len(text)) - start))
    return [f"  {paint('34', number)} {bar} {text}", f"  {pad} {bar} {caret}"]


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """A long line cut to a window around the token; the span moves with it."""
    line = "".join(char if char.isprintable() else " " for char in line)  # same length: the caret must fit
    if len(line) <= _MAX_LINE:
        return line, start, end
    left = max(0, min(start - _MAX_LINE // 3, len(line) - _MAX_LINE))
    text = line[left : left + _MAX_LINE]
    if left:
        text = "…" + text[1:]
    return text + ("…" if left + _MAX_LINE < len(line) else ""), start - left, end - left
