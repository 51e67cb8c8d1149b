"""The trace as a Mermaid flowchart, small enough for a pull request (https://mermaid.js.org/syntax/flowchart.html)."""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.terminal import printable
from ygs_cli.trace.graph import CODE, TEST, Node
from ygs_cli.trace.questions import Row, Trace

_MOST = 150  # nodes; beyond a few hundred links GitHub draws nothing
_TITLE = 40
_SHAPES = {"requirement": ("([", "])"), "task": ("[/", "/]"), TEST: ("{{", "}}"), CODE: ("[(", ")]")}
_HEAD = (
    "flowchart LR",
    "  classDef gap stroke:#c62828,stroke-width:3px",
    "  classDef test stroke:#2e7d32",
)


def render(trace: Trace, *, colour: bool = False) -> str:
    """A flowchart of requirements and what answers to them, or of what was asked for; a gap has a red border."""
    drawing = _Drawing(trace)
    return "\n".join((*_HEAD, *drawing.lines()))


class _Drawing:
    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._names: dict[str, str] = {}
        self._links: dict[tuple[str, str], None] = {}
        self._left_out = 0

    def lines(self) -> Iterator[str]:
        gaps = {row.node.identifier for row in self._trace.rows if row.missing}
        if self._trace.impacts:
            self._impacts()
        else:
            self._rows()
        for identifier, name in self._names.items():
            yield f"  {name}{_label(self._trace.graph.nodes[identifier], identifier in gaps)}"
        for one, other in self._links:
            yield f"  {self._names[one]} --> {self._names[other]}"
        if self._left_out:
            yield f'  rest["and {self._left_out:,} more, not drawn: ygs trace shows them"]'

    def _rows(self) -> None:
        for number, row in enumerate(self._trace.rows):
            fresh = [name for name in _answers(row) if name not in self._names]
            if len(self._names) + len(fresh) + 1 > _MOST:
                self._left_out = len(self._trace.rows) - number
                return
            for name in (row.node.identifier, *_answers(row)):
                self._add(name)
                self._links.setdefault((row.node.identifier, name))
            self._links.pop((row.node.identifier, row.node.identifier))

    def _impacts(self) -> None:
        for impact in self._trace.impacts:
            steps = (*impact.up, *impact.down)
            shown = [impact.node.identifier, *(step.node.identifier for step in steps)]
            for name in shown[: _MOST - len(self._names)]:
                self._add(name)
            self._left_out += sum(name not in self._names for name in shown)
        for one in self._names:
            for other in self._trace.graph.down.get(one, ()):
                if other in self._names:
                    self._links[one, other] = None

    def _add(self, identifier: str) -> None:
        self._names.setdefault(identifier, f"n{len(self._names) + 1}")


def _answers(row: Row) -> tuple[str, ...]:
    return (*row.designs, *row.decisions, *row.tasks, *row.tests)


def _label(node: Node, gap: bool) -> str:
    opening, closing = _SHAPES.get(node.kind, ("[", "]"))
    title = node.title if len(node.title) <= _TITLE else node.title[: _TITLE - 1].rstrip() + "…"
    first = f"{node.identifier} {node.rank}".rstrip()
    text = "<br>".join(_escaped(part) for part in (first, title) if part)
    mark = ":::gap" if gap else ":::test" if node.kind == TEST else ""
    return f'{opening}"{text}"{closing}{mark}'


def _escaped(text: str) -> str:
    """Text that cannot end its quotes or become markup: every other sign stands as a character code."""
    plain = printable(text)
    return "".join(char if char.isalnum() or char in " .,:/_-…" else f"#{ord(char)};" for char in plain)
