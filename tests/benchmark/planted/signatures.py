"""Cases about parameters: added, removed, renamed, reordered, and changed defaults and return types.

Which lines a change makes wrong depends on what they show. A *listing* (a declaration in a fence, or
`f(a, b=1)` in a sentence, with the names of the parameters) shows all of it. A *call* shows the keywords it
passes, and how many values. A *sentence* that names the function and calls one of its parameters so in code
shows that parameter.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from tests.benchmark.planted.cases import Case, Draft, new_name
from tests.benchmark.planted.definitions import Definition, extent
from tests.benchmark.planted.mentions import FENCES, Place, of_symbol, word
from tests.benchmark.planted.pages import Line, Page
from tests.benchmark.planted.symbols import MOST_LINES, candidates
from tests.benchmark.planted.tree import Tree

_DECLARED = re.compile(
    r"\b(?:def|func|function|fn|fun|public|private|protected|static|abstract|void)\b[^\n(]*$|^\s*(?:export\s+)?(?:async\s+)?$"
)


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, its text, and its default as written."""

    name: str
    text: str
    default: str = ""
    star: bool = False


@dataclass(frozen=True)
class Function:
    """A function whose parameters lie between two offsets of a file. `shown` is the name documents use."""

    definition: Definition
    shown: str
    begin: int
    end: int
    parameters: tuple[Parameter, ...]
    body_end: int


def between(text: str, opening: int) -> int | None:
    """The offset of the bracket that closes the one at `opening`; strings are stepped over."""
    depth, position = 0, opening
    while position < min(len(text), opening + 4000):
        character = text[position]
        if character in "\"'`":
            closing = text.find(character, position + 1)
            line_end = text.find("\n", position)
            if closing > 0 and (closing < line_end or character == "`"):
                position = closing
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if not depth:
                return position
        position += 1
    return None


def split(text: str) -> list[tuple[int, str]]:
    """The parts between top-level commas, with their offsets."""
    parts, depth, start, quote = [], 0, 0, ""
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'`":
            quote = character
        elif character in "([{<" and not text.startswith(("<=", "< "), position):
            depth += 1
        elif character in ")]}" or (character == ">" and text[position - 1] not in "-="):
            depth = max(0, depth - 1)
        elif character == "," and not depth:
            parts.append((start, text[start:position]))
            start = position + 1
    parts.append((start, text[start:]))
    return [(offset, part) for offset, part in parts if part.strip()]


def parameters(text: str, language: str) -> tuple[Parameter, ...] | None:
    """The parameters between the brackets of a definition; None where one has no plain name."""
    text = (
        re.sub(r"(?m)(?:#|//)[^\n]*$|/\*.*?\*/", "", text)
        if language != "python"
        else re.sub(r"(?m)#[^\n]*$", "", text)
    )
    found = []
    for _, part in split(text):
        part = part.strip()
        if language == "rust" and re.fullmatch(r"&?(?:'\w+\s+)?(?:mut\s+)?self", part):
            continue
        if language == "python" and part in {"self", "cls", "*", "/"}:
            continue
        one = _parameter(part, language)
        if one is None:
            return None
        found.append(one)
    return tuple(found)


def _parameter(part: str, language: str) -> Parameter | None:
    if language == "java":
        match = re.fullmatch(r"(?s)(?:@\w+(?:\([^)]*\))?\s+|final\s+)*[\w<>\[\],.? &]+?(\.\.\.)?\s+(\w+)", part)
        return Parameter(match[2], part, "", bool(match[1])) if match else None
    if language == "go":
        match = re.fullmatch(r"(?s)(\w+)(?:\s+(\.\.\.)?\S.*)?", part)
        return Parameter(match[1], part, "", bool(match[2])) if match else None
    if language == "rust":
        match = re.fullmatch(r"(?s)(?:mut\s+)?(\w+)\s*:.*", part)
        return Parameter(match[1], part) if match else None
    match = re.fullmatch(
        r"(?s)(\*{1,2}|\.\.\.)?(\w+)\??\s*(?::\s*(?:[^=]|=>|==)+?)?\s*(?:=(?![>=])\s*(.*))?", part
    )
    return Parameter(match[2], part, (match[3] or "").strip(), bool(match[1])) if match else None


def functions(tree: Tree) -> Iterator[Function]:
    """Functions of one definition that documents name, and classes by their `__init__`."""
    for each in candidates(tree, frozenset({"function", "method", "class"})):
        text = tree.files[each.path]
        if function := function_of(text, each):
            yield function


