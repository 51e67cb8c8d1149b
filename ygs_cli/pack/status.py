"""Whether an installed skill is as it was installed, and as its source has it now."""

from __future__ import annotations

from dataclasses import dataclass

from ygs_cli.changes import digest
from ygs_cli.pack import manifest as record
from ygs_cli.pack.files import State
from ygs_cli.pack.plan import Offer


@dataclass(frozen=True, slots=True)
class Status:
    """The files of an installed skill that differ: from what was installed (`edited`, `missing`, `waiting`
    for the user beside a `.new`, `unfinished` by a run that was interrupted) and from the source (`stale`).
    `gone` says that the source no longer has the skill.
    """

    edited: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    gone: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The states that apply, worst first; "current" when none does."""
        told = {
            "half installed": self.unfinished,
            "missing files": self.missing,
            "stale": self.stale,
            "not in its source": self.gone,
            "waiting": self.waiting,
            "edited": self.edited,
        }
        return tuple(word for word, applies in told.items() if applies) or ("current",)


def of(name: str, state: State, offer: Offer | None) -> Status:
    """The status of an installed skill, given what its source offers now (None: nothing)."""
    entry = state.manifest.skills[name]
    new = {f"{name}/{file.path}": digest(file.data) for file in offer.skill.files} if offer else {}
    owned = entry.files
    there = {path: found.digest for path, found in state.disk.items()}
    return Status(
        edited=tuple(path for path, file in owned.items() if there.get(path, file.shipped) != file.shipped),
        missing=tuple(path for path in owned if path not in there),
        waiting=tuple(file.offer for file in owned.values() if file.offer in there and file.offer),
        unfinished=tuple(record.pending_in(state.manifest, name)),
        stale=tuple(p for p in sorted({*owned, *new}) if p not in owned or _stale(owned[p], new.get(p, "")))
        if offer
        else (),
        gone=offer is None,
    )


def _stale(owned: record.Owned | None, new: str) -> bool:
    return owned is None or new not in (owned.shipped, owned.offered)
