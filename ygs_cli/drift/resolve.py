"""Claims against a project: found, missing, exempt, or not shown to be about this project at all."""

from __future__ import annotations

import builtins
import keyword
import posixpath
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ygs_cli.drift import anchors, architecture, forms, models, vocabulary
from ygs_cli.drift.architecture import Modules
from ygs_cli.drift.filetree import FileTree, is_glob, join
from ygs_cli.drift.index import Index, Lookup, Verdict, is_aside
from ygs_cli.drift.model import Claim, Kind, Outcome, Resolution
from ygs_cli.drift.surface import lookup as names

_TEMPLATED = re.compile(r"\{\{|\{%|\$\{|^\{|^[:@]|<%|\{[\w.]+\}")
_CAMEL = re.compile(r"[a-z]+[A-Z]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINE_ANCHOR = re.compile(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?$")
_GENERIC_FOLDERS = frozenset(
    "src lib docs doc test tests app bin config scripts public static assets data".split()
)
_BUILTIN = frozenset([*dir(builtins), *keyword.kwlist, *keyword.softkwlist, "self", "cls"])
NAMES = (Kind.SYMBOL, Kind.PARAMETER, Kind.DEFAULT, Kind.SIGNATURE)  # kinds of claims that definitions decide
# Names that a drawing of any project may hold: finding them shows nothing.
COMMON_NAMES = frozenset(
    """README.md LICENSE pyproject.toml setup.py setup.cfg requirements.txt package.json package-lock.json
    .pre-commit-config.yaml .gitlab-ci.yml .editorconfig .npmrc .prettierrc docker-compose.yml yarn.lock
    pnpm-lock.yaml tsconfig.json Cargo.toml
    go.mod Makefile Dockerfile .gitignore .github .git .env .venv venv uv.lock poetry.lock
    docs src lib tests test app bin config scripts main.py app.py __init__.py index.md mkdocs.yml index.html
    index.js index.ts examples static templates public assets images img css js""".split()
)
OPEN = "beyond what the syntax shows"  # the reason of a name that leads to where definitions are not seen
BUILT = "anchor made by a site generator"  # the reason of one that the text of its page does not show
_NEEDED = 2  # entries found that not every project has


@dataclass(frozen=True, slots=True)
class World:
    """A project at one moment: its files, its definitions, and the anchors of its documents.

    `anchors` gives the anchors of a document, with `anchors.ANY` when it has others, or None without one;
    `quoted` tells whether the sources hold a dotted name as a string, `mentions` whether they hold a word;
    `libraries` are other projects' modules and the names imported from them.
    """

    tree: FileTree
    index: Index
    anchors: Callable[[str], frozenset[str] | None]
    quoted: Callable[[str], bool] = lambda name: False
    mentions: Callable[[str], bool] = lambda name: False
    libraries: frozenset[str] = frozenset()
    modules: Callable[[], Modules] = lambda: Modules({}, {})
    exempt_documents: Mapping[str, str] = field(default_factory=dict)


def resolve(claims: Iterable[Claim], world: World) -> tuple[Resolution, ...]:
    """What becomes of each claim in `world`. Order is kept, except that drawings come last."""
    drawings: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    results: list[Resolution] = []
    known: dict[tuple[object, ...], Resolution] = {}  # a name means the same in every document
    for claim in claims:
        if claim.group:
            drawings[claim.document, claim.group].append(claim)
            continue
        if claim.kind not in NAMES or "#" in claim.name:
            results.append(one(claim, world))
            continue
        key = (claim.kind, claim.name, claim.origin, claim.strong)
        if key not in known:
            known[key] = _JUDGES[claim.kind](claim, world)
        results.append(_in_document(Resolution(claim, *known[key][1:]), world))
    for group in drawings.values():
        if group[0].kind is Kind.PATH:
            results += _drawing(group, world)
        else:
            results += (_in_document(item, world) for item in models.judge(group, world.index))
    return tuple(results)


def one(claim: Claim, world: World) -> Resolution:
    """What becomes of a single claim that belongs to no tree."""
    return _in_document(_JUDGES[claim.kind](claim, world), world)


