"""Document -> claims: every token that says something about the project, with its exact place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.markdown import Document, Fence, Link, Span
from ygs_cli.drift import architecture, bindings, examples, forms, languages, listing, models, sphinx, vocabulary
from ygs_cli.drift.filetree import decode
from ygs_cli.drift.model import Claim, Kind
from ygs_cli.drift.surface import claims as surface

_PATH = re.compile(r"[\w.@~$%+\-/*?\[\]{},<>\\…:#]+")
_PLACE = re.compile(r"(?::\d+(?::\d+|-\d+)?|#L\d+(?:-L?\d+)?)$")  # file.py:12, file.py#L3-L9
_ANCHORED = re.compile(r"(?P<path>[\w./@+-]+\.\w+)(?:#|::)(?P<symbol>[A-Za-z_][\w.]*(?:::\w+)*)(?:\(\))?$")
_NAME = r"(?P<name>\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)"
_DOTTED = re.compile(rf"(?:@|(?:async )?def |class )?{_NAME}(?:\(\s*(?:\.\.\.|…)?\s*\))?$")
_CALL = re.compile(rf"(?:\w+ = )?(?:await |async with |with |raise |return |(?:async )?def |class |@)?{_NAME}\(")
_ARGUMENT = re.compile(r"[(,]\s*\*{0,2}(?P<name>[a-z_]\w*)\s*(?=(?P<sign>[=:,)])(?!==))")
_SETTING = re.compile(r"(?P<name>[a-z_]\w*)=(?!=)(?:[\w.\[\](){}'\"-]|\.\.\.|…)[^ ]*$")
_DIRECTIVE = re.compile(r":{3,}[ \t]+(?P<name>[A-Za-z_]\w*(?:\.\w+)+)[ \t]*$")
_ITEM = re.compile(r"[ \t]+-[ \t]+(?P<name>[A-Za-z_]\w*)[ \t]*$")
_MEMBERS = re.compile(r"[ \t]+:members:[ \t]+(?=\w)")
_FOREIGN_CALL = re.compile(r"`[a-z]\w*\.[A-Z]\w*[.(`]")  # `library.Class`: the settings beside it may be its own
_IMPORT = re.compile(r"(?:from\s+[\w.]+\s+import|import)\s+\w")
_INCLUDE = re.compile(
    r"""\{[*!]>?\s*(?P<a>[\w./+-]+)|--8<--\s+["'](?P<b>[^"':]+)|\{\{#\w*include\s+(?P<c>[^\s:}]+)"""
    r"""|<!--\s*@include:\s*(?P<d>[^\s>]+)|^\s*<<<\s+(?:@/)?(?P<e>[^\s{#]+)|\.\. literalinclude::\s+(?P<f>\S+)"""
)
_WORD = re.compile(r"[\w.@+\-/]+")
_STEPS = re.compile(r"(?:\./)?[A-Za-z_.][\w.-]*(?:/[\w.-]+)+")  # a path without an ending, from the root
_PROMPT = re.compile(r"^[ \t]*(?:[$%>\u276f]|[\w~@:/.-]+[$\u276f])[ \t]+\S", re.MULTILINE)
_PROSE_FENCES = frozenset("mermaid diff patch http latex math output".split())


def extract(document: Document) -> Iterator[Claim]:
    """Every claim of a document, in no particular order. What is not ours to judge is sorted out later."""
    yield from _links(document)
    for code in document.code_spans:
        if code.span.end_column - code.span.column == len(code.text):
            yield from _code(document.path, code.text, code.span, document.line_text(code.span.line))
    yield from _fences(document)
    yield from _includes(document)
    yield from _covers(document)
    yield from bindings.claims(document)
    yield from models.claims(document)
    yield from architecture.claims(document)
    yield from sphinx.claims(document) if document.path.endswith(".rst") else _directives(document)
    yield from surface.extract(document)


def _links(document: Document) -> Iterator[Claim]:
    for link in document.links:
        if link.kind == "autolink" or not link.target.strip():
            continue
        yield from _link(document, link)


def _link(document: Document, link: Link) -> Iterator[Claim]:
    place, _, anchor = link.target.partition("#")
    span = link.span
    if place:
        end = span.column + len(place)
        name = decode(place.partition("?")[0])
        yield Claim(Kind.LINK, place, name, document.path, Span(span.line, span.column, end), link.kind)
    if anchor and link.kind != "image":
        start = span.column + len(place)
        target = decode(link.target.partition("?")[0].partition("#")[0]) + "#" + decode(anchor)
        token = "#" + anchor
        yield Claim(Kind.ANCHOR, token, target, document.path, Span(span.line, start, span.end_column), link.kind)


def _code(path: str, text: str, span: Span, line: str) -> Iterator[Claim]:
    """The claims of one inline code span."""
    start = len(text) - len(text.lstrip("\"' "))
    token = text.strip("\"' ")
    if not token:
        return
    place = Span(span.line, span.column + start, span.column + start + len(token))
    if _IMPORT.match(token):
        python = languages.of_fence("python")
        if python:
            yield from examples.inline(python, token, path, place)
    elif vocabulary.is_address(token):
        return
    elif match := _ANCHORED.match(token.removeprefix("@")):
        yield from _anchored(path, token, match, place)
    elif _PATH.fullmatch(token) and ("/" in token or vocabulary.has_file_ending(token)):
        yield _path_claim(path, token, place)
    elif match := _DOTTED.match(token):
        yield _symbol(path, match, place)
    elif match := _CALL.match(token):
        yield _symbol(path, match, place)
        yield from _arguments(path, token, match, place)
        yield from forms.claims(path, token, match["name"], match.start("name"), place)
    elif (match := _SETTING.match(token)) and not _FOREIGN_CALL.search(line):
        start = place.column + match.start("name")
        shown = Span(place.line, start, start + len(match["name"]))
        yield Claim(Kind.PARAMETER, match["name"], f"({match['name']})", path, shown, "code", strong=False)
    elif " " in token and "/" in token:
        yield from _words(path, token, place, "shell")


def _anchored(document: str, token: str, match: re.Match[str], place: Span) -> Iterator[Claim]:
    """`path#Symbol` and `path::symbol`: the file, and the symbol inside it."""
    shift = place.column + len(token) - len(token.removeprefix("@"))
    file = Span(place.line, shift, shift + match.end("path"))
    yield Claim(Kind.PATH, match["path"], match["path"].removeprefix("./"), document, file)
    inside = Span(place.line, shift + match.start("symbol"), shift + match.end("symbol"))
    name = f"{match['path'].removeprefix('./')}#{match['symbol'].replace('::', '.')}"
    yield Claim(Kind.SYMBOL, match["symbol"], name, document, inside)


def _path_claim(document: str, token: str, place: Span, origin: str = "code", strong: bool = True) -> Claim:
    bare = _PLACE.sub("", token)
    name = bare.removeprefix("@").removeprefix("./")
    shown = Span(place.line, place.column, place.column + len(bare))
    return Claim(Kind.PATH, bare, name, document, shown, origin, strong)


def _symbol(document: str, match: re.Match[str], place: Span) -> Claim:
    name = match["name"]
    start = place.column + match.start("name")
    shown = Span(place.line, start, start + len(name))
    qualified = "." in name.strip(".") and not name.startswith(".")
    return Claim(Kind.SYMBOL, name, name, document, shown, "code", qualified)


def _arguments(document: str, token: str, match: re.Match[str], place: Span) -> Iterator[Claim]:
    """The parameters that a call in inline code names: by keyword, or as a signature lists them."""
    place_of = match.end() - 1
    for argument in _ARGUMENT.finditer(token, place_of):
        if not _is_outermost(token[place_of + 1 : argument.start("name")]):
            continue
        start = place.column + argument.start("name")
        shown = Span(place.line, start, start + len(argument["name"]))
        name = f"{match['name']}({argument['name']})"
        keyword = argument["sign"] == "=" and "." in match["name"].strip(".")
        yield Claim(Kind.PARAMETER, argument["name"], name, document, shown, "code", strong=keyword)


def _is_outermost(before: str) -> bool:
    """Whether what stands between a call's bracket and an argument opens nothing: no other call, no string."""
    nested = sum(before.count(opening) - before.count(closing) for opening, closing in ("()", "[]", "{}"))
    return nested == 0 and before.count('"') % 2 == 0 and before.count("'") % 2 == 0


def _fences(document: Document) -> Iterator[Claim]:
    session = examples.Session(document.path)
    for number, fence in enumerate(document.fences, 1):
        language = languages.of_fence(fence.language)
        if listing.is_drawing(fence.text):
            yield from _drawing(document, fence, number)
        elif language is not None and language.name == "python" and not fence.indented:
            yield from session.claims(language, fence, document)
        elif not fence.indented and fence.language not in _PROSE_FENCES:
            for offset, line in enumerate(fence.text.split("\n")):
                place = Span(fence.line + offset, fence.indent + 1, 0)
                yield from _words(document.path, line, place, "shell")


def _drawing(document: Document, fence: Fence, group: int) -> Iterator[Claim]:
    told = _PROMPT.match(fence.text) is not None  # by a command, when the line was written
    for entry in listing.entries(fence.text):
        column = fence.indent + entry.column + 1
        span = Span(fence.line + entry.offset, column, column + len(entry.name))
        if document.line_text(span.line)[span.column - 1 : span.end_column - 1] == entry.name:
            yield Claim(Kind.PATH, entry.name, entry.path, document.path, span, "tree", not told, group)


def _words(document: str, line: str, place: Span, origin: str) -> Iterator[Claim]:
    """Words of a command or of sample text that are written as a path to a file: weak claims."""
    for match in _WORD.finditer(line):
        token = match[0].rstrip(".")
        before = line[: match.start()]
        if "/" not in token.strip("/") or before.endswith((":", "$", "~", "}", "=")):
            continue
        if not vocabulary.has_file_ending(token) and not _STEPS.fullmatch(token):
            continue
        start = place.column + match.start()
        yield _path_claim(document, token, Span(place.line, start, start + len(token)), origin, strong=False)


def _includes(document: Document) -> Iterator[Claim]:
    """Files that a site generator copies into the page."""
    for number, line in enumerate(document.lines, 1):
        if "<" not in line and "{" not in line and ".. " not in line:
            continue
        for match in _INCLUDE.finditer(line):
            group = next(name for name in "abcdef" if match[name])
            token = match[group]
            if vocabulary.has_file_ending(token):
                span = Span(number, match.start(group) + 1, match.end(group) + 1)
                yield Claim(Kind.PATH, token, token, document.path, span, "include")


def _directives(document: Document) -> Iterator[Claim]:
    """Names that an API generator is told to document: `::: package.name` and its `:members:`."""
    owner, listing_members = "", False
    for number, line in enumerate(document.lines, 1):
        if line.startswith(":::") and (match := _DIRECTIVE.match(line)):
            owner, listing_members = match["name"], False
            yield _listed(document.path, owner, owner, number, match.start("name"))
        elif listing_members and owner and (item := _ITEM.match(line)):
            yield _listed(document.path, item["name"], f"{owner}.{item['name']}", number, item.start("name"))
        elif owner and (members := _MEMBERS.match(line)):
            for word in re.finditer(r"\w+", line[members.end() :]):
                yield _listed(document.path, word[0], f"{owner}.{word[0]}", number, members.end() + word.start())
        elif line.strip():
            listing_members = line.strip() == "members:"
            owner = owner if line.startswith((" ", "\t")) else ""


def _listed(document: str, token: str, name: str, line: int, start: int) -> Claim:
    return Claim(Kind.SYMBOL, token, name, document, Span(line, start + 1, start + 1 + len(token)), "directive")


def _covers(document: Document) -> Iterator[Claim]:
    """The paths and symbols that the front matter says the document describes."""
    front = document.front_matter
    covers = front.data.get("covers") if front else None
    for item in covers if isinstance(covers, list) else ():
        text = str(item)
        for number in range(1, (front.end_line if front else 0) + 1):
            column = document.line_text(number).find(text)
            if column >= 0 and text:
                yield from _code(document.path, text, Span(number, column + 1, column + 1 + len(text)), text)
                break
