"""What was installed in one skills folder: the record that update, uninstall, list and doctor go by.

It lies in the skills folder itself as `.ygs/manifest.json`; beside it `.ygs/shipped/<sha256>` keeps the bytes
as shipped of every file, which are the base of a three-way merge.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from ygs_cli.errors import YgsError

VERSION = 1
FOLDER = ".ygs"
NAME = "manifest.json"
PATH = f"{FOLDER}/{NAME}"
SHIPPED = f"{FOLDER}/shipped"
PACK = "shipped"  # the source of the skills that come with this program; any other source is a folder

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Owned:
    """One installed file.

    `shipped` is the digest of the pack's bytes that the file on disk descends from, `written` of what was
    put there last (another one after a merge). `offer` is the path of a `.new` file that waits for the user
    to take its content over, and `offered` the digest of that content.
    """

    shipped: str
    written: str
    offer: str = ""
    offered: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One installed skill: where it came from, its version there, its files, and the folders that were made for
    it (parents first), both relative to the skills folder.
    """

    source: str
    version: str
    files: Mapping[str, Owned] = field(default_factory=dict)
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The record of one skills folder.

    `parents` is how many folders above `.ygs` were made for it. `whole` names the sources that were
    installed as a whole, whose new skills an update brings. `pending` lists files that a run meant to write
    and has not reported back on: not empty, it was interrupted.
    """

    skills: Mapping[str, Entry] = field(default_factory=dict)
    whole: tuple[str, ...] = ()
    parents: int = 0
    pending: tuple[str, ...] = ()
    version: str = ""

    def digests(self) -> frozenset[str]:
        """The digests whose bytes must be kept: everything that a later merge can need."""
        owned = [file for entry in self.skills.values() for file in entry.files.values()]
        return frozenset([file.shipped for file in owned] + [file.offered for file in owned if file.offered])


def render(manifest: Manifest) -> bytes:
    """The manifest as JSON, the same bytes for the same content."""
    data = {
        "version": VERSION,
        "ygs": manifest.version,
        "parents": manifest.parents,
        "whole": sorted(manifest.whole),
        "pending": sorted(manifest.pending),
        "skills": {name: _entry_data(entry) for name, entry in sorted(manifest.skills.items())},
    }
    return (json.dumps(data, indent=1) + "\n").encode("ascii")


def _entry_data(entry: Entry) -> dict[str, Any]:
    return {
        "source": entry.source,
        "version": entry.version,
        "folders": list(entry.folders),
        "files": {path: _owned_data(owned) for path, owned in sorted(entry.files.items())},
    }


def _owned_data(owned: Owned) -> dict[str, str]:
    data = {"shipped": owned.shipped, "written": owned.written}
    if owned.offer:
        data |= {"offer": owned.offer, "offered": owned.offered}
    return data


def parse(data: bytes, where: str) -> Manifest:
    """Read a manifest.

    Raises YgsError for one that is broken, was written by a newer ygs, or names a path outside its folder.
    """
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        raise _broken("is not JSON", where) from None
    if not isinstance(raw, dict) or not isinstance(raw.get("version"), int):
        raise _broken("has no version", where)
    if raw["version"] > VERSION:
        hint = "install a newer ygs-cli"
        raise YgsError(f"the manifest has version {raw['version']}, {VERSION} is known", where=where, hint=hint)
    try:
        result = Manifest(
            skills={_safe(name): _entry(item) for name, item in raw["skills"].items()},
            whole=tuple(map(_text, raw["whole"])),
            parents=max(0, int(raw["parents"])),
            pending=tuple(_safe(path) for path in raw["pending"]),
            version=str(raw["ygs"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise _broken("lacks a part or has one of the wrong kind", where) from None
    return result


def _entry(item: Any) -> Entry:
    files = {_safe(path): _owned(owned) for path, owned in item["files"].items()}
    return Entry(
        _text(item["source"]), str(item["version"]), files, tuple(_safe(path) for path in item["folders"])
    )


def _owned(item: Any) -> Owned:
    offer, offered = item.get("offer", ""), item.get("offered", "")
    for value in (item["shipped"], item["written"], *([offered] if offer else [])):
        if not _DIGEST.match(value):
            raise ValueError(value)
    return Owned(item["shipped"], item["written"], _safe(offer) if offer else "", offered)


def _safe(path: str) -> str:
    """A path that stays below the skills folder and out of `.ygs`; ValueError for any other."""
    parts = PurePosixPath(_text(path)).parts
    if not parts or ".." in parts or parts[0] in ("/", FOLDER):
        raise ValueError(path)
    return path


def _text(value: Any) -> str:
    """A text that can name a file; ValueError for any other."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    value.encode("utf-8", "surrogateescape")  # raises for a lone surrogate, which no file name can hold
    return value


def _broken(what: str, where: str) -> YgsError:
    hint = (
        "move the file away and run `ygs install`: files that equal a shipped one are taken over again, "
        "files that you edited are reported and left alone"
    )
    return YgsError(f"the manifest of the installed skills {what}", where=where, hint=hint)


def without(manifest: Manifest, names: frozenset[str]) -> Manifest:
    """The manifest without some skills; a source that lost one is no longer installed as a whole."""
    lost = {entry.source for name, entry in manifest.skills.items() if name in names}
    kept = {name: entry for name, entry in manifest.skills.items() if name not in names}
    return replace(manifest, skills=kept, whole=tuple(source for source in manifest.whole if source not in lost))


def pending_in(manifest: Manifest, skill: str) -> Iterator[str]:
    """The paths of a skill that an interrupted run meant to write."""
    return (path for path in manifest.pending if path.startswith(f"{skill}/"))
