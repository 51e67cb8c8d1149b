"""Changes that make no document wrong: any new finding is a false alarm."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import partial

from tests.benchmark.planted.cases import Case, Draft, new_name, replaced
from tests.benchmark.planted.definitions import Definition
from tests.benchmark.planted.files import following
from tests.benchmark.planted.mentions import of_symbol, word
from tests.benchmark.planted.signatures import Function, function_of, shown, split
from tests.benchmark.planted.symbols import candidates
from tests.benchmark.planted.tree import MARKDOWN, Tree, extension

_CALLED = frozenset({"function", "method"})
_COMMENT = {"python": "#", "typescript": "//", "go": "//", "rust": "//", "java": "//", "kotlin": "//"}
_ADDED = {
    "python": "\n\ndef {name}(first: int) -> int:\n    return first\n",
    "typescript": "\nexport function {name}(first) {{\n  return first\n}}\n",
    "go": "\nfunc {name}(first int) int {{\n\treturn first\n}}\n",
    "rust": "\npub fn {name}(first: u8) -> u8 {{\n    first\n}}\n",
}
_STATEMENT = {
    "typescript": "  void 17\n",
    "go": "\t_ = 17 * 4\n",
    "rust": "        let _ = 17 * 4;\n",
    "java": "    int quarry = 17;\n",
}
_OPTIONAL = {"python": "{}=None", "typescript": "{}?: string"}


def _control(detail: str, each: Definition, changes: dict[str, str | None], new: str = "") -> Case | None:
    return Case("control", detail, each.language, each.name, new, changes) if changes else None


def controls(tree: Tree) -> Iterator[Draft]:
    """Every control that this repository can have."""
    for each in tree.unique:
        if len(each.name) > 4 and each.kind != "perhaps" and each.name not in tree.documented_words:
            yield Draft(f"undocumented rename {each.name}", partial(_undocumented, tree, each))
    for each in candidates(tree, frozenset({"function", "method", "class", "type"})):
        yield Draft(f"comment {each.name}", partial(_commented, tree, each))
        if each.language in _ADDED:
            yield Draft(f"added {each.path}", partial(_extended, tree, each))
        if each.kind in _CALLED:
            for detail, change in _CHANGES.items():
                yield Draft(f"{detail} {each.name}", partial(_altered, tree, each, detail, change))
    for path in sorted(tree.links_to):
        if extension(path) in MARKDOWN and path in tree.current:
            yield Draft(f"move {path}", partial(_moved_with_links, tree, path))


def _undocumented(tree: Tree, each: Definition, draw: random.Random) -> Case | None:
    if not all(text.isascii() or each.name not in text for text in tree.pages):
        return None
    new = new_name(each.name, draw)
    if each.language == "java" and f"/{each.name}.java" in f"/{each.path}":
        return None
    return _control("undocumented rename", each, replaced(tree.code, word(each.name), new), new)


def _commented(tree: Tree, each: Definition, draw: random.Random) -> Case | None:
    """A comment before a documented definition."""
    if not of_symbol(tree, each).expected:
        return None
    text = tree.files[each.path]
    indent = re.match(r"[ \t]*", text[each.start :])
    remark = f"{new_name('some_word', draw)}: a remark on {each.name}"
    line = f"{indent[0] if indent else ''}{_COMMENT[each.language]} {remark}\n"
    return _control("comment", each, {each.path: text[: each.start] + line + text[each.start :]})


def _extended(tree: Tree, each: Definition, draw: random.Random) -> Case | None:
    """A new function at the end of a file."""
    text, new = tree.files[each.path], new_name("some_word" if each.language != "go" else "Word", draw)
    return _control("added function", each, {each.path: text + _ADDED[each.language].format(name=new)}, new)


Change = Callable[[Tree, Function, str], str | None]


def _altered(tree: Tree, each: Definition, detail: str, change: Change, draw: random.Random) -> Case | None:
    """Something about a documented function that its documents do not show."""
    function = function_of(tree.files[each.path], each)
    if function is None or not of_symbol(tree, each).expected:
        return None
    text = change(tree, function, tree.files[each.path])
    return _control(detail, each, {each.path: text}) if text else None


def _wrapped(tree: Tree, function: Function, text: str) -> str | None:
    """The parameters one a line."""
    inner = text[function.begin : function.end]
    if "\n" in inner or "#" in inner or "//" in inner:
        return None
    parts = "".join(f"\n        {part.strip()}," for _, part in split(inner))
    if function.definition.language not in {"python", "rust", "go"} or "..." in inner:
        parts = parts.removesuffix(",")
    return f"{text[: function.begin]}{parts}\n{text[function.end :]}"


def _new_body(tree: Tree, function: Function, text: str) -> str | None:
    """One more statement at the head of the body."""
    language = function.definition.language
    if language == "python":
        head = re.compile(r"[^\n]*:[ \t]*\n(?=([ \t]+)\S)").match(text, function.end)
        if not head or text[head.end() :].lstrip().startswith(('"""', "'''", 'r"""', "...")):
            return None
        return f"{text[: head.end()]}{head[1]}_ = 17 * 4\n{text[head.end() :]}"
    head = re.compile(r"[^\n;{]*\{[ \t]*\n").match(text, function.end)
    statement = {
        "typescript": "  void 17\n",
        "go": "\t_ = 17 * 4\n",
        "rust": "        let _ = 17 * 4;\n",
        "java": "    int quarry = 17;\n",
    }
    return f"{text[: head.end()]}{statement[language]}{text[head.end() :]}" if head else None


