"""Subcommands that code defines, and the tasks of Makefiles, justfiles and manifests.

A task is named with the program that runs it, `make build` or `npm run build`; a subcommand by its word alone.
The programs of the project itself, which a document may call with a subcommand, are hits of `programs`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from ygs_cli.drift.surface.code import Code, Hit, Row

ROWS = (
    Row("python", "add_parser(", r"\.add_parser\(\s*['\"](?P<name>[\w-]+)['\"]"),  # argparse
    # click and typer: the name given, or the function's
    Row("python", "command(", r"@[\w.]*\b(?:command|group)\(\s*(?:name\s*=\s*)?['\"](?P<name>[\w-]+)['\"]"),
    Row("python", "add_typer(", r"\.add_typer\([^()]*\bname\s*=\s*['\"](?P<name>[\w-]+)['\"]"),
    Row("go", "Use:", r"\bUse:\s*\"(?P<name>[a-z][\w-]*)"),  # cobra
    Row("go", "cli.Command", r"\bcli\.Command\{\s*Name:\s*\"(?P<name>[\w-]+)"),
    Row("go", ".Command(", r"\.Command\(\s*\"(?P<name>[a-z][\w-]*)\"\s*,\s*\""),  # kingpin
    Row("python", "cleo", r"^    name\s*=\s*['\"](?P<name>[a-z][\w -]*)['\"]"),
    Row("rust", "clap", r"(?<!process::)\bCommand::new\(\s*\"(?P<name>[a-z][\w-]*)\""),
    Row("rust", "subcommand", r"\bSubCommand::with_name\(\s*\"(?P<name>[\w-]+)\""),
    Row("js", ".command(", r"\.command\(\s*['\"`](?P<name>[a-z][\w:-]*)"),  # commander, cac, yargs
    Row("java", "@Command", r"@(?:CommandLine\.)?Command\([^)]*?\bname\s*=\s*\"(?P<name>[\w-]+)\""),
    Row("java", "commandNames", r"\bcommandNames\s*=\s*\"(?P<name>[\w-]+)\""),
)
_DECORATED = re.compile(
    r"^[ \t]*@[\w.]*\b(?:command|group)(?:\(\s*(?:\)|(?!['\"]|name\s*=)[^\n]*)|[ \t]*$)"
    r"(?:\n[ \t]*[@)\w\"'][^\n]*|\n[ \t]*){0,40}?\n[ \t]*(?:async )?def (?P<name>\w+)",
    re.MULTILINE,
)
_CLICK_ENDINGS = re.compile(r"_(?:command|cmd|group|grp)$")
_SUBCOMMANDS = re.compile(r"derive\([^)]*\bSubcommand\b[^)]*\)")
_VARIANT = re.compile(
    r"(?:#\[(?P<attribute>(?:[^\[\]]|\[[^\]]*\])*)\]\s*|//[^\n]*\s*)*^[ ]{4}(?P<name>[A-Z]\w*)\s*[({,=]?",
    re.MULTILINE,
)
_NAMED = re.compile(r"\bname\s*=\s*\"([\w-]+)\"")
_TARGET = re.compile(r"^(?P<name>[A-Za-z][\w./-]*)(?:[ \t]+[\w.-]+)*[ \t]*:(?![=:])", re.MULTILINE)
_RECIPE = re.compile(r"^@?(?P<name>[a-z][\w-]*)[^:=\n]*:(?!=)", re.MULTILINE)
_SECTION = re.compile(r"^\[(?P<name>[^\]\n]+)\][^\n]*\n(?P<body>(?:(?!\[)[^\n]*(?:\n|\Z))*)", re.MULTILINE)
_KEY = re.compile(r"^(?P<name>[\w:-]+|\"[^\"\n]+\")\s*=", re.MULTILINE)
_TASKS = re.compile(r"tool\.(?:poe\.tasks|pdm\.scripts|taskipy\.tasks|hatch\.envs\.[\w.-]+\.scripts)$")
_TASK_RUNNERS = {"poe": "poe", "pdm": "pdm run", "taskipy": "task", "hatch": "hatch run"}


def commands(code: Code) -> Iterator[Hit]:
    """Every subcommand that a program text defines, and every task of a file of tasks."""
    for row in ROWS:
        yield from row.hits(code)
    if code.family == "python" and ("command" in code.text or "group" in code.text):
        for match in _DECORATED.finditer(code.text):
            name = _CLICK_ENDINGS.sub("", match["name"]).replace("_", "-")
            if not name.startswith("-"):
                yield Hit(name, match.start("name"), match.end())
    if code.family == "rust" and "Subcommand" in code.text:
        yield from _variants(code)
    name = posixpath.basename(code.path)
    if name in ("Makefile", "GNUmakefile", "makefile") or name.endswith(".mk"):
        yield from _tasks(_TARGET, "make", code)
    elif name.lower() in ("justfile", ".justfile"):
        yield from _tasks(_RECIPE, "just", code)
    elif name == "package.json":
        yield from (Hit(f"npm run {key}", start, end) for key, start, end in _block("scripts", code))
    elif name == "pyproject.toml":
        yield from _manifest_tasks(code)


def programs(code: Code) -> Iterator[Hit]:
    """The names under which the project's own programs are started."""
    name = posixpath.basename(code.path)
    if name == "pyproject.toml":
        for section in _SECTION.finditer(code.text):
            if section["name"] in ("project.scripts", "tool.poetry.scripts"):
                for key in _KEY.finditer(section["body"]):
                    yield Hit(key["name"].strip('"'), section.start("body") + key.start())
    elif name == "Cargo.toml":
        for match in re.finditer(r"^name\s*=\s*\"(?P<name>[\w-]+)\"", code.text, re.MULTILINE):
            yield Hit(match["name"], match.start("name"))
    elif name == "package.json":
        yield from (Hit(key, start) for key, start, _ in _block("bin", code))
        for match in re.finditer(
            r"^\s{2,4}\"name\"\s*:\s*\"(?:@[\w-]+/)?(?P<name>[\w.-]+)\"", code.text, re.MULTILINE
        ):
            yield Hit(match["name"], match.start("name"))
    elif name == "go.mod":
        for match in re.finditer(r"^module\s+\S*?(?P<name>[\w-]+)(?:/v\d+)?\s*$", code.text, re.MULTILINE):
            yield Hit(match["name"], match.start("name"))


