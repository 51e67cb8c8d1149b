"""Says which document lines mean a name of the code, and which hold its letters and may mean something else.

A line is *expected* when the name stands there as a whole word, written as code, and nothing on the page says
that it is another thing. Any other line that holds the word is *possible*: a finding there is neither asked
for nor counted as an alarm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tests.benchmark.planted.definitions import Definition
from tests.benchmark.planted.pages import Line, Page
from tests.benchmark.planted.tree import Tree

Place = tuple[str, int]
FENCES = {
    "python": {"python", "py", "python3", "py3", "pycon", "py3-console", "pyi"},
    "typescript": {"js", "javascript", "ts", "typescript", "jsx", "tsx", "mjs", "cjs", "mts", "vue", "svelte"},
    "go": {"go", "golang"},
    "rust": {"rust", "rs"},
    "java": {"java", "kotlin", "kt"},
    "kotlin": {"java", "kotlin", "kt"},
}
_SHELLS = frozenset(
    "npm npx yarn pnpm pip uv git cargo go docker brew apt conda poetry mvn gradle make curl $ cd".split()
)
_STANDARD = frozenset(
    "fmt os errors strings log http context time json io sys re math console Object Array JSON Promise".split()
)
_PAST_TENSE = re.compile(
    r"\b(removed|renamed|no longer|used to be|formerly|previously|was called|deprecated)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Mentions:
    expected: frozenset[Place]
    possible: frozenset[Place]  # with the expected


def word(name: str) -> re.Pattern[str]:
    """A name as a whole word; a hyphen glues as letters do."""
    return re.compile(rf"(?<![\w$])(?<!\w-){re.escape(name)}(?![\w$])(?!-\w)")


def is_weak(name: str) -> bool:
    """A name that is an ordinary word too."""
    return bool(re.fullmatch(r"[a-z]+|[A-Z][a-z]+|[A-Z]+", name))


def collect(tree: Tree, name: str, meant: Callable[[Page, Line, re.Match[str]], bool]) -> Mentions:
    """Go through all lines of all documents for a word; `meant` judges each occurrence in a current document."""
    pattern = word(name)
    expected, possible = set(), set()
    for page, line in tree.lines_with(name):
        for match in pattern.finditer(line.text):
            possible.add((page.path, line.number))
            if page.path in tree.current and meant(page, line, match):
                expected.add((page.path, line.number))
    return Mentions(frozenset(expected), frozenset(possible))


def of_symbol(tree: Tree, definition: Definition) -> Mentions:
    """The lines that mean one definition."""
    pages = {page.path: page for page, _ in tree.lines_with(definition.name)}
    foreign = {path: _is_foreign(tree, page, definition) for path, page in pages.items()}

    def meant(page: Page, line: Line, match: re.Match[str]) -> bool:
        return (
            not foreign[page.path]
            and line.in_code(*match.span())
            and not _PAST_TENSE.search(line.text)
            and _reads_as_symbol(tree, page, line, match, definition)
        )

    return collect(tree, definition.name, meant)


def _is_foreign(tree: Tree, page: Page, definition: Definition) -> bool:
    """Whether the page itself defines the name, or imports it from somebody else."""
    name = re.escape(definition.name)
    for lines in page.fences().values():
        text = "\n".join(line.text for line in lines)
        if (
            re.search(
                rf"\b(?:def|class|function|const|let|var|func|fn|type|interface|struct|enum|trait|record|void|val|fun|mod)\s+{name}\b"
                rf"|^\s*{name}\s*(?::[^:=\n]+)?:?=(?!=)|\bas\s+{name}\b|\bfunc\s+\([^)\n]*\)\s*{name}\b|\b[\w.]+\s*=\s*\{{\s*{name}\b"
                rf"|^\s*{name}\([^)\n]*\)\s*\{{|^\s+{name}\s+[\w.*\[\]]+\s*$|(?:\(|,\s*){name}(?:\s*:[^,()]*)?(?:,[^()]*)?\)\s*=>|\b[A-Z]\w*\s+{name}\s*[=;(]",
                text,
                re.MULTILINE,
            )
            and lines[0].fence in FENCES[definition.language]
        ):
            return True
        for module in _modules_of(text, name):
            if not tree.is_own(module):
                return True
    return False


def _modules_of(text: str, name: str) -> Iterator[str]:
    """The modules that a fence imports a name from."""
    for match in re.finditer(
        rf"^\s*(?:>>> )?from\s+([\w.]+)\s+import\s+(?:\([^)]*\b{name}\b|[^\n(]*\b{name}\b)", text, re.MULTILINE
    ):
        yield match[1]
    for match in re.finditer(rf"\bimport\s+(?:type\s+)?[^;'\"]*\b{name}\b[^;'\"]*\bfrom\s+['\"]([^'\"]+)", text):
        yield match[1]
    for match in re.finditer(rf"\b{name}\b[^\n;=]*=\s*(?:await\s+)?(?:require|import)\(['\"]([^'\"]+)", text):
        yield match[1]
    for match in re.finditer(rf"^\s*import\s+(?:static\s+)?([\w.]+)\.{name}\b", text, re.MULTILINE):
        yield match[1]
    for match in re.finditer(rf"^\s*use\s+(\w+)[\w:]*::(?:\{{[^}}]*\b{name}\b|{name}\b)", text, re.MULTILINE):
        yield match[1]


def _reads_as_symbol(tree: Tree, page: Page, line: Line, match: re.Match[str], definition: Definition) -> bool:
    before, after = line.text[: match.start()], line.text[match.end() :]
    chunk = re.search(r"\S*$", before)
    if chunk and ("://" in chunk[0] or chunk[0].startswith(("#", "--"))):
        return False
    if re.search(r"[/\\@#]$", before) and not re.search(r"(^|[\s(`])@$", before):
        return False
    if re.match(
        r"[/\\]|\.(md|py|go|rs|js|mjs|ts|tsx|json|toml|java|kt|html|txt|ya?ml|sh|cfg|vue|css|svg|png)\b|-\w", after
    ):
        return False
    if definition.kind == "field" and re.search(r"[\w-]\[$", before):
        return False  # an extra of a package
    if re.match(r"\s*=(?!=)|\s*:(?![:=])", after) and definition.kind != "field":
        return False  # a keyword argument or an object key
    if before.endswith("]::") or (definition.kind != "method" and re.search(r"(^|[\s`/(│─])\.$", before)):
        return False  # another language's type, or a hidden file
    if line.fence is None and re.match(r"[^\[\]]*\]\((https?:)?//", after):
        return False  # the words of a link to another place
    if _other_owner(tree, page, before, definition):
        return False
    if line.fence is None:
        return _inline(line, match, before, after, definition)
    return _fenced(page, line, before, after, definition)


def _other_owner(tree: Tree, page: Page, before: str, definition: Definition) -> bool:
    """Whether the word is qualified by a module or a type that the repository does not have."""
    owner = re.search(r"([\w:.]*\w)(?:\(\))?(?:\.|\?\.|::)$", before)
    if not owner:
        return False
    parts = re.split(r"\.|::", owner[1])
    if parts[0] in {"std", "core", "alloc", "java", "javax"}:
        return True
    if definition.language == "java" and re.fullmatch(r"[a-z]\w*(\.[a-z]\w*)+", owner[1]):
        return owner[1] not in tree.own_modules
    if tree.is_own(parts[0]) or parts[-1] in tree.defined or parts[0] in tree.defined:
        return False
    of_object = definition.kind in {"method", "field", "constant"} and not parts[-1][:1].isupper()
    return not of_object or parts[0] in _imported(page)


@lru_cache(maxsize=4096)
def _imported(page: Page) -> frozenset[str]:
    """The modules that the fences of a page import."""
    names: set[str] = set()
    for line in page.lines:
        if line.fence is not None and (
            match := re.match(r"\s*(?:>>> )?import\s+\"?([\w./-]+)|\s*(?:\w+\s+)?\"([\w./-]+)\"\s*$", line.text)
        ):
            names.add(re.split(r"[./]", match[1] or match[2])[-1])
    return frozenset(names) | _STANDARD


def _inline(line: Line, match: re.Match[str], before: str, after: str, definition: Definition) -> bool:
    begin, end = next(span for span in line.code if span[0] <= match.start() and match.end() <= span[1])
    code = line.text[begin:end].strip()
    first = re.split(r"\s", code)[0]
    if first in _SHELLS or code.startswith(("--", "<", "-", '"', "'", "#", "/")):
        return False
    if not is_weak(match[0]):
        return True
    if match[0].islower() and definition.language not in {"python", "typescript"}:
        return after.startswith(("(", "::", "!"))  # a dotted key of a configuration looks the same
    bare = code == match[0] or code == f"{match[0]}()"
    return (bare and not match[0].islower()) or bool(re.match(r"\(", after)) or before.endswith((".", "::", "@"))


@lru_cache(maxsize=4096)
def _output(page: Page) -> frozenset[int]:
    """Lines of fences that come after a traceback."""
    found = set()
    for lines in page.fences().values():
        for number, line in enumerate(lines):
            if "Traceback (most recent call last)" in line.text:
                found.update(each.number for each in lines[number:])
                break
    return frozenset(found)


def _fenced(page: Page, line: Line, before: str, after: str, definition: Definition) -> bool:
    if line.fence not in FENCES[definition.language] or re.search(r"(^|\s)(#|//|/\*|\*)\s", before):
        return False
    if line.number in _output(page):
        return False
    if (
        before.count('"') % 2
        or before.count("'") % 2
        or before.count("`") % 2
        or before.lstrip().startswith(("*", "<!--"))
    ):
        return False
    if not is_weak(match_name := definition.name):
        return True
    if match_name.islower():
        return bool(re.match(r"\s*[(<]|::|!", after)) and bool(
            re.search(r"(\.|::|@|^\s*|[=(,]\s*|await\s+|return\s+)$", before)
        )
    return True
