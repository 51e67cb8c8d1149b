"""Data models that a document shows: `erDiagram`, `classDiagram`, and tables of fields under a class's name.

https://mermaid.js.org/syntax/entityRelationshipDiagram.html, https://mermaid.js.org/syntax/classDiagram.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ygs_cli.artifacts.markdown import Document, Fence, Span, Table
from ygs_cli.drift.index import Index, Verdict
from ygs_cli.drift.model import Claim, Kind, Outcome, Resolution
from ygs_cli.drift.symbols import Definition, FileSymbols

_ER = re.compile(r"^\s*erDiagram\b", re.MULTILINE)
_CLASS = re.compile(r"^\s*classDiagram(?:-v2)?\b", re.MULTILINE)
_OPEN = re.compile(r"\s*(?:class\s+)?(?P<name>[A-Za-z_][\w-]*)(?:\s*\[[^\]]*\]|~[^~]*~)?\s*\{\s*$")
_ATTRIBUTE = re.compile(r"\s*(?P<type>[A-Za-z_][\w\[\](),.-]*)\s+(?P<name>[A-Za-z_*]\w*)(?=\s|$)")
_LOOSE = re.compile(r"\s*(?P<class>[A-Za-z_]\w*)\s*:\s*(?P<member>[-+#~]?[^:].*)$")
_RELATION = re.compile(
    r"\s*(?P<left>[A-Za-z_][\w-]*)\s+(?:[|}o<*.\"\w ]*(?:--|\.\.)[|{o>*.\"\w ]*?)\s+"
    r"(?P<right>[A-Za-z_][\w-]*)\s*(?::|$)"
)
_METHOD = re.compile(r"\s*[-+#~]?\s*(?:[A-Za-z_][\w~<>\[\].]*\s+)?(?P<name>[A-Za-z_]\w*)\s*\(")
_TYPED = re.compile(r"\s*[-+#~]?\s*(?P<name>[A-Za-z_]\w*)\s*:\s*(?P<type>[A-Za-z_][\w~<>\[\]., |]*)")
_FIELD = re.compile(r"\s*[-+#~]?\s*(?:(?P<type>[A-Za-z_][\w~<>\[\].]*)\s+)?(?P<name>[A-Za-z_]\w*)[*$]?\s*$")
_FIELD_HEADS = frozenset("field fields column columns attribute attributes property properties member".split())
_TYPE_HEADS = frozenset(("type", "data type", "datatype"))
_CELL = re.compile(r"[`*_~]*(?P<name>[A-Za-z_][\w.]*)[?]?[`*_~]*$")
_NAMED = re.compile(r"`(?P<code>[A-Za-z_]\w*)`|\b(?P<plain>[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)\b")
_HEADING_REACH = 12  # lines between a name and the table that it introduces

# Words for one and the same thing in the type systems of databases and languages.
_TYPES = {
    word: family
    for family, words in {
        "text": "str string text varchar char character nvarchar uuid_str",
        "integer": "int integer bigint smallint long short i32 i64 u32 u64 int32 int64 uint serial bigserial",
        "real": "float double decimal numeric real number f32 f64 float64 float32 bigdecimal",
        "truth": "bool boolean",
        "time": "datetime timestamp timestamptz date time instant offsetdatetime localdatetime zoneddatetime",
    }.items()
    for word in words.split()
}
_WRAPPED = re.compile(
    r"^(?:Optional|Mapped|Option)[\[<](.*)[\]>]$|\s*\|\s*(?:None|null|undefined)$|\(\d+(?:,\s*\d+)?\)$"
)
_NUMBERS = frozenset(("integer", "real"))  # `number` of one language is either of another


def claims(document: Document) -> Iterator[Claim]:
    """Every entity that a document draws or tabulates, with its members and their types. Those of one diagram
    or table share a group.
    """
    for number, fence in enumerate(document.fences, 1):
        if fence.language == "mermaid":
            yield from _diagram(document, fence, 10_000 + number)
    for number, table in enumerate(document.tables, 1):
        yield from _table(document, table, 20_000 + number)


def _diagram(document: Document, fence: Fence, group: int) -> Iterator[Claim]:
    if _ER.search(fence.text):
        read = _er_member
    elif _CLASS.search(fence.text):
        read = _class_member
    else:
        return
    owner = ""
    seen: set[str] = set()
    for offset, line in enumerate(fence.text.split("\n")):
        place = _Place(document, fence.line + offset, fence.indent, group)
        if owner and line.strip() == "}":
            owner = ""
        elif owner:
            yield from read(line, owner, place)
        elif match := _OPEN.match(line):
            owner = match["name"]
            yield from place.claim(Kind.MEMBER, owner, match.start("name"), owner)
            seen.add(owner)
        elif (match := _LOOSE.match(line)) and read is _class_member:
            yield from _class_member(" " * match.start("member") + match["member"], match["class"], place)
        elif match := _RELATION.match(line):
            for side in ("left", "right"):
                if match[side] not in seen:
                    yield from place.claim(Kind.MEMBER, match[side], match.start(side), match[side])
                    seen.add(match[side])


@dataclass(frozen=True, slots=True)
class _Place:
    document: Document
    line: int
    indent: int
    group: int

    def claim(self, kind: Kind, token: str, start: int, name: str) -> Iterator[Claim]:
        """One claim, when the raw line holds the token just there."""
        column = self.indent + start + 1
        span = Span(self.line, column, column + len(token))
        if self.document.line_text(self.line)[column - 1 : span.end_column - 1] == token:
            yield Claim(kind, token, name, self.document.path, span, "model", True, self.group)


def _er_member(line: str, owner: str, place: _Place) -> Iterator[Claim]:
    if match := _ATTRIBUTE.match(line):
        yield from _member(match, owner, place)


def _class_member(line: str, owner: str, place: _Place) -> Iterator[Claim]:
    if "<<" in line or line.strip().startswith("%%"):
        return
    if match := _METHOD.match(line):
        yield from place.claim(Kind.MEMBER, match["name"], match.start("name"), f"{owner}.{match['name']}")
    elif match := (_TYPED.match(line) or _FIELD.match(line)):
        yield from _member(match, owner, place)


def _member(match: re.Match[str], owner: str, place: _Place) -> Iterator[Claim]:
    name = f"{owner}.{match['name'].lstrip('*')}"
    token = match["name"].lstrip("*")
    yield from place.claim(Kind.MEMBER, token, match.end("name") - len(token), name)
    if match["type"]:
        written = match["type"].rstrip()
        yield from place.claim(Kind.TYPE, written, match.start("type"), f"{name}:{written}")


def _table(document: Document, table: Table, group: int) -> Iterator[Claim]:
    """The rows of a table of fields: it has a column for them, and stands under the name of what they are of."""
    heads = [head.strip("`*_ ").lower() for head in table.header]
    if not heads or not (heads[0] in _FIELD_HEADS or (heads[0] == "name" and _TYPE_HEADS & set(heads))):
        return
    owner = _owner(document, table.line)
    if not owner:
        return
    typed = next((column for column, head in enumerate(heads) if head in _TYPE_HEADS), 0)
    for row in table.rows:
        match = _CELL.match(row[0].text.strip()) if row else None
        if match is None:
            continue
        line = document.line_text(row[0].line)
        place = _Place(document, row[0].line, 0, group)
        name = f"{owner}.{match['name']}"
        start = line.find(match["name"])
        yield from place.claim(Kind.MEMBER, match["name"], start, name)
        kind = row[typed].text.strip("`*_ ") if 0 < typed < len(row) else ""
        at = line.find(kind, start + len(match["name"])) if kind else -1
        if at >= 0:
            yield from place.claim(Kind.TYPE, kind, at, f"{name}:{kind}")


def _owner(document: Document, line: int) -> str:
    """The name that introduces a table: in the line before it, else in the heading above it."""
    for number in range(line - 1, max(0, line - _HEADING_REACH), -1):
        text = document.line_text(number)
        if not text.strip():
            continue
        names = [match["code"] or match["plain"] for match in _NAMED.finditer(text)]
        if text.lstrip().startswith("#"):
            return names[0] if len(names) == 1 else (_only_code(text) if names else "")
        code = _only_code(text)
        if code:
            return code
    return ""


def _only_code(text: str) -> str:
    codes = [match["code"] for match in _NAMED.finditer(text) if match["code"]]
    return codes[0] if len(codes) == 1 else ""


# Against the code


def judge(group: list[Claim], index: Index) -> Iterator[Resolution]:
    """What becomes of the entities of one diagram or table. Members are judged when their entity is a class of
    this project that has most of them; an entity is missing when most others of the drawing are there.
    """
    owners = {claim: claim.name.partition(":")[0].partition(".")[0] for claim in group}
    classes = {owner: _class(owner, group, index) for owner in set(owners.values())}
    found = sum(1 for item in classes.values() if item)
    for claim in group:
        owner = classes[owners[claim]]
        if "." not in claim.name:
            yield _entity(claim, owner, found, len(classes))
        elif owner is None:
            yield Resolution(claim, Outcome.UNPROVEN, claim.name, "not a class of this project")
        elif claim.kind is Kind.TYPE:
            yield _type(claim, owner)
        else:
            yield _field(claim, owner, index)


@dataclass(frozen=True, slots=True)
class _Class:
    file: FileSymbols
    item: Definition
    members: dict[str, Definition]  # by plain name
    known: int  # how many members of the drawing it has
    drawn: int


def _plain(name: str) -> str:
    """A name without case and separators: `user_id`, `userId` and `USER-ID` are one."""
    return re.sub(r"[-_]", "", name).lower()


def _class(owner: str, group: list[Claim], index: Index) -> _Class | None:
    """The class of the project that an entity stands for: of that name, with the most of its members."""
    wanted = {
        _plain(claim.name.partition(".")[2])
        for claim in group
        if claim.kind is Kind.MEMBER and claim.name.startswith(owner + ".")
    }
    best: _Class | None = None
    for file, item in _named(owner, index):
        members = {_plain(member.name): member for member in index.members(file, item)}
        known = sum(1 for name in wanted if name in members)
        if best is None or known > best.known:
            best = _Class(file, item, members, known, len(wanted))
    return best


def _named(owner: str, index: Index) -> Iterator[tuple[FileSymbols, Definition]]:
    plain = _plain(owner)
    for name in (plain, plain.removesuffix("s"), plain.removesuffix("es"), plain.removesuffix("ies") + "y"):
        entries = index.classes_by_plain_name.get(name, ())
        if entries:
            yield from entries
            return


def _entity(claim: Claim, owner: _Class | None, found: int, drawn: int) -> Resolution:
    if owner is not None:
        return Resolution(claim, Outcome.FOUND, owner.file.path, line=owner.item.line)
    if found >= 2 and found * 2 > drawn and drawn - found <= 2:
        reason = f"there is no class '{claim.name}', as there is of the others in the diagram"
        return Resolution(claim, Outcome.MISSING, claim.name, reason)
    return Resolution(claim, Outcome.UNPROVEN, claim.name, "not a class of this project")


def _field(claim: Claim, owner: _Class, index: Index) -> Resolution:
    name = claim.name.partition(".")[2]
    if _plain(name) in owner.members:
        member = owner.members[_plain(name)]
        return Resolution(claim, Outcome.FOUND, owner.file.path, line=member.line)
    lookup = index.member(owner.file, owner.item, [owner.item.name, name], 1)
    if lookup.verdict is Verdict.FOUND:
        return Resolution(claim, Outcome.FOUND, lookup.path, line=lookup.line)
    ours = owner.known * 2 >= owner.drawn and owner.known >= min(2, owner.drawn - 1) and owner.known
    if lookup.verdict is Verdict.MISSING and ours:
        reason = f"'{owner.item.qualified}' has no '{name}'"
        return Resolution(claim, Outcome.MISSING, owner.file.path, reason, owner.item.line)
    return Resolution(claim, Outcome.UNPROVEN, owner.file.path, "not shown to be a member", owner.item.line)


def _type(claim: Claim, owner: _Class) -> Resolution:
    name, _, written = claim.name.partition(".")[2].partition(":")
    member = owner.members.get(_plain(name))
    declared = member.returns if member and member.kind == "variable" else ""
    left, right = _family(written), _family(declared)
    place = owner.file.path
    if member is None or not left or not right:
        return Resolution(claim, Outcome.UNPROVEN, place, "a type that says too little")
    if left == right or {left, right} <= _NUMBERS:
        return Resolution(claim, Outcome.FOUND, place, line=member.line)
    return Resolution(claim, Outcome.MISSING, place, f"'{owner.item.name}.{name}' is {declared}", member.line)


def _family(written: str) -> str:
    """The family of a simple type, "" for any other."""
    bare = _WRAPPED.sub(r"\1", written.strip())
    return _TYPES.get(bare.strip("?* ").lower(), "")
