"""What one file was found to hold, as JSON: rows of plain values, and back. Any other text is a ValueError."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from ygs_cli.artifacts.markdown import Document, Fence, HtmlComment, SourceFile, Span, split_lines
from ygs_cli.drift.facts import Page
from ygs_cli.drift.model import Claim, Kind
from ygs_cli.drift.symbols import Definition, FileSymbols, Import

_KINDS = {kind.value: kind for kind in Kind}


def _row_of(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the fields of a dataclass in order: `dataclasses.astuple` copies deeply, and is far slower."""
    return attrgetter(*(item.name for item in fields(kind)))


_definition_row, _import_row, _comment_row, _fence_row = map(_row_of, (Definition, Import, HtmlComment, Fence))


def page_text(page: Page) -> str:
    """A page without what its source says anyway."""
    return json.dumps(
        [
            [_claim_row(claim) for claim in page.claims],
            sorted(page.anchors),
            page.titles,
            page.exemption,
            [_comment_row(comment) for comment in page.document.comments],
            [_fence_row(fence) for fence in page.document.fences],
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
            anchors=frozenset(anchors),
            titles=tuple((title, line) for title, line in titles),
            exemption=exemption,
        )
    except (TypeError, LookupError, RecursionError) as problem:
        raise ValueError(str(problem)) from None


def _claim_row(claim: Claim) -> tuple[Any, ...]:
    return (claim.kind, claim.token, claim.name, *claim.span, claim.origin, claim.strong, claim.group)


def _claim(row: list[Any], document: Document) -> Claim:
    kind, token, name, line, column, end, origin, strong, group = row
    span = Span(line, column, end)
    text = document.line_text(line)
    return Claim(_KINDS[kind], token, name, document.path, span, origin, strong, group, text)


def symbols_text(found: FileSymbols) -> str:
    """The symbols of a source file, without its path."""
    definitions = list(map(_definition_row, found.definitions))
    imports = list(map(_import_row, found.imports))
    surface = list(map(_definition_row, found.surface))
    return json.dumps([found.language, definitions, imports, found.dynamic, surface])


def symbols_of(source: SourceFile, text: str) -> FileSymbols:
    """The symbols of a file, from what `symbols_text` made of them. Raises ValueError for any other text."""
    try:
        language, definitions, imports, dynamic, surface = json.loads(text)
        return FileSymbols(
            source.path,
            language,
            tuple(map(_definition, definitions)),
            tuple(Import(*row) for row in imports),
            dynamic,
            tuple(map(_definition, surface)),
        )
    except (TypeError, LookupError, RecursionError) as problem:
        raise ValueError(str(problem)) from None


def _definition(row: list[Any]) -> Definition:
    name, scope, kind, line, bases, decorators, end_line, *signature, public = row
    parameters, defaults, positional, types, returns = signature
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