def _in_document(found: Resolution, world: World) -> Resolution:
    """The same, unless its document may say what is not so: a changelog, a fixture."""
    if found.outcome in (Outcome.MISSING, Outcome.UNPROVEN):
        reason = world.exempt_documents.get(found.claim.document)
        if reason:
            return Resolution(found.claim, Outcome.EXEMPT, reason=reason)
    return found


def _exempt(claim: Claim, reason: str) -> Resolution:
    return Resolution(claim, Outcome.EXEMPT, reason=reason)


def _path(claim: Claim, world: World) -> Resolution:
    name = claim.name
    if vocabulary.is_foreign_path(name):
        return _exempt(claim, "other program's path")
    if not is_glob(name):
        found = world.tree.locate(name, posixpath.dirname(claim.document))
        if found is not None:
            return Resolution(claim, Outcome.FOUND, found)
    if vocabulary.is_placeholder(name):
        return _exempt(claim, "placeholder")
    if is_glob(name):
        hit = world.tree.matching(name)
        return Resolution(claim, Outcome.FOUND if hit else Outcome.UNPROVEN, name)
    if vocabulary.is_domain(name):
        return _exempt(claim, "address")
    if claim.origin == "include":
        return Resolution(claim, Outcome.MISSING, name, "no such file")
    proven = claim.strong and _names_this_tree(name, claim, world)
    return Resolution(claim, Outcome.MISSING if proven else Outcome.UNPROVEN, name, "no such file")


def _names_this_tree(name: str, claim: Claim, world: World) -> bool:
    """Whether a missing path is written as one of this project's: the folder that should hold it exists, and
    is more than a folder every project has.
    """
    parent = posixpath.dirname(name.rstrip("/"))
    if not parent or not vocabulary.has_file_ending(name):
        return False
    at_home = parent in world.tree.folders
    beside = join(posixpath.dirname(claim.document), parent) in world.tree.folders
    return (at_home or beside) and not (parent in _GENERIC_FOLDERS or parent.startswith("."))


def _link(claim: Claim, world: World) -> Resolution:
    name = claim.name
    if _TEMPLATED.search(name):
        return _exempt(claim, "template")
    if _SCHEME.match(name) or name.startswith("//"):
        return _exempt(claim, "address")
    found = world.tree.page(name, claim.document)
    if found is not None:
        return Resolution(claim, Outcome.FOUND, found)
    if vocabulary.is_placeholder(name):
        return _exempt(claim, "placeholder")
    if vocabulary.is_domain(name.removeprefix("./")):
        return _exempt(claim, "address")
    folder = posixpath.dirname(claim.document)
    inside = join(folder, name)
    if inside is None and not name.startswith("/"):
        return _exempt(claim, "outside the project")
    if name.startswith("/") or not vocabulary.has_file_ending(name) or name.endswith((".html", ".htm")):
        return Resolution(claim, Outcome.UNPROVEN, inside or name, "site link")
    return Resolution(claim, Outcome.MISSING, inside or name, "no such file")


def _anchor(claim: Claim, world: World) -> Resolution:
    place, _, anchor = claim.name.partition("#")
    if _TEMPLATED.search(claim.name):
        return _exempt(claim, "template")
    if _SCHEME.match(place) or place.startswith("//"):
        return _exempt(claim, "address")
    target = world.tree.page(place, claim.document) if place else claim.document
    if target is None:
        return Resolution(claim, Outcome.UNPROVEN, place, "no such page")
    page = _page_of(target, world.tree)
    if page is None or _LINE_ANCHOR.match(anchor) or not anchor or anchor.lower() == "top":
        return _exempt(claim, "anchor of a file that is no document")
    known = world.anchors(page)
    if known is None or anchor.startswith((":~:", "fn", "__tabbed")) or "=" in anchor:
        return _exempt(claim, BUILT)
    if anchor.lower() in known:
        return Resolution(claim, Outcome.FOUND, page)
    if anchors.ANY in known:
        return Resolution(claim, Outcome.UNPROVEN, page, BUILT)
    if vocabulary.is_placeholder(anchor):
        return _exempt(claim, "placeholder")
    return Resolution(claim, Outcome.MISSING, page, "no such heading")


