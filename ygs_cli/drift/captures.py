"""What single captures of a definitions query say: texts, parameters, decorators, imports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ygs_cli.drift.languages import Language

Captures = dict[str, list[Any]]

_SIGNS = {"rest": "*", "options": "**", "block": "&"}
_BREAK = re.compile(r"\s*\n\s*")
_ANNOTATION = re.compile(r"@\s*([\w.]+)")
_ARGUMENTS = re.compile(r"<[^<>]*>")


def text_of(node: Any) -> str:
    """The source text of a node."""
    return bytes(node.text).decode("utf-8", "replace")


def on_one_line(captures: Captures, name: str) -> str:
    """The source text of a type or a value, "" when there is none."""
    if name not in captures:
        return ""
    text = text_of(captures[name][0])
    return _BREAK.sub(" ", text) if "\n" in text else text


def type_name(text: str) -> str:
    """A type without its path, arguments and sigils: `&a::b::Name<T>` is called `Name`."""
    words = re.findall(r"\w+", text.partition("<")[0])
    return words[-1] if words else ""


def split_name(text: str, separator: str) -> list[str]:
    """The parts of a name that is written with what it belongs to, such as `shop::Cart<T>::add`."""
    plain = text.strip("\"'`:")
    if separator not in plain or text[:1] in "\"'`":
        return [plain]
    before = ""
    while "<" in plain and before != plain and "operator" not in plain:
        before, plain = plain, _ARGUMENTS.sub("", plain)
    parts = [part.strip() for part in plain.split(separator)]
    return parts if all(part.isidentifier() for part in parts[:-1]) else [plain]


class Parameter(NamedTuple):
    """A parameter, or only the place from which on they are given by name (`separates`). In the order of a list
    of parameters, and of two matches of one the match that says more comes last.
    """

    start: int
    by_name: bool
    default: str
    name: str
    type: str
    separates: bool


def parameter(captures: Captures) -> Parameter:
    """One parameter of a list: what takes all that is left has its stars, a pattern has no name."""
    label = next((name for name in captures if name.startswith("parameter")), "keywords")
    node = captures[label][0]
    sign = label.partition(".")[2]
    name = "" if label in ("keywords", "parameter.pattern") else _SIGNS.get(sign, "") + text_of(node)
    default = on_one_line(captures, "default") or ("?" if "optional" in captures else "")
    by_name = "keywords" in captures or name.startswith("*")
    return Parameter(node.start_byte, by_name, default, name, on_one_line(captures, "type"), label == "keywords")


def decorator(node: Any) -> str:
    """The dotted name of a decorator, without its arguments."""
    return text_of(node).lstrip("@ ").partition("(")[0].strip()


def annotated(modifiers: Iterable[Any]) -> list[str]:
    """The dotted names of the annotations among modifiers."""
    texts = (text_of(node) for node in modifiers)
    return [name for text in texts if "@" in text for name in _ANNOTATION.findall(text)]


def imported(captures: Captures, language: Language) -> Iterable[tuple[str, str, str]]:
    """The name that an import binds, the module it comes from, and its name there; several for a nested list."""
    texts = {name: text_of(nodes[0]) for name, nodes in captures.items() if name.startswith("import.")}
    alias = texts.get("import.alias", "")
    if "import.tree" in texts:
        return _leaves(texts["import.tree"])
    if "import.module" in texts:
        return [_module(texts["import.module"], alias, "import.unnamed" in texts, language.binds)]
    module = texts["import.from"].strip("\"'<>")
    if "import.star" in texts:
        return [("*", module, "")]
    if "import.default" in texts:
        return [(texts["import.default"], module, "default")]
    original = texts["import.name"]
    return [(alias or original, module, original)]


def _module(module: str, alias: str, unnamed: bool, binds: str) -> tuple[str, str, str]:
    if alias or unnamed:
        return alias, module, ""
    bound = re.search(binds, module)
    name = bound[1] if bound else module
    return name, name if module.startswith(name) else module, ""


def _leaves(text: str) -> Iterator[tuple[str, str, str]]:
    """The leaves of a nested import such as `a::{b, c::{d as e, *}}`."""
    prefixes, path = [""], ""
    for part in re.findall(r"[{},]|[^{},]+", f"{text},"):
        if part == "{":
            prefixes.append(prefixes[-1] + path)
        elif part in "},":
            whole, _, alias = (prefixes[-1] + path).partition(" as ")
            module, _, name = whole.rpartition("::")
            if path and name == "self":
                yield alias or module.rpartition("::")[2], module, ""
            elif path:
                yield alias or name, module, "" if name == "*" else name
            if part == "}" and len(prefixes) > 1:
                prefixes.pop()
        path = "" if part in "{}," else " ".join(part.split())
