"""Review findings, version 1: one JSON file -> a report, with the verdict that follows from it.

The form is that of the review skills (skills/shared/references/findings.md). The verdict is never written by
hand, so the file has no field for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ygs_cli.errors import YgsError, closest
from ygs_cli.findings import Confidence, Finding, Location, Related, Report, Severity

VERSION = 1
SEVERITIES = {"MUST": Severity.ERROR, "SHOULD": Severity.WARNING, "MAY": Severity.INFO}
CONFIDENCES = {"HIGH": Confidence.HIGH, "MEDIUM": Confidence.MEDIUM, "LOW": Confidence.LOW}
DOMAINS = (
    "approach", "correctness", "data", "contract", "design", "tests", "security", "operations", "performance",
)  # fmt: skip
_CHOICES = {"severity": tuple(SEVERITIES), "confidence": tuple(CONFIDENCES), "domain": DOMAINS}
_TEXTS = ("file", "title", "why", "fix", "evidence")
_FIELDS = ("severity", "confidence", "domain", "file", "line", "title", "why", "fix", "evidence")
_KEYS = ("version", "scope", "unread", "findings")


@dataclass(frozen=True, slots=True)
class Review:
    """What a review looked at, what of it nobody read, and what it found."""

    scope: str
    unread: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        """Any MUST: CHANGES_REQUESTED; else anything unread: INCOMPLETE; else APPROVED."""
        if any(finding.severity is Severity.ERROR for finding in self.findings):
            return "CHANGES_REQUESTED"
        return "INCOMPLETE" if self.unread else "APPROVED"


def report(review: Review) -> Report:
    """The review as a report: the scope and what is unread as notes, the verdict beside the findings."""
    counts = {name: sum(item.severity is level for item in review.findings) for name, level in SEVERITIES.items()}
    notes = [f"scope: {review.scope}"] if review.scope else []
    notes += [f"not read: {path}" for path in review.unread]
    return Report(
        "review", review.findings, {**counts, "unread": len(review.unread)}, tuple(notes), review.verdict
    )


def parse(text: str, where: str) -> Review:
    """Read the text of a findings file.

    Raises YgsError, with the line of broken JSON or the path of the field, for anything that is not of the form.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as problem:
        raise YgsError(f"no JSON: {problem.msg}", where=f"{where}:{problem.lineno}:{problem.colno}") from None
    except (RecursionError, ValueError):
        raise YgsError("no JSON: nested too deeply, or a number without end", where=where) from None
    top = _mapping(data, _KEYS, where)
    if type(top["version"]) is not int or top["version"] != VERSION:
        raise YgsError(
            f"'version' is not {VERSION}",
            where=f"{where}: version",
            hint="the form is docs/reference/findings.schema.json",
        )
    unread = _list(top, "unread", where)
    for index, path in enumerate(unread):
        _text(path, f"{where}: unread[{index}]")
    scope = top["scope"]
    if not isinstance(scope, str):
        raise YgsError("no text", where=f"{where}: scope")
    found = [
        _finding(item, f"{where}: findings[{index}]") for index, item in enumerate(_list(top, "findings", where))
    ]
    found.sort(key=lambda item: (list(SEVERITIES.values()).index(item.severity), item.location.path))
    return Review(scope, tuple(unread), tuple(_numbered(found)))


def _mapping(data: Any, keys: tuple[str, ...], where: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise YgsError("not a JSON object", where=where)
    for key in data:
        if key == "verdict":
            raise YgsError(
                "a verdict is never written, it follows from the findings", where=where, hint="delete it"
            )
        if key not in keys:
            raise YgsError(f"unknown key '{key}'", where=where, hint=closest(key, keys))
    for key in keys:
        if key not in data:
            raise YgsError(f"no '{key}'", where=where)
    return data


def _list(data: Mapping[str, Any], key: str, where: str) -> list[Any]:
    if not isinstance(data[key], list):
        raise YgsError("no list", where=f"{where}: {key}")
    return list(data[key])


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise YgsError("no text", where=where)
    return value


def _finding(data: Any, where: str) -> Finding:
    item = _mapping(data, _FIELDS, where)
    for key, choices in _CHOICES.items():
        if item[key] not in choices:
            raise YgsError(
                f"unknown {key} {item[key]!r}", where=f"{where}.{key}", hint=closest(str(item[key]), choices)
            )
    for key in _TEXTS:
        _text(item[key], f"{where}.{key}")
    if item["severity"] == "MUST" and item["confidence"] == "LOW":
        hint = "prove it, or make it a SHOULD"
        raise YgsError("a suspicion is never a MUST", where=f"{where}.confidence", hint=hint)
    line = item["line"]
    if type(line) is not int or not 0 < line < 10**9:
        raise YgsError("no line number: they count from 1", where=f"{where}.line")
    path = PurePosixPath(item["file"])
    if path.is_absolute() or ".." in path.parts or "\\" in item["file"]:
        hint = "write the path from the repository's root, with forward slashes"
        raise YgsError("not a path inside the repository", where=f"{where}.file", hint=hint)
    return Finding(
        f"review-{item['domain']}",
        item["title"],
        Location(str(path), line),
        subject=item["title"],
        severity=SEVERITIES[item["severity"]],
        confidence=CONFIDENCES[item["confidence"]],
        hint=item["fix"],
        evidence=(item["evidence"],),
        related=(Related(item["why"]), Related(f"evidence: {item['evidence']}")),
    )


def _numbered(findings: list[Finding]) -> Iterator[Finding]:
    """The findings, with equal ones of one file told apart."""
    from collections import Counter
    from dataclasses import replace

    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        key = (finding.rule, finding.location.path, finding.subject)
        yield replace(finding, ordinal=seen[key])
        seen[key] += 1


def schema() -> str:
    """The form as JSON Schema (2020-12)."""
    text = {"type": "string", "pattern": r"\S"}
    fields: dict[str, Any] = {key: {"enum": list(choices)} for key, choices in _CHOICES.items()}
    fields |= dict.fromkeys(_TEXTS, text) | {"line": {"type": "integer", "minimum": 1}}
    suspicion = {"properties": {"severity": {"const": "MUST"}, "confidence": {"const": "LOW"}}}
    finding = _object({key: fields[key] for key in _FIELDS}) | {"not": suspicion}
    top = {
        "version": {"const": VERSION},
        "scope": {"type": "string"},
        "unread": {"type": "array", "items": text},
        "findings": {"type": "array", "items": finding},
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "ygs review findings"}
    return json.dumps({**head, **_object(top)}, indent=2) + "\n"


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    required = list(properties)
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}
