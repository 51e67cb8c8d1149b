"""Changes to files, as data: what planners hand to the one writer (`ygs_cli.shell.apply`).

Paths are relative to the root that the changes are applied below, with forward slashes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

NOTHING = ""  # as `expect`: nothing may stand at the path


@dataclass(frozen=True, slots=True)
class Write:
    """Let `path` hold `data`.

    `mode` sets permission bits (less the umask); None keeps those of the file that is there. `expect` is the
    digest of what the planner saw (NOTHING when it saw nothing, None to write whatever is there): when the
    file has changed since, the write is refused. `durable` asks for the bytes to be on the disk before the
    old ones go, which matters for text that exists nowhere else.
    """

    path: str
    data: bytes
    mode: int | None = None
    expect: str | None = None
    durable: bool = True


@dataclass(frozen=True, slots=True)
class Remove:
    """Let no file stand at `path`; `expect` as in Write. A file that is already gone is no error."""

    path: str
    expect: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveFolder:
    """Remove the folder at `path` if nothing is left in it."""

    path: str


Change = Write | Remove | RemoveFolder


def digest(data: bytes) -> str:
    """The sha256 of some bytes in hex: how files are told apart everywhere."""
    return hashlib.sha256(data).hexdigest()