def _page_of(target: str, tree: FileTree) -> str | None:
    """The document that is shown for a link target: a Markdown file, or a folder's index."""
    if target.endswith((".md", ".markdown", ".mdx")):
        return target
    if target in tree.folders:
        inside = (f"{target}/{name}" for name in ("index.md", "README.md", "readme.md", "_index.md"))
        return next((path for path in inside if path in tree.files), None)
    return None


def _symbol(claim: Claim, world: World) -> Resolution:
    if "#" in claim.name:
        return _anchored_symbol(claim, world)
    name = claim.name.lstrip(".")
    first = name.partition(".")[0]
    if vocabulary.is_placeholder(name):
        return _exempt(claim, "placeholder")
    if "()." in name:
        return _made(claim, world)
    if claim.name.startswith("."):
        return _member(claim, name, world)
    if "." not in name:
        return _bare(claim, name, world)
    if world.index.is_root(first):
        return _qualified(claim, world.index.lookup(name), name, world)
    if first in sys.stdlib_module_names or first in world.libraries or first in _BUILTIN:
        return _exempt(claim, "third-party name")
    classes = world.index.classes(first)
    lookups = [world.index.member(file, item, name.split("."), 1) for file, item in classes]
    for lookup in lookups:
        if lookup.verdict is Verdict.FOUND:
            return Resolution(claim, Outcome.FOUND, lookup.path, line=lookup.line)
    if len(lookups) == 1:
        return _qualified(claim, lookups[0], name, world)
    return _loose(claim, name, bool(classes), world)


def _loose(claim: Claim, name: str, is_class: bool, world: World) -> Resolution:
    """A dotted name behind the end of a module's name, or behind a variable."""
    behind = world.index.behind(name)
    if behind.verdict is Verdict.FOUND:
        return Resolution(claim, Outcome.FOUND, behind.path, line=behind.line)
    owner, _, last = name.rpartition(".")
    if claim.origin == "code" and not is_class and "." not in owner and owner.islower():
        return _member(claim, last, world)
    return Resolution(claim, Outcome.UNPROVEN, last, "not a name of this project")


def _made(claim: Claim, world: World) -> Resolution:
    """A member of what a call made, `httpx.Client().get`: of the class, when the call is of one of ours."""
    maker, _, member = claim.name.rpartition("().")
    first = maker.partition(".")[0]
    if world.index.is_root(first):
        found = world.index.lookup(maker)
        item = world.index.at(found.path, found.line) if found.verdict is Verdict.FOUND else None
        if item is not None and item.kind == "class":
            name = f"{maker}.{member}"
            return _qualified(claim, world.index.lookup(name), name, world)
    elif "." in maker or first in world.libraries or first in _BUILTIN:
        return _exempt(claim, "third-party name")
    return _member(claim, member, world)


def _member(claim: Claim, name: str, world: World) -> Resolution:
    """A member of a variable, `client.get`: found when a class of this project has one of that name."""
    for file, item in world.index.by_name.get(name, ()):
        if item.scope and not is_aside(file.path):
            return Resolution(claim, Outcome.FOUND, file.path, line=item.line)
    return Resolution(claim, Outcome.UNPROVEN, name, "not a name of this project")


def _bare(claim: Claim, name: str, world: World) -> Resolution:
    if name in _BUILTIN or (name.startswith("__") and name.endswith("__")):
        return _exempt(claim, "third-party name")
    if world.index.is_root(name):
        return Resolution(claim, Outcome.FOUND, name)
    if name in world.libraries:
        return _exempt(claim, "third-party name")
    defined = world.index.by_name.get(name, ())
    for file, item in defined:
        if not is_aside(file.path):
            return Resolution(claim, Outcome.FOUND, file.path, line=item.line)
    for file, item in (*world.index.parameters.get(name, ()), *defined):
        return Resolution(claim, Outcome.FOUND, file.path, "aside" if defined else "parameter", item.line)
    return Resolution(claim, Outcome.UNPROVEN, name, "not a name of this project")


