"""The trace for people at a terminal: a table for each document that defines requirements, then the gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from ygs_cli.terminal import columns, printable
from ygs_cli.trace.graph import Node
from ygs_cli.trace.questions import GAPS, Coverage, Gap, Impact, Row, Step, Trace

_MOST = 25  # gaps of one kind that are listed before the rest is only counted
_TITLE = 48
_NONE = "-"
Paint = Callable[[str, str], str]


def render(trace: Trace, *, colour: bool = False) -> str:
    """Tables, coverage and gaps of a project; with impacts, what each id answers to and touches."""

    def paint(code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if colour else text

    blocks = [_impact(item, paint) for item in trace.impacts]
    if not trace.impacts:
        blocks += [_document(trace, tuple(rows), paint) for _, rows in groupby(trace.rows, _home)]
        blocks += [_coverage(trace.coverage, paint)] if trace.rows else []
    blocks += _gaps(trace.gaps, paint)
    return "\n\n".join("\n".join(block) for block in blocks)


def _home(row: Row) -> str:
    return row.node.document


def _document(trace: Trace, rows: Sequence[Row], paint: Paint) -> list[str]:
    home = trace.graph.nodes[rows[0].node.document]
    cells = [("REQUIREMENT", "RANK", "DESIGN", "TASK", "TEST", "TITLE")]
    for row in rows:
        answers = ((*row.designs, *row.decisions), row.tasks, row.tests)
        design, task, test = map(_few, answers)
        cells.append((row.node.identifier, row.node.rank or _NONE, design, task, test, _short(row.node.title)))
    head, *lines = columns(cells)
    painted = [paint("31", line) if row.missing else line for row, line in zip(rows, lines, strict=True)]
    return [
        paint("1", _named(home)),
        printable(str(home.location)),
        f"  {head}",
        *(f"  {line}" for line in painted),
    ]


def _few(names: Sequence[str]) -> str:
    if not names:
        return _NONE
    return f"{names[0]} +{len(names) - 1}" if len(names) > 1 else names[0]


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip() + "…"


def _named(node: Node) -> str:
    status = f" ({node.status})" if node.status and node.kind not in ("requirement", "criterion") else ""
    rank = f" {node.rank}" if node.rank else ""
    return printable(f"{node.identifier}{rank} {node.title}".rstrip() + status)


def _coverage(rows: Iterable[Coverage], paint: Paint) -> list[str]:
    cells: list[tuple[str, ...]] = [("COVERAGE", "REQUIREMENTS", "DESIGN", "TASK", "TEST")]
    for row in rows:
        shares = (
            f"{n} ({_percent(n, row.total)})" if row.total else _NONE for n in (row.design, row.task, row.test)
        )
        cells.append((row.rank or "no rank", f"{row.total}", *shares))
    head, *lines = columns(cells, right=(1, 2, 3, 4))
    return [paint("1", head), *lines]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part // whole} %"


def _gaps(gaps: Iterable[Gap], paint: Paint) -> Iterator[list[str]]:
    of_kind: dict[str, list[Gap]] = {}
    for gap in gaps:
        of_kind.setdefault(gap.kind, []).append(gap)
    for kind, heading in GAPS.items():
        found = of_kind.get(kind, [])
        if found:
            lines = [f"  {printable(str(gap.location))}: {printable(gap.message)}" for gap in found[:_MOST]]
            if len(found) > _MOST:
                lines.append(f"  and {len(found) - _MOST:,} more: --format json names all")
            yield [paint("1;31", f"{heading[0].upper()}{heading[1:]}: {len(found):,}"), *lines]


def _impact(impact: Impact, paint: Paint) -> list[str]:
    node = impact.node
    lines = [paint("1", _named(node)), printable(str(node.location))]
    for title, steps in (("answers to", impact.up), ("a change touches", impact.down)):
        lines.append(paint("36", title))
        lines += columns([_step(step) for step in steps]) if steps else ["  nothing"]
    planned = dict.fromkeys(
        file
        for one in (node, *(step.node for step in impact.down if step.node.kind == "task"))
        for file in one.files
    )
    if planned:
        lines += [paint("36", "files that its tasks and designs are about"), f"  {printable(', '.join(planned))}"]
    return lines


def _step(step: Step) -> tuple[str, str, str]:
    name = f"{'  ' * step.depth}{step.node.identifier}"
    title = _short(step.node.title) + (f" ({step.node.status})" if step.node.kind == "task" else "")
    return name, title.strip() or step.node.kind, f"{step.link.location} {step.link.via}"
