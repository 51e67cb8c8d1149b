"""The definition index of a project: dotted names to definitions, through packages, imports and bases."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property

from ygs_cli.drift import languages
from ygs_cli.drift.surface.lookup import Surface
from ygs_cli.drift.symbols import Definition, FileSymbols, Import

# Folders whose modules a document does not mean when it says `package.name`.
ASIDE = frozenset(
    "test tests testing testsuite testdata __tests__ __mocks__ __fixtures__ e2e spec specs docs doc docs_src"
    " examples example samples playground playgrounds demo demos scripts benchmarks benchmark bench"
    " vendor _vendor vendored third_party fixtures tools node_modules site-packages".split()
)
_TEST = re.compile(
    r"(?:test_.*|.*_test|conftest)\.\w+$|.*[.](?:test|spec|bench)\.\w+$|.*[a-z](?:Test|Tests)\.(?:java|kt)$"
)
_SCRIPTS = frozenset("setup conftest noxfile tasks fabfile manage conf".split())
# Bases of the standard library that add no members anybody documents on the class itself.
_PLAIN_BASES = frozenset(
    "object ABC abc.ABC Protocol typing.Protocol Generic typing.Generic Exception ValueError RuntimeError"
    " TypeError KeyError LookupError AttributeError ImportError OSError IOError NotImplementedError Warning"
    " UserWarning DeprecationWarning NamedTuple typing.NamedTuple TypedDict typing.TypedDict"
    " metaclass=ABCMeta metaclass=abc.ABCMeta".split()
)
_PLAIN_CALLS = frozenset("staticmethod classmethod abstractmethod override final overload".split())
_ENUM_BASES = frozenset("Enum IntEnum StrEnum Flag IntFlag".split())
_ENUM_MEMBERS = frozenset("name value names values".split())
_PLAIN_DECORATORS = frozenset("dataclass final runtime_checkable total_ordering unique".split())
_MAX_STEPS = 200


class Verdict(Enum):
    """How far a dotted name could be followed."""

    FOUND = "found"
    MISSING = "missing"  # everything before the last looked-at part is ours and complete, the part is not there
    OPEN = "open"  # leads out of what syntax shows: another library, a base class we do not know, a value
    FOREIGN = "foreign"  # does not begin in this project


@dataclass(frozen=True, slots=True)
class Lookup:
    """The verdict on a dotted name. `depth` parts of it were resolved; `owner` is what the missing part was
    looked for in; `path` and `line` are the definition's when found, the owner's when missing.
    """

    verdict: Verdict
    depth: int = 0
    owner: str = ""
    path: str = ""
    line: int = 0


class Index:
    """Definitions by module, by class and by bare name. Built once, then only read."""

    def __init__(self, files: Iterable[FileSymbols]) -> None:
        self.tables = tuple(files)
        self.files = {file.path: file for file in self.tables if file.language}
        self.modules: dict[str, FileSymbols] = {}
        self.packages: set[str] = set()  # dotted names of folders that hold modules
        self.roots: set[str] = set()  # first parts that mean this project
        self._members: dict[tuple[str, str], list[Definition]] = defaultdict(list)
        self._imports: dict[str, dict[str, Import]] = {}
        self._names: dict[str, str] = {}  # path -> dotted name
        self.parameters: dict[str, list[tuple[FileSymbols, Definition]]] = defaultdict(list)  # of our functions
        self.by_name: dict[str, list[tuple[FileSymbols, Definition]]] = defaultdict(list)
        for file in self.files.values():
            self._add(file)

    def _add(self, file: FileSymbols) -> None:
        self._imports[file.path] = {i.name: i for i in file.imports if i.name != "*" and not i.scope}
        for definition in file.definitions:
            self._members[file.path, definition.scope].append(definition)
            self.by_name[definition.name].append((file, definition))
            if definition.parameters and not is_aside(file.path):
                for name in definition.parameters:
                    self.parameters[name].append((file, definition))
        if not is_deep(file.path):
            return
        dotted, root = self._dotted(file.path)
        self._names[file.path] = dotted
        kept = self.modules.get(dotted)
        if kept is None or file.path.endswith(".py"):  # a stub beside its module adds nothing
            self.modules[dotted] = file
        for cut in range(1, dotted.count(".") + 1):
            self.packages.add(dotted.rsplit(".", cut)[0])
        if root:
            self.roots.add(dotted.partition(".")[0])

    @cached_property
    def surface(self) -> Surface:
        """What the project gives to its users by name: flags, variables, keys, endpoints."""
        return Surface(self.tables)

    def _dotted(self, path: str) -> tuple[str, bool]:
        """The import name of a file, and whether its first part can be meant by a document."""
        parts = posixpath.splitext(path)[0].split("/")
        language = languages.of_path(path)
        stem = language.package_file if language else ""
        start = len(parts) - 1
        inside = next((depth for depth in range(start, 0, -1) if self._is_package(parts[:depth], stem)), 0)
        start = inside or start  # a folder without an `__init__` in a package is a package too (PEP 420)
        while start > 0 and self._is_package(parts[:start], stem):
            start -= 1
        if not inside and parts[0] == "src" and len(parts) > 2:  # what lies in it is imported without it
            start = 1
        names = parts[start:]
        if names[-1] == stem and len(names) > 1:
            names.pop()
        aside = any(part in ASIDE or part.startswith(".") for part in parts[:start] + names[:1])
        loose = len(parts) - start == 1  # a module that is in no package
        nested = start > 0 and parts[:start] not in (["src"], ["lib"], ["python"])
        meant = not aside and not (loose and (nested or names[0] in _SCRIPTS))
        return ".".join(names), meant

    def _is_package(self, folder: list[str], stem: str) -> bool:
        return any(f"{'/'.join(folder)}/{stem}{end}" in self.files for end in (".py", ".pyi"))

    def module_name(self, path: str) -> str:
        """The dotted name under which a file of this project is, or would be, imported."""
        return self._names.get(path) or self._dotted(path)[0]

    def is_root(self, name: str) -> bool:
        """Whether a dotted name that begins with `name` is meant to be this project's."""
        return name in self.roots

    def classes(self, name: str) -> list[tuple[FileSymbols, Definition]]:
        """Top-level classes of that name outside tests, documents and examples."""
        return [
            (file, item)
            for file, item in self.by_name.get(name, ())
            if item.kind == "class" and not item.scope and not is_aside(file.path)
        ]

    def inherits(self, name: str, owner: str) -> bool:
        """Whether a class of that name has one of another name among its bases, as far as files of ours show."""
        seen: set[str] = set()
        waiting = [name]
        while waiting and len(seen) < _MAX_STEPS:
            one = waiting.pop()
            for file, item in self.classes(one) if one not in seen else ():
                for base in item.bases:
                    plain = _last(re.split(r"[<\[({]", base, maxsplit=1)[0].strip().replace("::", "."))
                    lent = self._imports[file.path].get(plain)
                    waiting.append(lent.original if lent and lent.original not in ("", "default") else plain)
            seen.add(one)
            if owner in waiting:
                return True
        return False

    @cached_property
    def classes_by_plain_name(self) -> dict[str, list[tuple[FileSymbols, Definition]]]:
        """The classes outside tests and examples, by their name without case and underscores."""
        found: dict[str, list[tuple[FileSymbols, Definition]]] = defaultdict(list)
        for name, entries in self.by_name.items():
            for file, item in entries:
                if item.kind == "class" and not is_aside(file.path):
                    found[name.replace("_", "").lower()].append((file, item))
        return found

    def members(self, file: FileSymbols, item: Definition) -> list[Definition]:
        """What a class itself defines, without its bases."""
        return self._members.get((file.path, item.qualified), [])

    @cached_property
    def _module_ends(self) -> dict[str, list[FileSymbols]]:
        """The modules outside tests and examples, by the last part of their name."""
        ends: dict[str, list[FileSymbols]] = {}
        for name, file in self.modules.items():
            if not is_aside(file.path):
                ends.setdefault(name.rpartition(".")[2], []).append(file)
        return ends

    def behind(self, dotted: str) -> Lookup:
        """Follow a dotted name that begins with the last part of one module's name: `price.add_tax`."""
        first, _, rest = dotted.partition(".")
        ends = self._module_ends.get(first, [])
        return self.lookup_in(ends[0], rest) if rest and len(ends) == 1 else Lookup(Verdict.FOREIGN)

    def callables(self, name: str) -> list[tuple[FileSymbols, Definition]]:
        """The functions of that name, and the constructors of the classes of that name, outside tests."""
        entries = [entry for entry in self.by_name.get(name, ()) if not is_aside(entry[0].path)]
        found = [entry for entry in entries if entry[1].kind == "function"]
        for file, item in entries:
            if item.kind == "class":
                called = self._called(file, item, 0)
                found += [called] if called else []
        return found

    def at(self, path: str, line: int) -> Definition | None:
        """The definition that begins on a line of a file."""
        file = self.files.get(path)
        return next((item for item in file.definitions if item.line == line), None) if file else None

    def accepts(self, path: str, line: int, parameter: str) -> bool | None:
        """Whether the function or class defined there takes a keyword; None when syntax does not show it."""
        file, item = self.files.get(path), self.at(path, line)
        if file is None or item is None or not is_deep(path):
            return None
        called = self._called(file, item, 0)
        if called is None:
            return None
        owner, first = called
        forms = [form for form in self._members[owner.path, first.scope] if form.name == first.name]  # overloads
        if any(parameter in (form.parameters or ()) for form in forms):
            return True
        return False if all(map(_is_closed, forms)) else None

    def _called(self, file: FileSymbols, item: Definition, depth: int) -> tuple[FileSymbols, Definition] | None:
        """What a call of a definition runs: itself, or the `__init__` of a class or of its nearest base."""
        if item.kind == "function":
            return file, item
        if item.kind != "class" or depth > 8:
            return None
        own = self._members.get((file.path, item.qualified), ())
        init = next((member for member in own if member.name in ("__init__", "constructor")), None)
        if init is not None or item.decorators or any(member.name == "__new__" for member in own):
            return (file, init) if init else None
        if len(item.bases) != 1 or not _is_dotted(item.bases[0]):
            return None
        found = self._in_module(file, item.bases[0].split("."), 0, _Steps())
        base = self.at(found.path, found.line) if found.verdict is Verdict.FOUND else None
        return self._called(self.files[found.path], base, depth + 1) if base else None

    def lookup(self, dotted: str) -> Lookup:
        """Follow a dotted name from the module it begins with."""
        parts = dotted.split(".")
        if parts[0] not in self.roots:
            return Lookup(Verdict.FOREIGN)
        return self._walk(parts, _Steps())

    def lookup_in(self, file: FileSymbols, dotted: str) -> Lookup:
        """Follow a dotted name from inside one file."""
        return self._in_module(file, dotted.split("."), 0, _Steps())

    def _walk(self, parts: list[str], steps: _Steps) -> Lookup:
        """From the longest prefix that is a module or a package."""
        module, depth = None, 0
        for length in range(1, len(parts) + 1):
            name = ".".join(parts[:length])
            if name in self.modules:
                module, depth = self.modules[name], length
            elif name in self.packages:
                module, depth = None, length
            else:
                break
        if depth == len(parts):
            return Lookup(Verdict.FOUND, depth, path=module.path if module else "", line=1 if module else 0)
        if module is None:
            if depth == 0:
                return Lookup(Verdict.FOREIGN)
            return Lookup(Verdict.OPEN, depth)  # a namespace package: others may add to it
        return self._in_module(module, parts, depth, steps)

    def _in_module(self, file: FileSymbols, parts: list[str], depth: int, steps: _Steps) -> Lookup:
        if steps.done((file.path, parts[depth])):
            return Lookup(Verdict.OPEN, depth)
        name = parts[depth]
        if name.startswith("__") and name.endswith("__"):
            return Lookup(Verdict.OPEN, depth)
        own = [item for item in self._members.get((file.path, ""), ()) if item.name == name]
        if own:
            return self._in_definition(file, own[-1], parts, depth + 1, steps)
        if not is_deep(file.path):
            return Lookup(Verdict.OPEN, depth)
        imported = self._imports[file.path].get(name)
        if imported is not None:
            return self._through_import(file, imported, parts, depth, steps)
        dotted = self._names[file.path]
        if f"{dotted}.{name}" in self.modules or f"{dotted}.{name}" in self.packages:
            return self._walk([*dotted.split("."), *parts[depth:]], steps)
        return self._through_stars(file, parts, depth, steps)

    def _through_stars(self, file: FileSymbols, parts: list[str], depth: int, steps: _Steps) -> Lookup:
        closed = not file.dynamic and is_deep(file.path)
        for star in (item for item in file.imports if item.name == "*"):
            module = self.absolute(file, star.module)
            if module not in self.modules:
                closed = False
                continue
            inner = self._in_module(self.modules[module], parts, depth, steps)
            if inner.verdict is Verdict.FOUND or inner.depth > depth:
                return inner
            closed = closed and inner.verdict is Verdict.MISSING
        verdict = Verdict.MISSING if closed else Verdict.OPEN
        return Lookup(verdict, depth, self._names[file.path], file.path, 1)

    def _through_import(
        self, file: FileSymbols, item: Import, parts: list[str], depth: int, steps: _Steps
    ) -> Lookup:
        module = self.absolute(file, item.module)
        target = [*module.split("."), *([item.original] if item.original else [])]
        if target[0] not in self.roots and module not in self.modules:
            verdict = Verdict.FOUND if depth + 1 == len(parts) else Verdict.OPEN
            return Lookup(verdict, depth + 1, path=file.path, line=1)
        inner = self._walk([*target, *parts[depth + 1 :]], steps)
        gained = inner.depth - len(target)
        if gained < 0:  # the import itself leads nowhere we can see: the name is bound all the same
            verdict = Verdict.FOUND if depth + 1 == len(parts) else Verdict.OPEN
            return Lookup(verdict, depth + 1, path=file.path, line=1)
        return Lookup(inner.verdict, depth + 1 + gained, inner.owner, inner.path, inner.line)

    def absolute(self, file: FileSymbols, module: str) -> str:
        """The dotted name of a module as a file imports it: without the leading dots."""
        if not module.startswith("."):
            return module
        dots = len(module) - len(module.lstrip("."))
        package = self._names[file.path].split(".")
        own = is_package(file.path)
        kept = package[: len(package) - dots + (1 if own else 0)]
        return ".".join([*kept, *filter(None, [module.lstrip(".")])])

    def _in_definition(
        self, file: FileSymbols, item: Definition, parts: list[str], depth: int, steps: _Steps
    ) -> Lookup:
        if depth == len(parts):
            return Lookup(Verdict.FOUND, depth, path=file.path, line=item.line)
        if item.kind != "class":
            return Lookup(Verdict.OPEN, depth)
        return self.member(file, item, parts, depth, steps)

    def member(
        self, file: FileSymbols, item: Definition, parts: list[str], depth: int, steps: _Steps | None = None
    ) -> Lookup:
        """Follow `parts[depth:]` from a class: its own members, then those of its bases."""
        steps = steps or _Steps()
        name = parts[depth]
        if (name.startswith("__") and name.endswith("__")) or steps.done((file.path, item.qualified, name)):
            return Lookup(Verdict.OPEN, depth)
        own = [member for member in self._members.get((file.path, item.qualified), ()) if member.name == name]
        if own:
            return self._in_definition(file, own[-1], parts, depth + 1, steps)
        closed = (
            not file.dynamic
            and is_deep(file.path)
            and all(_last(name) in _PLAIN_DECORATORS for name in item.decorators)
        )
        for base in item.bases:
            inner = self._in_base(file, base, parts, depth, steps)
            if inner.verdict is Verdict.FOUND or inner.depth > depth:
                return inner
            closed = closed and inner.verdict is Verdict.MISSING
        verdict = Verdict.MISSING if closed else Verdict.OPEN
        return Lookup(verdict, depth, item.qualified, file.path, item.line)

    def _in_base(self, file: FileSymbols, base: str, parts: list[str], depth: int, steps: _Steps) -> Lookup:
        plain = base.partition("[")[0].strip()
        if plain in _PLAIN_BASES:
            return Lookup(Verdict.MISSING, depth)
        if _last(plain) in _ENUM_BASES:
            return Lookup(Verdict.OPEN if parts[depth] in _ENUM_MEMBERS else Verdict.MISSING, depth)
        found = self._in_module(file, plain.split("."), 0, steps) if _is_dotted(plain) else None
        if found is None or found.verdict is not Verdict.FOUND or found.path not in self.files:
            return Lookup(Verdict.OPEN, depth)
        owner = self.files[found.path]
        for item in owner.definitions:
            if item.line == found.line and item.kind == "class":  # its name may be an alias here
                return self.member(owner, item, parts, depth, steps)
        return Lookup(Verdict.OPEN, depth)