def _qualified(claim: Claim, lookup: Lookup, name: str, world: World) -> Resolution:
    parts = name.split(".")
    if lookup.verdict is Verdict.FOUND:
        return Resolution(claim, Outcome.FOUND, lookup.path, line=lookup.line)
    if lookup.verdict is Verdict.MISSING and not _is_setting(parts[lookup.depth], lookup, world):
        last = lookup.depth == len(parts) - 1
        if (last or claim.origin != "fence") and not world.quoted(name):
            reason = f"'{lookup.owner}' has no '{parts[lookup.depth]}'"
            return Resolution(claim, Outcome.MISSING, lookup.path, reason, lookup.line)
    if lookup.depth >= 1 and lookup.verdict is Verdict.OPEN:
        return Resolution(claim, Outcome.UNPROVEN, lookup.path, OPEN, lookup.line)
    return Resolution(claim, Outcome.UNPROVEN, name, "not a name of this project")


def _parameter(claim: Claim, world: World) -> Resolution:
    """A keyword of a call: of the function that a full name leads to, else of any function of that name."""
    function, _, parameter = claim.name.removesuffix(")").rpartition("(")
    if vocabulary.is_placeholder(parameter):
        return _exempt(claim, "placeholder")
    known = world.index.is_root(function.partition(".")[0]) and not function.startswith(".")
    callee = one(claim._replace(kind=Kind.SYMBOL, name=function), world) if known else None
    if callee is not None and callee.outcome is Outcome.FOUND and not is_aside(callee.target):
        return _keyword(claim, callee, function, parameter, world)
    if "()" in function and not known:
        return _exempt(claim, "third-party name")
    last = function.rpartition(".")[2]
    for file, item in world.index.parameters.get(parameter, ()):
        if last in ("", item.name, item.scope.rpartition(".")[2]):
            return Resolution(claim, Outcome.FOUND, file.path, line=item.line)
    return Resolution(claim, Outcome.UNPROVEN, function, "not a parameter of this project")


def _form(claim: Claim, world: World) -> Resolution:
    """A signature, or one default of it: found when a function of that name has it."""
    function = forms.function_of(claim.name)
    if vocabulary.is_placeholder(claim.name):
        return _exempt(claim, "placeholder")
    wanted = forms.parse(claim.name)
    for file, item in world.index.callables(function.rpartition(".")[2]):
        if wanted and (forms.has_defaults if claim.kind is Kind.DEFAULT else forms.fits)(wanted, item):
            return Resolution(claim, Outcome.FOUND, file.path, line=item.line)
    known = claim.kind is Kind.SIGNATURE and world.index.is_root(function.partition(".")[0])
    found = world.index.lookup(function) if known and "." in function else None
    called = world.index.at(found.path, found.line) if found and found.verdict is Verdict.FOUND else None
    if found and called and wanted and forms.is_reordered(wanted, called):
        return Resolution(claim, Outcome.MISSING, found.path, "other order", called.line)
    return Resolution(claim, Outcome.UNPROVEN, function, "not a signature of this project")


def _keyword(claim: Claim, callee: Resolution, function: str, parameter: str, world: World) -> Resolution:
    takes = world.index.accepts(callee.target, callee.line, parameter)
    if takes is None:
        return Resolution(claim, Outcome.UNPROVEN, callee.target, OPEN, callee.line)
    if takes:
        return Resolution(claim, Outcome.FOUND, callee.target, line=callee.line)
    outcome = Outcome.MISSING if claim.strong else Outcome.UNPROVEN
    return Resolution(claim, outcome, callee.target, f"'{function}' takes no '{parameter}'", callee.line)


def _is_setting(name: str, lookup: Lookup, world: World) -> bool:
    """Whether a name is spelled as no definition beside it is: `app.entryPoint` is an editor's setting where
    the module is all snake_case.
    """
    file = world.index.files.get(lookup.path)
    known = file.definitions if file else ()
    return _CAMEL.match(name) is not None and not any(_CAMEL.match(item.name) for item in known)


