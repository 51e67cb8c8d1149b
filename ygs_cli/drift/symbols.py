"""Source file -> definitions and imports, through tree-sitter queries. No recursion over syntax trees."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.drift import languages
from ygs_cli.drift.captures import (
    Captures,
    Parameter,
    annotated,
    decorator,
    imported,
    on_one_line,
    parameter,
    split_name,
    text_of,
    type_name,
)
from ygs_cli.drift.languages import Language


@dataclass(frozen=True, slots=True)
class Definition:
    """A named thing in a source file. `scope` is the dotted name of the class or function around it, "" at
    the top, joined by dots whatever the language writes. `kind` is class (struct, interface, trait, enum and
    type alias too), function (macro too) or variable (constant, field, enum member); a method is a function
    whose scope is a class.
    """

    name: str
    scope: str
    kind: str
    line: int
    bases: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()  # dotted names, without arguments
    end_line: int = 0
    # Of a function, in order, and of a class whose header takes some. What takes all that is left begins with "*"
    # (by name with "**"), in every language; a pattern and an unnamed parameter are "".
    parameters: tuple[str, ...] | None = None
    defaults: tuple[str, ...] = ()  # beside `parameters`: as written, "" for none, "?" for optional without one
    positional: int = 0  # how many of the parameters can be given by position
    types: tuple[str, ...] = ()  # beside `parameters`: the type as written, "" for none
    returns: str = ""  # of a function, as written; of a variable its type
    public: bool = True  # can be named from outside its file, as the language's own rules say

    @property
    def qualified(self) -> str:
        """The name inside its file: `Client.get`."""
        return f"{self.scope}.{self.name}" if self.scope else self.name


@dataclass(frozen=True, slots=True)
class Import:
    """`name` as it is bound in the file, from `module` (dots first when relative), where it is called
    `original`; "" when the module itself is bound. `name` is "*" for a star import.
    """

    name: str
    module: str
    original: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class FileSymbols:
    """What one source file defines and imports. `dynamic`: names can appear that no syntax shows."""

    path: str
    language: str
    definitions: tuple[Definition, ...]
    imports: tuple[Import, ...]
    dynamic: bool = False
    surface: tuple[Definition, ...] = ()  # what users name and no syntax defines: flags, variables, endpoints


def extract(source: SourceFile) -> FileSymbols | None:
    """The definitions and imports of a file, or None when no language owns it. Never raises on bad code."""
    language = languages.of_path(source.path)
    if language is None:
        return None
    from tree_sitter import QueryCursor

    data = source.text.encode("utf-8", "surrogatepass")
    tree = languages.syntax_tree(language, data)
    found = _Collector(language)
    found.read(captures for _, captures in QueryCursor(languages.query(language)).matches(tree.root_node))
    return FileSymbols(
        source.path,
        language.name,
        tuple(found.definitions),
        tuple(found.imports),
        any(word in source.text for word in language.dynamic),
    )


def matches(language: Language, data: bytes, suffix: str) -> Iterator[dict[str, Any]]:
    """The matches of a language's query in a text, in document order: capture name -> its first node."""
    from tree_sitter import QueryCursor

    tree = languages.syntax_tree(language, data)
    cursor = QueryCursor(languages.query(language, suffix))
    found = [
        {name: nodes[0] for name, nodes in captures.items()} for _, captures in cursor.matches(tree.root_node)
    ]
    found.sort(key=lambda captures: min((node.start_byte, -node.end_byte) for node in captures.values()))
    yield from found


class _Scope(NamedTuple):
    """An open scope. `kind` is class, variable, function, module or anonymous; `name` the qualified name, that of
    the scope around it when it has none. `is_open`: its members are public without saying so; `hides`: they are
    hidden, as a section of a class says.
    """

    start: int
    end: int
    name: str
    kind: str
    public: bool
    is_open: bool = False
    hides: bool = False


_OUTSIDE = _Scope(-1, sys.maxsize, "", "", True)
_HOLDS_MEMBERS = ("class", "variable")
_KINDS = {"method": "function", "field": "variable", "member": "variable"}
_UNRECORDED = {"module": "module", "extension": "class", "anonymous": "anonymous"}


