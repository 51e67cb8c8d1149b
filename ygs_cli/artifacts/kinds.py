"""The kinds of life-cycle documents, one row each: what `ygs new` makes and what `ygs lint` asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ygs_cli.errors import YgsError, closest

PRIORITIES = ("MUST", "SHOULD", "MAY")
SIZES = ("XS", "S", "M", "L", "XL")


@dataclass(frozen=True, slots=True)
class Field:
    """One key of the front matter.

    `form` is text, date, number, choice, list (of text) or ids. A `required` key must be there; a `filled`
    one must also have a value once the document is no draft. `prefixes` are the kinds of id that an ids
    field takes; none means any.
    """

    name: str
    form: str
    required: bool = False
    filled: bool = False
    choices: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    `folders`: the default folder first, then other names under which projects keep the same thing.
    `statuses`: in the order of a life; a new document has the first. In the `open_statuses` a section may
    still be empty; the `closing_sections` need words only in the last status. `core`: its word or its prefix
    alone is a sign that a document is ours.
    """

    name: str
    prefix: str
    noun: str
    folders: tuple[str, ...]
    statuses: tuple[str, ...]
    open_statuses: tuple[str, ...]
    sections: tuple[str, ...]
    closing_sections: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    core: bool = False

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The fields that every kind has, then its own."""
        return (*_common(self), *self.fields)


def _common(kind: Kind) -> tuple[Field, ...]:
    return (
        Field("id", "text", required=True),
        Field("kind", "text", required=True),
        Field("title", "text", required=True),
        Field("status", "choice", required=True, choices=kind.statuses, default=kind.statuses[0]),
        Field("date", "date", required=True),
        Field("owners", "list", required=True, filled=True),
        Field("links", "ids", required=True),
    )


_COVERS = (Field("covers", "list"), Field("reviewed", "text"))
_SOURCES = Field("sources", "ids", required=True)
_DOCUMENT = ("draft", "in-review", "approved", "superseded", "withdrawn")
_OPEN = ("draft", "in-review", "withdrawn")
_REPORT = ("draft", "final")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(";"))


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "prd",
            "PRD",
            "product requirements document",
            ("docs/prd", "docs/prds", "docs/requirements", "docs/product"),
            _DOCUMENT,
            _OPEN,
            _names(
                "Problem; Users; Success metric; Capabilities; Requirements; Non-goals; Assumptions; "
                "Risks and kill criteria; Open questions"
            ),
            core=True,
        ),
        Kind(
            "trd",
            "TRD",
            "technical requirements document",
            ("docs/trd", "docs/trds"),
            _DOCUMENT,
            _OPEN,
            _names(
                "Goals and non-goals; Entities; Interfaces; State machines; Data; Dependencies; "
                "Failure modes; Norms and safeguards; Order of work; Traceability; Tests; Observability; "
                "Rollout and rollback; Risks"
            ),
            fields=_COVERS,
            core=True,
        ),
        Kind(
            "design-doc",
            "DD",
            "design document",
            ("docs/architecture", "docs/design", "docs/designs", "docs/design-docs", "docs/rfcs", "docs/rfc"),
            _DOCUMENT,
            _OPEN,
            _names(
                "Executive summary; Background and current state; Proposal; Architecture; Alternatives; "
                "Functional requirements; Non-functional requirements; Rollout and future; Decision log"
            ),
            fields=_COVERS,
            core=True,
        ),
        Kind(
            "adr",
            "ADR",
            "decision record",
            (
                "docs/adr",
                "docs/adrs",
                "docs/decisions",
                "docs/architecture/decisions",
                "docs/architecture/adr",
                "docs/architecture-decisions",
                "adr",
                "adrs",
                "decisions",
            ),
            ("proposed", "accepted", "rejected", "deprecated", "superseded"),
            ("proposed",),
            _names("Context; Decision; Alternatives; Consequences; Reversibility"),
            fields=(
                Field("deciders", "list", required=True, filled=True),
                Field("supersedes", "ids", prefixes=("ADR",)),
                Field("superseded_by", "ids", prefixes=("ADR",)),
            ),
            core=True,
        ),
        Kind(
            "threat-model",
            "TM",
            "threat model",
            ("docs/threat-models", "docs/threat-model", "docs/security/threat-models", "docs/threats"),
            _DOCUMENT,
            _OPEN,
            _names(
                "Purpose and scope; Security tenets; Architecture and components; "
                "Trust boundaries and entry points; Assets and data classes; Actors; Assumptions; "
                "STRIDE analysis; Anti-pattern review; Mitigations; Security tests; Compliance and privacy; "
                "Open items and accepted risks"
            ),
            fields=_COVERS,
            core=True,
        ),
        Kind(
            "task",
            "TASK",
            "task",
            ("tasks",),
            ("backlog", "in-progress", "done"),
            ("backlog",),
            _names("Delivers; Acceptance criteria; Log; Deviations; Actuals"),
            _names("Log; Deviations; Actuals"),
            (
                _SOURCES,
                Field("priority", "choice", required=True, choices=PRIORITIES, default="SHOULD"),
                Field("size", "choice", required=True, choices=SIZES, default="S"),
                Field("mode", "choice", required=True, choices=("autonomous", "human"), default="autonomous"),
                Field("wave", "number"),
                Field("depends_on", "ids", required=True, prefixes=("TASK",)),
                Field("planned_files", "list", required=True),
                Field("started", "date"),
                Field("finished", "date"),
            ),
            core=True,
        ),
        Kind(
            "spike",
            "SPK",
            "spike",
            ("docs/spikes", "docs/spike"),
            ("planned", "running", "concluded"),
            ("planned",),
            _names(
                "Question and hypothesis; Time box; Relaxed for this; Experiment; Findings; Verdict; What follows"
            ),
            _names("Findings; Verdict; What follows"),
            (
                _SOURCES,
                Field("branch", "text", required=True, filled=True),
                Field("verdict", "choice", choices=("confirmed", "refuted", "inconclusive")),
            ),
        ),
        Kind(
            "estimate",
            "EST",
            "estimate",
            ("docs/estimates", "docs/estimate"),
            ("draft", "agreed", "closed"),
            ("draft",),
            _names(
                "What is estimated; Assumptions and exclusions; Breakdown; Forgotten work; Uncertainty; Range; "
                "Capacity and calendar; Actuals"
            ),
            _names("Actuals"),
            (_SOURCES,),
        ),
        Kind(
            "test-plan",
            "TP",
            "test plan",
            ("docs/test-plans", "docs/test-plan"),
            _DOCUMENT,
            _OPEN,
            _names(
                "Scope and risks; Levels and seams; Cases; Data and environments; Load; Failure injection; "
                "Release gates; Not tested"
            ),
            fields=(_SOURCES,),
        ),
        Kind(
            "review",
            "RV",
            "review report",
            ("docs/reviews", "docs/review"),
            ("open", "closed"),
            ("open",),
            _names("Scope; Findings; Unread; Questions; Answers"),
            _names("Answers"),
            (Field("reviewed", "text", required=True, filled=True),),
        ),
        Kind(
            "qa-report",
            "QA",
            "QA report",
            ("docs/qa-reports", "docs/qa"),
            _REPORT,
            ("draft",),
            _names("Build and environment; Scores; Matrix; Adversarial inputs; Defects; Not tested"),
            fields=(_SOURCES, Field("build", "text", required=True, filled=True)),
        ),
        Kind(
            "uat-report",
            "UAT",
            "UAT report",
            ("docs/uat-reports", "docs/uat"),
            _REPORT,
            ("draft",),
            _names("Build and people; Stories; Off the path; Messages; Failures; Not tried"),
            fields=(_SOURCES, Field("build", "text", required=True, filled=True)),
        ),
        Kind(
            "postmortem",
            "PM",
            "postmortem",
            ("docs/postmortems", "docs/postmortem", "docs/post-mortems", "docs/incidents"),
            ("draft", "in-review", "published"),
            ("draft", "in-review"),
            _names(
                "Summary; Impact; Timeline; Detection and response; Causes; Barriers that failed; What helped; "
                "Actions"
            ),
        ),
        Kind(
            "retro",
            "RET",
            "retrospective",
            ("docs/retro", "docs/retros", "docs/retrospectives"),
            _REPORT,
            ("draft",),
            _names(
                "Period; Last actions; What people said; Facts; Patterns; Keep, start, stop; Estimate calibration"
            ),
        ),
        Kind(
            "learning",
            "LRN",
            "learning",
            ("docs/learnings", "docs/learning", "docs/lessons"),
            ("proposed", "active", "retired"),
            ("proposed",),
            _names("Trigger; Lesson; Evidence; Holds until"),
            fields=(Field("triggers", "list", required=True, filled=True),),
        ),
        Kind(
            "handoff",
            "HO",
            "handoff",
            ("docs/handoffs", "docs/handoff"),
            ("open", "taken"),
            ("open",),
            _names("Goal; State; Not committed; Next step; Decisions and dead ends; How to check; Waiting for"),
            fields=(
                Field("branch", "text", required=True, filled=True),
                Field("commit", "text", required=True, filled=True),
            ),
        ),
        Kind(
            "runbook",
            "RB",
            "runbook",
            ("docs/runbooks", "docs/runbook", "runbooks"),
            ("draft", "active", "retired"),
            ("draft",),
            _names("When to use; Impact; First look; Diagnosis; Mitigation; Verification; Escalation; Afterwards"),
            fields=(Field("alerts", "list", required=True), *_COVERS),
        ),
        Kind(
            "release-notes",
            "REL",
            "release notes",
            ("docs/release-notes", "docs/releases"),
            ("draft", "released"),
            ("draft",),
            _names(
                "Highlights; Breaking changes; Added; Changed; Fixed; Security; Upgrade and rollback; Known issues"
            ),
            fields=(Field("version", "text", required=True, filled=True),),
        ),
    )
}

OF_PREFIX: dict[str, Kind] = {kind.prefix: kind for kind in KINDS.values()}

_ID = re.compile(rf"({'|'.join(OF_PREFIX)})-(\d{{3,6}})", re.IGNORECASE)


def named(name: str) -> Kind:
    """The kind with this name. Raises YgsError with the nearest name for an unknown one."""
    if name not in KINDS:
        raise YgsError(f"unknown kind '{name}'", hint=closest(name, KINDS))
    return KINDS[name]


def number_of(identifier: str) -> tuple[str, int] | None:
    """Prefix and number of an id of one of our kinds: `adr-012` and `ADR-0012` are the same; else None."""
    match = _ID.fullmatch(identifier)
    return (match[1].upper(), int(match[2])) if match else None


def identifier(kind: Kind, number: int) -> str:
    """The id of a document as it is written: prefix and at least four digits."""
    return f"{kind.prefix}-{number:04d}"
