"""The anchors of a Markdown document, in every dialect that a site generator could give its headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from ygs_cli.artifacts.markdown import Document

# What builds headings that the file does not show: includes, templates, mkdocstrings, component pages.
# `:::` opens a box in VitePress and Docusaurus, and a page of mkdocstrings.
_BOXES = "tip|info|note|warning|danger|caution|important|success|question|details|raw|code-group|v-pre|tabs|card"
_BUILT = re.compile(
    rf"^[ \t]*(?:--8<--.*\.mdx?\b|:{{3,}}[ \t]*(?!(?:{_BOXES})\b)\w|\{{[*!].*\.mdx?\b|\{{%|<[A-Z]\w+|<!--@include"
    r"|!!!include|\.\. )|\{\{|\{%",
    re.MULTILINE,
)
_ATX = re.compile(r"^[\s>]*#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$")
_HTML_HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.IGNORECASE)
_EXPLICIT = re.compile(r"\{:?\s*(?:[^{}\n]*\s)?#([^\s{}]+)[^{}\n]*\}")
_ID_ATTRIBUTE = re.compile(r"""\b(?:id|name)\s*=\s*\{?["']([^"']+)["']""")
_SHORTCODE = re.compile(r":[a-z0-9_+-]+:")
_MARKUP = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])|<[^<>]*>")
_COMBINING = re.compile("[\u0300-\u036f]")


def github(text: str) -> str:
    """GitHub, Docusaurus and github-slugger: lower case, punctuation dropped, each space a hyphen."""
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


def gitlab(text: str) -> str:
    """GitLab: as GitHub, with runs of hyphens made one."""
    return re.sub(r"-+", "-", github(text))


def python_markdown(text: str) -> str:
    """Python-Markdown's `toc`, the default of MkDocs: letters outside ASCII are dropped."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _collapsed(plain)


def python_markdown_unicode(text: str) -> str:
    """Python-Markdown's `slugify_unicode`, also close to pymdownx's."""
    return _collapsed(unicodedata.normalize("NFKC", text))


def _collapsed(text: str) -> str:
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower())


def vitepress(text: str) -> str:
    """VitePress: accents removed, every run of punctuation or white space a hyphen."""
    plain = _COMBINING.sub("", unicodedata.normalize("NFKD", text))
    slug = re.sub(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'“”\u2018\u2019<>,.?/]+", "-", plain).strip("-")
    return re.sub(r"^(\d)", r"_\1", slug).lower()


ANY = "*"  # among the anchors of a page: it has others, which its text does not show
DIALECTS: tuple[Callable[[str], str], ...] = (github, gitlab, python_markdown, python_markdown_unicode, vitepress)


def is_built(document: Document) -> bool:
    """Whether parts of the page come from elsewhere, so that its anchors cannot be known."""
    if _BUILT.search("\n".join(document.lines)) is None:
        return False
    fenced = _fence_lines(document)
    shown = (line for number, line in enumerate(document.lines, 1) if number not in fenced)
    return _BUILT.search("\n".join(shown)) is not None


def of_document(document: Document) -> frozenset[str]:
    """Every anchor that a link may name: explicit ids, HTML ids, and each heading in each dialect, with the
    numbers that dialects add to repeated headings. Compared in lower case.
    """
    found: set[str] = {anchor.lower() for anchor in document.html_anchors}
    text = "\n".join(line for line in document.lines if "#" in line or "=" in line)
    found |= {match[1].lower() for match in _EXPLICIT.finditer(text)}
    found |= {match[1].lower() for match in _ID_ATTRIBUTE.finditer(text)}
    headings = list(_headings(document))
    for dialect in DIALECTS:
        seen: dict[str, int] = {}
        for heading in headings:
            slug = dialect(heading)
            count = seen.get(slug, 0)
            seen[slug] = count + 1
            found |= {slug, f"{slug}-{count}", f"{slug}_{count}"} if count else {slug}
    return frozenset(found)


def titles(document: Document) -> tuple[tuple[str, int], ...]:
    """The headings of a document with their lines, for hints."""
    return tuple((heading.text, heading.line) for heading in document.headings)


def _headings(document: Document) -> Iterator[str]:
    """Texts of headings: what CommonMark sees, and what looks like one inside admonitions and HTML, each with
    and without emoji codes. Seeing too many only makes the check milder.
    """
    known = {heading.line for heading in document.headings}
    for heading in document.headings:
        yield from _forms(heading.text)
    fenced = _fence_lines(document)
    for number, line in enumerate(document.lines, 1):
        if number in known or number in fenced:
            continue
        if "#" in line and (match := _ATX.match(line)):
            yield from _forms(_plain(_EXPLICIT.sub("", match[1])))
        for html in _HTML_HEADING.finditer(line) if "<" in line else ():
            yield from _forms(_plain(html[2]))


def _forms(text: str) -> Iterator[str]:
    text = _EXPLICIT.sub("", text).strip()
    yield text
    bare = _SHORTCODE.sub("", text)
    if bare != text:
        yield bare
        yield bare.strip()


def _plain(text: str) -> str:
    text = _MARKUP.sub(lambda match: match[1] or "", text)
    return re.sub(r"[`*]", "", text).strip()


def _fence_lines(document: Document) -> set[int]:
    lines: set[int] = set()
    for fence in document.fences:
        if not fence.indented:
            lines.update(range(fence.line - 1, fence.line + fence.text.count("\n") + 1))
    return lines
