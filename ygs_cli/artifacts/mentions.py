"""Ids of requirements, criteria and documents that tests and code name, found in the text of any language.

An id counts where it says what the code is for: in a comment or docstring, in a name (`test_req_0001_2_x`),
in a marker or attribute, in the description of a test. It does not count as mere data, such as a string that
is compared, written to a file or passed on, nor as an example in a fence or, outside tests, in back-ticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import PurePosixPath

from ygs_cli.artifacts.kinds import OF_PREFIX

Key = tuple[str | int, ...]

ELEMENTS = ("REQ", "AC")  # ids of parts of a document: the others are those of kinds of documents
_PREFIXES = (*ELEMENTS, *OF_PREFIX)
# spelled out in three cases: several times faster than a pattern that ignores case
_CASES = "|".join(form for prefix in _PREFIXES for form in (prefix, prefix.lower(), prefix.title()))
_FORMS = frozenset(_CASES.split("|"))
_WIDTHS = sorted({len(form) for form in _FORMS}, reverse=True)
# Begins with what is rare, and looks back: twelve times faster than a search that begins with a prefix. A
# look-behind needs a fixed width, so there is one for each.
_BEHIND = "|".join(f"(?<=(?:{'|'.join(f for f in sorted(_FORMS) if len(f) == n)})[-_])" for n in _WIDTHS)
_SEPARATOR = re.compile(rf"[-_](?=[A-Za-z0-9])(?:{_BEHIND})")
_BYTES = re.compile(_SEPARATOR.pattern.encode())
# bounded, so that a search that goes on inside a long name stays linear
ID = re.compile(rf"(?:{_CASES})[-_][A-Za-z0-9]{{1,40}}(?:[-_][A-Za-z0-9]{{1,40}}){{0,12}}")
_WRITTEN_OUT = re.compile(rf"(?:{'|'.join(ELEMENTS)})-\d+-\d+|(?:{'|'.join(OF_PREFIX)})-\d{{3,6}}")

_SUFFIXES = {
    "#": ".py .pyi .rb .sh .bash .zsh .bats .pl .pm .t .r .ex .exs .jl .nim .tcl .ps1 .coffee .cr .robot",
    "//": ".js .jsx .mjs .cjs .ts .tsx .mts .cts .vue .svelte .go .rs .java .kt .kts .scala .groovy .gradle .c .h"
    " .cc .cpp .cxx .hpp .hh .cs .swift .php .dart .m .mm .zig .v .sv .proto .sol .fs .fsx",
    "--": ".sql .lua .hs .elm .adb .ads .vhd",
    "%": ".erl",
    ";": ".clj .cljs .cljc .lisp .el .scm",
    "": ".feature .story",  # the whole text is description
}
_MARKS = {suffix: mark for mark, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
_TEST_NAME = re.compile(
    r"(?:test_.*|Test[A-Z].*|.*(?:_test|_tests|_spec|[.-](?:test|spec|cy|e2e)|Tests?|Spec|IT))\.[A-Za-z0-9]+"
    r"|.*\.(?:feature|story|robot|bats|t)"
)
_TEST_FOLDERS = frozenset({"test", "tests", "spec", "specs", "__tests__", "e2e", "features"})
_WITH_HERE_DOCUMENTS = frozenset(".rb .sh .bash .zsh .bats .pl .pm .t .cr".split())
_DOCSTRING = ('"""', "'''")
_DECORATED = re.compile(r"\s*(?:@|#\[|\[|#!\[)")
# what stands before a string that describes a test or marks it with what it is for
_DESCRIBED = re.compile(
    r"(?:(?<![\w\"'`-])(?:it|tests?|describe|context|scenario|feature|specify|example|should|run|subtest|case|def|fun"
    r"|func|class|mark|tags?|traits?|doc|display_?name|test_case)|\bmark\.\w+|\.run)[\s(\[{]*=?[\s(\[{\"'`]*$"
    r"|\b(?:requirements?|reqs?|covers?|verif\w+|validates|stor(?:y|ies))[\s(\[{:,\"'`]*=?[\s(\[{\"'`]*$",
    re.IGNORECASE,
)
_CODE_BLOCK = re.compile(r"^([ \t*/#]*)(`{3,}).*?^\1\2[ \t]*$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mention:
    """An id as a file writes it. `certain`: it can be nothing but an id, so something has to define it."""

    text: str
    line: int
    column: int
    certain: bool
    in_test: bool


@dataclass(frozen=True, slots=True)
class SourceMentions:
    """The ids that one source file names. `is_test`: by its own name it holds tests."""

    path: str
    is_test: bool
    mentions: tuple[Mention, ...] = ()


@lru_cache(100_000)
def key(identifier: str) -> Key:
    """What tells ids apart: `req_1_2`, `REQ-0001-2` and `Req-1-02` are the same id."""
    parts = re.split(r"[-_]", identifier.upper())
    return tuple(int(part) if part.isdecimal() and len(part) < 10 else part for part in parts)


def ids(text: str) -> Iterator[re.Match[str]]:
    """What looks like an id of ours and begins a word: `TestREQ_1` has one, `mac_1` has none."""
    position = 0
    while separator := _SEPARATOR.search(text, position):
        position = separator.end()
        for width in _WIDTHS:
            start = separator.start() - width
            if start < 0 or text[start : separator.start()] not in _FORMS:
                continue
            before = text[start - 1 : start] if start else ""
            if before.isalnum() and not (before.islower() and text[start].isupper()):
                continue
            if match := ID.match(text, start):
                position = match.end()
                yield match
                break


def is_source(path: str) -> bool:
    """Whether a file may name ids: code of a language whose comments we know, or the text of a scenario."""
    return PurePosixPath(path).suffix.lower() in _MARKS


def is_named_as_test(path: str) -> bool:
    """Whether the file's own name says that it holds tests: `test_x.py`, `x.spec.ts`, `XTest.java`."""
    return is_source(path) and _TEST_NAME.fullmatch(PurePosixPath(path).name) is not None


def is_test(path: str) -> bool:
    """Whether what a source file says is said by a test: by its name, or by a folder it lies in."""
    folders = {part.lower() for part in PurePosixPath(path).parts[:-1]}
    return is_named_as_test(path) or (is_source(path) and bool(folders & _TEST_FOLDERS))


def scan(path: str, data: bytes) -> SourceMentions:
    """The ids that a source file names. `data` may be anything; a binary file names none."""
    named = is_named_as_test(path)
    if _BYTES.search(data) is None or b"\0" in data[:8192]:
        return SourceMentions(path, named)
    text = data.decode("utf-8-sig", "replace")
    tests = is_test(path)
    inline = text.find("#[cfg(test)]") if path.endswith(".rs") else -1  # Rust keeps unit tests beside the code
    found = []
    line, at = 1, 0
    for match, in_test, loose in _counted(path, text, tests, inline):
        line, at = line + text.count("\n", at, match.start()), match.start()
        column = match.start() - text.rfind("\n", 0, match.start())
        certain = not loose and _WRITTEN_OUT.fullmatch(match[0]) is not None
        found.append(Mention(match[0], line, column, certain, in_test))
    return SourceMentions(path, named, tuple(found))


def _counted(path: str, text: str, tests: bool, inline: int) -> Iterator[tuple[re.Match[str], bool, bool]]:
    """The ids that count, whether a test says so, and whether each may be an example instead."""
    suffix = PurePosixPath(path).suffix.lower()
    mark = _MARKS.get(suffix, "#")
    if not mark:
        yield from ((match, True, False) for match in ids(text))
        return
    tokens = _tokens(mark, suffix in _WITH_HERE_DOCUMENTS).finditer(text)
    token = next(tokens, None)
    for match in ids(text):
        while token and token.end() <= match.start():
            token = next(tokens, None)
        inside = token if token and token.start() <= match.start() else None
        in_test = tests or 0 <= inline < match.start()
        around = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
        quoted = around == "``"
        example = not in_test and (quoted or "_" in match[0] or around[:1] == "=")
        if not example and _says(text, match, inside, mark, in_test):
            yield match, in_test, quoted


def _says(text: str, match: re.Match[str], token: re.Match[str] | None, mark: str, in_test: bool) -> bool:
    """Whether an id at this place says what the code is for."""
    if token is None:
        return in_test and ("_" in match[0] or _DECORATED.match(_line_before(text, match.start())) is not None)
    before = _line_before(text, token.start())
    if token[0].startswith((mark, "/*")):
        return not _in_example(token, match)
    if token[0].startswith(_DOCSTRING) and not before.strip(" \trRuUbB"):
        return not _in_example(token, match)
    described = _DECORATED.match(before) or _DESCRIBED.search(before)
    return in_test and described is not None and "\n" not in text[token.start() : match.start()]


def _line_before(text: str, position: int) -> str:
    return text[max(text.rfind("\n", 0, position) + 1, position - 300) : position]


def _in_example(token: re.Match[str], match: re.Match[str]) -> bool:
    at = match.start() - token.start()
    return "```" in token[0] and any(block.start() < at < block.end() for block in _CODE_BLOCK.finditer(token[0]))


@cache
def _tokens(mark: str, here_documents: bool) -> re.Pattern[str]:
    """Comments, strings over several lines and strings of one line, for a family of languages.

    Every branch begins with a plain character, which lets the engine skip to the next candidate.
    """
    own = [rf"{re.escape(mark)}[^\n]*"]
    if mark == "#":
        own = [r"#(?<![$\w]#)[^\n]*"]
    if mark == "//":
        own += [r"/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/)?", _until("`")]
    if here_documents:
        own += [r"<<[-~]?(['\"]?)([A-Za-z_]\w*)\1[^\n]*\n(?:.|\n)*?(?:^[ \t]*\2\b|\Z)"]
    long = [_long(quote) for quote in "\"'"]
    short = [_until('"', "\\n"), _until("'", "\\n")]
    return re.compile("|".join([*own, *long, *short]), re.MULTILINE)


def _until(quote: str, but: str = "") -> str:
    return rf"{quote}[^{quote}\\{but}]*(?:\\(?:.|\n)[^{quote}\\{but}]*)*{quote}"


def _long(quote: str) -> str:
    inside = rf"[^{quote}\\]*(?:(?:\\(?:.|\n)|{quote}(?!{quote * 2}))[^{quote}\\]*)*"
    return rf"{quote * 3}{inside}(?:{quote * 3})?"
