"""The words of drift: what a document claims, and what became of the claim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ygs_cli.artifacts.markdown import Span

SURE = 0.9  # likeness from which a unique pairing is an edit that may be made without asking


class Kind(StrEnum):
    """What a claim is about."""

    PATH = "path"
    LINK = "link"
    ANCHOR = "anchor"
    SYMBOL = "symbol"
    PARAMETER = "parameter"  # `name` is "function(parameter)"; "" or ".name" for a function that is not known
    DEFAULT = "default"  # `80` is "function(parameter=80)"
    SIGNATURE = "signature"  # the whole form: "function(a, b=1)"
    MEMBER = "member"  # an entity of a data model, or "Entity.member"
    TYPE = "type"  # "Entity.member:type"
    EDGE = "edge"  # "left -> right", a dependency between modules, or "left -/> right", that there is none
    COVER = "cover"  # "path#symbol@moment": the document was held against this code then
    FLAG = "flag"  # `name` is "--flag" whatever the document writes
    COMMAND = "command"  # `name` is "program word", or "make target"
    VARIABLE = "variable"
    KEY = "key"  # `name` may be dotted; the last part is claimed
    ENDPOINT = "endpoint"  # `name` is "GET /path", or "/path"


class Outcome(StrEnum):
    """How a claim compares with the project."""

    FOUND = "found"
    MISSING = "missing"
    EXEMPT = "exempt"  # recognised as something that is not ours to judge; `reason` says why
    UNPROVEN = "unproven"  # does not resolve, and nothing shows that it ever meant this project


class Claim(NamedTuple):  # tens of thousands are made and hashed in a run: twice as quick as a dataclass
    """One token of a document that says something about the project.

    `token` is the text at `span`, exactly; `name` is what it stands for: a path without its line suffix,
    or a symbol with import aliases replaced. `strong` claims may be reported on their form alone, others
    only with evidence. Claims of one drawing (a directory tree, a data model) share a `group` and are
    judged together.
    """

    kind: Kind
    token: str
    name: str
    document: str
    span: Span
    origin: str = "code"  # code, link, image, html, definition, include, fence, shell or tree
    strong: bool = True
    group: int = 0
    line_text: str = ""  # the whole line it stands on


@dataclass(frozen=True, slots=True)
class Evidence:
    """When a claim that is missing now did resolve, and what happened since.

    `position` and `commit` name the moment, `target` and `line` what it resolved to then. `removal` is the
    commit that took it away, `became` what it is called now, `token` the text that should stand in the
    document instead, with `similarity` from 0 to 1. `certain` is False when history is cut off there.
    """

    position: int
    commit: str
    target: str
    line: int = 0
    certain: bool = True
    removal: str = ""
    became: str = ""
    token: str = ""
    similarity: float = 0.0
    now: str = ""  # path of what it became
    now_line: int = 0


class Resolution(NamedTuple):
    """What became of a claim. `target` is the file or definition found, or the place that was looked at;
    `reason` explains an exemption or says what is missing.
    """

    claim: Claim
    outcome: Outcome
    target: str = ""
    reason: str = ""
    line: int = 0  # of the definition, when `target` is a file that holds it
    evidence: Evidence | None = None
