"""A repository as the planter sees it: the tracked files of one work tree, read once."""

from __future__ import annotations

import posixpath
import re
import subprocess
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from tests.benchmark.planted.definitions import LANGUAGES, Definition, definitions, extension
from tests.benchmark.planted.pages import Line, Page

_CONFIG = {"toml", "json", "yaml", "yml", "cfg", "ini", "sh", "bat", "ps1", "gradle", "xml", "proto", "graphql"}
_PROSE = {"md", "markdown", "mdx", "rst", "adoc", "txt", "html", "svg", "ipynb", "lock", "snap", "csv", "po"}
_NOT_PRODUCT = re.compile(
    r"(^|/)(tests?|testing|__tests__|__mocks__|test-.*|.*-tests?|.*_tests?|testdata|test_.*|spec|specs|fixtures?|examples?|docs?|docs_src|docs-v\d"
    r"|samples?|demos?|bench|benches|benchmarks?|benchsuite|fuzz|playgrounds?|vendor|third_party|node_modules|scripts"
    r"|website|site|\..*)/"
    r"|(^|/)(test_[^/]*|[^/]*_test\.\w+|conftest\.py|[^/]*\.(test|spec|bench)\.\w+|[^/]*Tests?\.(java|kt))$"
    r"|\.min\.js$|(^|/)(dist|build|target|generated)/",
)
# Documents that speak of the past on purpose, and files that no reader holds against the code.
_PAST = re.compile(
    r"change(s|log)|(^|/|[-_])(history|news|releases?|release[-_]?notes|what'?s?[-_]?(new|different)[^/]*)\b|migrat|upgrad|(^|/)blogs?/|archive|deprecat"
    r"|licen[sc]e|code[-_]of[-_]conduct|(^|/)(adr|adrs|rfcs?|decisions|proposals?)/|(^|/)(node_modules|vendor|third_party|tests?|fixtures|testdata|__tests__|playgrounds?)/"
    r"|^docs/(?!en/)[a-z]{2}(-[a-z]+)?/docs/"  # translations
    r"|reactor-refactor|_history\b|/runs/",
    re.IGNORECASE,
)
MARKDOWN = {"md", "markdown", "mdx"}
_LARGEST = 1_000_000


def git(folder: Path, *arguments: str) -> str:
    """Run git with an identity of its own; its output."""
    name = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *name, "-c", "core.hooksPath=/dev/null", *arguments]
    done = subprocess.run(command, check=True, capture_output=True)
    return done.stdout.decode("utf-8", "surrogateescape")


