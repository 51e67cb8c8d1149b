"""Runs rules over facts: select, run, suppress, number, sort. Rules know nothing of any of this."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import translate
from functools import cache
from typing import Any

from ygs_cli.artifacts.markdown import Document
from ygs_cli.config import Config
from ygs_cli.findings import Confidence, Finding, Location, Severity
from ygs_cli.rules import Rule

_COMMENT_SIGNS = ("<!--", "{/*", ".. ")  # Markdown, MDX, reStructuredText
UNUSED_IGNORE = "unused-ignore"
_IGNORE = re.compile(r"ygs:\s*ignore\s+([a-z][a-z0-9-]*)(?:\s+(.*))?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ignore:
    """An inline `<!-- ygs: ignore RULE reason -->` (`{/* */}` in MDX, a comment in reStructuredText): for its own
    line, or at the start of a line for the next block.
    """

    rule: str
    reason: str
    line: int
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run leaves: the findings that stand, and those that an ignore took away."""

    findings: tuple[Finding, ...]
    ignored: tuple[Finding, ...]


def run(
    rules: Sequence[Rule],
    facts: Any,
    config: Config,
    documents: Iterable[Document],
    texts: Mapping[str, Sequence[str]] | None = None,
) -> Outcome:
    """Run the rules that the configuration selects over the facts of their family.

    `documents` carry the inline ignores; `texts` (path -> lines) fill in a finding's source line. An
    ignore that names one of `rules` and silences nothing is itself a finding.
    """
    found: list[Finding] = []
    for rule in rules:
        if _selected(rule, config):
            found += [stamped for finding in rule.check(facts) if (stamped := _stamp(finding, rule, config))]
    documents = tuple(documents)
    lines = {doc.path: doc.lines for doc in documents} | dict(texts or {})
    numbered = _numbered(sorted(found, key=_order), lines)
    return _suppress(numbered, documents, {rule.name for rule in rules if _selected(rule, config)})


def ignores(document: Document) -> tuple[Ignore, ...]:
    """The inline ignores of a document, with the lines each covers."""
    result = []
    for comment in document.comments:
        match = _IGNORE.match(comment.text)
        if match is None:
            continue
        first, last = comment.line, comment.end_line
        if document.line_text(comment.line).lstrip().startswith(_COMMENT_SIGNS):
            last = _end_of_next_block(document, comment.end_line)
        result.append(Ignore(match[1], (match[2] or "").strip(), comment.line, first, last))
    return tuple(result)


def _end_of_next_block(document: Document, line: int) -> int:
    """The last line of the block that starts behind `line`: up to a blank line, or a whole fence."""
    number = line + 1
    while number <= len(document.lines) and not document.line_text(number).strip():
        number += 1
    for fence in document.fences:
        if fence.line - 1 == number:
            return number + fence.text.count("\n") + 1
    while number < len(document.lines) and document.line_text(number + 1).strip():
        number += 1
    return number


def _selected(rule: Rule, config: Config) -> bool:
    if config.rules.get(rule.name, "off") != "off":
        return True
    if any(item.rules.get(rule.name, "off") != "off" for item in config.overrides):
        return True
    return rule.name not in config.rules and config.profile in rule.meta.profiles


def _stamp(finding: Finding, rule: Rule, config: Config) -> Finding | None:
    """The finding with what its rule and the configuration say of it; None where that is off."""
    level = _level(finding.location.path, rule, config)
    if level == "off":
        return None
    sure = rule.meta.confidence if finding.confidence is Confidence.HIGH else finding.confidence
    return replace(finding, rule=rule.name, severity=Severity(level), confidence=sure)


def _level(path: str, rule: Rule, config: Config) -> str:
    level = config.rules.get(rule.name, rule.meta.severity.value)
    for override in config.overrides:
        if rule.name in override.rules and any(matches(path, p) for p in override.paths):
            level = override.rules[rule.name]
    return level


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    """`**/` matches any number of folders, `*` stays within one, a bare folder means all below it."""
    if glob.endswith("/"):
        glob += "**"
    parts = []
    for piece in re.split(r"(\*\*/|\*\*|\*|\?)", glob):
        special = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
        parts.append(special.get(piece) or translate(piece)[4:-3] if piece else "")
    return re.compile("".join(parts) + r"(?:/.*)?\Z", re.DOTALL)


def matches(path: str, glob: str) -> bool:
    """Whether a path relative to the root is meant by a glob of the configuration."""
    return _pattern(glob).match(path) is not None


def _source_line(finding: Finding, lines: Mapping[str, Sequence[str]]) -> str:
    text = lines.get(finding.location.path, ())
    number = finding.location.line
    return finding.source_line or (text[number - 1] if 0 < number <= len(text) else "")


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    place = finding.location
    return (place.path, place.line, place.column, finding.rule, finding.message)


def _numbered(findings: Iterable[Finding], lines: Mapping[str, Sequence[str]]) -> list[Finding]:
    """The findings with the line they stand on, and a number where a file has several about the same."""
    seen: Counter[tuple[str, str, str]] = Counter()
    result = []
    for finding in findings:
        key = (finding.rule, finding.location.path, finding.subject or finding.message)
        result.append(replace(finding, source_line=_source_line(finding, lines), ordinal=seen[key]))
        seen[key] += 1
    return result


def _suppress(findings: list[Finding], documents: Iterable[Document], active: set[str]) -> Outcome:
    standing, ignored = list(findings), []
    for document in documents:
        for ignore in ignores(document):
            hit = [f for f in standing if _covers(ignore, document.path, f)]
            if ignore.reason:
                ignored += hit
                standing = [f for f in standing if f not in hit]
            if ignore.rule in active and not (hit and ignore.reason):
                standing.append(_unused(ignore, document, bool(hit)))
    return Outcome(tuple(sorted(standing, key=_order)), tuple(ignored))


def _covers(ignore: Ignore, path: str, finding: Finding) -> bool:
    place = finding.location
    inside = ignore.first_line <= place.line <= ignore.last_line
    return place.path == path and finding.rule == ignore.rule and inside


def _unused(ignore: Ignore, document: Document, lacks_reason: bool) -> Finding:
    text = document.line_text(ignore.line)
    column = len(text) - len(text.lstrip()) + 1
    if not text.lstrip().startswith(_COMMENT_SIGNS):
        column = max(text.find(sign) for sign in _COMMENT_SIGNS) + 1
    why = "an ignore needs a reason behind the rule's name" if lacks_reason else "nothing to ignore here any more"
    return Finding(
        rule=UNUSED_IGNORE,
        message=f"{why}: {ignore.rule}",
        location=Location(document.path, ignore.line, max(column, 1), len(text) + 1),
        subject=ignore.rule,
        source_line=text,
        hint="say why, or the finding stands" if lacks_reason else "delete the comment",
    )
