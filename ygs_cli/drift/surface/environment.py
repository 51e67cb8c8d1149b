"""Environment variables: those that code reads, and those that other files only set."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from ygs_cli.drift.surface.code import Code, Hit, Row

_NAME = r"_{0,2}[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
_READ = r"(?P<name>_{0,2}[A-Z][A-Z0-9_]+)"

# A name with an underscore is taken from any string that holds nothing else: constants, tables, wrappers of
# the standard function. A single word only where it is read as a variable.
ROWS = (
    Row("rust go java", "_", rf"\"(?P<name>{_NAME})\""),
    Row("python js other", "_", rf"[\"'`](?P<name>{_NAME})[\"'`]"),
    Row("python", "environ", rf"\benviron(?:\.get\(|\.pop\(|\.setdefault\(|\[)\s*[\"']{_READ}[\"']"),
    Row("python", "getenv", rf"\bgetenv\(\s*[\"']{_READ}[\"']"),
    Row("python", "envvar", rf"\benvvar\s*=\s*[\[(]?\s*[\"']{_READ}[\"']"),
    Row("js", "env", rf"\b(?:process|import\.meta|Deno|Bun)\.env(?:\.get\([\"'])?(?:\?)?\.?{_READ}\b"),
    Row("js", "env[", rf"\b(?:process|import\.meta)\.env\[\s*['\"`]{_READ}['\"`]"),
    Row("go", "env", rf"\b[gG]etenv\(\s*\"{_READ}\""),
    Row("go", "LookupEnv", rf"\bLookupEnv\(\s*\"{_READ}\""),
    Row("go", "env:", rf"\b(?:env|envconfig):\"{_READ}"),
    Row("rust", "env", rf"\b(?:env::var(?:_os)?\(|(?:option_)?env!\(|env\s*=\s*)\s*\"{_READ}\""),
    Row("java", "getenv", rf"\bgetenv\(\s*\"{_READ}\""),
    Row("java", "${", r"\"\$\{(?P<name>[A-Z][A-Z0-9_]+)(?::[^}\"]*)?\}"),
    Row("other", "env", rf"\b(?:getenv\(|ENV\[|ENV\.fetch\(|GetEnvironmentVariable\()\s*['\"]{_READ}['\"]"),
    Row("shell", "$", rf"\$\{{?(?P<name>{_NAME})\b"),
)
_SETTERS = re.compile(
    rf"^\s*(?:(?:ENV|ARG|export)\s+|-\s+)?['\"]?(?P<name>{_NAME})['\"]?\s*(?:[:=]|$)|\$\{{(?P<used>{_NAME})\b",
    re.MULTILINE,
)
_PREFIXED = re.compile(r"\benv_prefix\s*=\s*['\"](?P<prefix>\w*)['\"]")
_SETTINGS_CLASS = re.compile(
    r"^class \w+\([^)\n]*Settings\):[^\n]*\n(?P<body>(?:[ \t]+[^\n]*\n|[ \t]*\n)*)", re.MULTILINE
)
_SETTING = re.compile(r"^(?P<indent>[ \t]+)(?P<name>[a-z]\w*)\s*:(?!:)[^\n]*", re.MULTILINE)


def reads(code: Code) -> Iterator[Hit]:
    """The variables that a program text knows."""
    for row in ROWS:
        yield from row.hits(code)
    if code.family == "python" and "Settings" in code.text:
        yield from _settings(code)


def setters(code: Code) -> Iterator[Hit]:
    """The variables that a container file, a compose file or a sample of an environment names."""
    name = posixpath.basename(code.path)
    if "Dockerfile" in name or name.startswith(".env") or "compose" in name:
        for match in _SETTERS.finditer(code.text):
            group = "name" if match["name"] else "used"
            yield Hit(match[group], match.start(group), match.end())


def _settings(code: Code) -> Iterator[Hit]:
    """pydantic: each field of a settings class is a variable, in capitals behind the prefix of the class."""
    for match in _SETTINGS_CLASS.finditer(code.text):
        prefix = _PREFIXED.search(match["body"])
        indent = ""
        for field in _SETTING.finditer(match["body"]):
            indent = indent or field["indent"]
            if field["indent"] == indent:
                name = ((prefix["prefix"] if prefix else "") + field["name"]).upper()
                start = match.start("body") + field.start("name")
                yield Hit(name, start, match.start("body") + field.end())
