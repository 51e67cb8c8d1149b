"""What users name and no syntax of a programming language defines: flags, subcommands, environment variables,
serialized names and configuration keys, endpoints. One module per kind, each a table of frameworks.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.drift.surface import commands, endpoints, environment, fields, flags
from ygs_cli.drift.surface.code import FAMILIES, Code, Hit
from ygs_cli.drift.symbols import Definition

# The kinds of what is found. A "setter" names a variable without reading it, a "key" comes from a sample or a
# schema: neither shows that the code still knows the name.
_EXTRACTORS: tuple[tuple[str, Callable[[Code], Iterator[Hit]]], ...] = (
    ("flag", flags.flags),
    ("command", commands.commands),
    ("program", commands.programs),
    ("env", environment.reads),
    ("setter", environment.setters),
    ("field", fields.serialized),
    ("key", fields.keys),
    ("endpoint", endpoints.endpoints),
)
_TASKS = frozenset(
    """Makefile makefile GNUmakefile Justfile justfile .justfile package.json pyproject.toml Cargo.toml
    go.mod""".split()
)
_CONFIG_ENDINGS = (".yaml", ".yml", ".json", ".jsonc", ".json5", ".toml", ".ini", ".cfg", ".properties", ".conf")
_TEST_FOLDERS = frozenset(
    """test tests testing __tests__ testdata test_data fixtures fixture spec specs e2e vendor third_party
    node_modules snapshots __snapshots__ playground mocks benches benchmarks bench target dist""".split()
)
_TEST_FILE = re.compile(
    r"^(?:test_.*|conftest)\.py$|_tests?\.\w+$|\.(?:test|spec|stories)\.\w+$|Tests?\.(?:java|kt)$"
)
_LARGEST = 1_000_000  # characters: what is longer was made by a program


def wants(path: str) -> bool:
    """Whether a file may hold something that users name. Tests are left out: what they define is their own."""
    *folders, name = path.split("/")
    if not _TEST_FOLDERS.isdisjoint(folders) or _TEST_FILE.search(name):
        return False
    ending = posixpath.splitext(name)[1].lower()
    if ending in FAMILIES:
        return not name.endswith((".min.js", "_pb2.py", ".pb.go"))
    if name in _TASKS or "Dockerfile" in name or name.startswith(".env") or name.endswith(".mk"):
        return True
    if any(folder.startswith(".") for folder in folders) or name.startswith("."):
        return False
    return ending in _CONFIG_ENDINGS and fields.is_sample(name)


def extract(source: SourceFile) -> tuple[Definition, ...]:
    """What a file gives to users, in the order of kinds and then of places. Never raises on bad text."""
    if not wants(source.path) or len(source.text) > _LARGEST:
        return ()
    code = Code(source.path, source.text)
    found: dict[tuple[str, str, str], Definition] = {}
    for kind, extractor in _EXTRACTORS:
        for hit in extractor(code):
            key = (kind, hit.scope, hit.name)
            if key not in found:
                line, end = code.line(hit.start), code.line(max(hit.start, hit.end - 1))
                found[key] = Definition(hit.name, hit.scope, kind, line, end_line=end)
    return tuple(found.values())
