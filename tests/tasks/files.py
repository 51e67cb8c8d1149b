"""Task files for the tests of `ygs task`."""

from __future__ import annotations

from tests.driver import Git

BODY = """# {title}

## Delivers
Something that can be seen.

## Acceptance criteria
- [{box}] AC-{number:04d}-1: Given a cup, When tea is poured, Then it is full. Proof: test_tea

## Log
{log}

## Deviations
{deviations}

## Actuals

| | estimate | actual |
|---|---|---|
| size | {size} | {size} |
| hours | {hours} |
"""


def task(
    number: int,
    status: str = "backlog",
    *,
    depends_on: list[int] | None = None,
    title: str = "Sell tea",
    priority: str = "SHOULD",
    size: str = "S",
    mode: str = "autonomous",
    wave: str = "",
    planned: str = "[shop.py]",
    started: str = "",
    finished: str = "",
    box: str = " ",
    log: str = "",
    deviations: str = "",
    hours: str = "|",
) -> str:
    """The text of one task file."""
    wanted = ", ".join(f"TASK-{other:04d}" for other in depends_on or [])
    head = f"""---
id: TASK-{number:04d}
kind: task
title: {title}
status: {status}
date: 2026-03-01
owners: [ada]
links: []
sources: [REQ-0001-1]
priority: {priority}
size: {size}
mode: {mode}
wave: {wave}
depends_on: [{wanted}]
planned_files: {planned}
started: {started}
finished: {finished}
---
"""
    return head + BODY.format(
        title=title, number=number, box=box, log=log, deviations=deviations, size=size, hours=hours
    )


def path(number: int, status: str = "backlog") -> str:
    return f"tasks/{status}/{number:04d}-tea.md"


def put(git: Git, *tasks: tuple[int, str, str]) -> None:
    """Write tasks given as (number, status, text) where they belong."""
    git.write({path(number, status): text for number, status, text in tasks})
