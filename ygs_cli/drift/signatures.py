"""What a form in a document says of a function's signature, and where that was true once and is not now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ygs_cli.drift import forms
from ygs_cli.drift.calls import Argument, Form, squeezed
from ygs_cli.drift.model import Kind
from ygs_cli.drift.symbols import Definition

_MOST = 0.6  # of the names in a list that are parameters: a document may call the others as it likes
_RECEIVERS = frozenset("self cls this &self".split())
_ARROW = re.compile(r"\s*->\s*(?P<type>(?:[^{};=\n:]|::)+?)\s*(?:\bwhere\b|[{;=:]|$)", re.MULTILINE)
_COLON = re.compile(r"\s*:\s*(?P<type>[^;=\n]+?)\s*(?:=>|[;=]|\s\{|$)", re.MULTILINE)
_PLAIN = re.compile(r"[ \t]+(?P<type>\([^()\n]*\)|[*\[\]\w.]+)[ \t]*(?:\{|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter that a caller gives."""

    name: str
    default: str
    type: str
    by_position: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of a function without its receiver. `is_open`: it takes more than it names. What a decorator
    changes of it is not known; a form that is right for the signature as it stands shows that it changes nothing.
    """

    parameters: tuple[Parameter, ...]
    is_open: bool
    returns: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parameters, in order."""
        return tuple(item.name for item in self.parameters)

    @property
    def places(self) -> tuple[str, ...]:
        """The names of those that can be given by position."""
        return tuple(item.name for item in self.parameters if item.by_position)

    def get(self, name: str) -> Parameter | None:
        """The parameter of a name."""
        return next((item for item in self.parameters if item.name == name), None)


def signature(item: Definition) -> Signature:
    """The signature of a function."""
    found: list[Parameter] = []
    is_open = False
    names = item.parameters or ()
    for place, name in enumerate(names):
        if name.startswith(("*", "...")):
            is_open = is_open or name.strip("*.") != ""
            continue
        if name == "/" or (place == 0 and name in _RECEIVERS):
            continue
        shown = name or f"\0{place}"  # a pattern, or a type alone: a place that nobody can name
        default = item.defaults[place] if place < len(item.defaults) else ""
        kind = item.types[place] if place < len(item.types) else ""
        found.append(Parameter(shown, default, kind, place < item.positional, not default))
    return Signature(tuple(found), is_open, item.returns)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a document says that the old signature had and the new one has not, at an offset of the text."""

    kind: Kind
    offset: int
    token: str
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A form behind the name of a function. `defines`: it is written as a definition; `lists`: its arguments are
    parameters, not values; `before` is the line up to the name, `behind` the text after the form.
    """

    form: Form
    name: str
    start: int  # of the name
    defines: bool
    in_fence: bool
    before: str
    behind: str

    @property
    def lists(self) -> bool:
        """Whether it shows parameters: as a definition, or by their bare names in inline code."""
        if self.defines or self.in_fence:
            return self.defines
        given = [item for item in self.form.arguments if not item.is_spread]
        named = sum(bool(item.name) for item in given)
        plain = all(item.name or item.text.isidentifier() for item in given)
        return plain and named >= _MOST * max(len(given), 1) and any(not item.sign for item in given)


def complaints(reading: Reading, old: Signature, new: Signature) -> list[Complaint]:
    """Where a form is right for the old signature and wrong for the new one."""
    found = [*_gone(reading, old, new), *_stated(reading, old, new)]
    if not found and (_is_misplaced(reading, old, new) or _is_short(reading, old, new)):
        found.append(Complaint(Kind.SIGNATURE, reading.start, reading.name))
    return found or list(_returned(reading, old, new))


def _gone(reading: Reading, old: Signature, new: Signature) -> Iterator[Complaint]:
    """Parameters that are named and gone."""
    for item in reading.form.arguments:
        gone = item.name and old.get(item.name) and not new.get(item.name)
        if gone and ((item.sign and not new.is_open) or reading.lists):
            yield Complaint(Kind.PARAMETER, item.start, item.name, item.name)


