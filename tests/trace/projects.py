"""Small projects for the tests of the trace, in the form in which people write them."""

from __future__ import annotations

_FRONT = """---
id: {id}
kind: {kind}
title: About {id}
status: {status}
date: 2026-01-01
owners: [ada]
links: {links}
{more}---
# About {id}

"""


def document(
    identifier: str, body: str = "", *, kind: str = "", status: str = "approved", links: str = "[]", more: str = ""
) -> str:
    """A document of the life cycle; its kind follows from the id."""
    prefixes = {"PRD": "prd", "TRD": "trd", "ADR": "adr", "TASK": "task", "DD": "design-doc"}
    kind = kind or prefixes[identifier.partition("-")[0].upper()]
    return _FRONT.format(id=identifier, kind=kind, status=status, links=links, more=more) + body


def prd(body: str, **given: str) -> str:
    return document("PRD-0007", body, **given)


def task(number: int, sources: str, body: str = "", **given: str) -> str:
    more = f"sources: {sources}\n" + given.pop("more", "")
    return document(f"TASK-{number:04d}", body, status=given.pop("status", "done"), more=more, **given)


# a requirement that has everything, and one gap of each kind
GAPS = {
    "docs/prd/0007-shop.md": prd(
        "## Requirements\n"
        "### REQ-0007-1 MUST: orders are kept\nText.\n\n"
        "### REQ-0007-2 MUST: payment is booked once\nText.\n\n"
        "### REQ-0007-3 SHOULD: a mail is sent\nText.\n\n"
        "### REQ-0007-4 MUST: a refund takes a day\nText.\n\n"
        "### REQ-0007-5 MAY: gift paper\nText.\n"
    ),
    "docs/trd/0001-shop.md": document(
        "TRD-0001",
        "## Traceability\n"
        "| requirement | designed in | decision | task | test |\n|---|---|---|---|---|\n"
        "| REQ-0007-1 | Data | ADR-0001 | TASK-0001 | |\n"
        "| REQ-0007-2 | | | TASK-0002 | |\n"
        "| REQ-0007-3 | Mail | | | |\n"
        "| REQ-0007-4 | Data | | TASK-0003 | |\n",
        links="[PRD-0007, ADR-0001]",
    ),
    "docs/adr/0001-store.md": document("ADR-0001", status="accepted", links="[TRD-0001]"),
    "tasks/done/0001-keep.md": task(1, "[REQ-0007-1]", "## Acceptance criteria\n- [x] AC-0001-1: kept\n"),
    "tasks/done/0002-book.md": task(2, "[REQ-0007-2]"),
    "tasks/done/0003-refund.md": task(3, "[REQ-0007-4]"),
    "tasks/backlog/0004-nobody.md": task(4, "[]", status="backlog"),
    "src/shop.py": "# REQ-0007-2: the key makes a second booking a no-op\ndef book():\n    pass\n",
    "tests/test_orders.py": "def test_req_0007_1_survives_a_restart():\n    pass\n",
    "tests/test_booking.py": 'def test_booking():\n    """REQ-0007-2 and req-7-3."""\n',
    "tests/test_nothing.py": "def test_nothing():\n    pass\n",
}
