"""Where documents of a kind live in a project, how their files are named, and which number comes next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ygs_cli.artifacts import kinds
from ygs_cli.artifacts.kinds import Kind

# A date (2026-03-01-outage.md) and a version (v1.2.0.md) are no numbers of a series.
_NUMBERED = re.compile(
    r"(?!(?:19|20)\d\d-[01]\d-[0-3]\d|v?\d+\.\d)"
    r"(?P<prefix>[A-Za-z]+[-_]?)?(?P<number>\d{1,6})(?P<separator>[-_ .])\S.*\.(?:md|markdown)",
    re.IGNORECASE,
)
_FRONT_ID = re.compile(r"""^id:[ \t]*['"]?([A-Za-z]+-\d{1,6})['"]?[ \t]*(?:#.*)?\r?$""", re.MULTILINE)
_FRONT_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Naming:
    """How the files of a folder are named: `<prefix><number of width digits><separator><slug>.md`."""

    prefix: str = ""
    width: int = 4
    separator: str = "-"

    def file_name(self, number: int, slug: str) -> str:
        if self.separator == "_":
            slug = slug.replace("-", "_")
        return f"{self.prefix}{number:0{self.width}d}{self.separator}{slug}.md"


def folder_of(kind: Kind, files: Iterable[str]) -> str:
    """The folder that holds documents of a kind in a project with these files, or the one to make for them.

    A folder in use wins by its number of numbered documents; an unused default follows a project that
    keeps its documents in `doc/`.
    """
    counts: Counter[str] = Counter()
    numbered: Counter[str] = Counter()
    tops = set()
    known = spellings(kind)
    for file in files:
        path = PurePosixPath(file)
        tops.add(path.parts[0])
        for parent in path.parents:
            if str(parent).lower() in known and _is_content(path):
                counts[str(parent)] += 1
                numbered[str(parent)] += _NUMBERED.fullmatch(path.name) is not None
    if counts:
        return min(counts, key=lambda name: (-numbered[name], known.index(name.lower()), name))
    default = kind.folders[0]
    if "doc" in tops and "docs" not in tops:
        default = re.sub(r"^docs/", "doc/", default)
    return default


def spellings(kind: Kind) -> list[str]:
    """The folders of a kind in order of preference, those below `doc/` included."""
    names = list(kind.folders)
    names += [re.sub(r"^docs/", "doc/", name) for name in kind.folders if name.startswith("docs/")]
    return names


def _is_content(path: PurePosixPath) -> bool:
    return path.suffix.lower() in (".md", ".markdown") or path.name == ".gitkeep"


def naming_of(names: Iterable[str]) -> Naming:
    """The way most of these files (names or paths) are numbered; four digits and a hyphen if none is."""
    seen: Counter[tuple[str, int, str]] = Counter()
    for name in names:
        match = _NUMBERED.fullmatch(PurePosixPath(name).name)
        if match:
            digits = match["number"]
            seen[match["prefix"] or "", len(digits) if digits[0] == "0" else 0, match["separator"]] += 1
    if not seen:
        return Naming()
    (prefix, _, separator), _ = seen.most_common(1)[0]
    widths = [width for (one, width, other) in seen if width and (one, other) == (prefix, separator)]
    return Naming(prefix, max(widths, default=4), separator if separator in "-_" else "-")


def number_in_name(name: str) -> int | None:
    """The number that a file name begins with, or None: `adr-0007-cache.md` has 7."""
    match = _NUMBERED.fullmatch(PurePosixPath(name).name)
    return int(match["number"]) if match else None


def front_id(text: str) -> str:
    """The id in the front matter of a document, by a look at its first lines only; "" when it has none."""
    head = text[:8192].removeprefix("\ufeff")
    if not head.startswith("---"):
        return ""
    start = head.find("\n") + 1
    end = _FRONT_END.search(head, start)
    match = _FRONT_ID.search(head, start, end.start() if end else start)
    return match[1] if match else ""


def next_number(kind: Kind, names: Iterable[str], identifiers: Iterable[str]) -> int:
    """One more than the highest number that a file name of the kind's folder or an id of the kind has."""
    taken = [number for name in names if (number := number_in_name(name)) is not None]
    for identifier in identifiers:
        parsed = kinds.number_of(identifier)
        if parsed and parsed[0] == kind.prefix:
            taken.append(parsed[1])
    return max(taken, default=0) + 1
