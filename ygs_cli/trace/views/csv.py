"""The trace for spreadsheets: one row a requirement. A cell cannot become a formula."""

from __future__ import annotations

import csv
import io

from ygs_cli.terminal import printable
from ygs_cli.trace.questions import Trace

_COLUMNS = (
    "requirement rank title status document path line designs decisions tasks criteria tests code missing".split()
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # https://owasp.org/www-community/attacks/CSV_Injection


def render(trace: Trace, *, colour: bool = False) -> str:
    """Comma-separated values with a header; several ids in a cell are separated by "; "."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in trace.rows:
        node = row.node
        own = (node.identifier, node.rank, node.title, node.status, node.document, node.location.path)
        lists = (row.designs, row.decisions, row.tasks, row.criteria, row.tests, row.code, row.missing)
        cells = (*own, str(node.location.line), *("; ".join(names) for names in lists))
        writer.writerow([_harmless(printable(cell)) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