def _stated(reading: Reading, old: Signature, new: Signature) -> Iterator[Complaint]:
    """Defaults and types that a listing states and that are others now."""
    if not reading.lists:
        return
    for item in reading.form.arguments:
        before, after = old.get(item.name), new.get(item.name)
        if before is None or after is None:
            continue
        if item.value and forms.same(item.value, before.default) and not forms.same(item.value, after.default):
            yield Complaint(Kind.DEFAULT, item.value_start, item.value, item.name)
        elif item.type and _is_type(item, before) and not _is_type(item, after):
            yield Complaint(Kind.SIGNATURE, item.start, item.name, item.name)


def _is_type(item: Argument, parameter: Parameter) -> bool:
    return squeezed(item.type) == squeezed(parameter.type).lstrip(":")


def _is_misplaced(reading: Reading, old: Signature, new: Signature) -> bool:
    """Whether arguments stand in the order of the old signature, which is another now."""
    given = [item for item in reading.form.arguments if item.text not in ("/", "*")]
    if reading.lists:
        named = [item.name for item in given if item.name in old.places and item.name in new.places]
        return _in_order(named, old.places) and not _in_order(named, new.places)
    if any(item.is_spread for item in given):
        return False
    count = next((place for place, item in enumerate(given) if item.sign == "="), len(given))
    if count > len(old.places):
        return False
    return any(not _keeps_place(place, old.places, new) for place in range(count))


def _keeps_place(place: int, before: tuple[str, ...], new: Signature) -> bool:
    name, after = before[place], new.places
    if name in after:
        return after[place : place + 1] == (name,)
    replaced = after[place : place + 1]
    return (bool(replaced) and replaced[0] not in before) or (new.is_open and not replaced)


def _in_order(names: list[str], known: tuple[str, ...]) -> bool:
    return [name for name in known if name in names] == names


def _is_short(reading: Reading, old: Signature, new: Signature) -> bool:
    """Whether arguments that a caller must give are left out, and did not exist, or had a default."""
    if reading.form.is_open:
        return False
    if not reading.form.arguments and not reading.in_fence:
        return False  # `f()` names the function
    if reading.defines and set(old.names) - set(new.names) == set() and _lists_all(reading, old):
        return not set(new.names) <= set(old.names)
    return not _lacks(reading, old) and _lacks(reading, new)


def _lists_all(reading: Reading, old: Signature) -> bool:
    return {item.name for item in reading.form.arguments if item.name} == set(old.names) != set()


def _lacks(reading: Reading, signature: Signature) -> bool:
    """Whether a required parameter is given neither by name nor by place."""
    given = [item for item in reading.form.arguments if item.text not in ("/", "*")]
    named = {item.name for item in given if item.name and (item.sign or reading.lists)}
    count = 0 if reading.lists else sum(item.sign != "=" for item in given)
    placed = set(signature.places[:count])
    return any(item.required and item.name not in named | placed for item in signature.parameters)


def _returned(reading: Reading, old: Signature, new: Signature) -> Iterator[Complaint]:
    """The return type that a definition states."""
    if not (reading.defines or reading.lists) or squeezed(old.returns) == squeezed(new.returns):
        return
    before, after = _bare(old.returns), _bare(new.returns)
    for pattern in (_ARROW, _COLON, _PLAIN):
        match = pattern.match(reading.behind)
        if match and squeezed(match["type"]) == before:
            yield Complaint(Kind.SIGNATURE, reading.form.end + match.start("type"), match["type"])
            return
    written = squeezed(reading.before)
    if before and reading.defines and written.endswith(before) and not (after and written.endswith(after)):
        yield Complaint(Kind.SIGNATURE, reading.start, reading.name)


def _bare(returns: str) -> str:
    return re.sub(r"^(?:->|:)", "", squeezed(returns))


def agrees(reading: Reading, known: Signature) -> bool:
    """Whether a form can be one of a signature: its names, its number of arguments, and none left out."""
    given = [item for item in reading.form.arguments if not item.is_spread]
    if any(item.name and (item.sign or reading.lists) and not known.get(item.name) for item in given):
        return known.is_open
    count = sum(item.sign != "=" for item in given)
    return (count <= len(known.places) or known.is_open) and not _lacks(reading, known)
