"""How a claim that is wrong is told: where, since when, what became of it, and the edit that mends it."""

from __future__ import annotations

from dataclasses import replace

from ygs_cli.drift.model import SURE, Resolution
from ygs_cli.findings import Confidence, Edit, Finding, Fix, Location, Related


def finding(item: Resolution, message: str, hint: str, *, confidence: Confidence = Confidence.HIGH) -> Finding:
    """The finding for a missing claim. What history knows goes before what only looks alike (`hint`)."""
    claim = item.claim
    plain = Finding(
        rule="",
        message=message,
        location=Location(claim.document, claim.span.line, claim.span.column, claim.span.end_column),
        subject=claim.name,
        confidence=confidence,
        hint=hint,
    )
    return _with_history(plain, item) if item.evidence else plain


def _with_history(plain: Finding, item: Resolution) -> Finding:
    evidence = item.evidence
    if evidence is None:
        return plain
    notes = [Related(f"was there at {evidence.commit}", Location(evidence.target, evidence.line))]
    if evidence.removal:
        notes.append(Related(f"gone since {evidence.removal}"))
    hint = ""
    if evidence.became:
        place = Location(evidence.now, evidence.now_line) if evidence.now else None
        verb = "is now" if evidence.similarity >= SURE else "is perhaps now"
        notes.append(Related(f"{verb} '{evidence.became}' ({evidence.similarity:.0%} alike)", place))
    fix = None
    if evidence.token:
        edit = Edit(plain.location, item.claim.token, evidence.token)
        sure = evidence.similarity >= SURE
        fix = Fix(f"{'write' if sure else 'perhaps write'} '{evidence.token}'", (edit,), safe=sure)
    return replace(
        plain,
        confidence=Confidence.HIGH if evidence.certain else Confidence.MEDIUM,
        hint=hint,
        evidence=tuple(note.message for note in notes),
        related=tuple(notes),
        fix=fix,
    )
