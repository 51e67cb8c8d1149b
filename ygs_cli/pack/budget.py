"""What a skill costs: characters in every session's listing, when it is started, and with what it orders read.

Claude Code lists the skills that the model may start as `- name: description - when_to_use`, in a share of 1 %
of the context window that is paid in characters; what does not fit loses its description.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from statistics import median

from ygs_cli.artifacts.markdown import Document, SourceFile, Span, parse
from ygs_cli.pack.catalog import SKILL_FILE, Skill

LISTING_BUDGET = 1_750  # characters that a 200k-token model leaves for all listed skills of a user, measured
FOLDERS = ("references", "assets", "scripts")
SKILL_DIR = "${CLAUDE_SKILL_DIR}/"
_CONDITION = re.compile(r"\b(?:when|whenever|if|unless|only|without)\b", re.IGNORECASE)
LIMITS = ("model_invocable", "listing", "description", "body_median", "body", "closure_median", "closure", "reads")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A file of the skill's own folders that a text of the skill names; `condition`: its sentence says when."""

    target: str
    span: Span
    condition: bool


@dataclass(frozen=True, slots=True)
class Cost:
    """Characters: `row` in each session (0 when only a person starts the skill), `body` when it starts,
    `closure` with the `reads` files that its common path orders read.
    """

    row: int
    body: int
    closure: int
    reads: int


def cost(skill: Skill) -> Cost:
    """What a skill costs. A file named in a sentence that says when to read it is off the common path."""
    body = len(skill.body)
    texts = {file.path: file.data for file in skill.files}
    common = {m.target for m in mentions(skill.document) if not m.condition and m.target in texts}
    common -= {path for path in common if path.startswith("scripts/")}  # run, not read
    extra = sum(len(texts[path].decode("utf-8", "replace")) for path in common)
    return Cost(len(row(skill)) + 1 if skill.model_invocable else 0, body, body + extra, len(common))


def row(skill: Skill) -> str:
    """The skill's line in the listing that the model sees in each session."""
    when = str(skill.front.get("when_to_use", ""))
    return f"- {skill.name}: {skill.description}{f' - {when}' if when else ''}"


def mentions(document: Document) -> tuple[Mention, ...]:
    """The files below `references/`, `assets/` and `scripts/` that links and code spans of a text name."""
    named = [(code.text, code.span) for code in document.code_spans]
    named += [(link.target, link.span) for link in document.links]
    found = []
    for text, span in named:
        target = text.removeprefix(SKILL_DIR).removeprefix("./").partition("#")[0]
        if target.partition("/")[0] in FOLDERS and re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+", target):
            found.append(Mention(target, span, _conditional(document, span, text)))
    return tuple(sorted(found, key=lambda mention: (mention.span.line, mention.span.column)))


def mentions_in(skill: Skill, path: str) -> tuple[Mention, ...]:
    """The same for another Markdown file of the skill."""
    data = next(file.data for file in skill.files if file.path == path)
    text = data.decode("utf-8-sig", "replace")
    return mentions(parse(SourceFile(str(PurePosixPath(skill.path) / path), text)))


def markdown_files(skill: Skill) -> tuple[str, ...]:
    """The Markdown files of a skill besides SKILL.md."""
    return tuple(file.path for file in skill.files if file.path.endswith(".md") and file.path != SKILL_FILE)


def _conditional(document: Document, span: Span, text: str) -> bool:
    around = document.line_text(span.line)
    for paragraph in document.paragraphs:
        if paragraph.line <= span.line <= paragraph.end_line:
            around = " ".join(paragraph.text.split("\n"))
    sentences = [part for part in _SENTENCE.split(around) if text in part]
    return any(_CONDITION.search(part) for part in sentences)


def measure(skills: Sequence[Skill]) -> dict[str, int]:
    """What some skills cost together, by the names of `LIMITS`: sums, medians, and the highest of each."""
    costs = [cost(skill) for skill in skills]
    values = (
        sum(item.row > 0 for item in costs),
        sum(item.row for item in costs),
        max((len(skill.description) for skill in skills), default=0),
        round(median(item.body for item in costs)) if costs else 0,
        max((item.body for item in costs), default=0),
        round(median(item.closure for item in costs)) if costs else 0,
        max((item.closure for item in costs), default=0),
        max((item.reads for item in costs), default=0),
    )
    return dict(zip(LIMITS, values, strict=True))


def tokens(characters: int) -> int:
    """About how many tokens some characters of English make: a quarter, rounded up."""
    return -(-characters // 4)
