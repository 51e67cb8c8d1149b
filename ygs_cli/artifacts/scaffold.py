"""Template and answers -> the text of a new document. No answer can break out of its place.

Templates may come with a checkout (`.ygs/templates/`), so they run in Jinja's sandbox.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ygs_cli.artifacts import kinds
from ygs_cli.artifacts.kinds import Field, Kind
from ygs_cli.errors import YgsError, closest

SLUG_LENGTH = 60
TITLE_LENGTH = 200
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "œ": "oe", "þ": "th"})
_GIVEN = ("id", "kind", "title", "date")  # not by --set: they have an argument or option of their own
_MARKDOWN = re.compile(r"[\\`*\[\]<&{~|]|(?<![^\W_])_|_(?![^\W_])|#+$")


@dataclass(frozen=True, slots=True)
class Template:
    """The text of a template and the path by which errors name it."""

    path: str
    text: str


def one_line(title: str) -> str:
    """A title as one line of text without control characters.

    Raises YgsError when nothing is left, or more than a title should have.
    """
    text = " ".join("".join(_clean(char) for char in title).split())
    if not text:
        raise YgsError("the title is empty", hint='give a short one, such as "Cache sessions"')
    if len(text) > TITLE_LENGTH:
        raise YgsError(f"the title has {len(text)} characters, at most {TITLE_LENGTH} fit", hint="shorten it")
    return text


def _clean(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cs", "Cn") else char


def slug(text: str, fallback: str) -> str:
    """Lower-case ASCII words joined by hyphens, cut at a word; `fallback` when no ASCII letter is left."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    ascii_text = folded.encode("ascii", "ignore").decode("ascii").replace("'", "")
    words = re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
    if len(words) > SLUG_LENGTH:
        head, _, _ = words[: SLUG_LENGTH + 1].rpartition("-")
        words = head or words[:SLUG_LENGTH]
    return words or fallback


def parse_date(text: str) -> str:
    """A date as YYYY-MM-DD. Raises YgsError for any other form."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise YgsError(f"'{text}' is no date", hint="write YYYY-MM-DD") from None


def answers(kind: Kind, template: Template, settings: Iterable[str]) -> dict[str, Any]:
    """The values of the front matter fields, and of the template's own variables, from `key=value` texts.

    A list takes several values, by commas or by naming the key again. Raises YgsError for a text without
    `=`, an unknown key, or a value that the field does not take.
    """
    fields = {field.name: field for field in kind.all_fields if field.name not in _GIVEN}
    own = own_variables(template, kind)
    values: dict[str, Any] = {field.name: _default(field) for field in fields.values()}
    for setting in settings:
        key, separator, value = setting.partition("=")
        if not separator:
            raise YgsError(f"--set {setting}: no '='", hint="write --set key=value")
        if key in fields:
            values[key] = _value(fields[key], value, values[key])
        elif key in own:
            values[key] = one_line(value)
        else:
            raise YgsError(f"{kind.name} has no field '{key}'", hint=_known(key, {*fields, *own}))
    for name in own:
        if name not in values:
            place = f"{template.path}:{_line_of(template.text, name)}"
            message = f"the template asks for '{name}'"
            raise YgsError(message, where=place, hint=f"give it: --set {name}=VALUE")
    return values


def _known(key: str, names: set[str]) -> str:
    option = {"title": "the second argument", "date": "--date", "kind": "the first argument"}.get(key)
    return f"it is set by {option}" if option else closest(key, names)


def _default(field: Field) -> Any:
    if field.form in ("list", "ids"):
        return ()
    return field.default or None


def _value(field: Field, text: str, before: Any) -> Any:
    if field.form in ("list", "ids"):
        items = [one_line(item) for item in text.split(",") if item.strip()]
        for item in items if field.prefixes else ():
            parsed = kinds.number_of(item)
            if parsed is None or parsed[0] not in field.prefixes:
                raise YgsError(f"'{item}' is no id for {field.name}", hint=f"such as {field.prefixes[0]}-0001")
        return (*before, *items)
    if field.form == "choice" and text not in field.choices:
        raise YgsError(f"'{text}' is no {field.name}", hint=closest(text, field.choices))
    if field.form == "date":
        return date.fromisoformat(parse_date(text))
    if field.form == "number":
        if not re.fullmatch(r"[0-9]{1,6}", text):
            raise YgsError(f"'{text}' is no number for {field.name}", hint="such as 1")
        return int(text)
    return one_line(text)


def own_variables(template: Template, kind: Kind) -> tuple[str, ...]:
    """Variables that a team's template names beyond the fields of the kind."""
    from jinja2 import TemplateSyntaxError, meta

    try:
        names = meta.find_undeclared_variables(_environment().parse(template.text))
    except (TemplateSyntaxError, RecursionError) as problem:
        line = getattr(problem, "lineno", 1)
        raise YgsError(f"broken template: {problem}", where=f"{template.path}:{line}") from None
    known = {field.name for field in kind.all_fields} | {"number"}
    return tuple(sorted(names - known))


def render(kind: Kind, template: Template, values: Mapping[str, Any]) -> str:
    """The text of a document. `values` are those of `answers` with id, title, date and number added.

    Raises YgsError for a template that cannot be rendered.
    """
    return fill(template, {**values, "kind": kind.name})


def fill(template: Template, values: Mapping[str, Any]) -> str:
    """A template with its variables filled in. Raises YgsError for one that cannot be rendered."""
    try:
        text: str = _environment().from_string(template.text).render(**values)
    except Exception as problem:  # a team's template can raise anything at all
        reason = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise YgsError(f"the template cannot be rendered: {reason}", where=template.path) from None
    return text if text.endswith("\n") else text + "\n"


def _environment() -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
    )
    environment.filters = {"yaml": yaml_value, "markdown": markdown_text}
    return environment


def _line_of(text: str, name: str) -> int:
    match = re.search(rf"\b{re.escape(name)}\b", text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def yaml_value(value: Any) -> str:
    """A value as it stands behind `key: ` in front matter: a plain word as it is, other text quoted."""
    if value is None:
        return ""
    if isinstance(value, date | int):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(yaml_value(item) for item in value) + "]"
    text = str(value)
    return text if _PLAIN.fullmatch(text) and text.lower() not in _YAML_WORDS else _quoted(text)


# Words that YAML 1.1 reads as something other than text (https://yaml.org/type/): booleans and null.
_YAML_WORDS = frozenset("y n yes no on off true false null".split())
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")


def _quoted(text: str) -> str:
    """Double-quoted YAML 1.1: JSON's quoting, with everything that cannot be seen as an escape."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted)


def markdown_text(text: str) -> str:
    """Text that Markdown shows as it is: no comment, link, emphasis, code or heading id can open in it."""
    return _MARKDOWN.sub(lambda match: f"\\{match[0]}", text)
