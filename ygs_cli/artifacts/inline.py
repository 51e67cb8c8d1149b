"""The inline parts of a Markdown block that name something: code, links, images, HTML; each with its offsets.

CommonMark 0.31.2, section 6, without emphasis and entities, which hold no names. markdown-it-py finds the blocks;
its inline tokens have no position, and looking for each of them again costs more than finding them here.
https://spec.commonmark.org/0.31.2/#inlines
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_SIGN = re.compile(r"\\[!-/:-@\[-`{-~]|`+|<|!?\[|\]")
_AUTOLINK = re.compile(
    r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x1f]*|[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)>",
    re.ASCII,
)
_ATTRIBUTE = r"""\s+[a-zA-Z_:][\w:.-]*(?:\s*=\s*(?:[^"'=<>`\s]+|'[^']*'|"[^"]*"))?"""
_HTML = re.compile(
    rf"<[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*\s*/?>|</[A-Za-z][A-Za-z0-9-]*\s*>"
    r"|<!---?>|<!--(?:[^-]|-[^-]|--[^>])*-->|<\?.*?\?>|<![A-Za-z][^>]*>|<!\[CDATA\[.*?\]\]>",
    re.DOTALL | re.ASCII,
)
_PLAIN = r"[^\s()\\<\x00-\x1f]|\\\S|<"
_BALANCED = rf"(?:{_PLAIN}|\((?:{_PLAIN}|\((?:{_PLAIN})*\))*\))"
_TITLE = r"""\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))"""
_TARGET = re.compile(rf"\(\s*(?:<((?:[^<>\n\\]|\\.)*)>|((?!<){_BALANCED}*))(?:{_TITLE})?\s*\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Inline:
    """One part. `kind` is code, link, image, autolink or html. `text` is the content of code (line breaks as
    spaces), the target of a link as written, the whole of HTML; it stands from `start` to `end`.
    """

    kind: str
    text: str
    start: int
    end: int


def scan(text: str) -> Iterator[Inline]:
    """The parts of the content of one block, in order of their end. Never raises."""
    brackets: list[bool] = []  # of those that are open: whether it is an image's
    position = 0
    while (sign := _SIGN.search(text, position)) is not None:
        mark, position = sign[0], sign.end()
        if mark[0] == "`":
            closing = _back_ticks(len(mark)).search(text, position)
            if closing is not None:
                yield _code(text, position, closing.start())
                position = closing.end()
        elif mark == "<":
            if match := _AUTOLINK.match(text, sign.start()):
                yield Inline("autolink", match[1], match.start(1), match.end(1))
                position = match.end()
            elif match := _HTML.match(text, sign.start()):
                yield Inline("html", match[0], match.start(), match.end())
                position = match.end()
        elif mark == "]":
            is_image = brackets.pop() if brackets else None
            target = _TARGET.match(text, position) if is_image is not None else None
            if target is not None:
                group = 1 if target[1] is not None else 2
                kind = "image" if is_image else "link"
                yield Inline(kind, target[group], target.start(group), target.end(group))
                position = target.end()
                if not is_image:  # a link holds no other: what is open around it opens none
                    brackets = [image for image in brackets if image]
        elif mark[0] != "\\":
            brackets.append(mark[0] == "!")


@cache
def _back_ticks(count: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!`)`{{{count}}}(?!`)")


def _code(text: str, start: int, end: int) -> Inline:
    content = text[start:end].replace("\n", " ")
    if len(content) > 2 and content[0] == content[-1] == " " and content.strip(" "):
        return Inline("code", content[1:-1], start + 1, end - 1)
    return Inline("code", content, start, end)
