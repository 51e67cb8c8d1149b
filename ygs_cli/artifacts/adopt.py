"""Front matter for documents that were written without it: guessed from their place and headings only.

A document is proposed for adoption when its folder, its file name or its headings leave no doubt about its
kind; anything else is left alone.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from ygs_cli.artifacts import ids, kinds, markdown, merges, project, scaffold
from ygs_cli.artifacts.kinds import KINDS, Field, Kind
from ygs_cli.artifacts.markdown import Document, SourceFile

_NOT_DOCUMENTS = frozenset("readme index template templates changelog contributing license summary toc".split())
_TITLE_WORDS = {
    "threat-model": "threat model",
    "prd": "prd|product requirements? document",
    "trd": "trd|technical requirements? document",
    "design-doc": "design doc(?:ument)?",
}
# "Threat model of the shop", "PRD: refunds", "Refunds - PRD"; not "How to write a design document"
_AFTER, _BEFORE = r"(?:\s*[:(\u2014\u2013-]|\s+(?:for|of)\b|\s*$)", r".*[:\u2014\u2013-]\s*"
_TITLES = {
    name: re.compile(rf"(?:{words}){_AFTER}|{_BEFORE}(?:{words})$", re.IGNORECASE)
    for name, words in _TITLE_WORDS.items()
}
_STATUS_WORDS = {
    "accepted": "accepted",
    "approved": "accepted",
    "adopted": "accepted",
    "implemented": "accepted",
    "proposed": "proposed",
    "draft": "proposed",
    "rejected": "rejected",
    "declined": "rejected",
    "deprecated": "deprecated",
    "superseded": "superseded",
    "superceded": "superseded",
}
_STATUS = re.compile(r"^[\s*_>|-]*status[*_\s]*[:|][*_\s]*([a-z]+)", re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(r"^[\s*_>|-]*date[*_\s]*[:|][*_\s]*(\d{4}-\d{2}-\d{2})", re.IGNORECASE | re.MULTILINE)
_TITLE_NUMBER = re.compile(r"^(?:(?:ADR|PRD|TRD|DD|TM|TASK)[- ]?\d+|\d+)\s*[.:\u2014\u2013-]\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Adopted:
    """A document with the front matter that it would get."""

    path: str
    kind: Kind
    identifier: str
    before: str
    after: str


def hindrance(source: SourceFile) -> str:
    """Why a document is left alone until a person has mended it, with its line; "" for no such reason."""
    document = markdown.parse(SourceFile(source.path, source.text.removeprefix("\ufeff")))
    front, conflict = document.front_matter, next(merges.in_document(document), 0)
    if conflict:
        return f"{source.path}:{conflict}: an unresolved merge; left out"
    return f"{source.path}:{front.error_line}: {front.error}; left out" if front and front.error else ""


def propose(files: Iterable[SourceFile], taken: Iterable[str], today: str) -> tuple[Adopted, ...]:
    """Front matter for those of `files` whose kind is plain, with ids that nobody has.

    `taken` are the ids already in use. The number in a file's name is kept where it is free. `today` stands
    for the date where a document names none.
    """
    used = {number for name in taken if (number := kinds.number_of(name))}
    plain: list[tuple[Document, Kind, SourceFile]] = []
    for source in files:
        document = markdown.parse(SourceFile(source.path, source.text.removeprefix("\ufeff")))
        kind = kind_of(document)
        if kind is not None and project.artifact(document) is None and _can_take(document):
            plain.append((document, kind, source))
    adopted = []
    for (document, kind, source), identifier in zip(plain, _numbers(plain, used), strict=True):
        after = _with_front(document, kind, identifier, source.text, today)
        if _is_sound(source.path, after):
            adopted.append(Adopted(source.path, kind, identifier, source.text, after))
    return tuple(adopted)


def _is_sound(path: str, text: str) -> bool:
    """Whether the front matter can be read: existing front matter can have a form that takes no new lines."""
    return project.artifact(markdown.parse(SourceFile(path, text.removeprefix("\ufeff")))) is not None


def kind_of(document: Document) -> Kind | None:
    """The kind of a document of another shape, or None when it is not plain."""
    path = PurePosixPath(document.path)
    title = document.headings[0].text if document.headings else ""
    words = set(re.split(r"[\W_]+", path.stem.lower()))
    if words & _NOT_DOCUMENTS or not any(char.isalnum() for char in title):
        return None
    numbered = ids.number_in_name(path.name) is not None
    sections = " ".join(head.text.lower() for head in document.headings)
    if "decision" in sections and "context" in sections and "consequences" in sections:
        return KINDS["adr"]
    for name, pattern in _TITLES.items():
        if pattern.match(title):
            return KINDS[name]
    for name in ("adr", "prd", "trd", "threat-model"):
        in_folder = any(str(parent).lower() in ids.spellings(KINDS[name]) for parent in path.parents)
        if in_folder and (numbered or name in path.stem.lower()):
            return KINDS[name]
    return None


def _can_take(document: Document) -> bool:
    """Whether front matter can be put in: no unresolved merge; none there, or readable and without a kind of
    another tool.
    """
    front = document.front_matter
    return not any(merges.in_document(document)) and (
        front is None or (not front.error and "kind" not in front.data)
    )


def _numbers(plain: list[tuple[Document, Kind, SourceFile]], used: set[tuple[str, int]]) -> list[str]:
    wished = [(kind, ids.number_in_name(document.path)) for document, kind, _ in plain]
    result: list[int | None] = []
    for kind, number in wished:
        free = number is not None and (kind.prefix, number) not in used
        result.append(number if free else None)
        if free and number is not None:
            used.add((kind.prefix, number))
    for index, (kind, _) in enumerate(wished):
        if result[index] is None:
            following = max((number for prefix, number in used if prefix == kind.prefix), default=0) + 1
            result[index] = following
            used.add((kind.prefix, following))
    return [kinds.identifier(kind, number or 0) for (kind, _), number in zip(wished, result, strict=True)]


def _with_front(document: Document, kind: Kind, identifier: str, text: str, today: str) -> str:
    newline = "\r\n" if "\r\n" in text.partition("\n")[0] + "\n" and text.find("\r\n") >= 0 else "\n"
    front = document.front_matter
    there = front.data if front else {}
    values = _guesses(document, kind, identifier, today)
    new = [
        f"{field.name}: {scaffold.yaml_value(values.get(field.name, _empty(field)))}".rstrip()
        for field in kind.all_fields
        if field.required and field.name not in there
    ]
    bom, body = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    block = newline.join(new) + newline
    if front is None:
        return f"{bom}---{newline}{block}---{newline}{body}"
    first, separator, rest = body.partition("\n")
    return f"{bom}{first}{separator}{block}{rest}"


def _empty(field: Field) -> object:
    return [] if field.form in ("list", "ids") else field.default or None


def _guesses(document: Document, kind: Kind, identifier: str, today: str) -> dict[str, object]:
    text = "\n".join(document.lines[:60])
    heading = document.headings[0].text.strip() or PurePosixPath(document.path).stem
    title = _TITLE_NUMBER.sub("", heading).strip() or heading
    found = _DATE.search(text)
    return {
        "id": identifier,
        "kind": kind.name,
        "title": scaffold.one_line(title[: scaffold.TITLE_LENGTH]),
        "status": _status(document, kind, text),
        "date": _date(found[1] if found else "", today),
    }


def _date(text: str, today: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.fromisoformat(today)


def _status(document: Document, kind: Kind, text: str) -> str:
    """The status that a decision states in a line or in a section of its own; else that of a new document."""
    if kind.name != "adr":
        return kind.statuses[0]
    found = _STATUS.search(text)
    word = found[1] if found else ""
    for head in document.headings:
        if head.text.lower() == "status":
            following = (line.strip(" *_>-") for line in document.lines[head.line : head.line + 4])
            word = next((line.split()[0] for line in following if line.split()), word)
    return _STATUS_WORDS.get(word.lower().strip(".,;:*"), kind.statuses[0])


def patch(adopted: Iterable[Adopted]) -> str:
    """One unified diff over all of them, as `git apply` reads it."""
    parts = []
    for item in adopted:
        before, after = _lines(item.before), _lines(item.after)
        for line in difflib.unified_diff(before, after, f"a/{item.path}", f"b/{item.path}"):
            parts.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(parts)


def _lines(text: str) -> list[str]:
    """Lines with their endings, split at line feeds only, as git does."""
    return [line for line in re.split(r"(?<=\n)", text) if line]
