"""Finds definitions with one small pattern per form and language: enough to plant a change, no parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LANGUAGES = {
    **dict.fromkeys(("py", "pyi"), "python"),
    **dict.fromkeys(("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue"), "typescript"),
    "go": "go",
    "rs": "rust",
    "java": "java",
    "kt": "kotlin",
}
_JAVA_MODIFIERS = r"(?:(?:public|protected|private|static|final|abstract|synchronized|default|native)\s+)"
_KOTLIN_MODIFIERS = (
    r"(?:(?:public|internal|private|protected|override|open|abstract|sealed|data|enum|suspend|inline|operator"
    r"|actual|expect|const|lateinit)\s+)"
)
_NOT_NAMES = frozenset(
    "if for while switch catch return new else do try function constructor super match async await throw in of "
    "typeof with yield get set static describe it test expect beforeEach afterEach require import export".split()
)
_PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "python": (
        ("function", r"^(?:async\s+)?def\s+(\w+)\s*[(\[]"),
        ("method", r"^[ \t]+(?:async\s+)?def\s+(\w+)\s*[(\[]"),
        ("class", r"^[ \t]*class\s+(\w+)\s*[(:\[]"),
        ("constant", r"^([A-Za-z_]\w*)\s*(?::[^=\n]+)?=(?!=)"),
        ("field", r"^    ([a-z]\w*)\s*:\s*[^=\n]+(?:=(?!=).*)?$"),
    ),
    "typescript": (
        ("function", r"^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:async\s+)?function\*?\s+(\w+)\s*[(<]"),
        ("class", r"^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?class\s+(\w+)"),
        ("type", r"^(?:export\s+)?(?:declare\s+)?(?:interface|enum|const enum)\s+(\w+)"),
        ("type", r"^(?:export\s+)?(?:declare\s+)?type\s+(\w+)\s*[=<]"),
        ("constant", r"^(?:export\s+)?(?:declare\s+)?(?:const|let|var)\s+(\w+)\b"),
        (
            "method",
            r"^[ \t]+(?:(?:public|protected|private|static|async|readonly)\s+)*(\w+)"
            r"\s*(?:<[^>\n]*>)?\([^;\n]*\)[^;\n=]*\{$",
        ),
        ("method", r"^[\w.]+\.(\w+)\s*=\s*(?:async\s+)?function\b"),
        ("perhaps", r"^[ \t]{2}(?:async\s+)?(\w+)\($"),
        ("field", r"^[ \t]+(?:readonly\s+)?(\w+)\??:\s*[^{\n,(]+$"),
    ),
    "go": (
        ("function", r"^func\s+(\w+)\s*[(\[]"),
        ("method", r"^func\s+\([^)\n]*\)\s*(\w+)\s*\("),
        ("type", r"^type\s+(\w+)\b"),
        ("constant", r"^(?:const|var)\s+(\w+)\b"),
        ("constant", r"^\t([A-Z]\w*)\s+(?:[\w.]+\s+)?=\s"),
        ("field", r"^\t([A-Z]\w*)\s+(?!=)[\w.*\[\]]+(?:\([^)\n]*\))?[^=\n]*$"),
    ),
    "rust": (
        ("function", r"^[ \t]*(?:pub(?:\([^)\n]*\))?\s+)?(?:(?:const|async|unsafe|extern\s+\"C\")\s+)*fn\s+(\w+)"),
        ("class", r"^[ \t]*(?:pub(?:\([^)\n]*\))?\s+)?(?:struct|enum|trait|union)\s+(\w+)"),
        ("type", r"^[ \t]*(?:pub(?:\([^)\n]*\))?\s+)?type\s+(\w+)"),
        ("constant", r"^[ \t]*(?:pub(?:\([^)\n]*\))?\s+)?(?:const|static)\s+(\w+)\s*:"),
        ("macro", r"^[ \t]*macro_rules!\s+(\w+)"),
        ("field", r"^[ \t]+(?:pub(?:\([^)\n]*\))?\s+)(\w+)\s*:\s*[^=\n]+,$"),
        ("constant", r"^    ([A-Z]\w*)(?:\([^()\n]*\)|\s*\{)?,?$"),
    ),
    "java": (
        ("class", rf"^[ \t]*{_JAVA_MODIFIERS}*(?:class|interface|enum|record|@interface)\s+(\w+)"),
        ("method", rf"^[ \t]+{_JAVA_MODIFIERS}+(?:<[^>\n]+>\s+)?[\w<>\[\],.? ]+\s(\w+)\s*\("),
        ("method", r"^[ \t]+(?:<[^>\n]+>\s+)?[\w<>\[\],.?]+\s(\w+)\s*\([^()\n]*\)(?:\s*throws [\w, ]+)?;$"),
        ("constant", rf"^[ \t]+{_JAVA_MODIFIERS}+[\w<>\[\],.? ]+\s([A-Z]\w*)\s*="),
        ("constant", r"^[ \t]+([A-Z][A-Z0-9_]+)(?:\(.*)?\s*[,;{]$"),
    ),
    "kotlin": (
        (
            "function",
            rf"^[ \t]*{_KOTLIN_MODIFIERS}*fun\s+(?:<[^>\n]*>\s*)?(?:[\w<>]+\.)?(\w+)\s*\(",
        ),
        (
            "class",
            rf"^[ \t]*{_KOTLIN_MODIFIERS}*(?:class|interface|object)\s+(\w+)",
        ),
        ("constant", rf"^[ \t]*{_KOTLIN_MODIFIERS}*va[lr]\s+(\w+)"),
    ),
}
_COMPILED = {
    language: tuple((kind, re.compile(pattern, re.MULTILINE)) for kind, pattern in patterns)
    for language, patterns in _PATTERNS.items()
}


@dataclass(frozen=True, order=True)
class Definition:
    """Where a name is defined: the offset of its line, and of the name, in the file."""

    name: str
    path: str
    start: int
    name_at: int
    kind: str
    language: str


def extension(path: str) -> str:
    """The last suffix of a file's name, in small letters."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def definitions(path: str, text: str) -> Iterator[Definition]:
    """All definitions of one file; none for a language without patterns."""
    language = LANGUAGES.get(extension(path), "")
    seen = set()
    if language == "python":
        text = re.sub(r'(?s)("""|\'\'\').*?\1', lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for kind, pattern in _COMPILED.get(language, ()):
        for match in pattern.finditer(text):
            if match[1] in _NOT_NAMES or match.start(1) in seen:
                continue
            seen.add(match.start(1))
            yield Definition(match[1], path, match.start(), match.start(1), kind, language)


def extent(text: str, definition: Definition) -> tuple[int, int] | None:
    """Where a definition with its decorators and body begins and ends; None where that is not sure."""
    start = _with_attributes(text, definition.start)
    if definition.language == "python":
        return start, _end_by_indentation(text, definition.start)
    end = _end_by_braces(text, definition)
    return None if end is None else (start, end)


def _with_attributes(text: str, start: int) -> int:
    """Take in decorators, annotations and attributes on the lines before."""
    while start:
        before = text.rfind("\n", 0, start - 1) + 1
        if not re.match(r"[ \t]*(@|#\[|///|//!|\*|/\*\*|//)", text[before:start]):
            break
        start = before
    return start


def _end_by_indentation(text: str, start: int) -> int:
    line_end = text.find("\n", start)
    indent = len(text[start:]) - len(text[start:].lstrip(" \t"))
    position, end, depth = start, line_end + 1 if line_end >= 0 else len(text), 0
    for row in text[start:].splitlines(keepends=True):
        deeper = len(row) - len(row.lstrip(" \t")) > indent
        if position > start and row.strip() and not deeper and depth <= 0 and not row.lstrip().startswith(")"):
            break
        depth += len(re.findall(r"[(\[{]", row)) - len(re.findall(r"[)\]}]", row))
        position += len(row)
        if row.strip():
            end = position
    return end


def _end_by_braces(text: str, definition: Definition) -> int | None:
    depth, opened, position = 0, False, definition.name_at
    single = definition.language == "go" and not re.match(r"[^\n]*[{(]\s*$", text[definition.start :])
    while position < len(text):
        character = text[position]
        if character in "\"'`" and not (definition.language == "rust" and character == "'"):
            closing = _end_of_string(text, position)
            position = closing if closing is not None else position
        elif text.startswith("//", position):
            position = text.find("\n", position) - 1
            if position < 0:
                return None
        elif character in "({[":
            depth, opened = depth + 1, opened or character == "{"
        elif character in ")}]":
            depth -= 1
            if depth < 0:
                return None
            if character == "}" and depth == 0 and opened:
                return _line_end(text, position)
        elif depth == 0 and (character in ";," or (single and character == "\n")):
            return _line_end(text, position)
        position += 1
    return None


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1


def _end_of_string(text: str, start: int) -> int | None:
    quote, position = text[start], start + 1
    while position < len(text):
        if text[position] == "\\" and quote != "`":
            position += 1
        elif text[position] == quote:
            return position
        elif text[position] == "\n" and quote != "`":
            return None
        position += 1
    return None
