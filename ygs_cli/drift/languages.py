"""One row per programming language: which files it owns, its grammar, and its queries."""

from __future__ import annotations

import importlib.util
import posixpath
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Language:
    """A language whose definitions the index knows.

    `queries` is the stem of `queries/<stem>.scm` (definitions and imports) and `queries/<stem>-uses.scm` (names
    used in an example), the name when empty; `grammar` is the wheel's module and its function; `fences` are the
    info words of examples. A definition is public when its name matches `public_name`, when none of its
    modifiers is in `hiding`, one is in `showing` (unless that is empty), and, with `exports`, when the file
    exports it.
    """

    name: str
    grammar: str
    extensions: tuple[str, ...]
    fences: tuple[str, ...]
    package_file: str = ""  # stem of the file that makes a folder a module of its own
    queries: str = ""
    separator: str = "."  # between the parts of a qualified name
    public_name: str = ""
    hiding: tuple[str, ...] = ()
    showing: tuple[str, ...] = ()
    exports: bool = False
    binds: str = r"([^.]+)"  # the name that an imported module is bound to, as part of its own
    marks: str = "(comment) @comment (_ body: (_) @body)"  # query: what no hash counts, bodies, indented blocks
    optional: bool = False  # its grammar comes with `ygs-cli[languages]`
    dynamic: tuple[str, ...] = ()  # what lets names appear that no syntax shows

    @property
    def module(self) -> str:
        """The module of the grammar's wheel."""
        return self.grammar.partition(":")[0]


LANGUAGES = (
    Language(
        name="python",
        grammar="tree_sitter_python:language",
        extensions=(".py", ".pyi"),
        fences=("python", "py", "python3", "pycon", "py3"),
        package_file="__init__",
        public_name=r"(?!_(?!_\w+__$))",
        marks="""
            (comment) @comment
            (module . (expression_statement (string) .) @comment)
            (block . (expression_statement (string) .) @comment)
            (_ body: (_) @body)
            (block) @block
        """,
        dynamic=("globals()", "setattr(", "sys.modules[", "vars()", "def __getattr__", "__dict__"),
    ),
    Language(
        name="javascript",
        grammar="tree_sitter_javascript:language",
        extensions=(".js", ".jsx", ".mjs", ".cjs"),
        fences=("javascript", "js", "jsx", "mjs", "cjs"),
        package_file="index",
        public_name=r"(?!#)",
        exports=True,
    ),
    Language(
        name="typescript",
        grammar="tree_sitter_typescript:language_typescript",
        extensions=(".ts", ".mts", ".cts"),
        fences=("typescript", "ts", "mts", "cts"),
        package_file="index",
        public_name=r"(?!#)",
        hiding=("private",),
        exports=True,
    ),
    Language(
        name="tsx",
        grammar="tree_sitter_typescript:language_tsx",
        extensions=(".tsx",),
        fences=("tsx",),
        package_file="index",
        queries="typescript",
        public_name=r"(?!#)",
        hiding=("private",),
        exports=True,
    ),
    Language(
        name="go",
        grammar="tree_sitter_go:language",
        extensions=(".go",),
        fences=("go", "golang"),
        public_name=r"(?=[^\W\d_])(?![a-z])",
        binds=r"([^/]+?)(?:/v\d+)?$",
    ),
    Language(
        name="rust",
        grammar="tree_sitter_rust:language",
        extensions=(".rs",),
        fences=("rust", "rs"),
        package_file="mod",
        separator="::",
        showing=("pub",),
        marks="[(line_comment) (block_comment)] @comment (_ body: (_) @body)",
    ),
    Language(
        name="java",
        grammar="tree_sitter_java:language",
        extensions=(".java",),
        fences=("java",),
        hiding=("private",),
        marks="[(line_comment) (block_comment)] @comment (_ body: (_) @body)",
    ),
    Language(
        name="kotlin",
        grammar="tree_sitter_kotlin:language",
        extensions=(".kt", ".kts"),
        fences=("kotlin", "kt", "kts"),
        optional=True,
        hiding=("private",),
        binds=r"([^.]+)$",
        marks="[(line_comment) (block_comment)] @comment (function_body) @body (class_body) @body",
    ),
    Language(
        name="c",
        grammar="tree_sitter_c:language",
        extensions=(".c",),
        fences=("c",),
        optional=True,
        hiding=("static",),
    ),
    Language(
        name="cpp",
        grammar="tree_sitter_cpp:language",
        extensions=(".cpp", ".cc", ".cxx", ".h", ".hpp", ".hh", ".hxx"),
        fences=("cpp", "c++", "cc"),
        optional=True,
        separator="::",
        hiding=("private",),
    ),
    Language(
        name="csharp",
        grammar="tree_sitter_c_sharp:language",
        extensions=(".cs",),
        fences=("csharp", "cs", "c#"),
        optional=True,
        showing=("public", "protected"),
    ),
    Language(
        name="ruby",
        grammar="tree_sitter_ruby:language",
        extensions=(".rb",),
        fences=("ruby", "rb"),
        optional=True,
        separator="::",
        hiding=("private", "protected"),
        dynamic=("define_method", "method_missing", "class_eval", "instance_eval", "const_missing"),
    ),
    Language(
        name="php",
        grammar="tree_sitter_php:language_php",
        extensions=(".php",),
        fences=("php",),
        optional=True,
        hiding=("private",),
        dynamic=("function __call", "function __get"),
    ),
    Language(
        name="bash",
        grammar="tree_sitter_bash:language",
        extensions=(".sh", ".bash"),
        fences=("bash",),
        optional=True,
    ),
)


