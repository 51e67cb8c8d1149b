"""What a check says: findings, where they are, how sure they are, and the exact edit that mends them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters; fixed by the rule, changed by configuration."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Confidence(StrEnum):
    """How likely a finding is right; independent of how much it matters."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Location:
    """A span of one line. Lines and columns count from 1, `end_column` is exclusive; line 0 is the whole file."""

    path: str
    line: int = 0
    column: int = 1
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a finding: the code, another document, a commit."""

    message: str
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace exactly `old`, which stands at `location`, by `new`."""

    location: Location
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Let the file at `path` lie at `to`, where nothing may stand. Edits name it by its old path."""

    path: str
    to: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a finding together. Only a `safe` fix is applied without `--unsafe-fixes`."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True
    renames: tuple[Rename, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, at one primary location.

    `subject` is what the finding is about (a token, an id, a key); with rule and path it makes the
    fingerprint, so a finding keeps its identity when lines move. `ordinal` tells equal subjects of one
    file apart and is set by the engine, as is the final `severity`.
    """

    rule: str
    message: str
    location: Location
    subject: str = ""
    severity: Severity = Severity.WARNING
    confidence: Confidence = Confidence.HIGH
    source_line: str = ""
    hint: str = ""
    evidence: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    ordinal: int = 0

    @property
    def fingerprint(self) -> str:
        """16 hex digits that survive line moves: rule, path, subject and ordinal, never a line number."""
        identity = "\0".join((self.rule, self.location.path, self.subject or self.message, str(self.ordinal)))
        return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one run: findings in stable order, and the numbers that say what was looked at.

    `stats` are ordered counts for the summary, such as documents, claims, resolved; `notes` are sentences
    about the run itself ("not a git repository: history was not read"). `verdict` is that of a review, "" else.
    """

    command: str
    findings: tuple[Finding, ...] = ()
    stats: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    verdict: str = ""
