"""Cuts a byte stream into lines of bounded length."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Lines:
    """Gives the lines of a stream that comes in pieces. What of a line is beyond `longest` bytes is dropped."""

    longest: int
    cut: int = field(default=0, init=False)
    _parts: list[bytes] = field(default_factory=list, init=False)
    _length: int = field(default=0, init=False)

    def feed(self, piece: bytes) -> list[bytes]:
        """The lines that this piece ends, without their newline."""
        *ended, rest = piece.split(b"\n")
        lines = []
        for part in ended:
            self._take(part)
            lines.append(self.close())
        self._take(rest)
        return lines

    def close(self) -> bytes:
        """The line so far; the next piece begins a new one."""
        line = b"".join(self._parts)
        self._parts, self._length = [], 0
        return line

    def _take(self, part: bytes) -> None:
        kept = part[: max(0, self.longest - self._length)]
        self.cut += len(part) - len(kept)
        self._parts.append(kept)
        self._length += len(kept)