def function_of(text: str, each: Definition) -> Function | None:
    """The function that a definition is, or that makes an object of it."""
    span, at = extent(text, each), each.name_at + len(each.name)
    if span is None:
        return None
    if each.kind == "class":
        init = re.compile(r"^([ \t]+)def __init__\(", re.MULTILINE).search(text, span[0], span[1])
        if each.language != "python" or not init:
            return None
        at = init.end() - 1
    opening = re.compile(r"\s*(?:<[^()]*>|\[[^()]*\])?\(").match(text, at)
    if not opening:
        return None
    closing = between(text, opening.end() - 1)
    listed = parameters(text[opening.end() : closing], each.language) if closing else None
    if closing is None or not listed:
        return None
    return Function(each, each.name, opening.end(), closing, listed, span[1])


@dataclass(frozen=True)
class Shown:
    """One place where a document writes the function with brackets."""

    place: Place
    listing: bool
    declared: bool
    names: tuple[tuple[str, Place], ...]  # parameters of the listing, or keywords of the call, with their lines
    values: int  # how many values a call passes without a keyword
    complete: bool  # a call without `...` and `*`
    text: str
    bare: bool  # no bracket in the documented form: `f` is only named


def shown(tree: Tree, function: Function) -> list[Shown]:
    """The places in current documents where the function is shown with its brackets."""
    found = []
    expected = of_symbol(tree, function.definition).expected
    pattern = re.compile(rf"{word(function.shown).pattern}\s*(?:<[\w, ]*>)?\(")
    for page, line in tree.lines_with(function.shown):
        if (page.path, line.number) not in expected:
            continue
        for match in pattern.finditer(line.text):
            if line.in_code(match.start(), match.end() - 1):
                one = _shown(page, line, match, function)
                found += [one] if one else []
    return found


def _shown(page: Page, line: Line, match: re.Match[str], function: Function) -> Shown | None:
    place = (page.path, line.number)
    if line.fence is None:
        end = next(last for begin, last in line.code if begin <= match.start() < last)
        text = line.text[match.end() : end]
    else:
        following = [
            each.text for each in page.lines[line.number - 1 : line.number + 30] if each.block == line.block
        ]
        text = "\n".join([line.text[match.end() :], *following[1:]])
    closing = between(f"({text}", 0)
    if closing is None:
        return None
    inner = text[: closing - 1]
    parts = split(inner)
    names = {each.name for each in function.parameters}
    language = function.definition.language
    declared = line.fence in FENCES[language] and bool(_DECLARED.search(line.text[: match.start()]))
    listed = []
    for offset, part in parts:
        head = re.match(r"[\s*&.\[\]]*(?:mut\s+|final\s+)?(\w+)", part)
        one = _parameter(part.strip().strip("[]"), language)
        name = one.name if one and one.name in names else head[1] if head else ""
        listed.append((name, (page.path, line.number + inner[:offset].count("\n") + _blank_lines(part))))
    own = [name for name, _ in listed if name in names]
    typed = any(re.search(r"\w\s*:\s*\w|\w\s+[\w*\[]", part) for _, part in parts)
    prose = line.fence is None
    listing = (
        len(own) >= 1
        and len(own) >= 0.6 * len(parts)
        and (prose or (declared and typed) or (declared and language == "python"))
    )
    keywords = [
        (key[1], (page.path, line.number + inner[:offset].count("\n") + _blank_lines(part)))
        for offset, part in parts
        if (key := re.match(r"\s*(\w+)\s*=(?!=)", part))
    ]
    stars = any(part.strip().startswith(("*", "...")) or part.strip() in {"…", "..."} for _, part in parts)
    return Shown(
        place,
        listing and not (prose and language == "python" and len(keywords) == len(parts) and not declared),
        declared,
        tuple(listed if listing else keywords) if not (prose and keywords and not listing) else tuple(keywords),
        len(parts) - len(keywords),
        not stars and not (prose and not parts),
        inner,
        not parts,
    )


def _blank_lines(part: str) -> int:
    return len(part[: len(part) - len(part.lstrip())].split("\n")) - 1


