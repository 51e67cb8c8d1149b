"""Source file -> definitions and imports, through tree-sitter queries. No recursion over syntax trees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.drift import languages
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
    parameters: tuple[str, ...] | None = None  # of a function, in order; "*" and "**" as written; "/" and "*" too
    defaults: tuple[str, ...] = ()  # beside `parameters`: the default as written, "" for none
    positional: int = 0  # how many of the parameters can be given by position
    types: tuple[str, ...] = ()  # beside `parameters`: the type as written, "" for none
    returns: str = ""  # of a function, as written
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


_DYNAMIC = re.compile(rb"\bglobals\(\)|\bsetattr\(|\bsys\.modules\[|\bvars\(\)|\bdef __getattr__\b|__dict__\b")


def extract(source: SourceFile) -> FileSymbols | None:
    """The definitions and imports of a file, or None when no language owns it. Never raises on bad code."""
    language = languages.of_path(source.path)
    if language is None:
        return None
    data = source.text.encode("utf-8", "surrogatepass")
    found = _Collector()
    for captures in matches(language, data, ""):
        found.take(captures)
    return FileSymbols(
        source.path,
        language.name,
        tuple(found.definitions),
        tuple(found.imports),
        _DYNAMIC.search(data) is not None,
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


def text_of(node: Any) -> str:
    """The source text of a node."""
    return bytes(node.text).decode("utf-8", "replace")


class _Collector:
    """Takes query matches in document order and keeps the stack of scopes that are open."""

    def __init__(self) -> None:
        self.definitions: list[Definition] = []
        self.imports: list[Import] = []
        self._scopes: list[tuple[int, str, str]] = []  # end byte, qualified name, kind
        self._seen: set[tuple[str, str]] = set()

    def take(self, captures: dict[str, Any]) -> None:
        if "name" in captures:
            self._definition(captures)
        else:
            self._close(min(node.start_byte for node in captures.values()))
            self.imports += _imports(captures, self._scopes[-1][1] if self._scopes else "")

    def _close(self, start: int) -> None:
        while self._scopes and self._scopes[-1][0] <= start:
            self._scopes.pop()

    def _definition(self, captures: dict[str, Any]) -> None:
        label = next(name for name in captures if name.startswith(("scope.", "definition.")))
        node, kind = captures[label], label.partition(".")[2]
        self._close(node.start_byte)
        name = text_of(captures["name"])
        scope = self._scopes[-1][1] if self._scopes else ""
        if kind == "member":
            scope = next((scope for _, scope, kind in reversed(self._scopes) if kind == "class"), "")
            if not scope:
                return
            kind = "variable"
        elif kind == "variable" and self._scopes and self._scopes[-1][2] == "function":
            return  # a local variable
        if kind != "variable" or (scope, name) not in self._seen:
            self.definitions.append(
                Definition(
                    name=name,
                    scope=scope,
                    kind=kind,
                    line=node.start_point[0] + 1,
                    bases=_bases(captures.get("bases")),
                    decorators=_decorators(node),
                    end_line=node.end_point[0] + 1,
                    **_signature(captures),
                )
            )
        self._seen.add((scope, name))
        if label.startswith("scope."):
            self._scopes.append((node.end_byte, f"{scope}.{name}" if scope else name, kind))


def _bases(node: Any) -> tuple[str, ...]:
    if node is None:
        return ()
    return tuple(text_of(child) for child in node.named_children if child.type != "comment")


def _signature(captures: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a function with their defaults, as fields of its definition."""
    node = captures.get("parameters")
    if node is None:
        return {}
    names: list[str] = []
    defaults: list[str] = []
    positional = None
    for child in node.named_children:
        name = _parameter_name(child)
        if positional is None and (name.startswith("*") or child.type == "keyword_separator"):
            positional = len(names)
        if name:
            value = child.child_by_field_name("value")
            names.append(name)
            defaults.append(text_of(value) if value is not None else "")
    return {
        "parameters": tuple(names),
        "defaults": tuple(defaults),
        "positional": len(names) if positional is None else positional,
    }


def _parameter_name(node: Any) -> str:
    """The name of one parameter, with the stars of a catch-all; "" for a comment or a bare star."""
    if node.type == "comment":
        return ""
    named = node.child_by_field_name("name")
    if named is None and node.type in ("typed_parameter", "typed_default_parameter"):
        named = node.named_children[0] if node.named_children else None
    text = text_of(named if named is not None else node)
    return text if re.fullmatch(r"\*{0,2}\w+", text) else ""


def _decorators(node: Any) -> tuple[str, ...]:
    around = node.parent
    if around is None or around.type != "decorated_definition":
        return ()
    found = [text_of(child) for child in around.named_children if child.type == "decorator"]
    return tuple(text.lstrip("@ ").partition("(")[0].strip() for text in found)


def _imports(captures: dict[str, Any], scope: str) -> list[Import]:
    alias = text_of(captures["import.alias"]) if "import.alias" in captures else ""
    if "import.module" in captures:
        module = text_of(captures["import.module"])
        if alias:
            return [Import(alias, module, "", scope)]
        return [Import(module.partition(".")[0], module.partition(".")[0], "", scope)]
    module = text_of(captures["import.from"])
    if "import.star" in captures:
        return [Import("*", module, "", scope)]
    original = text_of(captures["import.name"])
    return [Import(alias or original, module, original, scope)]
