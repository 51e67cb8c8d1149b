"""Whether a project has what a document names: a flag, a subcommand, a variable, a key, an endpoint."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from ygs_cli.drift.model import Claim, Kind
from ygs_cli.drift.surface import wants
from ygs_cli.drift.symbols import Definition, FileSymbols

if TYPE_CHECKING:
    from ygs_cli.drift.index import Index

KINDS = (Kind.FLAG, Kind.COMMAND, Kind.VARIABLE, Kind.KEY, Kind.ENDPOINT)
_STRONG = {
    Kind.FLAG: "flag",
    Kind.COMMAND: "command",
    Kind.VARIABLE: "env",
    Kind.KEY: "field",
    Kind.ENDPOINT: "endpoint",
}
_WEAK = {Kind.VARIABLE: "setter", Kind.KEY: "key"}
# Programs of others, whose flags and subcommands are theirs.
FOREIGN = frozenset(
    """git pip pip3 pipx npm yarn pnpm bun docker podman kubectl helm cargo rustup rustc go gcc clang cmake
    curl wget apt apt-get brew dnf yum pacman apk choco scoop winget conda mamba mvn mvnw gradle gradlew java javac
    systemctl ssh scp rsync tar find grep sed awk ls cd mkdir rm cp mv cat echo chmod pytest tox nox mypy ruff
    gh aws gcloud az terraform ansible psql mysql redis-cli gunicorn hypercorn sphinx-build mkdocs jq""".split()
)
_IMPLICIT = frozenset(("--help", "--version"))  # argument parsers add them by themselves
_SEGMENT = re.compile(r"&&|\|\||[|;`]")
_FILLER = re.compile(r"(?:\s*(?:[-*+]|\d+\.|[$%>#]|sudo|time|env|exec|[A-Z][A-Z0-9_]*=\S*)(?=\s|$))+\s*")
_PARAMETER = re.compile(r":\w|\{|<|\*|\$|\[\w+\]$")
_RUNNERS = ("make ", "just ", "npm run ", "poe ", "pdm run ", "task ", "hatch run ")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is named. `strong`: by code that acts on it, not only by a sample or a schema."""

    path: str
    item: Definition
    strong: bool = True


class Surface:
    """What some files give to users, by kind and name. Built once, then only read."""

    def __init__(self, tables: Iterable[FileSymbols]) -> None:
        self.tables = tuple(tables)
        self.names: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self._routes: dict[str, list[tuple[Route, Place]]] = defaultdict(list)
        self._served: dict[Route, Place | None] = {}
        for table in self.tables:
            for item in table.surface:
                place = Place(table.path, item, item.kind not in _WEAK.values())
                self.names[item.kind, item.name].append(place)
                if item.kind == "endpoint":
                    route = parse(item.name)
                    self._routes[route.key].append((route, place))

    @cached_property
    def members(self) -> dict[str, list[Place]]:
        """Fields of classes, by name."""
        found: dict[str, list[Place]] = defaultdict(list)
        for table in self.tables:
            for item in table.definitions:
                if item.kind == "variable" and item.scope:
                    found[item.name].append(Place(table.path, item))
        return found

    def served(self, wanted: Route) -> Place | None:
        """An endpoint that answers a request; one that is written just so before one that matches."""
        if wanted not in self._served:
            keys = {*(part for part in wanted.parts if part != "*"), ""}
            found = [pair for key in keys for pair in self._routes.get(key, ()) if pair[0].answers(wanted)]
            found.sort(key=lambda pair: (pair[0].parts != wanted.parts, pair[0].verb != wanted.verb))
            self._served[wanted] = found[0][1] if found else None
        return self._served[wanted]


