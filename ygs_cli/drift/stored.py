"""What one file was found to hold, as JSON: rows of plain values, and back. Any other text is a ValueError."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import Any

from ygs_cli.artifacts.markdown import Document, Fence, HtmlComment, SourceFile, Span, split_lines
from ygs_cli.drift.facts import Page
from ygs_cli.drift.model import Claim, Kind
from ygs_cli.drift.symbols import Definition, FileSymbols, Import

_KINDS = {kind.value: kind for kind in Kind}


def page_text(page: Page) -> str:
    """A page without what its source says anyway."""
    return json.dumps(
        [
            [_claim_row(claim) for claim in page.claims],
            None if page.anchors is None else sorted(page.anchors),
            page.titles,
            page.exemption,
            [astuple(comment) for comment in page.document.comments],
            [astuple(fence) for fence in page.document.fences],
        ]
    )


def page_of(source: SourceFile, text: str) -> Page:
    """The page of a source, from what `page_text` made of it. Raises ValueError for any other text."""
    try:
        claims, anchors, titles, exemption, comments, fences = json.loads(text)
        document = Document(
            path=source.path,
            lines=tuple(split_lines(source.text)),
            comments=tuple(HtmlComment(*row) for row in comments),
            fences=tuple(Fence(*row) for row in fences),
        )
        return Page(
            document=document,
            claims=tuple(_claim(row, document) for row in claims),
            anchors=None if anchors is None else frozenset(anchors),
            titles=tuple((title, line) for title, line in titles),
            exemption=exemption,
        )
    except (TypeError, LookupError, RecursionError) as problem:
        raise ValueError(str(problem)) from None


def _claim_row(claim: Claim) -> tuple[Any, ...]:
    span = claim.span
    place = (span.line, span.column, span.end_column)
    return (claim.kind.value, claim.token, claim.name, *place, claim.origin, claim.strong, claim.group)


def _claim(row: list[Any], document: Document) -> Claim:
    kind, token, name, line, column, end, origin, strong, group = row
    span = Span(line, column, end)
    text = document.line_text(line)
    return Claim(_KINDS[kind], token, name, document.path, span, origin, strong, group, text)


def symbols_text(found: FileSymbols) -> str:
    """The symbols of a source file, without its path."""
    definitions = [astuple(item) for item in found.definitions]
    imports = [astuple(item) for item in found.imports]
    surface = [astuple(item) for item in found.surface]
    return json.dumps([found.language, definitions, imports, found.dynamic, surface])


def symbols_of(path: str, text: str) -> FileSymbols:
    """The symbols of a file, from what `symbols_text` made of them. Raises ValueError for any other text."""
    try:
        language, definitions, imports, dynamic, surface = json.loads(text)
        return FileSymbols(
            path,
            language,
            tuple(map(_definition, definitions)),
            tuple(Import(*row) for row in imports),
            dynamic,
            tuple(map(_definition, surface)),
        )
    except (TypeError, LookupError, RecursionError) as problem:
        raise ValueError(str(problem)) from None


def _definition(row: list[Any]) -> Definition:
    name, scope, kind, line, bases, decorators, end_line, parameters, defaults, positional, *rest = row
    types, returns, public = rest
    taken = None if parameters is None else tuple(parameters)
    return Definition(
        name,
        scope,
        kind,
        line,
        bases=tuple(bases),
        decorators=tuple(decorators),
        end_line=end_line,
        parameters=taken,
        defaults=tuple(defaults),
        positional=positional,
        types=tuple(types),
        returns=returns,
        public=public,
    )
