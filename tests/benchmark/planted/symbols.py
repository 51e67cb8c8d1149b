"""Cases about names that code defines: renamed and deleted symbols, fields, flags, variables, endpoints."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import lru_cache, partial

from tests.benchmark.planted.cases import Case, Draft, new_name, replaced
from tests.benchmark.planted.definitions import LANGUAGES, Definition, definitions, extension, extent
from tests.benchmark.planted.mentions import Mentions, collect, is_weak, of_symbol, word
from tests.benchmark.planted.pages import Line, Page
from tests.benchmark.planted.tree import Tree

MOST_LINES = 40  # a name on every page says more about that name than about the checker
_TOO_COMMON = frozenset(
    "when then Path PathBuf AtomicU64 Predicate Function Callable Runnable Nullable Consumer Supplier Duration "
    "main init test tests name type value values data list item items key keys path paths file files "
    "error errors config options option default id index url app args kwargs result self this true false "
    "none null string number object array function version help code text line lines build start stop run "
    "set get add remove delete update create print format parse read write open close next prev first "
    "last all any map filter reduce each end begin new old cls it is in on to of by at as or and not ok "
    "up go no yes user users info debug root module target source Error String Object Array Number "
    "Boolean Promise Result Option Some None Ok Err Vec Box Self Map Set List Request Response T U K V E".split()
)
_LANGUAGES = frozenset({"python", "typescript", "go", "rust", "java"})


# Fields that objects of the standard library have too: what a variable in an example is, cannot be said.
_OF_OTHERS = frozenset("StatusCode Status Header Body Method Path Host URL Name Value Size Type Error".split())


def candidates(tree: Tree, kinds: frozenset[str]) -> Iterator[Definition]:
    """Unique definitions of some kinds whose names documents write as code."""
    for each in tree.unique:
        if (
            each.language in _LANGUAGES
            and each.kind in kinds
            and len(each.name) > 2
            and each.name not in _TOO_COMMON
            and not each.name.startswith("__")
            and each.name in tree.words_in_code
            and not re.search(r"@Override\s+$", tree.files[each.path][: each.start])
            and not (each.kind == "field" and each.name in _OF_OTHERS)
            and not (each.name.islower() and is_weak(each.name) and each.kind in {"field", "constant"})
        ):
            yield each


def wanted(mentions: Mentions) -> bool:
    """Whether there is something to find, and not a name that is on every page."""
    return 0 < len(mentions.expected) <= MOST_LINES


_SYMBOLS = frozenset({"function", "method", "class", "type", "constant", "macro"})


def renames(tree: Tree) -> Iterator[Draft]:
    for each in candidates(tree, _SYMBOLS):
        yield Draft(each.name, partial(renamed, tree, each, "rename"))


def renamed(tree: Tree, each: Definition, kind: str, draw: random.Random) -> Case | None:
    """A name replaced in all code; a Java class takes its file along."""
    mentions = of_symbol(tree, each)
    if not wanted(mentions):
        return None
    new = new_name(each.name, draw)
    changes = replaced(tree.code, word(each.name), new)
    moved = []
    if each.language == "java" and each.kind == "class":
        folder, _, file = each.path.rpartition("/")
        if file == f"{each.name}.java":
            other = f"{folder}/{new}.java"
            changes[other] = changes.pop(each.path)
            changes[each.path] = None
            moved.append((each.path, other))
    return Case(
        kind, each.kind, each.language, each.name, new, changes, mentions.expected, mentions.possible, tuple(moved)
    )


def deletions(tree: Tree) -> Iterator[Draft]:
    for each in candidates(tree, _SYMBOLS - {"macro"}):
        yield Draft(each.name, partial(_deleted, tree, each))


def _deleted(tree: Tree, each: Definition, draw: random.Random) -> Case | None:
    text, mentions = tree.files[each.path], of_symbol(tree, each)
    span = extent(text, each)
    if not wanted(mentions) or span is None or text[slice(*span)].count("\n") > 300:
        return None
    left = _words(text[: span[0]] + text[span[1] :])
    for path, other in tree.product.items():
        left |= _words(other) if path != each.path else frozenset()
    inner = _words(text[slice(*span)]) - left
    inner |= {one.name for one in definitions(each.path, text) if span[0] <= one.start < span[1]}
    gone = {**tree.code, each.path: text[: span[0]] + text[span[1] :]}
    changes: dict[str, str | None] = {
        path: _without(text, each.name, draw) for path, text in gone.items() if word(each.name).search(text)
    }
    changes.setdefault(each.path, gone[each.path])
    also = {
        (page.path, line.number)
        for name in inner
        for page, line in tree.lines_with(name)
        if any(line.in_code(*match.span()) for match in word(name).finditer(line.text))
    }
    also |= {
        (path, line.number)
        for path in {path for path, _ in mentions.expected}
        for line in tree.pages[path].lines
        if any(line.text[begin:end].strip(" .()") in _words(text[slice(*span)]) for begin, end in line.code)
    }
    return Case(
        "delete", each.kind, each.language, each.name, "", changes, mentions.expected, mentions.possible | also
    )


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


def _without(text: str, name: str, draw: random.Random) -> str:
    """Take a name out of imports and export lists, and put a word of no meaning in its other places."""
    name, plain = re.escape(name), name
    text = re.sub(rf"^\s*(?:from\s+\S+\s+)?import\s+{name}(?:\s+as\s+\w+)?\s*;?\n", "", text, flags=re.MULTILINE)
    text = re.sub(rf"^\s*[\"']?{name}[\"']?(?:\s+as\s+\w+)?,?\n", "", text, flags=re.MULTILINE)
    listed = rf"^(.*\b(?:import|export|use|__all__)\b.*?)\b{name}(?:\s+as\s+\w+)?\b,?[ ]?"
    text = re.sub(listed, r"\1", text, flags=re.MULTILINE)
    return word(plain).sub(lambda _: f"zz{draw.randrange(10**6)}", text)


_PLATFORM = re.compile(r"^-|^human-readable$|x86|i\d86|arm|aarch|linux|win(32|64)|sha\d|utf")
_SERIALIZED = (
    re.compile(r'`[^`\n]*\b(?:json|yaml|toml|form|xml|mapstructure):"([A-Za-z][\w-]*)'),  # Go
    re.compile(r'@(?:SerializedName|JsonProperty|JsonAlias)\(\s*(?:value\s*=\s*)?"([\w-]+)"'),
    re.compile(r'\bserde\([^)\n]*\brename\s*=\s*"([\w-]+)"'),
    re.compile(r'\b(?:alias|validation_alias|serialization_alias|data_key)\s*=\s*"([\w-]+)"'),
)


def fields(tree: Tree) -> Iterator[Draft]:
    """Fields of types, and keys that a tag or an annotation gives."""
    for each in candidates(tree, frozenset({"field"})):
        if not each.name.startswith("_"):
            yield Draft(each.name, partial(renamed, tree, each, "field"))
    sites: dict[str, set[tuple[str, int]]] = {}
    for path, text in tree.product.items():
        for pattern in _SERIALIZED:
            for match in pattern.finditer(text):
                sites.setdefault(match[1], set()).add((path, match.start(1)))
    for name, places in sorted(sites.items()):
        known = name in _TOO_COMMON or name in tree.own_modules or is_weak(name) or _PLATFORM.search(name)
        if len(places) == 1 and not known and len(name) > 3:
            key = re.compile(rf'(?<=["\'`]){re.escape(name)}(?=["\'`,])')
            yield Draft(name, partial(_literal, tree, "field", "tag", name, min(places)[0], key))


def _literal(
    tree: Tree, kind: str, detail: str, name: str, path: str, pattern: re.Pattern[str], draw: random.Random
) -> Case | None:
    """A literal of the code replaced wherever a pattern finds it."""
    mentions = collect(tree, name, _as_literal)
    if not wanted(mentions):
        return None
    new = new_name(name, draw)
    changes = replaced(tree.machine_read, pattern, new)
    language = LANGUAGES[extension(path)]
    return Case(kind, detail, language, name, new, changes, mentions.expected, mentions.possible)


def _as_literal(page: Page, line: Line, match: re.Match[str]) -> bool:
    before, after = line.text[: match.start()], line.text[match.end() :]
    chunk = re.search(r"\S*$", before)
    return (
        line.in_code(*match.span())
        and "://" not in (chunk[0] if chunk else "")
        and not before.endswith(("/", "--", "@"))
        and not after.startswith("/")
    )


_ENVIRONMENT = re.compile(
    r"environ|getenv|LookupEnv|env::var|process\.env|import\.meta\.env|env\(|env_?var|EnvVars|\bEnv\b|ENV_",
    re.IGNORECASE,
)
_READ = re.compile(r"[\"'`]([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)[\"'`]|process\.env\.([A-Z_0-9]+)")
_VARIABLE = re.compile(r"(?<![\w$.-])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?![\w$-])")


def variables(tree: Tree) -> Iterator[Draft]:
    """Environment variables that product code reads by a literal."""
    read: dict[str, str] = {}
    for path, text in sorted(tree.product.items()):
        for match in _READ.finditer(text):
            begin, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
            if match[2] or _ENVIRONMENT.search(text[begin:end]):
                read.setdefault(match[1] or match[2], path)
    for name, path in sorted(read.items()):
        if _VARIABLE.fullmatch(name) and name in tree.words_in_code and name not in _COMMON_VARIABLES:
            yield Draft(name, partial(_literal, tree, "env", "variable", name, path, word(name)))


_COMMON_VARIABLES = frozenset({"NODE_ENV", "NO_COLOR", "FORCE_COLOR", "GITHUB_TOKEN", "JAVA_HOME"})
_ROUTE = re.compile(
    r"""(?:\.(?:get|post|put|delete|patch|head|options|route|all|use|api_route|websocket|Handle|HandleFunc|GET|POST|PUT|DELETE|PATCH|Any|Get|Post|Put|Delete|Del|Patch|Path|Methods)"""
    r"""|@(?:Get|Post|Put|Delete|Patch|Request)Mapping|@(?:Get|Post|Put|Delete|Path|Patch)|\b(?:path|re_path|url|web::resource|Route|mux\.\w+))"""
    r"""\(\s*(?:(?:path|value)\s*=\s*)?["'`](/?[A-Za-z][\w./{}<>:$-]*/?[\w{}<>:-]*)["'`]"""
)


_REMARK = re.compile(r"(?m)^\s*(?://|\*).*$|(?s:/\*.*?\*/)")
_PYTHON_REMARK = re.compile(r"(?m)^\s*#.*$|(?s:(\"\"\"|\'\'\').*?\1)")


def _without_remarks(path: str, text: str) -> str:
    """Code without its comments and long strings, which show examples."""
    return (_PYTHON_REMARK if path.endswith(".py") else _REMARK).sub("", text)


def endpoints(tree: Tree) -> Iterator[Draft]:
    """Routes that product code registers by a literal and that documents write."""
    sites: dict[str, set[str]] = {}
    for path, text in tree.product.items():
        for match in _ROUTE.finditer(_without_remarks(path, text)):
            literal = re.split(r"[{<:$]", match[1])[0].rstrip("/")
            if literal.startswith("/") or literal.count("/"):
                sites.setdefault(literal, set()).add(path)
    for literal, paths in sorted(sites.items()):
        segment = literal.rpartition("/")[2]
        if len(segment) > 3 and re.fullmatch(r"[\w.-]+", segment):
            yield Draft(literal, partial(_endpoint, tree, literal, min(paths)))


def _endpoint(tree: Tree, literal: str, path: str, draw: random.Random) -> Case | None:
    parent, _, segment = literal.rpartition("/")
    written = "/" + literal.lstrip("/")
    pattern = re.compile(rf"{re.escape(written)}(?![\w-])")
    expected, possible = set(), set()
    example = {page.path for page, line in tree.lines_with(segment) if line.fence and _ROUTE.search(line.text)}
    for page, line in tree.lines_with(segment):
        possible.add((page.path, line.number))
        for match in pattern.finditer(line.text):
            if page.path in tree.current and page.path not in example and _is_route(line, match):
                expected.add((page.path, line.number))
    mentions = Mentions(frozenset(expected), frozenset(possible))
    if not wanted(mentions):
        return None
    new = f"{parent}/{new_name(segment, draw)}"
    changes = replaced(tree.code, re.compile(rf"(?<=[\"'`]){re.escape(literal)}(?=[\"'`/{{<:$?])"), new)
    language = LANGUAGES[extension(path)]
    return Case("endpoint", "route", language, written, new, changes, mentions.expected, mentions.possible)


def _is_route(line: Line, match: re.Match[str]) -> bool:
    before = line.text[: match.start()]
    host = re.search(r"(?:https?://)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::\d+)?$", before)
    alone = re.search(r"(^|[\s`\"'(=|])((GET|POST|PUT|DELETE|PATCH|HEAD)\s+)?$", before)
    return line.in_code(*match.span()) and bool(host or alone)


_FLAG_SITES = re.compile(
    r"""["'`\s,/|]--([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?=["'`\s=,<\[])"""
    r"""|\b(?:Flags?\(\)|flags?|pflag|fs|cmd|app|kingpin|a)\.\w+\(\s*(?:&[\w.]+,\s*)?"([a-z][a-z0-9]*(?:[-.][a-z0-9]+)*)\""""
    r"""|\blong(?:\s*=\s*|\()"([a-z][\w-]*)"|fn name_long\(&self\) -> &'static str \{\s*"([\w-]+)\""""
)
_CLAP = re.compile(
    r"#\[(?:arg|clap)\((?:[^()\[\]]|\([^()]*\))*?\blong\b(?!\s*=)(?:[^()\[\]]|\([^()]*\))*\)\]\s*(?:(?:#\[[^\]]*\]|///[^\n]*)\s*)*pub(?:\([^)]*\))?\s+(\w+)\s*:"
)
_LITERAL_FLAG = re.compile(
    r"add_argument|option\(|Option\(|add_option|\.option\(|click\.|parser|argv|flag|long", re.IGNORECASE
)


def flags(tree: Tree) -> Iterator[Draft]:
    """Long options that product code declares, in a repository that installs a program."""
    sites: dict[str, str] = {}
    derived: set[str] = set()
    for path, text in sorted(tree.product.items()) if tree.programs else ():
        text = _without_remarks(path, text)
        for match in _FLAG_SITES.finditer(text):
            begin = text.rfind("\n", 0, text.rfind("\n", 0, max(0, match.start() - 160)))
            if not match[1] or (
                _LITERAL_FLAG.search(text[max(0, begin) : match.end()]) and match[0][0] in "\"'` ,"
            ):
                sites.setdefault(next(filter(None, match.groups())), path)
        for match in _CLAP.finditer(text) if path.endswith(".rs") else ():
            sites.setdefault(match[1].replace("_", "-"), path)
            derived.add(match[1].replace("_", "-"))
    for name, path in sorted(sites.items()):
        if name not in {"help", "version", "foo", "bar", "name"} and len(name) > 2:
            yield Draft(name, partial(_renamed_flag, tree, name, path, name in derived))


def _renamed_flag(tree: Tree, name: str, path: str, derived: bool, draw: random.Random) -> Case | None:
    mentions = collect_flag(tree, name)
    if not wanted(mentions):
        return None
    new = new_name(name if "-" in name else f"{name}-x", draw)

    def declared(match: re.Match[str]) -> str:
        return match[0].replace(f'"{name}"', f'"{new}"') if name in match.groups()[1:] else match[0]

    long, field = re.compile(rf"(?<![\w-])--{re.escape(name)}(?![\w-])"), name.replace("-", "_")
    changes: dict[str, str | None] = {}
    for file, text in tree.machine_read.items():
        if name not in text and field not in text:
            continue
        changed = _FLAG_SITES.sub(declared, long.sub(f"--{new}", text))
        if derived and file.endswith(".rs"):
            changed = re.sub(rf"\b{field}\b", new.replace("-", "_"), changed)
        if changed != text:
            changes[file] = changed
    language = LANGUAGES[extension(path)]
    return Case("flag", "option", language, f"--{name}", f"--{new}", changes, mentions.expected, mentions.possible)


def collect_flag(tree: Tree, name: str) -> Mentions:
    """The lines that write an option of this repository's own program."""
    pattern = re.compile(rf"(?<![\w-])--{re.escape(name)}(?![\w-])")
    expected, possible = set(), set()
    alone = word(name)
    for page, line in tree.lines_with(name):
        if alone.search(line.text):
            possible.add((page.path, line.number))
        for match in pattern.finditer(line.text):
            if page.path in tree.current and line.in_code(*match.span()) and _own_program(tree, line, match):
                expected.add((page.path, line.number))
    return Mentions(frozenset(expected), frozenset(possible))


def _own_program(tree: Tree, line: Line, match: re.Match[str]) -> bool:
    begin, _ = next(span for span in line.code if span[0] <= match.start() and match.end() <= span[1])
    before = re.split(r"&&|\|\||[;|]|\$\(", line.text[begin : match.start()])[-1]
    before = re.sub(r"^\s*(?:[$>#%]|PS>)\s+", "", before).strip()
    before = re.sub(r"^(?:\w+=\S*\s+)+", "", before)
    if not before:
        return line.fence is None
    words = before.split()
    program = next(
        (
            each
            for each in words
            if each not in {"npx", "sudo", "python", "python3", "-m", "uvx", "uv", "run", "poetry", "cargo"}
            or each in tree.programs
        ),
        "",
    )
    return program.rpartition("/")[2] in tree.programs