class _Collector:
    """Takes the matches of a definitions query and keeps the stack of scopes that are open.

    The vocabulary of captures, the same in every query file:
    `@scope.KIND` a definition that opens a scope, `@definition.KIND` one that does not; KIND is class, function
    or variable (none inside a function), method or field (directly in a class or object only), member (a field
    of the nearest class), module (a scope without a definition), extension (of the type that `@name` says) or
    anonymous (what it holds cannot be named).
    `@name`, `@owner` (the type a method belongs to), `@type` (what it returns, or is), `@modifier`, `@base`,
    `@decorator`, `@parameters`; `@public` (whatever its modifiers say), `@open` (so are its members),
    `@closed` (they are hidden until a `@section` says otherwise).
    `@of` with `@base` or `@decorator`: they belong to the definition that begins there.
    `@in` the parameter list of `@parameter` (`.rest` and `.options` take all that is left, `.block` is a block,
    `.pattern` has no name of its own) with `@type`, `@default`, `@optional`; `@keywords`: this or what follows is
    given by name.
    `@export` a name that the file offers, `@exported` a definition it offers.
    `@import.module` bound as `@import.alias` or by its own name, `@import.unnamed` by none; `@import.name` or
    `@import.default` from `@import.from`, or all of it with `@import.star`; `@import.tree` a nested list.
    """

    def __init__(self, language: Language) -> None:
        self.definitions: list[Definition] = []
        self.imports: list[Import] = []
        self._language = language
        self._scopes = [_OUTSIDE]
        self._seen: set[tuple[str, str]] = set()
        self._parameters: dict[int, list[Parameter]] = {}
        self._bases: dict[int, list[Any]] = {}
        self._decorators: dict[int, list[Any]] = {}
        self._exports: set[str] = set()
        self._exported: set[int] = set()  # where exported definitions begin

    def read(self, found: Iterable[Captures]) -> None:
        """Take all matches of a file: what belongs to definitions first, then the definitions in order."""
        events: list[tuple[int, int, bool, int, str, Captures]] = []
        for captures in found:
            if "in" in captures:
                start = captures["in"][0].start_byte
                self._parameters.setdefault(start, []).append(parameter(captures))
            elif "of" in captures:
                start = captures["of"][0].start_byte
                self._bases.setdefault(start, []).extend(captures.get("base", ()))
                self._decorators.setdefault(start, []).extend(captures.get("decorator", ()))
            elif "export" in captures:
                self._exports.update(text_of(node) for node in captures["export"])
            else:
                label = next((name for name in captures if name.startswith(("scope.", "definition."))), "")
                if label:
                    node = captures[label][0]
                    opens = not label.startswith("scope.")
                    events.append((node.start_byte, -node.end_byte, opens, len(events), label, captures))
                elif "exported" not in captures:
                    start = min(nodes[0].start_byte for nodes in captures.values())
                    events.append((start, 0, False, len(events), "", captures))
                if "exported" in captures:
                    self._exported.add(captures["exported"][0].start_byte)
        events.sort()
        for start, end, _, _, label, captures in events:
            while self._scopes[-1].end <= start:
                self._scopes.pop()
            if label:
                self._definition(captures, label, start, -end)
            elif "section" in captures:
                hides = text_of(captures["section"][0]) in self._language.hiding
                self._scopes[-1] = self._scopes[-1]._replace(hides=hides)
            else:
                found_here = imported(captures, self._language)
                self.imports += [Import(*row, self._scopes[-1].name) for row in found_here]
        self._settle()

    def _definition(self, captures: Captures, label: str, start: int, end: int) -> None:
        form, _, role = label.partition(".")
        last = self._scopes[-1]
        again = (last.start, last.end) == (start, end)  # a second match of one node
        around = self._scopes[-2] if again else last
        if role == "member":
            around = next((item for item in reversed(self._scopes) if item.kind == "class"), _OUTSIDE)
        name, scope = self._named(captures, role, around.name)
        qualified = f"{scope}.{name}" if scope and name else name or scope
        if again:
            if last.kind != "anonymous" and last.name == qualified:
                return
            self._scopes.pop()
        kind = _KINDS.get(role, role)
        if role in _UNRECORDED:
            self._scopes.append(
                _Scope(start, end, qualified, _UNRECORDED[role], around.public, "open" in captures)
            )
            return
        if not _is_kept(role, around.kind):
            if form == "scope":
                self._scopes.append(_Scope(start, end, around.name, "anonymous", False))
            return
        public = self._is_public(captures, name, around)
        if name and (kind != "variable" or (scope, name) not in self._seen):
            self.definitions.append(self._made(captures, label, (name, scope, kind), public))
            if start in self._exported:
                self._exports.add(qualified)
        self._seen.add((scope, name))
        if form == "scope":
            manner = "open" in captures, "closed" in captures
            self._scopes.append(_Scope(start, end, qualified, kind, public, *manner))

    def _named(self, captures: Captures, role: str, around: str) -> tuple[str, str]:
        """The plain name of a definition, and the qualified name of what it belongs to."""
        if "name" not in captures:
            return "", around
        text = text_of(captures["name"][0])
        if role == "extension":
            return type_name(text), around
        *owners, name = split_name(text, self._language.separator)
        if "owner" in captures:
            owners = [type_name(text_of(captures["owner"][0]))]
        return name, ".".join(filter(None, [around, *owners])) if owners else around

    def _is_public(self, captures: Captures, name: str, around: _Scope) -> bool:
        """Whether a definition says it is public, and nothing around it denies it."""
        if not around.public or around.kind in ("function", "anonymous"):
            return False
        if "public" in captures or around.hides:
            return not around.hides
        language = self._language
        words = {word for node in captures.get("modifier", ()) for word in text_of(node).split()}
        if not words.isdisjoint(language.hiding) or not re.match(language.public_name, name):
            return False
        return not language.showing or around.is_open or not words.isdisjoint(language.showing)

    def _made(self, captures: Captures, label: str, called: tuple[str, str, str], public: bool) -> Definition:
        node = captures[label][0]
        name, scope, kind = called
        start = node.start_byte
        bases = [*captures.get("base", ()), *self._bases.get(start, ())]
        decorators = [*captures.get("decorator", ()), *self._decorators.get(start, ())]
        return Definition(
            name=name,
            scope=scope,
            kind=kind,
            line=node.start_point[0] + 1,
            bases=tuple(text_of(base) for base in bases if not base.is_extra),
            decorators=(
                *(decorator(node) for node in decorators if not node.is_extra),
                *annotated(captures.get("modifier", ())),
            ),
            end_line=max(node.end_point[0] + (node.end_point[1] > 0), node.start_point[0] + 1),
            returns=on_one_line(captures, "type"),
            public=public,
            **self._signature(captures),
        )

    def _signature(self, captures: Captures) -> dict[str, Any]:
        """The parameters of a function, as fields of its definition."""
        if "parameters" not in captures:
            return {}
        found = sorted(self._parameters.get(captures["parameters"][0].start_byte, ()))
        rows = list({item.start: item for item in found}.values())  # of two matches the one that says more
        shown = [item for item in rows if not item.separates]
        return {
            "parameters": tuple(item.name for item in shown),
            "defaults": tuple(item.default for item in shown),
            "types": tuple(item.type for item in shown),
            "positional": next((place for place, item in enumerate(rows) if item.by_name), len(shown)),
        }

    def _settle(self) -> None:
        """Hold the definitions against what the file exports: that makes a name public, or else it is not."""
        must = self._language.exports
        for place, item in enumerate(self.definitions if must or self._exports else ()):
            if must:
                public = item.public and any(name in self._exports for name in _with_owners(item.qualified))
            else:
                public = item.public or item.qualified in self._exports
            if public != item.public:
                self.definitions[place] = replace(item, public=public)


def _with_owners(qualified: str) -> Iterator[str]:
    """A qualified name and those of the definitions around it."""
    while qualified:
        yield qualified
        qualified = qualified.rpartition(".")[0]


def _is_kept(role: str, around: str) -> bool:
    """Whether a definition in a scope of some kind can be named: local variables cannot."""
    if role in ("method", "field", "member"):
        return around in _HOLDS_MEMBERS
    if role == "function":
        return around != "anonymous"
    if role == "variable":
        return around not in ("function", "anonymous")
    return True