@cache
def is_installed(language: Language) -> bool:
    """Whether the wheel of its grammar is there."""
    return importlib.util.find_spec(language.module) is not None


@cache
def _by_extension() -> dict[str, Language]:
    return {extension: language for language in LANGUAGES for extension in language.extensions}


def of_path(path: str) -> Language | None:
    """The language of a file by its extension; None, too, when its grammar is not installed."""
    language = _by_extension().get(posixpath.splitext(path)[1].lower())
    return language if language and is_installed(language) else None


def missing(paths: Iterable[str]) -> dict[str, int]:
    """How many of the files are in a language that is known but whose grammar is not installed, by its name."""
    endings = Counter(posixpath.splitext(path)[1].lower() for path in paths)
    counts: Counter[str] = Counter()
    for ending, count in endings.items():
        language = _by_extension().get(ending)
        if language and not is_installed(language):
            counts[language.name] += count
    return dict(counts)


@cache
def of_fence(word: str) -> Language | None:
    """The language of a fenced example by the first word of its info string, if names can be read in it."""
    return next((item for item in LANGUAGES if word in item.fences and _query_file(item, "-uses").exists()), None)


@cache
def grammar(language: Language) -> Any:
    """The grammar of a language. Raises ImportError, OSError, ValueError or TypeError when it does not load."""
    from tree_sitter import Language as Grammar

    function = language.grammar.partition(":")[2]
    return Grammar(getattr(importlib.import_module(language.module), function)())


def _query_file(language: Language, suffix: str) -> Path:
    return Path(__file__).parent / "queries" / f"{language.queries or language.name}{suffix}.scm"


@cache
def query(language: Language, suffix: str = "") -> Any:
    """The compiled query of a language: definitions, or with `-uses` the names an example uses."""
    from tree_sitter import Query

    return Query(grammar(language), _query_file(language, suffix).read_text(encoding="utf-8"))


@cache
def marks_query(language: Language) -> Any:
    """The compiled query for comments, bodies and blocks."""
    from tree_sitter import Query

    return Query(grammar(language), language.marks)


def syntax_tree(language: Language, data: bytes) -> Any:
    """The syntax tree of a source text. Broken code gives a tree with error nodes, never an exception."""
    from tree_sitter import Parser

    return Parser(grammar(language)).parse(data)
