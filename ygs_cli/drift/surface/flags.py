"""Command-line flags that code defines, as `--name` whatever the framework writes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import suppress

from ygs_cli.drift.surface.code import Code, Hit, Row

_FLAG = re.compile(r"(?<![\w-])--(?:\[no-\])?([A-Za-z][\w.-]*\w)|^-([A-Za-z][\w-]{2,})$")
# argparse, optparse, click, typer; commander, yargs, cac; picocli, jcommander; argparse4j
_CALL = re.compile(r"(?:add_argument|add_flag|_option|[oO]ption|Parameter|addArgument|Argument|acceptsAll)\s*\(")
_INNER = ("_option", "Option")  # ends of names; the others are whole ones
_NAME = re.compile(r"\w")
_BARE = re.compile(r"\.option\(\s*['\"`](?P<name>[a-z][\w-]*)['\"`]\s*,\s*\{")  # yargs
_WORD = re.compile(r"[A-Za-z][\w.-]*$")
_ATTRIBUTE = re.compile(r"#\[(?:arg|clap|structopt|argh|bpaf)\s*\(")
_EXPLICIT = re.compile(r"\blong\s*(?:=\s*|\(\s*)\"([\w-]+)\"")
_OTHER_NAMES = re.compile(r"\b(?:visible_)?alias(?:es)?\s*(?:=\s*|\(\s*)(\[[^\]]*\]|\"[^\"]*\")")
_FIELD = re.compile(
    r"\]?(?:\s*(?:#\[(?:[^\[\]]|\[[^\]]*\])*\]|//[^\n]*))*\s*(?:pub(?:\([^)]*\))?\s+)?(?:r#)?([a-z_]\w*)\s*:(?!:)"
)
_STRUCT = re.compile(r"\b(?:struct|enum)\s+(\w+)")
_RIPGREP = re.compile(r"fn (?:name_long|name_negated|aliases)\(&self\)[^{]*\{([^}]*)\}")

ROWS = (
    Row("python", "cleo", r"\boption\(\s*['\"](?P<name>[a-z][\w-]+)['\"]"),
    Row("rust", ".long(", r"\.long\(\s*\"(?P<name>[\w-]+)\""),
    Row("rust", "Long(", r"\bLong\(\s*\"(?P<name>[\w-]+)\"\s*\)"),  # lexopt
    # flag, pflag, cobra; the set of flags may be in a variable
    Row(
        "go",
        "lag",
        r"(?:\b\w*[fF]lag\w*(?:\(\))?|\bfs|\bFlagSet)\.[A-Z]\w*\(\s*(?:&?[\w.\[\]]+\s*,\s*)?"
        r"\"(?P<name>[A-Za-z][\w.-]+)\"",
    ),
    Row("go", "cli.", r"\bcli\.\w+Flag\{\s*Name:\s*\"(?P<name>[\w.-]+)"),  # urfave/cli
    Row("go", "long:", r"\blong:\"(?P<name>[\w.-]+)\""),  # go-flags
    Row("js", "Flags.", r"^\s*['\"]?(?P<name>[\w-]+)['\"]?\s*:\s*Flags\.\w+\("),  # oclif
    Row("java", "longOpt(", r"\.longOpt\(\s*\"(?P<name>[\w-]+)\""),  # commons-cli
    Row("java", "accepts(", r"\baccepts\(\s*\"(?P<name>[\w-]+)\""),  # jopt
    Row("shell", "--", r"^\s*(?:-\w\s*\|\s*)?--(?P<name>[A-Za-z][\w-]+)(?:[= ]?\*)?\s*[|)]"),
)
_TABLES = re.compile(r"\b(?:parseArgs|meow|defineCommand)\s*\(")  # node:util, meow, citty
_TYPED = re.compile(r"(?:^|[{,])\s*['\"]?(?P<name>[A-Za-z][\w-]*)['\"]?\s*:\s*\{\s*(?:\w+:[^{}]*,\s*)?type\s*:")


def flags(code: Code) -> Iterator[Hit]:
    """Every flag that a program text defines."""
    for row in ROWS:
        yield from (Hit("--" + hit.name, hit.start, hit.end) for hit in row.hits(code))
    if code.family in ("python", "js", "java"):
        yield from _from_calls(code)
    if code.family == "rust":
        yield from _from_attributes(code)
        yield from _from_methods(code)
    if code.family == "js":
        yield from _from_tables(code)
    if code.family == "python" and "typer" in code.text:
        yield from _from_parameters(code)


def _from_calls(code: Code) -> Iterator[Hit]:
    """Strings that begin with a hyphen, among the arguments of a call that is named as one which adds options."""
    if "--" not in code.text and "'-" not in code.text and '"-' not in code.text and ".option(" not in code.text:
        return
    for call in _CALL.finditer(code.text):
        if call.start() and _NAME.match(code.text[call.start() - 1]) and not call[0].startswith(_INNER):
            continue
        end = code.closing(call.end() - 1)
        for text, start in code.strings(call.end(), end):
            if not text.startswith("-"):
                continue
            for match in _FLAG.finditer(text):
                group = match.lastindex or 1
                yield Hit("--" + match[group], start + match.start(group), end)
    for bare in _BARE.finditer(code.text):
        yield Hit("--" + bare["name"], bare.start("name"), bare.end())


def _from_attributes(code: Code) -> Iterator[Hit]:
    """Clap's derive: `#[arg(long)]` makes the field's name a flag, `long = "x"` names it."""
    structs = [(match.start(), match[1]) for match in _STRUCT.finditer(code.text)] if "long" in code.text else []
    if not structs:
        return
    place = 0
    for attribute in _ATTRIBUTE.finditer(code.text):
        end = code.closing(attribute.end() - 1)
        body = code.text[attribute.end() : end]
        if "long" not in body:
            continue
        while place + 1 < len(structs) and structs[place + 1][0] < attribute.start():
            place += 1
        scope = structs[place][1]
        for names in _OTHER_NAMES.finditer(body):
            for word in re.finditer(r"[\w-]+", names[1]):
                yield Hit("--" + word[0], attribute.end() + names.start(1) + word.start(), end, scope)
        field = _FIELD.match(code.text, end)
        if explicit := _EXPLICIT.search(body):
            start = attribute.end() + explicit.start(1)
            yield Hit("--" + explicit[1], start, field.end() if field else end, scope)
        elif field and re.search(r"\blong\b", body):
            yield Hit("--" + field[1].replace("_", "-"), field.start(1), field.end(), scope)


def _from_methods(code: Code) -> Iterator[Hit]:
    """A trait whose methods name the flag: `fn name_long(&self) -> &'static str { "x" }`."""
    if "fn name_long" not in code.text:
        return
    for method in _RIPGREP.finditer(code.text):
        for match in re.finditer(r"\"([\w-]+)\"", method[1]):
            yield Hit("--" + match[1], method.start(1) + match.start(1), method.end())


def _from_tables(code: Code) -> Iterator[Hit]:
    """Options as an object: the keys of entries that have a type."""
    for call in _TABLES.finditer(code.text):
        end = code.closing(call.end() - 1)
        for match in _TYPED.finditer(code.text, call.end(), end):
            yield Hit("--" + match["name"], match.start("name"), match.end())


def _from_parameters(code: Code) -> Iterator[Hit]:
    """typer: parameters of a command become flags when they have a default or say that they are options."""
    tree = None
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        tree = ast.parse(code.text)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            command = any(_is_command(decorator) for decorator in node.decorator_list)
            run = f"typer.run({node.name})" in code.text
            for argument, default in _with_defaults(node.args):
                if _is_option(argument, default, command or run):
                    start = code.offset(argument.lineno, argument.col_offset)
                    yield Hit("--" + argument.arg.replace("_", "-"), start, start, node.name)


def _is_command(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(call, ast.Attribute) and call.attr in ("command", "callback")


def _with_defaults(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    positional = [*arguments.posonlyargs, *arguments.args]
    gap: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    yield from zip(positional, [*gap, *arguments.defaults], strict=True)
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)


def _is_option(argument: ast.arg, default: ast.expr | None, command: bool) -> bool:
    declared = [_declaration(default)] if default is not None else []
    if isinstance(argument.annotation, ast.Subscript) and isinstance(argument.annotation.slice, ast.Tuple):
        declared += [_declaration(item) for item in argument.annotation.slice.elts[1:]]
    if "named" in declared or "Argument" in declared:
        return False
    return "Option" in declared or (command and default is not None)


def _declaration(node: ast.expr) -> str:
    """What a default or an annotation says of a parameter: "Option", "Argument", or "named" with its names."""
    if not isinstance(node, ast.Call):
        return ""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    texts = (item.value for item in node.args if isinstance(item, ast.Constant))
    if name == "Option" and any(isinstance(text, str) and text.startswith("--") for text in texts):
        return "named"
    return name if name in ("Option", "Argument", "Context") else ""