def _optional(tree: Tree, function: Function, text: str) -> str | None:
    """An optional parameter after all others, of a function that documents only call."""
    form = _OPTIONAL.get(function.definition.language)
    places = shown(tree, function)
    if not form or not places or any(one.listing or one.declared or one.bare for one in places):
        return None
    if function.definition.path.endswith((".js", ".mjs", ".cjs")) or any(
        each.star for each in function.parameters
    ):
        return None
    inner = text[function.begin : function.end].rstrip().removesuffix(",")
    return f"{text[: function.begin]}{inner}, {form.format('quarry_pewter')}{text[function.end :]}"


_CHANGES: dict[str, Change] = {"reformatted": _wrapped, "body": _new_body, "optional parameter": _optional}


def _moved_with_links(tree: Tree, path: str, draw: random.Random) -> Case | None:
    """A document of another name, and every link to it changed with it."""
    if any(page for page, _, _ in tree.links_to[path] if page.path not in tree.current):
        return None
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    if stem.lower() in {"readme", "index", "_index"} or len(stem) < 4:
        return None
    new = new_name("some-word", draw)
    target = f"{folder}/{new}.{extension(path)}".lstrip("/")
    changes = following(tree, path, target)
    whole = re.compile(rf"(?<![\w-]){re.escape(stem)}(?![\w-])")
    for other, page in tree.pages.items():
        rows = tree.files[other].split("\n")
        for line in page.lines:
            for begin, end in sorted(line.links, reverse=True):
                place = tree.resolved(other, line.text[begin:end])
                if place and place[0] == path and not line.text[begin:end].startswith("#"):
                    row = rows[line.number - 1]
                    rows[line.number - 1] = row[:begin] + whole.sub(new, row[begin:end]) + row[end:]
        text = "\n".join(rows)
        if text != tree.files[other]:
            changes[target if other == path else other] = text
    rest = "\n".join(
        text for each in tree.pages if (text := changes.get(each) or tree.files[each]) and each != path
    )
    if re.search(rf"(?<![\w-]){re.escape(name)}|/{re.escape(stem)}(?![\w-])", rest):
        return None
    return Case("control", "move with links", tree.language, path, target, changes, moved=((path, target),))
