"""The six EARS forms of a requirement sentence.

Mavin, Wilkinson, Harwood, Novak: Easy Approach to Requirements Syntax (RE 2009): ubiquitous, event-driven
(When), state-driven (While), optional feature (Where), unwanted behaviour (If ... then), and combinations.
"""

from __future__ import annotations

import re

_SHALL = re.compile(r"\bshall\b", re.IGNORECASE)
_KEYWORD = re.compile(r"(?:^|,\s*(?:and\s+|then\s+)?)(while|when|where|if)\b", re.IGNORECASE)
_UNWANTED = re.compile(r"if\b", re.IGNORECASE)
_CODE = re.compile(r"`[^`]*`")
_PURPOSE = re.compile(
    r"\b(?:so that|in order to|to (?:enable|allow|ensure|keep|prevent)|for eas[iy])", re.IGNORECASE
)
_FORMS = {
    "when": "event-driven",
    "while": "state-driven",
    "where": "optional feature",
    "if": "unwanted behaviour",
}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`*\"])")
# what closes a condition: a comma, THEN, or, where key words are in capitals, the system's THE
_CLOSED = re.compile(r",|\b[Tt]hen\b|\bTHEN\b|\bTHE\b")
_MARKUP = re.compile(r"[*_>\s]+")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a paragraph, line breaks and emphasis removed."""
    return tuple(item for item in _SENTENCE_END.split(_MARKUP.sub(" ", text).strip()) if item)


def responses(sentence: str) -> int:
    """How many responses a sentence asks for: its number of "shall"."""
    return len(_SHALL.findall(sentence))


def response(sentence: str) -> str:
    """What is asked for: the words behind "shall", without code and without the purpose; "" when nothing is."""
    shall = _SHALL.search(sentence)
    return _PURPOSE.split(_CODE.sub("", sentence[shall.end() :]), maxsplit=1)[0] if shall else ""


def is_failure(sentence: str) -> bool:
    """Whether it says what happens when something unwanted does: If ..., then the <system> shall ..."""
    return _UNWANTED.match(sentence) is not None and _SHALL.search(sentence) is not None


def form(sentence: str) -> str:
    """The name of the form that a sentence has, "" for none.

    Each form ends in "the <system> shall <response>"; a condition before it is closed by a comma or by "then".
    """
    shall = _SHALL.search(sentence)
    if shall is None or not sentence[shall.end() :].strip(" .,;:"):
        return ""
    before = sentence[: shall.start()].strip()
    keywords = {match[1].lower() for match in _KEYWORD.finditer(before)}
    subject = _CLOSED.split(before)[-1] if keywords and _CLOSED.search(before) else "" if keywords else before
    subject = subject.strip()
    if not subject or _KEYWORD.match(subject):
        return ""
    return "complex" if len(keywords) > 1 else _FORMS[keywords.pop()] if keywords else "ubiquitous"