def sentences(tree: Tree, function: Function, parameter: str) -> tuple[set[Place], set[Place]]:
    """Lines that name the function and call a word its parameter; and lines that may mean it."""
    certain, possible = set(), set()
    named = word(function.shown)
    for page, line in tree.lines_with(parameter):
        if not word(parameter).search(line.text):
            continue
        if not any(line.in_code(*match.span()) for match in word(parameter).finditer(line.text)):
            continue
        possible.add((page.path, line.number))
        if page.path not in tree.current or line.fence is not None or line.heading is not None:
            continue
        alone = re.search(rf"`{re.escape(parameter)}`", line.text)
        named_in_code = any(line.in_code(*match.span()) for match in named.finditer(line.text))
        said = re.search(
            rf"`{re.escape(parameter)}`\s+(?:keyword\s+)?(?:parameter|argument|kwarg|option)|(?:parameter|argument|kwarg)s?\s+`{re.escape(parameter)}`",
            line.text,
        )
        if alone and named_in_code and said and len(re.findall(r"`[^`]*\(", line.text)) <= 1:
            certain.add((page.path, line.number))
    return certain, possible


def signatures(tree: Tree) -> Iterator[Draft]:
    for function in functions(tree):
        for detail in ("added", "removed", "renamed", "reordered", "default", "return"):
            yield Draft(f"{function.shown} {detail}", partial(_changed, tree, function, detail))


def _changed(tree: Tree, function: Function, detail: str, draw: random.Random) -> Case | None:
    places = shown(tree, function)
    if not places:
        return None
    planted = _PLANTERS[detail](tree, function, places, draw)
    if planted is None:
        return None
    subject, new, text, expected = planted
    if not 0 < len(expected) <= MOST_LINES:
        return None
    possible = {(page.path, line.number) for page, line in tree.lines_with(function.shown)} | expected
    if subject:
        possible |= sentences(tree, function, subject)[1]
    for one in places:
        possible |= {place for _, place in one.names}
    return Case(
        "signature",
        detail,
        function.definition.language,
        f"{function.shown}({subject})",
        new,
        {function.definition.path: text},
        frozenset(expected),
        frozenset(possible),
    )


Planted = tuple[str, str, str, set[Place]]


def _text(tree: Tree, function: Function, inner: str) -> str:
    text = tree.files[function.definition.path]
    return text[: function.begin] + inner + text[function.end :]


def _join(function: Function, parts: list[str]) -> str:
    return ", ".join(parts)


def _parts(tree: Tree, function: Function) -> list[str]:
    text = tree.files[function.definition.path][function.begin : function.end]
    return [part.strip() for _, part in split(text)]


_NEW = {"python": "{}", "typescript": "{}: string", "go": "{} string", "rust": "{}: String", "java": "String {}"}


def _added(tree: Tree, function: Function, places: list[Shown], draw: random.Random) -> Planted | None:
    """A new parameter that every caller must pass, before all others."""
    if any(each.star for each in function.parameters):
        return None
    if function.definition.path.endswith((".js", ".mjs", ".cjs")):
        return None
    parts, new = _parts(tree, function), new_name("some_word", draw)
    if function.definition.language in {"typescript", "java", "go"}:
        new = "".join(word if not i else word.title() for i, word in enumerate(new.split("_")))
    at = 1 if re.match(r"(self|cls|&?(?:'\w+ )?(?:mut )?self)$", parts[0]) else 0
    parts.insert(at, _NEW[function.definition.language].format(new))
    required = sum(not each.default and not re.match(r"\w+\?", each.text) for each in function.parameters)
    expected = {
        one.place
        for one in places
        if one.listing
        or (
            one.complete
            and not one.declared
            and not one.bare
            and required <= one.values + len(one.names) <= len(function.parameters)
        )
    }
    return "", new, _text(tree, function, _join(function, parts)), expected


def _without_parameter(tree: Tree, function: Function, places: list[Shown], draw: random.Random) -> Planted | None:
    chosen = _choose(function, places, tree, draw)
    if chosen is None or any(each.text.startswith("**") for each in function.parameters):
        return None
    parts = [part for part in _parts(tree, function) if part != chosen.text]
    if len(parts) == len(_parts(tree, function)):
        return None
    text = _text(
        tree, function, _join(function, [part for part in parts if part not in {"*"} or parts[-1] != "*"])
    )
    return chosen.name, "", text, _naming(tree, function, places, chosen.name)


def _renamed_parameter(tree: Tree, function: Function, places: list[Shown], draw: random.Random) -> Planted | None:
    chosen = _choose(function, places, tree, draw)
    if chosen is None or any(each.text.startswith("**") for each in function.parameters):
        return None
    new, text = new_name(chosen.name, draw), tree.files[function.definition.path]
    end = max(function.end, function.body_end)
    if function.definition.kind == "class":
        end = function.end
    changed = word(chosen.name).sub(new, text[function.begin : end])
    text = text[: function.begin] + changed + text[end:]
    return chosen.name, new, text, _naming(tree, function, places, chosen.name)


