"""Signs links and checks them (ADR-0001). Nothing here reads a clock, a file or the environment."""

import hashlib
import hmac
import re
from enum import Enum

LONGEST_LIFE = 1_440  # minutes
LONGEST_LINK = 2_000  # characters
SHORTEST_KEY = 32  # bytes

_LINK = re.compile(
    r"(?P<signed>(?P<address>[^?]+)\?expires=(?P<expires>\d{1,12}))&signature=(?P<signature>[0-9a-f]{64})"
)


class Verdict(Enum):
    """What a link is worth now."""

    VALID = "valid"
    EXPIRED = "expired"
    FORGED = "forged"


def sign(address: str, key: bytes, now: int, minutes: int) -> str:
    """The link that opens `address` until `minutes` after `now`, a Unix time (REQ-0001-1, REQ-0001-4).

    Raises ValueError for a life that is too long or too short, a short key, or an address that no link can have.
    """
    _check_key(key)
    if not 1 <= minutes <= LONGEST_LIFE:
        raise ValueError(f"a link lives 1 to {LONGEST_LIFE} minutes, not {minutes}")
    signed = f"{address}?expires={now + minutes * 60}"
    link = f"{signed}&signature={_signature(signed, key)}"
    if len(link) > LONGEST_LINK or not _LINK.fullmatch(link):
        raise ValueError("no address that a link can have")
    return link


def check(link: str, key: bytes, now: int) -> Verdict:
    """What a link is worth at `now`. Whatever cannot be read is forged (REQ-0001-2).

    Raises ValueError for a short key.
    """
    _check_key(key)
    match = _LINK.fullmatch(link) if len(link) <= LONGEST_LINK else None
    if match is None or not hmac.compare_digest(_signature(match["signed"], key), match["signature"]):
        return Verdict.FORGED
    return Verdict.EXPIRED if now >= int(match["expires"]) else Verdict.VALID


def _check_key(key: bytes) -> None:
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"the key has {len(key)} bytes, it needs {SHORTEST_KEY}")


def _signature(signed: str, key: bytes) -> str:
    return hmac.new(key, signed.encode(), hashlib.sha256).hexdigest()
