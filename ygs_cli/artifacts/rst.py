"""reStructuredText -> Document: headings, literals, roles, links, code blocks and comments, with exact spans.

After https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html and the roles and directives of Sphinx.
The text is only looked at: nothing is included, no table is loaded, no role or directive runs. docutils gives
inline nodes no position, and needs every directive registered; a line-based reading has neither trouble.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from ygs_cli.artifacts.markdown import (
    CodeSpan,
    Document,
    Fence,
    Heading,
    HtmlComment,
    Link,
    SourceFile,
    Span,
    split_lines,
)

_DIRECTIVE = re.compile(
    r"(?P<indent>[ \t]*)\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?(?P<name>[A-Za-z][\w:+.-]*)::(?:[ \t]+(?P<argument>.*))?$"
)
_TARGET = re.compile(
    r"[ \t]*\.\.[ \t]+_(?P<name>(?:[^:\\`]|\\.|:(?!\s|$))+|`[^`]+`):(?:[ \t]+(?P<url>\S+))?[ \t]*$"
)
_EXPLICIT = re.compile(r"(?P<indent>[ \t]*)\.\.(?:[ \t]+(?P<text>.*))?$")
_FOOTNOTE = re.compile(r"\[[^\]]+\][ \t]")
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*$")
_OPTION = re.compile(r"[ \t]*:[\w-]+:(?:[ \t]|$)")
_DOCTEST = re.compile(r"[ \t]*>>> ")
_CODE = frozenset("code code-block sourcecode highlight-block parsed-literal prompt".split())
_HIDDEN = frozenset("raw csv-table math graphviz digraph list-table-raw".split())
_PICTURES = frozenset("image figure thumbnail".split())
_NAMING = frozenset("option envvar confval setting".split())  # their argument is a name that users write
_INLINE = re.compile(
    r"``(?P<literal>\S(?:.*?\S)?)``(?!`)"
    r"|:(?P<role>[A-Za-z][\w:+.-]*):`(?P<body>[^`]+)`"
    r"|`(?P<label>[^`<]*?)\s*<(?P<url>[^`<>]+)>`__?"
    r"|(?<![\w`:])`(?P<default>[^`\s](?:[^`]*[^`\s])?)`(?![\w`])",
    re.DOTALL,
)
_TITLED = re.compile(r"(?P<title>.*?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)
_PAGES = frozenset(("doc", "download"))
# Roles whose text names nothing of the project.
_TEXTUAL = frozenset(
    "ref numref term abbr guilabel menuselection kbd math sub sup subscript superscript strong emphasis title"
    " title-reference pep rfc gh issue pr pull user cve cwe mimetype dfn manpage newsgroup regexp samp eq token"
    " index any-title keyword".split()
)


def parse(source: SourceFile) -> Document:
    """Read one reStructuredText file. Never raises, whatever the text is."""
    reader = _Reader(split_lines(source.text))
    reader.run()
    return Document(
        path=source.path,
        lines=tuple(reader.lines),
        headings=tuple(reader.headings),
        links=tuple(sorted(reader.links, key=lambda link: (link.span.line, link.span.column))),
        code_spans=tuple(sorted(reader.code, key=lambda code: (code.span.line, code.span.column))),
        fences=tuple(reader.fences),
        comments=tuple(reader.comments),
        html_anchors=tuple(reader.labels),
    )


@dataclass
class _Reader:
    """Goes down the lines once; what a block takes is not looked at again."""

    lines: list[str]
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    code: list[CodeSpan] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    comments: list[HtmlComment] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    _levels: list[str] = field(default_factory=list)  # adornments in the order of their first use
    _prose: list[int] = field(default_factory=list)  # indices of the lines of the paragraph that is open

    def run(self) -> None:
        position = 0
        while position < len(self.lines):
            position = self._block(position)
        self._paragraph()

    def _block(self, at: int) -> int:
        """Take what begins at a line; the index of the line behind it."""
        line = self.lines[at]
        if not line.strip():
            self._paragraph()
            return at + 1
        if line.lstrip().startswith(".."):
            explicit = self._explicit(at, line)
            if explicit:
                self._paragraph()
                return explicit
        if _DOCTEST.match(line):
            self._paragraph()
            return self._doctest(at)
        heading = self._heading(at)
        if heading:
            self._paragraph()
            return heading
        self._prose.append(at)
        if line.rstrip().endswith("::"):
            self._paragraph()
            return self._literal(at)
        return at + 1

    def _explicit(self, at: int, line: str) -> int:
        """An explicit markup block: directive, target, footnote or comment; 0 when the line opens none."""
        if match := _DIRECTIVE.match(line):
            return self._directive(at, match)
        if match := _TARGET.match(line):
            self.labels.append(match["name"].strip("`"))
            if match["url"]:
                self._link(match["url"], at, match.start("url"), "definition", match["name"].strip("`"))
            return at + 1
        match = _EXPLICIT.match(line)
        if match is None or _FOOTNOTE.match(match["text"] or ""):
            return 0
        end = self._end_of_block(at + 1, len(match["indent"]))
        text = "\n".join([match["text"] or "", *self.lines[at + 1 : end]]).strip()
        self.comments.append(HtmlComment(text, at + 1, max(at + 1, end)))
        return end

    def _directive(self, at: int, match: re.Match[str]) -> int:
        name, argument = match["name"], (match["argument"] or "").strip()
        start = match.start("argument") if match["argument"] else 0
        end = self._end_of_block(at + 1, len(match["indent"]))
        if name in _CODE:
            self._fence(at + 1, end, argument.split()[0].lower() if argument else "", argument)
            return end
        if name in _HIDDEN:
            return end
        if name == "toctree":
            self._toctree(at + 1, end)
            return end
        if name in _PICTURES and argument:
            self._link(argument, at, start, "image")
        elif name in _NAMING and argument:
            self.code.append(CodeSpan(argument, Span(at + 1, start + 1, start + len(argument) + 1)))
        return at + 1  # its content is read like the rest of the document

    def _toctree(self, start: int, end: int) -> None:
        for at in range(start, end):
            entry = self.lines[at].strip()
            if not entry or _OPTION.match(self.lines[at]) or entry in ("self",):
                continue
            match = _TITLED.match(entry)
            target = match["target"] if match else entry
            if not any(sign in target for sign in "*?["):
                self._link(target, at, self.lines[at].rindex(target), "link")

    def _literal(self, at: int) -> int:
        """The block behind `::`: at least one blank line, then everything that is indented further."""
        start = at + 1
        end = self._end_of_block(start, _indent(self.lines[at]))
        if start < len(self.lines) and not self.lines[start].strip() and end > start + 1:
            self._fence(start, end, "", "")
            return end
        return at + 1

    def _doctest(self, at: int) -> int:
        end = at
        while end < len(self.lines) and self.lines[end].strip():
            end += 1
        self._content(at, end, "pycon", "")
        return end

    def _fence(self, start: int, end: int, language: str, info: str) -> None:
        """The content of a directive or literal block, behind its options."""
        while start < end and _OPTION.match(self.lines[start]):
            start += 1
        while start < end and not self.lines[start].strip():
            start += 1
        while end > start and not self.lines[end - 1].strip():
            end -= 1
        if start < end:
            self._content(start, end, language, info)

    def _content(self, start: int, end: int, language: str, info: str) -> None:
        taken = self.lines[start:end]
        indent = min((_indent(line) for line in taken if line.strip()), default=0)
        text = "".join(line[indent:] + "\n" for line in taken)
        self.fences.append(Fence(language or _guessed(text), info, text, start + 1, indent))

    def _heading(self, at: int) -> int:
        """A section title with its underline, and its overline when it has one; 0 when there is none."""
        line = self.lines[at]
        below = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        if _ADORNMENT.match(line) and at + 2 < len(self.lines) and self.lines[at + 2].rstrip() == line.rstrip():
            return self._titled(at + 1, line[0] * 2, at + 3) if below.strip() else 0
        is_first = not self._prose and not line.startswith((" ", "\t"))
        if is_first and _ADORNMENT.match(below) and len(below.rstrip()) >= len(line.rstrip()):
            return self._titled(at, below[0], at + 2)
        return 0

    def _titled(self, at: int, adornment: str, after: int) -> int:
        if adornment not in self._levels:
            self._levels.append(adornment)
        text = re.sub(r":[\w:]+:`|`", "", self.lines[at]).strip()
        self.headings.append(Heading(self._levels.index(adornment) + 1, text, at + 1))
        self._parts([at])
        return after

    def _end_of_block(self, start: int, indent: int) -> int:
        """The index behind the last line that is indented by more than `indent`."""
        end = at = start
        while at < len(self.lines):
            line = self.lines[at]
            if line.strip():
                if _indent(line) <= indent:
                    break
                end = at + 1
            at += 1
        return end

    def _paragraph(self) -> None:
        self._parts(self._prose)
        self._prose = []

    def _parts(self, rows: list[int]) -> None:
        """The inline markup of neighbouring lines."""
        text = "\n".join(self.lines[row] for row in rows)
        if "`" not in text:
            return
        starts = [0]
        for row in rows:
            starts.append(starts[-1] + len(self.lines[row]) + 1)
        for kind, start, end in _inline(text):
            row = bisect_right(starts, start) - 1
            if end <= starts[row + 1] - 1:  # on one line
                span = Span(rows[row] + 1, start - starts[row] + 1, end - starts[row] + 1)
                if kind == "code":
                    self.code.append(CodeSpan(text[start:end], span))
                else:
                    self.links.append(Link(text[start:end], "", span, kind))

    def _link(self, target: str, row: int, column: int, kind: str, text: str = "") -> None:
        self.links.append(Link(target, text, Span(row + 1, column + 1, column + len(target) + 1), kind))


def _inline(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind and offsets of what inline markup names: code and links."""
    for match in _INLINE.finditer(text):
        if match["role"]:
            yield from _role(match)
        elif match["url"]:
            if not match["url"].endswith("_"):  # `text <name_>`_ leads to another target
                yield "link", match.start("url"), match.end("url")
        else:
            group = "literal" if match["literal"] else "default"
            yield "code", match.start(group), match.end(group)


def _role(match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    name = match["role"].rpartition(":")[2]
    body, start = match["body"], match.start("body")
    titled = _TITLED.match(body)
    target = titled["target"] if titled else body
    at = start + (titled.start("target") if titled else 0)
    if name in _PAGES:
        yield "link", at, at + len(target)
    elif name not in _TEXTUAL:
        bare = target.lstrip("~!.")
        yield "code", at + len(target) - len(bare), at + len(target)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _guessed(text: str) -> str:
    """The language of a block that names none: Python, Sphinx's own guess, when it is that."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "pycon" if text.lstrip().startswith(">>> ") else ""
    words = all(isinstance(item, ast.Expr) and isinstance(item.value, ast.Name) for item in tree.body)
    return "" if words else "python"
