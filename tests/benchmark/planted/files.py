"""Cases about files and headings: moves, removals, renamed headings."""

from __future__ import annotations

import posixpath
import random
import re
from collections.abc import Iterator
from functools import partial

from tests.benchmark.planted.cases import Case, Draft, new_name
from tests.benchmark.planted.definitions import LANGUAGES, definitions, extension
from tests.benchmark.planted.mentions import Mentions, Place
from tests.benchmark.planted.pages import Line, Page
from tests.benchmark.planted.symbols import MOST_LINES, wanted
from tests.benchmark.planted.tree import Tree

# Names that documents use for the reader's own file of that name.
_GENERAL = re.compile(
    r"^(README|LICENSE|CHANGELOG|CONTRIBUTING|Makefile|Dockerfile|\..*|package(-lock)?\.json|pyproject\.toml|setup\.(py|cfg)"
    r"|Cargo\.(toml|lock)|go\.(mod|sum)|main\.\w+|index\.\w+|__init__\.py|app\.\w+|pom\.xml|build\.gradle|tsconfig\.json"
    r"|vite\.config\.\w+|requirements\.txt|mod\.rs|lib\.rs|test\.\w+|tests?\.\w+)",
    re.IGNORECASE,
)


_MADE_UP = re.compile(
    r"(^|/)(tests?|__tests__|testdata|fixtures?|playgrounds?|snapshots?|node_modules|vendor)/|(^|/)(foo|bar|baz|a|b|c)\."
)


def _written(tree: Tree, path: str, whole_name: bool) -> Mentions:
    """The lines that name a file: by a link, by a path in code; by its bare name if that goes too."""
    expected, possible = set(), set()
    name = path.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    basename_is_unique = sum(each.rpartition("/")[2] == name for each in tree.paths) == 1
    for page, line in tree.lines_with(stem):
        if not re.search(
            rf"(?<![\w-]){re.escape(name)}(?!\w)|/{re.escape(stem)}\b|\({re.escape(stem)}[)#]|\b{re.escape(stem)}/",
            line.text,
        ):
            continue
        place = (page.path, line.number)
        possible.add(place)
        if page.path not in tree.current:
            continue
        for match in re.finditer(
            rf"(?<![\w./@$<>*{{}}-])(?:\.?\.?/)?((?:[\w.@+-]+/)*){re.escape(name)}(?![\w/-]|\.\w)", line.text
        ):
            if not line.in_code(*match.span()) or "://" in line.text[: match.end()].rpartition(" ")[2]:
                continue
            if match[1] and not re.match(r"(\./)?\.\./", match[0]):
                whole = match[0].removeprefix("./").lstrip("/")
                if path == whole or (path.endswith(f"/{whole}") and _only(tree, whole)):
                    expected.add(place)
            elif not match[1] and whole_name and basename_is_unique and "." in name and line.fence is None:
                expected.add(place)
    for page, line, _ in tree.links_to.get(path, []):
        possible.add((page.path, line.number))
        expected.add((page.path, line.number))
    return Mentions(frozenset(expected), frozenset(possible))


def _only(tree: Tree, tail: str) -> bool:
    return sum(each == tail or each.endswith(f"/{tail}") for each in tree.paths) == 1


def _named(tree: Tree) -> list[str]:
    """Files whose names stand in documents, with a name of their own."""
    return sorted(
        path
        for path in tree.files
        if not _GENERAL.match(path.rpartition("/")[2])
        and not path.startswith(".")
        and not _MADE_UP.search(path)
        and (path in tree.links_to or re.split(r"\W", path.rpartition("/")[2])[0] in tree.words_in_code)
        and tree.lines_with(path.rpartition("/")[2].rpartition(".")[0] or path)
    )


def moves(tree: Tree) -> Iterator[Draft]:
    for path in _named(tree):
        yield Draft(path, partial(moved, tree, path))


def moved(tree: Tree, path: str, draw: random.Random) -> Case | None:
    """A file at another place, or of another name; code that names its path follows."""
    renamed = draw.random() < 0.5
    folder, _, name = path.rpartition("/")
    stem, dot, suffix = name.partition(".")
    word = new_name("some-word" if "-" in stem else "someword", draw)
    target = posixpath.join(folder, f"{word}{dot}{suffix}") if renamed else posixpath.join(folder, word, name)
    if extension(path) == "java" and renamed:
        return None
    mentions = _written(tree, path, whole_name=renamed)
    if not wanted(mentions):
        return None
    changes = following(tree, path, target)
    own = tree.pages.get(path)
    expected = {(target if each == path else each, number) for each, number in mentions.expected}
    possible = {(target if each == path else each, number) for each, number in mentions.possible}
    if own and path in tree.current:
        expected -= {place for place in expected if place[0] == target}
        expected |= _left_behind(tree, own, target)
        possible |= {(target, line.number) for line in own.lines if line.links or line.code}
    if not expected:
        return None
    return Case(
        "move",
        "name" if renamed else "folder",
        LANGUAGES.get(extension(path), tree.language),
        path,
        target,
        changes,
        frozenset(expected),
        frozenset(possible),
        ((path, target),),
    )


