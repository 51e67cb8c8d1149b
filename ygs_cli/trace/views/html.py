"""The trace as one self-contained page: nothing is loaded, and nothing runs but the page's own script.

Every text is escaped by the template engine, and a content security policy names the script and the style
by their hash, so that a title can become neither markup nor code.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ygs_cli.terminal import printable
from ygs_cli.trace.graph import CODE, CRITERION, REQUIREMENT, TEST, Link, Node
from ygs_cli.trace.questions import ASPECTS, GAPS, Row, Trace

_PARTS = (REQUIREMENT, CRITERION, TEST, CODE, "task")
_GROUPS = (("Tasks", ("task",)), ("Tests", (TEST,)), ("Code", (CODE,)))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One node as the page lists it: `up` and `down` are pairs of a node's id and the place that links it."""

    node: Node
    up: tuple[tuple[str, Link], ...]
    down: tuple[tuple[str, Link], ...]


def render(trace: Trace, *, colour: bool = False) -> str:
    """A page to click through, filter and print. It stands alone: one file, no network."""
    from jinja2 import Environment, StrictUndefined

    folder = Path(__file__).parent
    style, script = ((folder / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    anchors = _Anchors(trace)
    environment.filters["anchor"] = anchors
    template = environment.from_string((folder / "page.html.jinja").read_text(encoding="utf-8"))
    shown = _shown(trace)
    entries = [_entry(trace, node) for node in trace.graph.nodes.values() if node.identifier in shown]
    page = template.render(
        trace=trace,
        rows=trace.rows,
        totals=[item for item in trace.coverage if item.total],
        gap_names=GAPS,
        gaps=[(kind, found) for kind in GAPS if (found := [gap for gap in trace.gaps if gap.kind == kind])],
        aspects=ASPECTS,
        groups=_grouped(entries),
        criteria=_criteria(trace, trace.rows),
        statuses=sorted({row.node.status for row in trace.rows if row.node.status}),
        ranks=list(dict.fromkeys(row.node.rank for row in trace.rows if row.node.rank)),
        nodes=trace.graph.nodes,
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'",
    )
    return printable(page)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _shown(trace: Trace) -> set[str]:
    """The nodes that the page has: all, or those that were asked for with all they touch."""
    if not trace.impacts:
        return set(trace.graph.nodes)
    steps = {step.node.identifier for item in trace.impacts for step in (*item.up, *item.down)}
    return steps | {item.node.identifier for item in trace.impacts}


class _Anchors:
    """The place of each node in the page: its id, or a number for a path."""

    def __init__(self, trace: Trace) -> None:
        shown = sorted(_shown(trace))
        self._names = {
            name: name if re.fullmatch(r"[A-Za-z0-9-]+", name) else f"file-{n}" for n, name in enumerate(shown)
        }

    def __call__(self, identifier: str) -> str:
        """The anchor of a node, "" when the page does not have it."""
        return self._names.get(identifier, "")


def _entry(trace: Trace, node: Node) -> _Entry:
    graph, name = trace.graph, node.identifier
    up = tuple(graph.up.get(name, {}).items())
    down = [*graph.down.get(name, {}).items(), *graph.peers.get(name, {}).items()]
    return _Entry(node, up, tuple((other, link) for other, link in down if link.via != "contains"))


def _grouped(entries: Iterable[_Entry]) -> list[tuple[str, list[_Entry]]]:
    """The entries below the table of requirements: documents, tasks, tests, code."""
    every = sorted(entries, key=lambda entry: entry.node.level)
    groups = [("Documents", [entry for entry in every if entry.node.kind not in _PARTS])]
    groups += [(title, [entry for entry in every if entry.node.kind in wanted]) for title, wanted in _GROUPS]
    return [(title, found) for title, found in groups if found]


def _criteria(trace: Trace, rows: Iterable[Row]) -> dict[str, list[_Entry]]:
    """For each task and requirement its criteria, which are listed with it."""
    found: dict[str, list[_Entry]] = {}
    for name in {
        *(row.node.identifier for row in rows),
        *(node.identifier for node in trace.graph.of_kind("task")),
    }:
        for criterion in trace.graph.below(name, CRITERION):
            found.setdefault(name, []).append(_entry(trace, trace.graph.nodes[criterion]))
    return found