@dataclass(frozen=True, slots=True)
class Route:
    """A path in parts, each parameter of it as "*". `verb` is "" where the method is not shown."""

    verb: str
    parts: tuple[str, ...]

    @property
    def key(self) -> str:
        """The last part that is no parameter, "" for none."""
        return next((part for part in reversed(self.parts) if part != "*"), "")

    def answers(self, wanted: Route) -> bool:
        """Whether a route is the one that a document names: the same, mounted below a prefix that the code
        does not show, or told without its prefix.
        """
        if self.verb and wanted.verb and self.verb != wanted.verb:
            return False
        length = min(len(self.parts), len(wanted.parts))
        own, other = self.parts[len(self.parts) - length :], wanted.parts[len(wanted.parts) - length :]
        if len(self.parts) != len(wanted.parts) and not set(own) & set(other) - {"*"}:
            return False
        return all(mine in ("*", part) for mine, part in zip(own, other, strict=True))


@cache
def parse(name: str) -> Route:
    """A route from "GET /users/{id}", with any way to write a parameter."""
    verb, _, path = name.rpartition(" ")
    plain = re.split(r"[?#]", path, maxsplit=1)[0].strip("/")
    return Route(verb, tuple("*" if _PARAMETER.search(part) else part for part in plain.split("/") if part))


def find(claim: Claim, surface: Surface) -> Place | None:
    """Where files name what a claim is about, as something that the code acts on."""
    if claim.kind is Kind.ENDPOINT:
        return surface.served(parse(claim.name))
    kind = _STRONG[claim.kind]
    for name in spellings(claim):
        places = surface.names.get((kind, name))
        if not places and claim.kind is Kind.KEY:
            places = surface.members.get(name)
        if places:
            return places[0]
    return None


def sampled(claim: Claim, surface: Surface) -> Place | None:
    """Where files name what a claim is about without acting on it."""
    kind = _WEAK.get(claim.kind, "")
    for name in spellings(claim) if kind else ():
        places = surface.names.get((kind, name))
        if not places and claim.kind is Kind.KEY:  # a flag is often a key of the configuration, too
            places = surface.names.get(("flag", "--" + name))
        if places:
            return replace(places[0], strong=False)
    return None


def known(claim: Claim, index: Index) -> Place | None:
    """Where the code of the project names what a claim is about; a key also as any name that it defines."""
    return find(claim, index.surface) or (defined(claim, index) if claim.kind is Kind.KEY else None)


def defined(claim: Claim, index: Index) -> Place | None:
    """Where code outside tests defines anything of the name, or takes it as a parameter."""
    for name in spellings(claim):
        for file, item in (*index.by_name.get(name, ()), *index.parameters.get(name, ())):
            if wants(file.path):
                return Place(file.path, item)
    return None


def spellings(claim: Claim) -> Iterator[str]:
    """The names under which files may define what a claim is about."""
    name = claim.name
    if claim.kind is Kind.FLAG:
        yield name
        if name.startswith("--no-"):
            yield "--" + name.removeprefix("--no-")
    elif claim.kind is Kind.COMMAND and not name.startswith(_RUNNERS):
        yield name.partition(" ")[2]  # a framework may register the words together
        yield name.rpartition(" ")[2]
    elif claim.kind is Kind.KEY:
        yield name.rpartition(".")[2]
    else:
        yield name


def is_of_others(claim: Claim, surface: Surface) -> bool:
    """Whether a flag is one that every program has, or stands in a command of a program that is not ours, as its
    line shows: `docker run --rm`.
    """
    if claim.name in _IMPLICIT:
        return True
    before = claim.line_text[: claim.span.column - 1]
    segment = _SEGMENT.split(before)[-1]
    words = _FILLER.sub("", segment, count=1).split()
    if not words or words[0].rpartition("/")[2] not in FOREIGN or "--" in words:
        return False
    return not any(("program", word.rpartition("/")[2]) in surface.names for word in words)


def is_own_program(claim: Claim, surface: Surface) -> bool:
    """Whether the program in front of a subcommand is one of the project's, or a runner of its tasks."""
    program = claim.name.partition(" ")[0]
    return claim.name.startswith(_RUNNERS) or ("program", program) in surface.names