def _tasks(pattern: re.Pattern[str], runner: str, code: Code) -> Iterator[Hit]:
    for match in pattern.finditer(code.text):
        yield Hit(f"{runner} {match['name']}", match.start("name"), match.end())


def _block(key: str, code: Code) -> Iterator[tuple[str, int, int]]:
    """The keys of an object without nesting, in a JSON text: each with its place."""
    block = re.search(rf"\"{key}\"\s*:\s*\{{(?P<body>[^{{}}]*)\}}", code.text)
    for match in re.finditer(r"\"([^\"\n]+)\"\s*:\s*\"(?:\\.|[^\"\\\n])*\"", block["body"]) if block else ():
        start = block.start("body") + match.start(1) if block else 0
        yield match[1], start, start + len(match[0]) - 1


def _manifest_tasks(code: Code) -> Iterator[Hit]:
    for section in _SECTION.finditer(code.text):
        if _TASKS.match(section["name"]):
            runner = _TASK_RUNNERS[section["name"].split(".")[1]]
            for key in _KEY.finditer(section["body"]):
                start = section.start("body") + key.start()
                yield Hit(f"{runner} {key['name'].strip(chr(34))}", start, start + len(key[0]))


def _variants(code: Code) -> Iterator[Hit]:
    """Clap's derive: each variant of a subcommand enum is a word, in kebab case unless it is named."""
    for derive in _SUBCOMMANDS.finditer(code.text):
        opening = code.text.find("{", derive.end())
        closing = code.text.find("\n}", opening)
        if opening < 0 or closing < 0 or not re.search(r"\benum\b", code.text[derive.end() : opening]):
            continue
        for match in _VARIANT.finditer(code.text, opening + 1, closing):
            before = code.text[match.start() : match.start("name")]
            named = _NAMED.search(before)
            plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", match["name"]).lower()
            start = match.start() + named.start(1) if named else match.start("name")
            yield Hit(named[1] if named else plain, start, match.end())
