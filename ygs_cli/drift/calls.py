"""Calls and signatures as documents write them, in any language of brackets and commas: `f(a, b=1)`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_OPENING, _CLOSING = "([{", ")]}"
_GENERICS = re.compile(r"\s{0,1}(?:::)?<[^<>()]*(?:<[^<>()]*>[^<>()]*)*>|!")
_LIFETIME = re.compile(r"'[a-z_]\w*(?!['\w])")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|#(?!\[)[^\n]*", re.DOTALL)
_LEAD = re.compile(
    r"(?:(?:\*{1,2}|\.{3}|&(?:'\w+\s+)?(?:mut\s+)?|\b(?:mut|final|readonly|public|private|protected|val|var)\s+"
    r"|@\w+(?:\([^()]*\))?\s+)\s*)*(?P<name>[A-Za-z_$][\w$]*)(?P<optional>\s*\?)?\s*"
)
_LAST = re.compile(r"(?P<type>[^=]*[\s*&>\]])(?:\.\.\.\s*)?(?P<name>[A-Za-z_]\w*)\s*$")
_PROMPT = re.compile(r"^\s*(?:\.\.\.\s)?\s*")
_OPTIONAL = re.compile(r"\[\s*,")  # of `f(a[, b])`, where the rest may be left out
_BRACKETED = re.compile(r"\[\s*([A-Za-z_$][\w$]*(?:\s*=[^\[\]]*)?)\s*\]$")
_LIMIT = 4_000  # characters that one call may take


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument. `name` is a parameter that it names, "" for none, at `start` of the text that was read;
    `sign` is what follows the name: "=" for a keyword or a default, ":" for a type, "" for nothing.
    """

    text: str
    offset: int
    name: str = ""
    start: int = 0
    sign: str = ""
    value: str = ""
    value_start: int = 0
    type: str = ""

    @property
    def is_spread(self) -> bool:
        """Whether it stands for any number of arguments."""
        return self.text.startswith(("*", "...", "…")) or self.text in ("/", "")


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in brackets behind a name. `end` is the offset behind the closing bracket."""

    arguments: tuple[Argument, ...]
    end: int

    @property
    def is_open(self) -> bool:
        """Whether it leaves arguments out on purpose: `f(a, ...)`, `f(*args)`."""
        return any(item.is_spread and item.text not in ("/", "*") for item in self.arguments)


def read(text: str, start: int, names: Collection[str]) -> Form | None:
    """The form whose opening bracket stands at `start`, behind generics and a `!`; None when there is none or
    it is not closed. `names` are the parameters that an argument can name.
    """
    generics = _GENERICS.match(text, start)
    opening = generics.end() if generics else start
    if text[opening : opening + 1] != "(":
        return None
    pieces, end = _split(text, opening)
    if not end:
        return None
    found = [_argument(text[first:last], first, names) for first, last in pieces]
    if found and found[-1].text == "":  # a comma at the end
        found.pop()
    return Form(tuple(found), end)


def _split(text: str, opening: int) -> tuple[list[tuple[int, int]], int]:
    """The spans between the commas of a bracket, and the offset behind it, 0 when it is not closed."""
    depth, place, first, optional = 0, opening, opening + 1, 0
    pieces: list[tuple[int, int]] = []
    limit = min(len(text), opening + _LIMIT)
    while place < limit:
        char = text[place]
        if char in "\"'`":
            place = _after_string(text, place)
            continue
        if char in "/#" and (comment := _COMMENT.match(text, place)):
            place = comment.end()
            continue
        if char == "[" and depth == 1 and _OPTIONAL.match(text, place):
            optional += 1
        elif char == "]" and depth == 1 and optional:
            optional -= 1
        elif char in _OPENING or (char == "<" and _is_generic(text, place)):
            depth += 1
        elif char in _CLOSING or (char == ">" and depth > 1 and text[place - 1] not in "-="):
            depth -= 1
            if depth == 0:
                pieces.append((first, place))
                return pieces, place + 1
        elif char == "," and depth == 1:
            pieces.append((first, place))
            first = place + 1
        place += 1
    return [], 0


def _is_generic(text: str, place: int) -> bool:
    return (
        bool(re.match(r"<[\w\s,.:&'*?\[\]<>|]*>", text[place : place + 200])) and text[place - 1 : place].isalnum()
    )


def _after_string(text: str, place: int) -> int:
    quote = text[place]
    if quote == "'" and text[place - 1] in "&<" and (lifetime := _LIFETIME.match(text, place)):
        return lifetime.end()
    triple = quote * 3
    if text.startswith(triple, place):
        end = text.find(triple, place + 3)
        return end + 3 if end >= 0 else len(text)
    at = place + 1
    while at < len(text) and text[at] != quote:
        if text[at] == "\n" and quote != "`":
            return place + 1  # an apostrophe
        at += 2 if text[at] == "\\" else 1
    return at + 1


def _argument(raw: str, offset: int, names: Collection[str]) -> Argument:
    plain = _COMMENT.sub(lambda match: " " * len(match[0]), raw) if "#" in raw or "/" in raw else raw
    lead = _PROMPT.match(plain)
    skipped = lead.end() if lead and not plain.strip().startswith("...") else len(plain) - len(plain.lstrip())
    text = plain[skipped:].rstrip()
    start = offset + skipped
    bracketed = _BRACKETED.match(text)
    if bracketed and bracketed[1].partition("=")[0].strip() in names:
        text, start = bracketed[1], start + bracketed.start(1)
    elif text.count("[") != text.count("]"):  # `a` of `f(a[, b])`, and `b`
        text = text.rstrip("[] ")
    match = _LEAD.match(text)
    if match is None:
        return Argument(text, start)
    rest = text[match.end() :]
    known = match["name"] in names
    at = start + match.start("name")
    if rest.startswith("=") and not rest.startswith(("==", "=>")):
        return _valued(text, start, match["name"] if known else "", at, rest, "=")
    if rest.startswith(":") and not rest.startswith("::"):
        return _typed(text, start, match, at, rest, known)
    if not rest:
        return Argument(text, start, match["name"] if known else "", at)
    last = _LAST.match(text)
    if last and last["name"] in names:
        return Argument(text, start, last["name"], start + last.start("name"), ":", type=last["type"].strip())
    if known and re.match(r"[\w*\[&.(]", rest) and text[match.end() - 1 : match.end()].isspace():
        return Argument(text, start, match["name"], at, ":", type=rest.strip())
    return Argument(text, start)


def _valued(text: str, start: int, name: str, at: int, rest: str, sign: str) -> Argument:
    value = rest[1:].strip()
    return Argument(text, start, name, at, sign, value, start + len(text) - len(value))


def _typed(text: str, start: int, match: re.Match[str], at: int, rest: str, known: bool) -> Argument:
    name = match["name"] if known else ""
    annotation, sign, value = _annotation(rest[1:])
    value_start = start + len(text) - len(value) if sign else 0
    return Argument(text, start, name, at, ":", value, value_start, annotation)


def _annotation(rest: str) -> tuple[str, str, str]:
    """A type and the default behind it."""
    found = re.search(r"(?<![=!<>])=(?![=>])", rest)
    if found is None:
        return rest.strip(), "", ""
    return rest[: found.start()].strip(), "=", rest[found.end() :].strip()


def squeezed(text: str) -> str:
    """Code for comparison: without white space, with one kind of quotes."""
    return re.sub(r"\s+", "", text).replace('"', "'").rstrip(",;")
