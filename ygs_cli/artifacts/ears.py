"""The six EARS forms of a requirement sentence.

Mavin, Wilkinson, Harwood, Novak: Easy Approach to Requirements Syntax (RE 2009): ubiquitous, event-driven
(When), state-driven (While), optional feature (Where), unwanted behaviour (If ... then), and combinations.
"""

from __future__ import annotations

import re

_SHALL = re.compile(r"\bshall\b", re.IGNORECASE)
_KEYWORD = re.compile(r"(?:^|,\s*(?:and\s+|then\s+)?)(while|when|where|if)\b", re.IGNORECASE)
_FORMS = {
    "when": "event-driven",
    "while": "state-driven",
    "where": "optional feature",
    "if": "unwanted behaviour",
}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`*\"])")
_MARKUP = re.compile(r"[*_>\s]+")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a paragraph, line breaks and emphasis removed."""
    return tuple(item for item in _SENTENCE_END.split(_MARKUP.sub(" ", text).strip()) if item)


def responses(sentence: str) -> int:
    """How many responses a sentence asks for: its number of "shall"."""
    return len(_SHALL.findall(sentence))


def form(sentence: str) -> str:
    """The name of the form that a sentence has, "" for none.

    Each form ends in "the <system> shall <response>"; a condition before it is closed by a comma.
    """
    shall = _SHALL.search(sentence)
    if shall is None or not sentence[shall.end() :].strip(" .,;:"):
        return ""
    before = sentence[: shall.start()].strip()
    keywords = {match[1].lower() for match in _KEYWORD.finditer(before)}
    subject = before.rpartition(",")[2] if keywords else before
    subject = re.sub(r"^\s*then\b", "", subject, flags=re.IGNORECASE).strip()
    if not subject or _KEYWORD.match(subject):
        return ""
    return "complex" if len(keywords) > 1 else _FORMS[keywords.pop()] if keywords else "ubiquitous"
