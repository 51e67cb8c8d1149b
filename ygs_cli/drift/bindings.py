"""Documents bound to code by hand: `covers:` with `reviewed:`, and the anchors of fiberplane/drift.

A binding names a file, a glob or `path#Symbol`, and when somebody last confirmed the document: a commit, or a day.
https://github.com/fiberplane/drift
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ygs_cli import yaml_text
from ygs_cli.artifacts.markdown import Document, HtmlComment, Span
from ygs_cli.drift.model import Claim, Kind
from ygs_cli.errors import YgsError

_INLINE = re.compile(r"@\./(?P<path>[\w./+-]+?)(?:#(?P<symbol>[A-Za-z_][\w.]*))?@(?P<commit>[0-9a-f]{7,40})\b")
_BINDING = re.compile(r"(?P<path>[^#@\s]+)(?:#(?P<symbol>[^@\s]+))?(?:@(?P<commit>[0-9a-z:]+))?$")
_MOMENT = re.compile(r"(?:[0-9a-f]{7,40}|\d{4}-\d{2}-\d{2})$")


def claims(document: Document) -> Iterator[Claim]:
    """The bindings of a document that say when they were confirmed: "path#symbol@moment"."""
    front = document.front_matter
    data = front.data if front else {}
    reviewed = str(data.get("reviewed") or "")
    if front:
        yield from _listed(document, data.get("covers"), range(1, front.end_line + 1), reviewed)
        yield from _anchors(document, data, range(1, front.end_line + 1))
    for comment in document.comments:
        if comment.text.startswith("drift:"):
            yield from _anchors(document, _yaml(comment), range(comment.line, comment.end_line + 1))
    for number, line in enumerate(document.lines, 1):
        for match in _INLINE.finditer(line) if "@./" in line else ():
            name = f"{match['path']}#{match['symbol'] or ''}@{match['commit']}"
            yield _claim(document, name, number, match.start(), match.end())


def _anchors(document: Document, data: Mapping[str, object], lines: range) -> Iterator[Claim]:
    block = data.get("drift")
    files = block.get("files") if isinstance(block, dict) else None
    yield from _listed(document, files, lines, "")


def _yaml(comment: HtmlComment) -> Mapping[str, object]:
    try:
        data = yaml_text.load(comment.text, "")
    except YgsError:
        return {}
    return data if isinstance(data, dict) else {}


def _listed(document: Document, items: object, lines: range, reviewed: str) -> Iterator[Claim]:
    for item in items if isinstance(items, list) else ():
        match = _BINDING.match(str(item))
        if match is None:
            continue
        commit = match["commit"] or reviewed
        for number in lines:
            column = document.line_text(number).find(str(item))
            if column >= 0:
                if _MOMENT.match(commit):
                    name = f"{match['path']}#{match['symbol'] or ''}@{commit}"
                    yield _claim(document, name, number, column, column + len(str(item)))
                break


def _claim(document: Document, name: str, line: int, start: int, end: int) -> Claim:
    token = document.line_text(line)[start:end]
    return Claim(Kind.COVER, token, name, document.path, Span(line, start + 1, end + 1), "binding")
