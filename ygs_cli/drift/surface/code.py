"""A source text with what every extractor needs of it: its family, its line numbers, and the calls in it."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

# Languages by the ending of a file; those of one family write flags, variables and routes alike.
FAMILIES = {
    ending: family
    for family, endings in {
        "python": ".py .pyi",
        "js": ".js .jsx .mjs .cjs .ts .tsx .mts .cts .vue .svelte",
        "go": ".go",
        "rust": ".rs",
        "java": ".java .kt .kts .scala",
        "shell": ".sh .bash .zsh",
        "other": ".rb .php .cs .c .cc .cpp .h .hpp .swift",
        "proto": ".proto",
    }.items()
    for ending in endings.split()
}
_DOUBLE = re.compile(r'"(?:\\.|[^"\\\n])*"|[()]')
_BOTH = re.compile(r"""\"(?:\\.|[^"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|[()]""")
_STRINGS = re.compile(r"""\"((?:\\.|[^"\\\n])*)\"|'((?:\\.|[^'\\\n])*)'|`((?:\\.|[^`\\])*)`""")
_MODULE_OF_TESTS = re.compile(r"^#\[cfg\(test\)\]\s*(?:pub )?mod \w+ *\{", re.MULTILINE)
_LONGEST_CALL = 4000


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that the code gives to users, at an offset of its text, up to `end`."""

    name: str
    start: int
    end: int = 0
    scope: str = ""


class Code:
    """One source text. `family` is "" for a file that is no program."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.family = FAMILIES.get(posixpath.splitext(path)[1].lower(), "")
        cut = _MODULE_OF_TESTS.search(text) if self.family == "rust" and "#[cfg(test)]" in text else None
        self.text = text[: cut.start()] if cut else text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line(self, offset: int) -> int:
        """The number of the line, from 1, that holds an offset."""
        return bisect_right(self._starts, offset)

    def offset(self, line: int, column: int) -> int:
        """The offset of a place, whose line counts from 1 and column from 0."""
        return self._starts[line - 1] + column

    def closing(self, opening: int) -> int:
        """The offset behind the bracket that closes the one at `opening`; of the text's end when none does."""
        depth = 0
        limit = min(len(self.text), opening + _LONGEST_CALL)
        for match in (_DOUBLE if self.family == "rust" else _BOTH).finditer(self.text, opening, limit):
            depth += (match[0] == "(") - (match[0] == ")")
            if depth == 0 and match[0] == ")":
                return match.end()
        return limit

    def strings(self, start: int, end: int) -> Iterator[tuple[str, int]]:
        """The string literals of a piece of the text, each with the offset of its content."""
        for match in _STRINGS.finditer(self.text, start, end):
            group = match.lastindex or 1
            yield match[group], match.start(group)


@dataclass(frozen=True, slots=True)
class Row:
    """One way of a framework to name something: a pattern with the group `name` and perhaps `scope`.

    `needs` is a word without which the pattern cannot match: it is looked for first, which is much cheaper.
    """

    families: str
    needs: str
    pattern: str
    flags: re.RegexFlag = re.MULTILINE

    def hits(self, code: Code) -> Iterator[Hit]:
        """The names that this row finds in a text of one of its families."""
        if code.family not in self.families.split() or self.needs not in code.text:
            return
        for match in _compiled(self.pattern, self.flags).finditer(code.text):
            groups = match.groupdict()
            yield Hit(match["name"], match.start("name"), match.end(), groups.get("scope") or "")


@cache
def _compiled(pattern: str, flags: re.RegexFlag) -> re.Pattern[str]:
    return re.compile(pattern, flags)
