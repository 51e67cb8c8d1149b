"""Document -> claims about what users name: flags, subcommands, variables, endpoints, keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.artifacts.markdown import Document, Fence, Span
from ygs_cli.drift import vocabulary
from ygs_cli.drift.model import Claim, Kind
from ygs_cli.drift.surface import lookup

_FLAG = re.compile(r"(?<![\w\-.#&!<?%@$])--(?:\[no-\])?[A-Za-z][\w.-]*\w")
_SINGLE = re.compile(r"(?<![\w\-/.#\]=&\"'])-[A-Za-z][\w-]{2,}")  # Go's and Java's way to write a flag
_VARIABLE = re.compile(r"(?<![\w\-/])_{0,2}[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w/-]|\()")
_SINGLE_VARIABLE = re.compile(
    r"\$\{?(?P<dollar>[A-Z][A-Z0-9]{2,})\b|^\s*(?:export\s+)?(?P<set>[A-Z][A-Z0-9]{2,})="
)
_VERB = r"GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS"
_REQUEST = re.compile(
    rf"\b(?P<verb>{_VERB})\b[`*|\s]{{1,12}}(?:[A-Z_]{{2,}}|\{{+\w+\}}+|\$\w+)?(?P<path>/[^\s`|*\"'),;]+)"
)
_ROUTE = re.compile(r"(?P<path>/[\w{}<>:.*$\[\]~%@+/-]*[\w}>\]/*])(?:[?#]\S*)?$")
_URL = re.compile(
    r"(?:https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|(?:[\w-]+\.)*example\.(?:com|org|net|test)"
    r"|\$\{?\w+\}?|<[^<>\s]+>|\{+\w+\}+|api\.[\w.-]+)(?::\d+|:\$?\w+)?|\$\{?(?:\w*URL|\w*HOST|API|BASE)\}?|\{\{\w+\}\})"
    r"(?P<path>/[^\s`\"'|)\\?#]*)"
)
_CURL_VERB = re.compile(rf"(?:-X\s*|--request[ =])['\"]?(?P<verb>{_VERB})\b")
_QUOTED_ROUTE = re.compile(r"(?P<quote>[\"'`])(?P<path>/[\w{}<>:.*$\[\]~%@+/-]+)(?:[?#][^\"'`\s]*)?(?P=quote)")
_PROMPT = re.compile(
    r"\s*(?:[$%>#]\s+|PS>\s*|RUN\s+|(?:-\s+)?(?:(?:run|script|command|entrypoint|cmd)\s*:\s+)?)"
    r"(?:(?:sudo|time|env|exec|command)\s+)*(?:[A-Z][A-Z0-9_]*=\S*\s+)*"
    r"(?:(?:npx|bunx|uvx|pipx run|pnpm (?:dlx|exec)|yarn dlx|poetry run|uv run|python3? -m)\s+(?=[a-z]))?"
)
_QUOTED_COMMAND = re.compile(r":\s*\"(?P<line>[a-z][\w-]* [^\"\n]+)\"")
_SIMPLE = re.compile(r"(?:[^;&|]|&(?!&))+")  # one command of a line
_SUBCOMMAND = re.compile(r"[a-z][\w:.-]*$")
_RUNNERS = {
    ("make",): "make",
    ("just",): "just",
    ("npm", "run"): "npm run",
    ("pnpm", "run"): "npm run",
    ("yarn", "run"): "npm run",
    ("bun", "run"): "npm run",
    ("pnpm",): "npm run",
    ("yarn",): "npm run",
    ("poe",): "poe",
    ("pdm", "run"): "pdm run",
    ("task",): "task",
    ("hatch", "run"): "hatch run",
}
_DEEPEST = 3  # words behind a program that may be subcommands
_SHELLS = frozenset(
    "bash sh shell console zsh fish shell-session shellsession powershell ps1 text txt terminal".split()
)
_SCRIPTS = frozenset("yaml yml dockerfile docker makefile make justfile just".split())
_KEYED = frozenset("json jsonc json5 yaml yml toml ini properties js javascript ts typescript jsx tsx mjs".split())
_QUOTED_KEY = re.compile(r"(?P<quote>[\"'])(?P<key>[A-Za-z_$][\w.$/@-]*)(?P=quote)\s*:")
_PLAIN_KEY = re.compile(r"(?:^|[{,(])\s*(?:#\s*)?(?:-\s+)?(?P<key>[A-Za-z_$][\w.$-]*)\s*(?::(?![:/=])|=(?![=>]))")
_SETTING = re.compile(r"[\"']?(?P<key>[A-Za-z_][\w-]*(?:\.[\w-]+)*)[\"']?(?:\s*[:=](?![:=])\s*.*)?$")
_HEADING = re.compile(r"#{1,6}\s+(?P<key>[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)\s*(?:\{#[^}]*\}\s*)?$")
_CODE_LIKE = re.compile(r"[a-z0-9_][-_.][A-Za-z0-9]|[a-z0-9][A-Z]")


def extract(document: Document) -> Iterator[Claim]:
    """The claims of a document about what users name, each place once for each kind."""
    seen: set[tuple[Kind, int, int]] = set()
    for claim in _all(document):
        key = (claim.kind, claim.span.line, claim.span.column)
        if key not in seen and claim.token:
            seen.add(key)
            yield claim


def _all(document: Document) -> Iterator[Claim]:
    path = document.path
    for number, line in enumerate(document.lines, 1):
        yield from _line(path, line, number)
    for code in document.code_spans:
        if code.span.end_column - code.span.column == len(code.text):
            yield from _inline(path, code.text, code.span)
    for fence in document.fences:
        yield from _fence(path, fence)


def _claim(
    kind: Kind, path: str, number: int, start: int, token: str, name: str = "", origin: str = "code"
) -> Claim:
    span = Span(number, start + 1, start + 1 + len(token))
    return Claim(kind, token, name or token, path, span, origin, strong=False)


def _line(path: str, line: str, number: int) -> Iterator[Claim]:
    """What is plain wherever it stands: `--flag`, VARIABLE_NAME, `GET /path`, and a heading that is a key."""
    if "--" in line:
        for match in _FLAG.finditer(line):
            start = match.end() - len(match[0]) + (2 + len("[no-]") if "[" in match[0] else 0)
            token = line[start : match.end()]
            yield _claim(Kind.FLAG, path, number, start, token, "--" + token.removeprefix("--"), "text")
    if "_" in line:
        for match in _VARIABLE.finditer(line):
            yield _claim(Kind.VARIABLE, path, number, match.start(), match[0], origin="text")
    if "/" in line:
        for match in _REQUEST.finditer(line):
            yield from _request(path, number, match)
    if line.startswith("#") and (heading := _HEADING.match(line)) and _CODE_LIKE.search(heading["key"]):
        yield from _key(path, number, heading.start("key"), heading["key"])


def _request(path: str, number: int, match: re.Match[str], verb: str = "") -> Iterator[Claim]:
    route = _ROUTE.match(match["path"])
    if route is not None and route["path"].strip("/"):
        shown = match.groupdict().get("verb") or ""
        name = f"{verb or shown} {route['path']}".strip()
        if match[0].startswith(f"{shown} /"):
            yield _claim(Kind.ENDPOINT, path, number, match.start("verb"), name, name)
        else:
            yield _claim(Kind.ENDPOINT, path, number, match.start("path"), route["path"], name)


def _inline(path: str, text: str, span: Span) -> Iterator[Claim]:
    number, start = span.line, span.column - 1
    token = text.strip()
    start += len(text) - len(text.lstrip())
    if not token or len(token) > 200:
        return
    if token.startswith("/") and " " not in token and (match := _ROUTE.match(token)) and match["path"].strip("/"):
        yield _claim(Kind.ENDPOINT, path, number, start, match["path"])
    elif token.startswith("-") and not _FLAG.match(token) and (flag := _SINGLE.match(token)):
        yield _claim(Kind.FLAG, path, number, start, flag[0], "-" + flag[0])
    elif token.isupper() and token.isalpha() and len(token) > 2:
        yield _claim(Kind.VARIABLE, path, number, start, token)
    elif (setting := _SETTING.match(token)) and not vocabulary.has_file_ending(setting["key"]):
        key = setting["key"]
        if "-" in key or len(token) > len(key):  # a name that code could hold is claimed as a symbol
            yield from _key(path, number, start + setting.start("key"), key)
    if " " in token:
        yield from _command(path, number, start, token)
    yield from _urls(path, number, start, text.strip())


def _key(path: str, number: int, start: int, key: str) -> Iterator[Claim]:
    """The last part of a dotted key, which is what can be named anew in one place."""
    last = key.rpartition(".")[2]
    if last:
        yield _claim(Kind.KEY, path, number, start + len(key) - len(last), last, key)


def _urls(path: str, number: int, start: int, line: str) -> Iterator[Claim]:
    if "/" not in line:
        return
    verb = _CURL_VERB.search(line)
    for match in _URL.finditer(line):
        for claim in _request(path, number, match, verb["verb"] if verb else ""):
            shifted = Span(number, claim.span.column + start, claim.span.end_column + start)
            yield Claim(claim.kind, claim.token, claim.name, path, shifted, "code", strong=False)


def _fence(path: str, fence: Fence) -> Iterator[Claim]:
    commands = fence.language in _SHELLS or fence.language in _SCRIPTS or not fence.language
    for offset, line in enumerate(fence.text.split("\n")):
        number, start = fence.line + offset, fence.indent
        yield from _urls(path, number, start, line)
        yield from _set(path, number, start, line)
        if commands:
            yield from _commands(path, number, start, line)
        elif '"/' in line or "'/" in line or "`/" in line:
            for match in _QUOTED_ROUTE.finditer(line):
                yield _claim(Kind.ENDPOINT, path, number, start + match.start("path"), match["path"])
        if fence.language in _KEYED:
            for pattern in (_QUOTED_KEY, _PLAIN_KEY):
                for match in pattern.finditer(line):
                    yield from _key(path, number, start + match.start("key"), match["key"])
        if fence.language in ("json", "jsonc", "json5"):  # scripts of a manifest
            for match in _QUOTED_COMMAND.finditer(line):
                yield from _commands(path, number, start + match.start("line"), match["line"])


def _set(path: str, number: int, start: int, line: str) -> Iterator[Claim]:
    """Variables of one word, which only their use tells from other words in capitals: `$PORT`, `PORT=80`."""
    for match in _SINGLE_VARIABLE.finditer(line) if "$" in line or "=" in line else ():
        group = match.lastgroup or ""
        yield _claim(Kind.VARIABLE, path, number, start + match.start(group), match[group])


def _commands(path: str, number: int, start: int, line: str) -> Iterator[Claim]:
    """The commands of a line: their subcommands, and flags written with one hyphen."""
    for flag in _SINGLE.finditer(line) if " -" in line else ():
        yield _claim(Kind.FLAG, path, number, start + flag.start(), flag[0], "-" + flag[0])
    for command in _SIMPLE.finditer(line):
        yield from _command(path, number, start + command.start(), command[0])


def _command(path: str, number: int, start: int, line: str) -> Iterator[Claim]:
    """The words behind a program that can be its subcommands, and the task that a runner is told to run."""
    prompt = _PROMPT.match(line)
    words = [*re.finditer(r"\S+", line[prompt.end() :])] if prompt else []
    shift = start + prompt.end() if prompt else start
    texts = [word[0] for word in words[: _DEEPEST + 2]]
    for runner, name in _RUNNERS.items():
        if tuple(texts[: len(runner)]) == runner and len(texts) > len(runner):
            word = words[len(runner)]
            if _SUBCOMMAND.match(word[0]) and word[0] != "run":
                yield _claim(
                    Kind.COMMAND, path, number, shift + word.start(), word[0], f"{name} {word[0]}", "shell"
                )
    if not texts or not re.fullmatch(r"[\w.-]+", texts[0]) or texts[0] in lookup.FOREIGN:
        return
    for count, word in enumerate(words[1 : _DEEPEST + 1], 2):
        if not _SUBCOMMAND.match(word[0]):
            return
        name = " ".join(texts[:count])
        yield _claim(Kind.COMMAND, path, number, shift + word.start(), word[0], name, "shell")