def _choose(function: Function, places: list[Shown], tree: Tree, draw: random.Random) -> Parameter | None:
    """A parameter that some document shows by its name."""
    written = {name for one in places for name, _ in one.names}
    names = [
        each
        for each in function.parameters
        if not each.star
        and len(each.name) > 1
        and (each.name in written or sentences(tree, function, each.name)[0])
    ]
    return draw.choice(names) if names else None


def _naming(tree: Tree, function: Function, places: list[Shown], name: str) -> set[Place]:
    lines = {place for one in places for written, place in one.names if written == name}
    return lines | sentences(tree, function, name)[0]


def _reordered(tree: Tree, function: Function, places: list[Shown], draw: random.Random) -> Planted | None:
    """Two neighbours of a listing change places; keyword-only ones have no order."""
    own = list(function.parameters)
    parts = _parts(tree, function)
    if function.definition.language == "go" and any(" " not in part for part in parts):
        return None
    for first, second in itertools.pairwise(own):
        if (
            first.star
            or second.star
            or bool(first.default) != bool(second.default)
            or first.text not in parts
            or "*" in parts
        ):
            continue
        expected = set()
        for one in places:
            names = [name for name, _ in one.names]
            if one.listing and first.name in names and second.name in names:
                expected.add(one.place)
        if expected and second.text in parts:
            i, j = parts.index(first.text), parts.index(second.text)
            parts[i], parts[j] = parts[j], parts[i]
            return first.name, second.name, _text(tree, function, _join(function, parts)), expected
    return None


def _default(tree: Tree, function: Function, places: list[Shown], draw: random.Random) -> Planted | None:
    """Another default than the one that a listing writes."""
    for each in function.parameters:
        if not each.default or each.default in {"...", "object()"} or len(each.default) > 40:
            continue
        expected = set()
        for one in places:
            if one.listing and re.search(rf"\b{each.name}\b[^,]*=\s*{re.escape(each.default)}(?!\w)", one.text):
                expected |= {place for name, place in one.names if name == each.name}
        if expected:
            new = (
                "17"
                if re.fullmatch(r"-?[\d.]+", each.default)
                else "False"
                if each.default == "True"
                else "True"
                if each.default == "False"
                else '"quarry"'
                if each.default[:1] in "\"'"
                else "42"
            )
            if function.definition.language == "typescript":
                new = new.lower()
            parts = _parts(tree, function)
            if each.text not in parts:
                return None
            parts[parts.index(each.text)] = each.text[: len(each.text) - len(each.default)] + new
            return each.name, new, _text(tree, function, _join(function, parts)), expected
    return None


_RETURN = {
    "python": (r"\s*->\s*([^:\n]+):", "TundraHeron"),
    "typescript": (r"\s*:\s*([\w<>\[\]., |]+?)\s*(?=\{|;|\n)", "TundraHeron"),
    "rust": (r"\s*->\s*([\w<>&':, ]+?)\s*(?=\{|;|where)", "TundraHeron"),
    "go": (r"\s+(\*?[\w.]+)\s*(?=\{)", "TundraHeron"),
}


def _return(tree: Tree, function: Function, places: list[Shown], draw: random.Random) -> Planted | None:
    """Another return type than the one that a declaration in a document writes."""
    form = _RETURN.get(function.definition.language)
    text = tree.files[function.definition.path]
    found = re.compile(form[0]).match(text, function.end + 1) if form else None
    if not form or not found or function.definition.kind == "class" or len(found[1]) < 3:
        return None
    expected = set()
    for one in places:
        page = tree.pages[one.place[0]]
        rows = [line.text for line in page.lines[one.place[1] - 1 : one.place[1] + 20]]
        after = "\n".join(rows)
        closing = after.find(one.text)
        tail = after[closing + len(one.text) + 1 :] if closing >= 0 else ""
        shown_type = re.match(r"\s*(?:->|:)?\s*([^\n{;`]+)", tail)
        if one.listing and shown_type and shown_type[1].strip().rstrip(":").strip() == found[1].strip():
            number = one.place[1] + after[: closing + len(one.text) + 1 + shown_type.start(1)].count("\n")
            expected |= {(one.place[0], number)}
    if not expected:
        return None
    return "", form[1], text[: found.start(1)] + form[1] + text[found.end(1) :], expected


_PLANTERS = {
    "added": _added,
    "removed": _without_parameter,
    "renamed": _renamed_parameter,
    "reordered": _reordered,
    "default": _default,
    "return": _return,
}
