"""How a claim is shown in a finding."""

from __future__ import annotations

from ygs_cli.drift.model import Claim
from ygs_cli.findings import Location


def location(claim: Claim) -> Location:
    """The place of a claim's token."""
    return Location(claim.document, claim.span.line, claim.span.column, claim.span.end_column)