def _anchored_symbol(claim: Claim, world: World) -> Resolution:
    place, _, name = claim.name.partition("#")
    path = world.tree.locate(place, posixpath.dirname(claim.document))
    file = world.index.files.get(path or "")
    if path is None or file is None:
        return Resolution(
            claim, Outcome.UNPROVEN, place, "no such file" if path is None else "not a known language"
        )
    if any(item.qualified == name or item.name == name for item in file.definitions):
        return Resolution(claim, Outcome.FOUND, path)
    lookup = world.index.lookup_in(file, name)
    if lookup.verdict is Verdict.FOUND:
        return Resolution(claim, Outcome.FOUND, lookup.path, line=lookup.line)
    if lookup.verdict is Verdict.MISSING:
        return Resolution(claim, Outcome.MISSING, path, f"'{path}' has no '{name}'", 1)
    return Resolution(claim, Outcome.UNPROVEN, path, OPEN)


def _surface(claim: Claim, world: World) -> Resolution:
    """A flag, variable, key or endpoint: found when the project has it; what it had is for history to say."""
    if vocabulary.is_placeholder(claim.name.lstrip("-")) and claim.kind is not Kind.ENDPOINT:
        return _exempt(claim, "placeholder")
    place = names.known(claim, world.index) or names.sampled(claim, world.index.surface)
    if place is None:
        return Resolution(claim, Outcome.UNPROVEN, reason="not a name of this project")
    return Resolution(claim, Outcome.FOUND, place.path, line=place.item.line)


def _drawing(claims: list[Claim], world: World) -> Iterator[Resolution]:
    """A directory tree: it shows this project, or a part of it, when most of its entries are there. What is
    drawn and not there is then missing; any other drawing is somebody else's.
    """
    places = _best_places(claims, world.tree)
    found = {claim for claim in claims if places[claim] in world.tree}
    reason = world.exempt_documents.get(claims[0].document)
    telling = {claim for claim in found if claim.token not in COMMON_NAMES}
    absent = [claim for claim in claims if claim not in found and not _parent_missing(claim, claims, found)]
    ours = len(telling) >= _NEEDED and len(found) > len(absent)
    for claim in claims:
        path = places[claim]
        if claim in found:
            yield Resolution(claim, Outcome.FOUND, path)
        elif reason:
            yield _exempt(claim, reason)
        elif vocabulary.is_placeholder(claim.token) or is_glob(claim.token):
            yield _exempt(claim, "placeholder")
        elif not ours or claim not in absent:
            yield Resolution(claim, Outcome.UNPROVEN, path, "the drawing is not of this project")
        else:
            yield Resolution(claim, Outcome.MISSING, path, "no such file")


def _parent_missing(claim: Claim, claims: list[Claim], found: set[Claim]) -> bool:
    """Whether the folder of a missing entry is itself drawn and missing: one finding is enough."""
    parent = posixpath.dirname(claim.name)
    return any(other.name == parent and other not in found for other in claims)


def _best_places(claims: list[Claim], tree: FileTree) -> dict[Claim, str]:
    """The project path of each entry, below the folder where most entries of the drawing exist. The drawing's
    own first line may be the name of the project's folder, which has no path inside the project.
    """
    top = claims[0].name.partition("/")[0]
    roots = {"", posixpath.dirname(claims[0].document), *map(posixpath.dirname, tree.ending_with(top))}
    options = [{claim: _below(root, claim.name) for claim in claims} for root in sorted(roots)]
    if all(claim.name == top or claim.name.startswith(top + "/") for claim in claims) and len(claims) > 1:
        options.append({claim: claim.name.partition("/")[2] for claim in claims})
    return max(options, key=lambda places: sum(path in tree for path in places.values()))


def _below(root: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(root, path))


_JUDGES: dict[Kind, Callable[[Claim, World], Resolution]] = {
    Kind.PATH: _path,
    Kind.LINK: _link,
    Kind.ANCHOR: _anchor,
    Kind.SYMBOL: _symbol,
    Kind.PARAMETER: _parameter,
    Kind.DEFAULT: _form,
    Kind.SIGNATURE: _form,
    Kind.EDGE: lambda claim, world: architecture.judge(claim, world.modules()),
    Kind.COVER: lambda claim, world: Resolution(claim, Outcome.UNPROVEN, claim.name, "for history to say"),
    **dict.fromkeys(names.KINDS, _surface),
}
