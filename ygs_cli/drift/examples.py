"""Names that a code example uses: its imports, and attribute chains, with import aliases replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ygs_cli.artifacts.markdown import Document, Fence, Span
from ygs_cli.drift import symbols
from ygs_cli.drift.captures import text_of
from ygs_cli.drift.languages import Language
from ygs_cli.drift.model import Claim, Kind

_PROMPT = re.compile(r"^(\s*)(?:>>>|\.\.\.)(?: |$)")
# Places where an identifier is not a use of the name: it names a member, a keyword or an import.
_NAMING = frozenset("dotted_name aliased_import keyword_argument attribute".split())
Found = tuple[Kind, str, Any, bool]  # kind, name, node, strong
_CHAIN = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$")


class Session:
    """The examples of one document, read in order: a later one may use what an earlier one imported."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._makers: dict[str, str] = {}  # variable -> the call that made it
        self._imported: dict[str, str] = {}  # name in the example -> dotted name it stands for

    def claims(self, language: Language, fence: Fence, document: Document) -> Iterator[Claim]:
        """The claims of one fenced example. A name that the example itself binds makes none."""
        lines, shifts = _without_prompts(fence.text)
        found = list(symbols.matches(language, "\n".join(lines).encode("utf-8", "surrogatepass"), "-uses"))
        bound = {text_of(captures["bound"]) for captures in found if "bound" in captures}
        for name in bound:  # what an earlier example made of that name is another thing
            self._makers.pop(name, None)
        seen: set[tuple[Kind, int, str]] = set()
        for captures in found:
            for kind, name, node, strong in self._names(captures, bound):
                if (kind, node.start_byte, name) in seen:  # the module of an import that takes several names
                    continue
                seen.add((kind, node.start_byte, name))
                span = _span(node, lines, shifts, fence)
                token = text_of(node)
                if document.line_text(span.line)[span.column - 1 : span.end_column - 1] == token:
                    yield Claim(kind, token, name, self._path, span, "fence", strong)

    def _names(self, captures: dict[str, Any], bound: set[str]) -> Iterator[Found]:
        """What one match claims: its kind, the dotted name, the node to mark, whether its form is evidence."""
        if "import.module" in captures:
            node = captures["import.module"]
            module = text_of(node)
            alias = text_of(captures["import.alias"]) if "import.alias" in captures else ""
            first = module.partition(".")[0]
            self._imported[alias or first] = module if alias else first
            yield Kind.SYMBOL, module, node, True
        elif "import.from" in captures:
            node, module = captures["import.name"], text_of(captures["import.from"])
            alias = text_of(captures["import.alias"]) if "import.alias" in captures else ""
            name = f"{module}.{text_of(node)}"
            if not module.startswith("."):
                if "." in module:
                    yield Kind.SYMBOL, module, captures["import.from"], True
                self._imported[alias or text_of(node)] = name
                yield Kind.SYMBOL, name, node, True
        elif "member" in captures:
            yield from self._chain(captures, bound)
        elif "keyword" in captures:
            yield from self._keyword(captures, bound)
        elif "made" in captures:
            self._made(captures)
        elif "use" in captures and text_of(captures["use"]) in self._imported.keys() - bound:
            node = captures["use"]
            name = self._imported[text_of(node)]
            if node.parent.type not in _NAMING and name.rpartition(".")[2] == text_of(node) and "." in name:
                yield Kind.SYMBOL, name, node, True

    def _keyword(self, captures: dict[str, Any], bound: set[str]) -> Iterator[Found]:
        node, callee = captures["keyword"], text_of(captures["callee"])
        owner = text_of(captures["owner"]) if "owner" in captures else ""
        first = owner or callee
        if first in self._imported and first not in bound:
            rest = f".{callee}" if owner else ""
            yield Kind.PARAMETER, f"{self._imported[first]}{rest}({text_of(node)})", node, True
        elif owner:
            maker = self._makers.get(owner, "")
            start = maker if owner in bound or maker else owner
            yield Kind.PARAMETER, f"{start}.{callee}({text_of(node)})", node, bool(start)

    def _chain(self, captures: dict[str, Any], bound: set[str]) -> Iterator[Found]:
        node, owner = captures["member"], text_of(captures["object"])
        if not _CHAIN.match(owner):
            if captures["object"].type in ("call", "await", "parenthesized_expression", "subscript"):
                yield Kind.SYMBOL, "." + text_of(node), node, False
            return
        first, _, rest = owner.partition(".")
        if first in bound or (first in self._makers and first not in self._imported):
            if not rest and first not in ("self", "cls"):
                maker = self._makers.get(first, "")
                yield Kind.SYMBOL, f"{maker}.{text_of(node)}", node, bool(maker)
            return
        start = self._imported.get(first, first)
        name = ".".join(filter(None, [start, rest, text_of(node)]))
        yield Kind.SYMBOL, name, node, first in self._imported

    def _made(self, captures: dict[str, Any]) -> None:
        """Remember what a variable was made by: `httpx.Client()`, or "" when that is no plain name."""
        maker = text_of(captures["maker"])
        first, _, rest = maker.partition(".")
        start = self._imported.get(first, first)
        plain = ".".join(filter(None, [start, rest])) + "()"
        self._makers[text_of(captures["made"])] = (
            plain if _CHAIN.match(maker) and first not in self._makers else ""
        )


def inline(language: Language, text: str, path: str, place: Span) -> Iterator[Claim]:
    """The claims of an import statement that stands in inline code."""
    session = Session(path)
    seen: set[tuple[int, str]] = set()
    for captures in symbols.matches(language, text.encode("utf-8", "surrogatepass"), "-uses"):
        for kind, name, node, strong in session._names(captures, set()):
            if (node.start_byte, name) in seen:
                continue
            seen.add((node.start_byte, name))
            start = place.column + node.start_point[1]
            span = Span(place.line, start, start + len(text_of(node)))
            if text.isascii():
                yield Claim(kind, text_of(node), name, path, span, "code", strong)


def _without_prompts(text: str) -> tuple[list[str], list[int]]:
    """The lines of an interactive session without prompts and output, and what was cut from each; any other
    text unchanged.
    """
    lines = text.split("\n")
    if not any(line.lstrip().startswith(">>>") for line in lines):
        return lines, [0] * len(lines)
    kept, shifts = [], []
    for line in lines:
        match = _PROMPT.match(line)
        kept.append(line[match.end() :] if match else "")
        shifts.append(match.end() if match else 0)
    return kept, shifts


def _span(node: Any, lines: list[str], shifts: list[int], fence: Fence) -> Span:
    row, byte = node.start_point
    before = lines[row].encode("utf-8", "surrogatepass")[:byte].decode("utf-8", "replace")
    column = fence.indent + shifts[row] + len(before) + 1
    return Span(fence.line + row, column, column + len(text_of(node)))