class _Steps:
    """Bounds one lookup: import circles and absurd chains end as OPEN."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, ...]] = set()

    def done(self, place: tuple[str, ...]) -> bool:
        if place in self._seen or len(self._seen) >= _MAX_STEPS:
            return True
        self._seen.add(place)
        return False


def is_deep(path: str) -> bool:
    """Whether names are followed through the modules of a file's language, as Python defines them. Names of other
    languages are known by what they are called and by their owner.
    """
    return path.endswith((".py", ".pyi"))


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def is_package(path: str) -> bool:
    """Whether a file makes its folder a module, and so re-exports names of others."""
    language = languages.of_path(path)
    return language is not None and _stem(path) == language.package_file


@cache
def is_aside(path: str) -> bool:
    """Whether a file is a test, or lies in a folder of tests, documents, examples or vendored code."""
    *folders, name = path.split("/")
    return any(part in ASIDE for part in folders) or _TEST.match(name) is not None


def _is_closed(form: Definition) -> bool:
    """Whether the parameters of a function are all that it takes."""
    if form.parameters is None or any(name.startswith("**") for name in form.parameters):
        return False
    return all(_last(name) in _PLAIN_CALLS for name in form.decorators)


def _last(dotted: str) -> str:
    return dotted.rpartition(".")[2]


def _is_dotted(text: str) -> bool:
    return all(part.isidentifier() for part in text.split("."))
