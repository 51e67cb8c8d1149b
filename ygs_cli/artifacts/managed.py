"""A block of a user's file that ygs keeps up to date, fenced by two comments. The rest is not ours."""

from __future__ import annotations

import re

from ygs_cli.errors import YgsError

BEGIN = "<!-- ygs:begin: kept by `ygs init --agents-md`, changes inside are overwritten -->"
END = "<!-- ygs:end -->"
_BEGIN = re.compile(rb"^<!-- ygs:begin\b[^\r\n]*-->[ \t]*\r?$", re.MULTILINE)
_END = re.compile(rb"^<!-- ygs:end -->", re.MULTILINE)
_BOM = b"\xef\xbb\xbf"


def with_block(before: bytes, text: str, where: str) -> bytes:
    """The bytes of a file with the block in it: replaced where it stands, else added at the end.

    Line endings, a byte-order mark and a missing final newline stay as they are, and so does every byte
    outside the block. Raises YgsError for text that is not UTF-8 or half a fence.
    """
    try:
        before.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise YgsError(f"not UTF-8 at byte {problem.start}", where=where, hint="convert it to UTF-8") from None
    mark = _BOM if before.startswith(_BOM) else b""
    body = before.removeprefix(mark)
    newline = b"\r\n" if before.count(b"\r\n") * 2 > before.count(b"\n") else b"\n"
    block = f"{BEGIN}\n{text.strip()}\n{END}".encode().replace(b"\n", newline)
    opens, closes = list(_BEGIN.finditer(body)), list(_END.finditer(body))
    if not opens and not closes:
        return mark + _appended(body, block, newline)
    if len(opens) != 1 or len(closes) != 1 or closes[0].start() < opens[0].start():
        first = min(match.start() for match in (*opens, *closes))
        line = body.count(b"\n", 0, first) + 1
        hint = f"leave one pair of {BEGIN[:14]} and {END}, or none"
        raise YgsError("the fence of the managed block is broken", where=f"{where}:{line}", hint=hint)
    return mark + body[: opens[0].start()] + block + body[closes[0].end() :]


def _appended(before: bytes, block: bytes, newline: bytes) -> bytes:
    if not before:
        return block + newline
    if before.endswith(b"\n"):
        gap = b"" if before.endswith(newline * 2) else newline
        return before + gap + block + newline
    return before + newline * 2 + block
