"""What a document says of the modules' dependencies: arrows of a flowchart, layers, and "never imports"."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from ygs_cli.artifacts.markdown import Document, Fence, Span
from ygs_cli.drift import imports
from ygs_cli.drift.index import Index, is_aside
from ygs_cli.drift.model import Claim, Kind, Outcome, Resolution

_FLOW = re.compile(r"^\s*(?:flowchart|graph)\b", re.MULTILINE)
_NODE = (
    r"(?P<{0}>[A-Za-z_][\w./-]*?)"
    r"(?:\s*(?:\[[^\]]*\]+|\(+[^)]*\)+|\{{+[^}}]*\}}+|>[^\]]*\]))?(?::::\w+)?"
)
_EDGE = re.compile(
    _NODE.format("left") + r"\s*(?P<arrow>(?:--[^->|]*)?(?:-->|==>|-\.->|-\.[^.]*\.->))(?:\|[^|]*\|)?\s*"
    r"(?=" + _NODE.format("right") + r"(?:[\s;&]|$))"
)
_LABELLED = re.compile(r"(?P<id>[A-Za-z_][\w./-]*)\s*(?:\[+|\(+|\{+|>)[\"`]*(?P<label>[^\"`\])}]+)")
_DENIAL = re.compile(
    r"`(?P<left>[\w./-]+)`[^`.;:]{0,40}?\b(?:never|must not|may not|does not|do not|cannot|should not|shall not)"
    r"\s+(?:directly\s+)?(?:imports?|depends? on|uses?|knows?(?: of)?|calls?|reach(?:es)? into)\s+(?:the\s+)?"
    r"(?P<rights>`[\w./-]+`(?:(?:\s*,\s*|\s*,?\s+(?:or|and|nor)\s+)`[\w./-]+`)*)"
)
_CODE = re.compile(r"`([\w./-]+)`")
_LAYERS = re.compile(r"`[\w./-]+`(?:\s*(?:→|->|>|=>)\s*`[\w./-]+`)+")


def claims(document: Document) -> Iterator[Claim]:
    """Each statement that one module depends on another, or must not: "left -> right" and "left -/> right"."""
    for fence in document.fences:
        if fence.language == "mermaid" and _FLOW.search(fence.text):
            yield from _arrows(document, fence)
    if document.path.endswith((".md", ".markdown", ".mdx")):
        yield from _sentences(document)


def _arrows(document: Document, fence: Fence) -> Iterator[Claim]:
    labels = {match["id"]: match["label"].strip() for match in _LABELLED.finditer(fence.text)}
    for offset, line in enumerate(fence.text.split("\n")):
        for match in _EDGE.finditer(line):
            left, right = (labels.get(match[side], match[side]) for side in ("left", "right"))
            start = fence.indent + match.start("left") + 1
            end = fence.indent + match.end("right") + 1
            span = Span(fence.line + offset, start, end)
            token = document.line_text(span.line)[start - 1 : end - 1]
            if token and "\n" not in left + right:
                yield Claim(Kind.EDGE, token, f"{left} -> {right}", document.path, span, "model")


def _sentences(document: Document) -> Iterator[Claim]:
    fenced = {
        number
        for fence in document.fences
        for number in range(fence.line - 1, fence.line + fence.text.count("\n") + 1)
    }
    for number, line in enumerate(document.lines, 1):
        if "`" not in line or number in fenced:
            continue
        for match in _DENIAL.finditer(line):
            for right in _CODE.finditer(line, match.start("rights"), match.end("rights")):
                span = Span(number, right.start(1) + 1, right.end(1) + 1)
                yield Claim(Kind.EDGE, right[1], f"{match['left']} -/> {right[1]}", document.path, span, "prose")
        if "layer" in line.lower():
            yield from _layers(document.path, number, line)


def _layers(path: str, number: int, line: str) -> Iterator[Claim]:
    """`cli` > `core` > `db`: no layer imports one that stands before it."""
    for match in _LAYERS.finditer(line):
        names = list(_CODE.finditer(line, match.start(), match.end()))
        for upper, lower in combinations(names, 2):
            span = Span(number, lower.start(1) + 1, lower.end(1) + 1)
            yield Claim(Kind.EDGE, lower[1], f"{lower[1]} -/> {upper[1]}", path, span, "prose")


@dataclass(frozen=True, slots=True)
class Modules:
    """Source files by each name that a document may give their module, where one module only has that name, and
    the source files that each imports.
    """

    named: Mapping[str, frozenset[str]]
    imports: Mapping[str, frozenset[str]]

    def of(self, name: str) -> frozenset[str]:
        """The source files of the one module or folder that a name stands for; none when that is not clear."""
        wanted = re.sub(r"<[^>]*>", " ", name).strip("/ ").lower()
        return self.named.get(wanted, frozenset())

    def edge(self, here: frozenset[str], there: frozenset[str]) -> tuple[str, str] | None:
        """One import that leads from some files to some others."""
        pairs = ((path, other) for path in sorted(here) for other in sorted(self.imports.get(path, ())))
        return next((pair for pair in pairs if pair[1] in there), None)


def modules(index: Index) -> Modules:
    """The modules of a project, without tests and examples."""
    own = [path for path in index.files if not is_aside(path)]
    places: dict[str, set[str]] = {posixpath.splitext(path)[0]: {path} for path in own}
    for path in own:
        folder = posixpath.dirname(path)
        while folder:
            places.setdefault(folder, set()).add(path)
            folder = posixpath.dirname(folder)
    named: dict[str, set[str]] = {}
    for place in places:
        parts = place.lower().split("/")
        for start in range(len(parts)):
            for separator in "/.":
                named.setdefault(separator.join(parts[start:]), set()).add(place)
    clear = {name: frozenset(places[min(found)]) for name, found in named.items() if len(found) == 1}
    return Modules(clear, imports.graph(index))


def judge(claim: Claim, known: Modules) -> Resolution:
    """An arrow is wrong when the imports go the other way only; a denial when there is such an import."""
    arrow = " -/> " if " -/> " in claim.name else " -> "
    left, _, right = claim.name.partition(arrow)
    here, there = known.of(left), known.of(right)
    if not here or not there or here & there:
        return Resolution(claim, Outcome.UNPROVEN, claim.name, "not modules of this project")
    forth, back = known.edge(here, there), known.edge(there, here)
    if arrow == " -/> ":
        if forth:
            return Resolution(claim, Outcome.MISSING, forth[0], f"'{forth[0]}' imports '{forth[1]}'")
        return Resolution(claim, Outcome.FOUND, min(here))
    if back and not forth:
        reason = f"'{back[0]}' imports '{back[1]}', and nothing of '{left}' imports '{right}'"
        return Resolution(claim, Outcome.MISSING, back[0], reason)
    return Resolution(claim, Outcome.FOUND if forth else Outcome.UNPROVEN, min(here), "" if forth else "no import")
