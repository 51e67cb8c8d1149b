"""Text that is safe to show: a file name or a document line must not be able to steer the terminal."""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def printable(text: str) -> str:
    """`text` with control, bidi and zero-width characters and lone surrogates made visible.

    Tab and newline stay.
    """
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return _UNSAFE.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
