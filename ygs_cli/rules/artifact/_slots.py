"""What the two slot rules share: which sections and fields of a document nobody has filled in."""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts import sections
from ygs_cli.artifacts.project import Artifact
from ygs_cli.findings import Finding, Location


def empty_slots(artifact: Artifact) -> Iterator[Finding]:
    """A finding for each required section that is missing or empty, and each field without a value."""
    kind = artifact.kind
    if kind is None:
        return
    for field in kind.all_fields:
        if field.filled and artifact.front.data.get(field.name) in ([], "", None):
            yield Finding("", f"'{field.name}' is empty", artifact.place(field.name), subject=field.name)
    closed = artifact.status == kind.statuses[-1]
    for name in kind.sections:
        if name not in kind.closing_sections or closed:
            yield from _empty_section(artifact, name)


def _empty_section(artifact: Artifact, name: str) -> Iterator[Finding]:
    document = artifact.document
    found = sections.matching(document, name)
    if not found:
        message = f"no section '{name}'"
        yield Finding("", message, artifact.place("kind"), subject=name, hint=f"add '## {name}'")
    elif not any(sections.is_filled(document, section) for section in found):
        line = found[0].line
        place = Location(document.path, line, 1, len(document.line_text(line)) + 1)
        message = f"nothing is written under '{found[0].title}'"
        yield Finding("", message, place, subject=name, hint="its comment says what belongs here")
