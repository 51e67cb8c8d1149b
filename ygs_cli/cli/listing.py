"""How `ygs list` shows skills: a table, one in detail, the context ledger, or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ygs_cli.pack import budget
from ygs_cli.pack.budget import LISTING_BUDGET, tokens
from ygs_cli.shell.inventory import Installed, Row
from ygs_cli.terminal import columns, printable

VERSION = 1


def table(rows: Sequence[Row]) -> str:
    """One line for each skill and place."""
    cells = [("SKILL", "VERSION", "STARTED BY", "WHERE", "STATE")]
    for row in rows:
        who = "model, person" if row.skill.model_invocable else "person"
        for place in row.places:
            state = ", ".join(place.status.words)
            cells.append((row.skill.name, place.entry.version or "-", who, place.target.shown, state))
        if not row.places:
            cells.append((row.skill.name, row.version, who, "-", "available"))
    return "\n".join(columns(cells))


def details(row: Row) -> str:
    """Everything about one skill."""
    cost = budget.cost(row.skill)
    lines = [
        printable(row.skill.name),
        f"  {printable(row.skill.description)}",
        f"  started by: {'the model or a person' if row.skill.model_invocable else 'a person'}",
        f"  version: {row.version or 'not shipped'}",
        f"  in every session: {_amount(cost.row)}; when run: {_amount(cost.body)}; "
        f"with what it always reads: {_amount(cost.closure)}",
    ]
    for place in row.places:
        lines.append(f"  {printable(place.target.shown)}: {', '.join(place.status.words)}, from {_source(place)}")
        lines += [f"    {_state(path, place):<8}  {printable(path)}" for path in place.entry.files]
    return "\n".join(lines)


def ledger(rows: Sequence[Row]) -> str:
    """What each skill costs in context, and all of them together."""
    cells: list[tuple[str, ...]] = [("SKILL", "EVERY SESSION", "~TOKENS", "BODY", "~TOKENS", "CLOSURE", "~TOKENS")]
    total = 0
    for row in rows:
        cost = budget.cost(row.skill)
        total += cost.row
        amounts = (cost.row, cost.body, cost.closure)
        cells.append((row.skill.name, *(text for n in amounts for text in (f"{n:,}", f"{tokens(n):,}"))))
    sum_line = (
        f"Every session: {_amount(total)} of {LISTING_BUDGET:,} characters that a 200k-token model leaves. "
        "A token is counted as 4 characters."
    )
    return "\n".join([*columns(cells, right=(1, 2, 3, 4, 5, 6)), sum_line])


def as_json(rows: Sequence[Row]) -> str:
    """All rows, with the ledger, as one versioned JSON object."""
    total = sum(budget.cost(row.skill).row for row in rows)
    data = {
        "version": VERSION,
        "command": "list",
        "listing": {**_pair(total), "budget": LISTING_BUDGET},
        "skills": [_row(row) for row in rows],
    }
    return json.dumps(data, indent=2)


def _row(row: Row) -> dict[str, Any]:
    cost = budget.cost(row.skill)
    return {
        "name": row.skill.name,
        "description": row.skill.description,
        "model_invocable": row.skill.model_invocable,
        "available": row.version or None,
        "cost": {"listing": _pair(cost.row), "body": _pair(cost.body), "closure": _pair(cost.closure)},
        "installed": [
            {
                "agent": place.target.agent.name,
                "scope": place.target.scope,
                "root": str(place.target.root),
                "source": place.entry.source,
                "version": place.entry.version,
                "state": list(place.status.words),
                "files": {path: _state(path, place) for path in place.entry.files},
            }
            for place in row.places
        ],
    }


def _pair(characters: int) -> dict[str, int]:
    return {"characters": characters, "tokens": tokens(characters)}


def _amount(characters: int) -> str:
    return f"{characters:,} characters (about {tokens(characters):,} tokens)"


def _source(place: Installed) -> str:
    return "this program" if place.entry.source == "shipped" else printable(place.entry.source)


def _state(path: str, place: Installed) -> str:
    for word in ("missing", "edited", "stale"):
        if path in getattr(place.status, word):
            return word
    return "current"
