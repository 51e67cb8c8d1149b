"""Text that is safe to show: a file name or a document line must not be able to steer the terminal."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def printable(text: str) -> str:
    """`text` with control, bidi and zero-width characters and lone surrogates made visible.

    Tab and newline stay.
    """
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return _UNSAFE.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def columns(cells: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Rows of equal length as lines with aligned columns; those in `right` are set flush right."""
    shown = [[printable(text) for text in row] for row in cells]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    return [
        "  ".join(
            text.rjust(width) if n in right else text.ljust(width)
            for n, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in shown
    ]
