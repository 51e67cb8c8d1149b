"""Durations as Go writes them (time.ParseDuration): `90s`, `15m`, `1h30m`."""

from __future__ import annotations

import re

_PART = re.compile(r"([0-9]+)(ms|s|m|h)")
_WHOLE = re.compile(r"(?:[0-9]+(?:ms|s|m|h))+")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
LONGEST = 30 * 24 * 3600.0


def seconds(text: str) -> float | None:
    """The seconds of a duration, or None for anything that is none or longer than 30 days."""
    if len(text) > 40 or not _WHOLE.fullmatch(text):
        return None
    total = sum(int(number) * _SECONDS[unit] for number, unit in _PART.findall(text))
    return total if total <= LONGEST else None


def shown(amount: float) -> str:
    """Seconds for people: `0.4s`, `12s`, `3m05s`, `1h02m`."""
    if amount < 10:
        return f"{amount:.1f}s"
    whole = round(amount)
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m{whole % 60:02d}s"
    return f"{whole // 3600}h{whole % 3600 // 60:02d}m"
