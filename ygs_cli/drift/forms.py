"""Signatures that a document writes out, `connect(host, port=80)`, against those of the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ygs_cli.artifacts.markdown import Span
from ygs_cli.drift import calls
from ygs_cli.drift.model import Claim, Kind
from ygs_cli.drift.symbols import Definition

Form = tuple[tuple[str, str], ...]  # parameter -> default as written, "" for none


def claims(document: str, token: str, name: str, start: int, place: Span) -> Iterator[Claim]:
    """The claims of inline code that is written as a signature: parameters by their bare names, at least one
    of them without a value, or after `def`. A call with values only is an example, and states no default.
    """
    if len(token) > 300 or not token.isascii() or "\n" in token:
        return
    text = token[start:]
    arguments = _arguments(text)
    if arguments is None:
        return
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    if not required and "def " not in token[:start]:
        return
    column = place.column + start
    yield _claim(Kind.SIGNATURE, document, text, text, Span(place.line, column, column + len(text)))
    for argument, value in _with_defaults(arguments):
        if value is None or value.end_col_offset is None:
            continue
        first, last = value.col_offset - len("def "), value.end_col_offset - len("def ")
        shown = Span(place.line, column + first, column + last)
        token_of = text[first:last]
        yield _claim(Kind.DEFAULT, document, token_of, f"{name}({argument.arg}={token_of})", shown)


def _claim(kind: Kind, document: str, token: str, name: str, span: Span) -> Claim:
    return Claim(kind, token, name, document, span, "code", strong=False)


def _arguments(text: str) -> ast.arguments | None:
    """The parameters of a text that can follow `def`, methods with their owner's dots made part of the name."""
    head, bracket, rest = text.partition("(")
    line = f"def {head.replace('.', '_')}{bracket}{rest}: ..."
    try:
        node = ast.parse(line).body[0]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return node.args if isinstance(node, ast.FunctionDef) else None


def _with_defaults(arguments: ast.arguments) -> list[tuple[ast.arg, ast.expr | None]]:
    positional = [*arguments.posonlyargs, *arguments.args]
    gap: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    return [
        *zip(positional, [*gap, *arguments.defaults], strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]


def parse(form: str) -> Form:
    """The parameters of a signature as text, `self` left out; () when it is none."""
    arguments = _arguments(form)
    if arguments is None:
        return ()
    pairs = ((item.arg, ast.unparse(value) if value else "") for item, value in _with_defaults(arguments))
    return tuple(pair for pair in pairs if pair[0] not in ("self", "cls"))


def function_of(form: str) -> str:
    """The name before the bracket of `function(...)`; a call in front of it, `Client().get(x)`, is part of it."""
    depth = 0
    for place in range(len(form) - 1, -1, -1):
        depth += (form[place] == ")") - (form[place] == "(")
        if depth == 0 and form[place] == "(":
            return form[:place].lstrip(".")
    return form


def default_of(item: Definition, parameter: str) -> str:
    """The default of a parameter as the code writes it, "" for none."""
    return dict(zip(item.parameters or (), item.defaults, strict=False)).get(parameter, "")


def default_in(form: str) -> str:
    """The value that a form of one parameter, `connect(port=80)`, gives it."""
    return form.partition("=")[2].removesuffix(")")


def has_defaults(form: Form, item: Definition) -> bool:
    """Whether a function has the parameters of a form with just these defaults."""
    return all(value and same(default_of(item, name), value) for name, value in form)


def fits(form: Form, item: Definition) -> bool:
    """Whether a form is the signature of a function: its parameters in their order, and none left out that a
    caller must give. The order of those that are given by name only is free.
    """
    known = _own(item)
    names = [name for name, _ in form]
    if not set(names) <= {name for name, _, _ in known}:
        return False
    by_place = [name for name, _, by_position in known if by_position]
    ordered = [name for name in names if name in by_place] == [name for name in by_place if name in names]
    return ordered and all(default or name in names for name, default, _ in known)


def is_reordered(form: Form, item: Definition) -> bool:
    """Whether a form names just the parameters of a function, without values, in another order."""
    names = [name for name, _ in form]
    known = [name for name, _, _ in _own(item)]
    return not any(value for _, value in form) and names != known and sorted(names) == sorted(known)


def _own(item: Definition) -> list[tuple[str, str, bool]]:
    """Name, default, and whether by position, of the parameters that a caller gives."""
    rows = zip(item.parameters or (), item.defaults, strict=False)
    numbered = [(name, default, place < item.positional) for place, (name, default) in enumerate(rows)]
    bound = item.scope and numbered and numbered[0][0] in ("self", "cls")
    return [row for row in (numbered[1:] if bound else numbered) if not row[0].startswith("*")]


def written(item: Definition) -> str:
    """The signature of a function as a document writes it, without types."""
    shown = [f"{name}={default}" if default not in ("", "?") else name for name, default, _ in _own(item)]
    return f"({', '.join(shown)})"


def same(left: str, right: str) -> bool:
    """Whether two expressions differ at most in quotes, white space and the way a number is written."""
    try:
        return ast.dump(ast.parse(left, mode="eval")) == ast.dump(ast.parse(right, mode="eval"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return calls.squeezed(left) == calls.squeezed(right)