def following(tree: Tree, path: str, target: str) -> dict[str, str | None]:
    """The changes of a move: the file, and every path to it that code and configuration write."""
    changes: dict[str, str | None] = {path: None, target: tree.files[path]}
    tails = [path]
    head, _, tail = path.partition("/")
    if head in {"docs", "src"} and tail:
        tails.append(tail)
    for each, text in tree.machine_read.items():
        changed = text
        for old in tails:
            new = target if old == path else target.partition("/")[2]
            changed = re.sub(rf"(?<![\w/.-]){re.escape(old)}(?![\w-])", new, changed)
        if changed != text:
            changes[target if each == path else each] = changed
    return changes


def _left_behind(tree: Tree, page: Page, target: str) -> set[Place]:
    """Lines of a moved document whose relative links led somewhere and lead nowhere now."""
    after = Tree(tree.name, {}, tree.paths - {page.path} | {target})
    lost = set()
    for line in page.lines:
        for begin, end in line.links:
            link = line.text[begin:end]
            if link.startswith(("/", "#")):
                continue
            before = tree.resolved(page.path, link)
            if before and before[0] != page.path and after.resolved(target, link) is None:
                lost.add((target, line.number))
    return lost


def removals(tree: Tree) -> Iterator[Draft]:
    for path in _named(tree):
        yield Draft(path, partial(_removed, tree, path))


def _removed(tree: Tree, path: str, draw: random.Random) -> Case | None:
    mentions = _written(tree, path, whole_name=True)
    expected = {place for place in mentions.expected if place[0] != path}
    if not 0 < len(expected) <= MOST_LINES:
        return None
    possible = set(mentions.possible)
    for name in {each.name for each in definitions(path, tree.files[path])}:
        possible |= {(page.path, line.number) for page, line in tree.lines_with(name)}
    language = LANGUAGES.get(extension(path), tree.language)
    return Case("remove", "file", language, path, "", {path: None}, frozenset(expected), frozenset(possible))


def slugs(heading: str) -> set[str]:
    """The anchors that renderers make of a heading: GitHub's, and the one that folds hyphens."""
    text = re.sub(r"`|\*\*?|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    github = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
    return {
        github,
        re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text)).strip("-"),
        re.sub(r"\W+", "-", text).strip("-"),
    }


def headings(tree: Tree) -> Iterator[Draft]:
    for path, page in sorted(tree.current.items()):
        wanted_fragments = {fragment for _, _, fragment in tree.links_to.get(path, []) if fragment}
        for line in page.lines:
            plain = line.heading and re.fullmatch(r"[\w `.()'/?!,:-]+", line.heading)
            if plain and slugs(line.heading or "") & wanted_fragments:
                yield Draft(f"{path}:{line.number}", partial(_retitled, tree, page, line))


def _retitled(tree: Tree, page: Page, line: Line, draw: random.Random) -> Case | None:
    """A heading with other words, and so with another anchor; links to it stay."""
    old = slugs(line.heading or "")
    same = [one for one in page.lines if one.heading is not None and slugs(one.heading) & old]
    text = tree.files[page.path]
    if len(same) > 1 or re.search(
        rf"(id|name)=[\"']?({'|'.join(map(re.escape, old))})\b|^\[.*\]:\s*#", text, re.MULTILINE
    ):
        return None
    if line.number > 1 and re.search(r"<a |\{#|\(\w+\)=", page.lines[line.number - 2].text):
        return None
    expected = {
        (where.path, one.number) for where, one, fragment in tree.links_to[page.path] if fragment.lower() in old
    }
    possible = {(each.path, one.number) for slug in old for each, one in tree.lines_with(slug)} | {
        (page.path, line.number)
    }
    if not 0 < len(expected) <= MOST_LINES:
        return None
    words = [new_name("Word", draw), new_name("word", draw)]
    title = " ".join(re.sub(r"(?<!^)([A-Z])", r" \1", each) for each in words)
    rows = text.split("\n")
    rows[line.number - 1] = rows[line.number - 1].replace(line.heading or "", title)
    new = next(iter(slugs(title)))
    return Case(
        "heading",
        "anchor",
        tree.language,
        f"{page.path}#{line.heading}",
        f"#{new}",
        {page.path: "\n".join(rows)},
        frozenset(expected),
        frozenset(possible | expected),
    )
