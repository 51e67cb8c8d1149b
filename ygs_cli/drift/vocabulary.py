"""What in a document is not a claim about the project: placeholders, other programs' paths, dated pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePosixPath

from ygs_cli.artifacts.markdown import Document

EXTENSIONS = frozenset(
    """py pyi pyx ipynb md mdx markdown rst adoc txt toml yaml yml json jsonc json5 cfg ini conf env
    sh bash zsh ps1 bat js jsx mjs cjs ts tsx mts vue svelte go mod sum rs java kt kts scala rb php c h cc cpp hpp
    cs swift lua pl r css scss less html htm xml svg png jpg jpeg gif webp ico pdf csv tsv sql proto graphql lock
    tf hcl nix gradle properties tmpl j2 jinja jinja2 tpl example sample dockerfile mk cmake service""".split()
)
KNOWN_FILES = frozenset(
    """Makefile Dockerfile Justfile justfile Vagrantfile Procfile Jenkinsfile Rakefile Gemfile LICENSE README
    CHANGELOG CONTRIBUTING CODEOWNERS NOTICE AUTHORS .gitignore .gitattributes .editorconfig .dockerignore
    .pre-commit-config.yaml""".split()
)
_TOP_DOMAINS = frozenset("com org io net dev ai app edu gov co uk de eu local localhost test example".split())
_PLACEHOLDER_WORDS = frozenset(
    """foo bar baz qux foobar spam xxx yyy zzz myapp mymodule mypackage myproject mylib myfile myclass yourapp
    yourproject yourpackage placeholder some_module some_package tbd somefile lorem""".split()
)
_PLACEHOLDER_TOKENS = frozenset("path url link target filename username user_name todo example here file".split())
_PLACEHOLDER_PART = re.compile(
    r"\.{3}|…|<[^>]*>|\{[^}]*\}|\$\{?\w|%\w+%|^(?:my|your|some|any)[-_]|[-_](?:foo|bar|baz)\b|\bpath/to\b"
    r"|^(?:My|Your|Some|Foo|Bar|Baz)[A-Z]\w*$|^X+$|^N+$|YYYY|\bxx+\b|NNNN",
)
_DATED = re.compile(r"(?:^|[/_-])(?:19|20)\d{2}[-_]?\d{2}[-_]?\d{2}")
_CHANGELOG = re.compile(
    r"^(?:changelog|changes|history|news|releases?|release[-_ ]?notes?|whats?[-_]?new|migrat\w*"
    r"|upgrad\w*|deprecat\w*|announcements?)(?:[-_.]\w+)*$",
    re.IGNORECASE,
)
_CHANGELOG_FOLDERS = frozenset(
    "changelog changelogs changes releases release-notes release_notes newsfragments migration migrations"
    " whatsnew news announcements".split()
)
_ARCHIVE_FOLDERS = frozenset(
    "archive archived archives old legacy attic deprecated blog posts _posts rfcs".split()
)
_FIXTURE_FOLDERS = frozenset(
    "fixtures fixture testdata test_data test-data tests test __tests__ __snapshots__ vendor third_party"
    " node_modules templates template cookiecutter".split()
)


@cache
def is_placeholder(token: str) -> bool:
    """Whether a token stands for something the reader fills in: `path/to/x`, `<name>`, `my_module`, `foo.bar`."""
    parts = [part for part in re.split(r"[/.:#]", token.strip("`'\"")) if part]
    if token.lower() in _PLACEHOLDER_TOKENS or any(part.lower() in _PLACEHOLDER_WORDS for part in parts):
        return True
    return bool(_PLACEHOLDER_PART.search(token)) or any(_PLACEHOLDER_PART.search(part) for part in parts)


def is_foreign_path(token: str) -> bool:
    """Whether a path is absolute, in a home folder, on a drive, or behind a variable: another program's."""
    return token.startswith(("/", "~", "$", "%", "\\")) or bool(re.match(r"[A-Za-z]:[\\/]", token))


def is_domain(token: str) -> bool:
    """Whether a dotted token reads as a host name, with or without a path."""
    host = token.split("/", 1)[0].split(":", 1)[0]
    return "." in host.strip(".") and host.rpartition(".")[2].lower() in _TOP_DOMAINS and host.islower()


def is_address(token: str) -> bool:
    """Whether a token is a URL, an e-mail address, a media type or a `key: value`."""
    if "://" in token or token.startswith(("mailto:", "tel:", "data:", "www.", "//")) or "@" in token[1:]:
        return True
    return bool(re.match(r"(?:text|application|image|audio|video|multipart|font|model)/[\w.+*-]+$", token))


def has_file_ending(token: str) -> bool:
    """Whether the last part of a token is named as a file is."""
    name = token.rstrip("/").rpartition("/")[2]
    if name in KNOWN_FILES:
        return True
    stem, dot, ending = name.rpartition(".")
    return bool(dot and (stem or "/" in token) and ending.lower() in EXTENSIONS)


def document_exemption(document: Document) -> str:
    """Why the claims of a whole document are not judged, or "": it tells of the past, or it is test data."""
    path = PurePosixPath(document.path)
    folders = {part.lower() for part in path.parts[:-1]}
    if _CHANGELOG.match(path.stem) or folders & _CHANGELOG_FOLDERS:
        return "changelog"
    if folders & _ARCHIVE_FOLDERS or _DATED.search(path.name):
        return "archive"
    if folders & _FIXTURE_FOLDERS:
        return "test data"
    front = document.front_matter
    status = str(front.data.get("status", "")).lower() if front else ""
    if status in ("superseded", "deprecated", "rejected", "archived", "obsolete"):
        return "superseded document"
    return ""