@dataclass
class Tree:
    """The text of every tracked file of a work tree that is no link, not binary and not huge."""

    name: str
    files: dict[str, str] = field(repr=False)
    paths: frozenset[str] = frozenset()  # of all tracked files, with those that are not text

    @classmethod
    def read(cls, folder: Path, name: str = "") -> Tree:
        files, paths = {}, set()
        for path in git(folder, "ls-files", "-z").split("\0"):
            file = folder / path
            if not path or not path.isprintable():
                continue
            paths.add(path)
            if file.is_symlink() or not file.is_file() or file.stat().st_size > _LARGEST:
                continue
            try:
                text = file.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                files[path] = text
        return cls(name or folder.name, files, frozenset(paths))

    @cached_property
    def pages(self) -> dict[str, Page]:
        """All Markdown and reStructuredText documents."""
        read = {*MARKDOWN, "rst"}
        return {path: Page.read(path, text) for path, text in self.files.items() if extension(path) in read}

    @cached_property
    def _words(self) -> dict[str, list[tuple[Page, Line]]]:
        found: dict[str, list[tuple[Page, Line]]] = {}
        for page in self.pages.values():
            for line in page.lines:
                for word in set(re.findall(r"[\w$]+", line.text)):
                    found.setdefault(word, []).append((page, line))
        return found

    def lines_with(self, name: str) -> list[tuple[Page, Line]]:
        """The lines of all documents that hold a name, perhaps as a part."""
        words = re.findall(r"[\w$]+", name)
        lines = min((self._words.get(word, []) for word in words), key=len, default=[])
        return [each for each in lines if name in each[1].text]

    @cached_property
    def current(self) -> dict[str, Page]:
        """The documents that describe the code as it is."""
        return {path: page for path, page in self.pages.items() if not _PAST.search(path)}

    @cached_property
    def links_to(self) -> dict[str, list[tuple[Page, Line, str]]]:
        """Every link of current documents, by the file that it means, with its fragment."""
        found: dict[str, list[tuple[Page, Line, str]]] = {}
        for page in self.current.values():
            for line in page.lines:
                for begin, end in line.links:
                    if place := self.resolved(page.path, line.text[begin:end]):
                        found.setdefault(place[0], []).append((page, line, place[1]))
        return found

    def resolved(self, path: str, target: str) -> tuple[str, str] | None:
        """The tracked file and the fragment that a link of a document means; None for an address or a miss."""
        if re.match(r"[a-zA-Z][\w+.-]*:|//|\{|<", target):
            return None
        written, _, fragment = unquote(target).partition("#")
        written = written.partition("?")[0]
        if not written:
            return path, fragment
        if written.startswith("/"):
            return self._from_root(written, fragment)
        base = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
        for candidate in (base, f"{base}.md", re.sub(r"\.html$", ".md", base)):
            if candidate in self.paths:
                return candidate, fragment
        return None

    def _from_root(self, path: str, fragment: str) -> tuple[str, str] | None:
        """A link from the root of the repository, or of a site whose pages are in one of its folders."""
        bare = re.sub(r"(\.html|\.md|/)$", "", path).lstrip("/")
        if not bare:
            return None
        if path.lstrip("/") in self.paths:
            return path.lstrip("/"), fragment
        found = [each for each in (f"docs/{bare}.md", f"docs/{bare}/index.md", f"{bare}.md") if each in self.paths]
        return (found[0], fragment) if len(found) == 1 else None

    @cached_property
    def code(self) -> dict[str, str]:
        """Files in a programming language."""
        return {path: text for path, text in self.files.items() if extension(path) in LANGUAGES}

    @cached_property
    def machine_read(self) -> dict[str, str]:
        """Code and configuration: everything that is not for readers."""
        return {path: text for path, text in self.files.items() if extension(path) in _CONFIG or path in self.code}

    @cached_property
    def product(self) -> dict[str, str]:
        """Code that is no test, example, generated or vendored file."""
        return {path: text for path, text in self.code.items() if not _NOT_PRODUCT.search(path)}

    @cached_property
    def documented_words(self) -> frozenset[str]:
        """Every word of every file that is for readers."""
        words: set[str] = set()
        for path, text in self.files.items():
            if extension(path) in _PROSE and extension(path) not in {"lock", "snap"}:
                words.update(re.findall(r"\w+", text))
        return frozenset(words)

    @cached_property
    def words_in_code(self) -> frozenset[str]:
        """Every word that a current document writes as code."""
        words: set[str] = set()
        for page in self.current.values():
            for line in page.lines:
                for begin, end in line.code:
                    words.update(re.findall(r"\w+", line.text[begin:end]))
        return frozenset(words)

    @cached_property
    def language(self) -> str:
        """The language that most product code is written in."""
        sizes: dict[str, int] = {}
        for path, text in self.product.items():
            language = LANGUAGES[extension(path)]
            sizes[language] = sizes.get(language, 0) + len(text)
        return max(sorted(sizes), key=lambda each: sizes[each]) if sizes else "other"

    @cached_property
    def sites(self) -> dict[str, list[Definition]]:
        """Definitions of the product's code, by name."""
        found: dict[str, list[Definition]] = {}
        for path, text in sorted(self.product.items()):
            for each in definitions(path, text):
                found.setdefault(each.name, []).append(each)
        return found

    @property
    def defined(self) -> Collection[str]:
        """Every name that the product's code defines."""
        return self.sites

    @cached_property
    def unique(self) -> list[Definition]:
        """Definitions that are the only one of their name."""
        return [sites[0] for _, sites in sorted(self.sites.items()) if len(sites) == 1]

    @cached_property
    def own_modules(self) -> frozenset[str]:
        """Names by which documents may import this repository: packages, crates, modules."""
        names = {self.name.lower().replace("-", "_"), "crate", "self", "super"}
        for path, text in self.files.items():
            folder, _, file = path.rpartition("/")
            if file == "__init__.py":
                names.update(folder.split("/"))
            elif file == "package.json" or file == "Cargo.toml":
                found = re.findall(r'^\s*"?name"?\s*[:=]\s*"([^"]+)"', text, re.MULTILINE)
                names.update(each for one in found for each in (one, one.replace("-", "_")))
            elif extension(path) in {"go", "java", "kt"}:
                names.update(re.findall(r"^package\s+([\w.]+)", text, re.MULTILINE)[:1])
        return frozenset(names)

    @cached_property
    def programs(self) -> frozenset[str]:
        """The commands that the repository installs."""
        names: set[str] = set()
        for path, text in self.files.items():
            folder, _, file = path.rpartition("/")
            if _NOT_PRODUCT.search(path):
                continue
            if file == "pyproject.toml":
                for table in re.findall(
                    r"^\[(?:project|tool\.poetry)\.scripts\]\n((?:[^\[\n].*\n|\n)*)", text, re.MULTILINE
                ):
                    names.update(re.findall(r'^"?([\w.-]+)"?\s*=', table, re.MULTILINE))
            elif file == "package.json":
                if re.search(r'"bin"\s*:\s*"', text) and (match := re.search(r'"name"\s*:\s*"([^"]+)"', text)):
                    names.add(match[1])
                for table in re.findall(r'"bin"\s*:\s*\{([^}]*)\}', text):
                    names.update(re.findall(r'"([\w.-]+)"\s*:', table))
            elif file == "Cargo.toml":
                for table in re.findall(r"^\[\[bin\]\]\n((?:[^\[\n].*\n)*)", text, re.MULTILINE):
                    names.update(re.findall(r'^name\s*=\s*"([^"]+)"', table, re.MULTILINE))
                if f"{folder}/src/main.rs".lstrip("/") in self.paths:
                    names.update(re.findall(r'^name\s*=\s*"([^"]+)"', text, re.MULTILINE)[:1])
            elif path.startswith("cmd/") and path.count("/") > 1:
                names.add(path.split("/")[1])
        return frozenset(names - {"python", "pip", "npm", "cargo", "go"})

    def is_own(self, module: str) -> bool:
        """Whether an imported module is of this repository."""
        first = re.split(r"[./]|::", module)[0]
        return (
            module.startswith((".", "/"))
            or module in self.own_modules
            or first in self.own_modules
            or any(module.startswith(f"{own}/") for own in self.own_modules)
            or module.rpartition("/")[2] in self.own_modules
        )
