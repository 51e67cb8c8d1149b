"""The lowest version of a language that manifests allow, and what documents say that a project needs.

`requires-python` (https://packaging.python.org/en/latest/specifications/pyproject-toml/), `engines.node`
(https://docs.npmjs.com/cli/configuring-npm/package-json), the `go` line (https://go.dev/ref/mod) and
`rust-version` (https://doc.rust-lang.org/cargo/reference/manifest.html).
"""

from __future__ import annotations

import json
import posixpath
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ygs_cli.artifacts.markdown import Document, SourceFile
from ygs_cli.drift.index import is_aside
from ygs_cli.drift.sheet import Sheet

_LOWEST = re.compile(r"(?:>=|\^|~=?|=)?\s*v?(\d+(?:\.\d+)*)")
_NUMBER = r"v?(?P<{0}>\d+(?:\.\d+){{0,2}})(?![\w.]*\d)"
_TOOL = (
    r"(?<![\w.-])(?:\*\*|\[)?(?P<tool>Python|Node(?:\.js|JS)?|Go(?:lang)?|Rust|rustc)(?:\]\([^()]*\))?(?:\*\*)?"
)
_UPWARDS = r"\+|,?\s+(?:or|and)\s+(?:later|newer|higher|above|up|greater)\b"
_STATED = re.compile(
    rf"{_TOOL}\s+(?:version\s+)?(?:{_NUMBER.format('at')}(?:{_UPWARDS})|(?:>=|≥)\s*{_NUMBER.format('least')})"
)
_WORTH = re.compile(r"(?:Python|Node|Go|[Rr]ust)\D{0,80}\d")
# The words that make a version a need of the project stand just before it or just behind it, or in the heading.
_NEEDS = re.compile(
    r"\b(?:requires?|needs?|supports?|minimum|MSRV|requirements?:|prerequisites?:)\W+(?:[\w'-]+\W+){0,3}$",
    re.IGNORECASE,
)
_NEEDED = re.compile(r"[\s*.]*(?:is|are)\s+(?:required|needed|supported)\b", re.IGNORECASE)
_HEADING = re.compile(r"requirement|prerequisite|supported version", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?:\*\*|\[)?$")
_OTHER = re.compile(
    r"\b(?:no longer|dropped|drop|since|until|before|prior|older|deprecated|removed|if you|your|was|were|feature"
    r"|only|example|syntax|backport\w*|not)\b",
    re.IGNORECASE,
)
_TOOLS = {"python": "python", "node": "node", "go": "go", "rust": "rust"}


@dataclass(frozen=True, slots=True)
class Minimum:
    """The lowest version that a manifest allows, as written."""

    version: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A version that a document says is enough, at a line and column."""

    tool: str
    version: str
    line: int
    column: int


def is_manifest(path: str) -> bool:
    """Whether a file says which versions of a language the project, and not one of its examples, allows."""
    return posixpath.basename(path) in _READERS and not is_aside(path)


def minimums(manifests: Iterable[SourceFile]) -> Mapping[str, Minimum]:
    """The minimum of each language that all manifests of a project agree on."""
    found: dict[str, set[Minimum]] = {}
    for source in manifests:
        tool, version, key = _READERS[posixpath.basename(source.path)](source.text)
        if version:
            named = re.search(key, source.text, re.MULTILINE)
            place = source.text.find(version, named.end() if named else 0)
            line = source.text[: max(0, place)].count("\n") + 1
            found.setdefault(tool, set()).add(Minimum(version, source.path, line))
    agreed = {tool: sorted(items, key=lambda item: item.path) for tool, items in found.items()}
    return {tool: items[0] for tool, items in agreed.items() if len({item.version for item in items}) == 1}


def statements(document: Document) -> Iterator[Statement]:
    """What a document says that a project needs, outside its examples."""
    lines = [number for number, line in enumerate(document.lines, 1) if _WORTH.search(line)]
    if not lines:
        return
    sheet = Sheet(document.lines)
    for number in lines:
        line = document.lines[number - 1]
        for match in _STATED.finditer(line) if not _OTHER.search(line) and not sheet.block_at(number) else ():
            if not _is_need(line, match, sheet.titles(number)):
                continue
            group = "at" if match["at"] else "least"
            tool = re.sub(r"lang$|\.?js$|c$", "", match["tool"].lower())
            yield Statement(_TOOLS[tool], match[group], number, match.start(group) + 1)


def _is_need(line: str, match: re.Match[str], titles: list[str]) -> bool:
    before = line[: match.start()]
    if before.count("`") % 2 and before.rpartition("`")[2].strip():  # a sentence that is quoted
        return False
    if _NEEDS.search(before) or _NEEDED.match(line[match.end() :]):
        return True
    return bool(titles and _HEADING.search(titles[0]) and _ITEM.match(before))


def is_below(left: str, right: str) -> bool:
    """Whether a version is lower than another, as far as both say."""
    pairs = zip(map(int, left.split(".")), map(int, right.split(".")), strict=False)
    return next((one < other for one, other in pairs if one != other), False)


# Each reader gives the language, its lowest version ("" for none), and the pattern of the key that says it.


def _python(text: str) -> tuple[str, str, str]:
    data = _toml(text)
    own = _at(data, "project", "requires-python")
    written = own or _at(data, "tool", "poetry", "dependencies", "python")
    return "python", _lowest(written), r"^\s*requires-python" if own else r"^\s*python\b"


def _rust(text: str) -> tuple[str, str, str]:
    data = _toml(text)
    written = _at(data, "package", "rust-version") or _at(data, "workspace", "package", "rust-version")
    return "rust", _lowest(written), r"^\s*rust-version"


def _node(text: str) -> tuple[str, str, str]:
    key = r'"engines"[^{}]*\{[^{}]*"node"'
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return "node", "", key
    ranges = str(_at(data, "engines", "node") or "").split("||")
    lowest = [version for each in ranges if (version := _lowest(each))]
    return "node", min(lowest, key=lambda version: tuple(map(int, version.split("."))), default=""), key


def _go(text: str) -> tuple[str, str, str]:
    match = re.search(r"^go[ \t]+(\d+\.\d+(?:\.\d+)?)", text, re.MULTILINE)
    return "go", match[1] if match else "", r"^go[ \t]"


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}


def _at(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _lowest(written: Any) -> str:
    """The lower bound that a range begins with, "" when it begins with another."""
    match = _LOWEST.match(written.strip()) if isinstance(written, str) else None
    return match[1] if match else ""


_READERS = {"pyproject.toml": _python, "package.json": _node, "go.mod": _go, "Cargo.toml": _rust}
