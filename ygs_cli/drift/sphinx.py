"""Names that Sphinx is told to document: `.. autoclass:: flask.Flask` and its `:members:`.

https://www.sphinx-doc.org/en/master/usage/extensions/autodoc.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.markdown import Document, Span
from ygs_cli.drift.model import Claim, Kind

_DIRECTIVE = re.compile(
    r"[ \t]*\.\.[ \t]+(?:py:)?(?P<directive>module|currentmodule|auto[a-z]+|function|class|method|attribute"
    r"|exception|data|decorator)::[ \t]+(?P<name>[A-Za-z_][\w.]*)"
)
_MEMBERS = re.compile(r"[ \t]+:members:[ \t]+(?=\w)")
_MODULES = frozenset(("module", "currentmodule", "automodule"))


def claims(document: Document) -> Iterator[Claim]:
    """The names of API directives. Those of `auto` directives must be found by Sphinx too; the others define
    what they name, in the document, and say little by themselves.
    """
    module = owner = ""
    for number, line in enumerate(document.lines, 1):
        if match := _DIRECTIVE.match(line):
            kind, name = match["directive"], match["name"]
            if kind in _MODULES:
                module = name
            owner = name if kind in _MODULES or not module or name.startswith(module + ".") else f"{module}.{name}"
            is_auto = kind.startswith("auto") or kind in _MODULES
            yield _claim(document.path, name, owner if is_auto else name, number, match.start("name"), is_auto)
        elif owner and (members := _MEMBERS.match(line)):
            for word in re.finditer(r"\w+", line[members.end() :]):
                start = members.end() + word.start()
                yield _claim(document.path, word[0], f"{owner}.{word[0]}", number, start, True)


def _claim(path: str, token: str, name: str, line: int, start: int, is_auto: bool) -> Claim:
    span = Span(line, start + 1, start + 1 + len(token))
    origin = "directive" if is_auto else "code"
    return Claim(Kind.SYMBOL, token, name, path, span, origin, strong=is_auto)
