"""The trace for programs: one versioned JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ygs_cli.findings import Location
from ygs_cli.trace.graph import CODE, CRITERION, REQUIREMENT, TEST, Graph, Link, Node
from ygs_cli.trace.questions import Coverage, Row, Step, Trace

VERSION = 1


def render(trace: Trace, *, colour: bool = False) -> str:
    """The whole trace as JSON, version 1.

    `requirements` carry the ids of what answers to them with the place that says so; `documents`, `criteria`
    and `files` describe these; `gaps` is what is missing; `impacts` is there for the ids that were asked for.
    """
    graph = trace.graph
    data = {
        "version": VERSION,
        "command": "trace",
        "coverage": [_coverage(item) for item in trace.coverage],
        "requirements": [_row(graph, row) for row in trace.rows],
        "gaps": [{**asdict(gap), "location": _location(gap.location)} for gap in trace.gaps],
        "impacts": [
            {"id": item.node.identifier, "up": _steps(item.up), "down": _steps(item.down)}
            for item in trace.impacts
        ],
    }
    if not trace.impacts:
        parts = (REQUIREMENT, CRITERION, TEST, CODE)
        data["documents"] = [_node(graph, node) for node in graph.nodes.values() if node.kind not in parts]
        data["criteria"] = [_node(graph, node) for node in graph.of_kind(CRITERION)]
        data["files"] = [_node(graph, node) for node in graph.of_kind(TEST, CODE)]
    return json.dumps(data, indent=2, ensure_ascii=True)


def _coverage(item: Coverage) -> dict[str, Any]:
    return {**asdict(item), "percent": round(item.percent, 2)}


def _row(graph: Graph, row: Row) -> dict[str, Any]:
    node = row.node
    data: dict[str, Any] = {
        "id": node.identifier,
        "rank": node.rank,
        "title": node.title,
        "status": node.status,
        "document": node.document,
        "location": _location(node.location),
    }
    for name in ("designs", "decisions", "tasks", "criteria", "tests", "code"):
        data[name] = [_linked(graph, row, other) for other in getattr(row, name)]
    return {**data, "missing": list(row.missing)}


def _linked(graph: Graph, row: Row, other: str) -> dict[str, Any]:
    for owner in (row.node.identifier, *row.criteria):
        link = graph.down.get(owner, {}).get(other)
        if link:
            return {"id": other, **_said(link)}
    return {"id": other}


def _said(link: Link) -> dict[str, Any]:
    return {"via": link.via, "location": _location(link.location)}


def _node(graph: Graph, node: Node) -> dict[str, Any]:
    return {
        "id": node.identifier,
        "kind": node.kind,
        "title": node.title,
        "status": node.status,
        "location": _location(node.location),
        "up": list(graph.up.get(node.identifier, ())),
        "down": list(graph.down.get(node.identifier, ())),
        "peers": list(graph.peers.get(node.identifier, ())),
        "files": list(node.files),
    }


def _steps(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [
        {"id": step.node.identifier, "kind": step.node.kind, "depth": step.depth, **_said(step.link)}
        for step in steps
    ]


def _location(place: Location) -> dict[str, Any]:
    return {"path": place.path, "line": place.line, "column": place.column}
