"""Takes secrets out of text: the values that the environment holds, as they are and encoded, and known tokens.

A secret can arrive in pieces, so `Stream` holds back the end of a piece that may be the beginning of one.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "[redacted]"
MIN_LENGTH = 8
MAX_TOKEN = 16_384  # characters that a token of unknown length can have
# Names whose values are no secret, and what an agent gets of the environment without being asked for.
PLAIN = (
    "PATH", "HOME", "LANG", "LANGUAGE", "TERM", "COLORTERM", "NO_COLOR", "TZ", "TMPDIR", "USER", "LOGNAME",
    "SHELL", "PWD", "OLDPWD", "SHLVL", "_", "HOSTNAME",
)  # fmt: skip
# Names whose values are no secret either, and which no agent is given: our own, and those of GitHub Actions that
# the generated definitions make them from. Masking them would take the paths out of every record of a run.
SHOWN = (
    "YGS_RUN_DIR", "YGS_REPOSITORY", "YGS_TRACKER", "YGS_ISSUE", "YGS_LABEL", "YGS_BASE",
    "GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GITHUB_WORKSPACE", "RUNNER_TEMP",
)  # fmt: skip
_KEY_HEAD = r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----"
# kind -> (texts one of which every such token contains, regular expression); each from its issuer's description
TOKENS: dict[str, tuple[tuple[str, ...], str]] = {
    "GitHub token": (("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"\bgh[pousr]_[A-Za-z0-9]{36,255}"),
    "GitHub fine-grained token": (("github_pat_",), r"\bgithub_pat_[A-Za-z0-9_]{22,255}"),
    "GitLab token": (("gl",), r"\bgl(?:pat|ptt|dt|rt|cbt|ft|imt|agent|oas|soat)-[A-Za-z0-9_.-]{20,255}"),
    "Atlassian or Bitbucket token": (("ATATT3", "ATCTT3", "ATBTT3"), r"\bAT[ACB]TT3[A-Za-z0-9_=-]{30,999}"),
    "Anthropic key": (("sk-ant-",), r"\bsk-ant-[A-Za-z0-9_-]{20,999}"),
    "OpenAI key": (("sk-",), r"\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{32,999}"),
    "Google API key": (("AIza",), r"\bAIza[0-9A-Za-z_-]{35}"),
    "Google OAuth token": (("ya29.",), r"\bya29\.[0-9A-Za-z_-]{20,9999}"),
    "AWS access key id": (("AKIA", "ASIA"), r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "Slack token": (("xox", "xapp-"), r"\bx(?:ox[abeprs]|app)-[0-9A-Za-z-]{10,999}"),
    "Slack webhook": (
        ("hooks.slack.com/",),
        r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9_/]{20,255}",
    ),
    "npm token": (("npm_",), r"\bnpm_[A-Za-z0-9]{36}"),
    "PyPI token": (("pypi-",), r"\bpypi-[A-Za-z0-9_-]{50,999}"),
    "Stripe key": (("k_live_", "k_test_"), r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}"),
    "SendGrid key": (("SG.",), r"\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}"),
    "Hugging Face token": (("hf_",), r"\bhf_[A-Za-z0-9]{30,255}"),
    "DigitalOcean token": (("_v1_",), r"\bdo[opr]_v1_[a-f0-9]{64}"),
    "JSON Web Token": (
        ("eyJ",),
        r"\beyJ[A-Za-z0-9_-]{10,5000}\.eyJ[A-Za-z0-9_-]{10,9000}\.[A-Za-z0-9_-]{10,2000}",
    ),
    "password in a URL": (("://",), r"(?<=://)[^\s/:@\"'\\]{0,200}:[^\s/@\"'\\]{1,200}(?=@)"),
    "Authorization header": (
        ("uthorization", "UTHORIZATION"),
        r"(?i:(?<=authorization: bearer )|(?<=authorization: basic ))[A-Za-z0-9+/=._~-]{8,9999}",
    ),
    "private key": (
        ("PRIVATE KEY-----",),
        _KEY_HEAD + r"[\s\S]{0,16000}?-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----",
    ),
}
_TOKENS = tuple((hints, re.compile(pattern)) for hints, pattern in TOKENS.values())
_KEY_OPENING = re.compile(_KEY_HEAD)
_KEY = _TOKENS[-1][1]
_AUTHORIZATION = re.compile(r"authorization: (?:(?:bearer|basic) )?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Secrets:
    """The texts to look for, the longest first."""

    needles: tuple[str, ...]

    @property
    def spaced(self) -> tuple[str, ...]:
        """Those with white space inside, which can go on behind the end of a word."""
        return tuple(needle for needle in self.needles if any(sign.isspace() for sign in needle))

    @property
    def longest(self) -> int:
        """How many characters the longest of them or of the known tokens can have."""
        return max(MAX_TOKEN, max(map(len, self.needles), default=0))


def secrets_of(environment: Mapping[str, str], values: Iterable[str] = ()) -> Secrets:
    """The secrets of an environment: all values of 8 and more characters but those of the listed names."""
    held = [value for name, value in environment.items() if not is_plain(name) and name not in SHOWN]
    needles: set[str] = set()
    for value in (*held, *values):
        for part in {value, value.strip()}:
            if len(part) >= MIN_LENGTH:
                needles |= _forms(part)
    return Secrets(tuple(sorted(needles, key=lambda needle: (-len(needle), needle))))


def is_plain(name: str) -> bool:
    """Whether a variable holds no secret and may be given to every agent and test."""
    return name in PLAIN or name.startswith("LC_")


def _forms(value: str) -> set[str]:
    """A value as it is and as base64, URL, JSON and hexadecimal text."""
    data = value.encode("utf-8", "surrogateescape")
    forms = {value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], data.hex()}
    for safe in ("", "/"):
        url = quote(data, safe=safe)
        forms |= {url, _ESCAPE.sub(lambda match: match[0].lower(), url)}
    forms.add(quote_plus(data))
    for shift in range(3):
        plain = _core(data, shift)
        forms |= {plain, plain.replace("+", "-").replace("/", "_")}
    return {form for form in forms if len(form) >= MIN_LENGTH}


_ESCAPE = re.compile(r"%[0-9A-F]{2}")


def _core(data: bytes, shift: int) -> str:
    """The part of the base64 text that is the same whatever stands before and behind the value.

    RFC 4648: three bytes make four characters, so a value can begin at one of three places; the characters
    that also hold bits of its neighbours are left out.
    """
    encoded = base64.b64encode(b"\0" * shift + data).decode("ascii").rstrip("=")
    first = (0, 2, 3)[shift]
    last = (shift + len(data)) * 8 // 6
    return encoded[first:last]


def redact(text: str, secrets: Secrets) -> str:
    """`text` with every secret and every known token masked."""
    for needle in secrets.needles:
        if needle in text:
            text = text.replace(needle, MASK)
    for hints, pattern in _TOKENS:
        if any(hint in text for hint in hints):
            text = pattern.sub(MASK, text)
    return text


def end_of(text: str, limit: int, secrets: Secrets) -> str:
    """The last `limit` characters of a text or fewer, redacted. Where it is cut no half of a secret is left."""
    if len(text) < limit:
        return redact(text, secrets)
    return redact(text[-limit:], secrets)[secrets.longest :]


def redacted(value: Any, secrets: Secrets) -> Any:
    """Decoded JSON with every text in it redacted, keys too; numbers and the like stay."""
    if isinstance(value, str):
        return redact(value, secrets)
    if isinstance(value, list):
        return [redacted(item, secrets) for item in value]
    if isinstance(value, dict):
        return {redact(key, secrets): redacted(item, secrets) for key, item in value.items()}
    return value


@dataclass
class Stream:
    """Redacts text that comes in pieces. What `feed` gives is final; `close` gives the rest."""

    secrets: Secrets
    _held: str = field(default="", init=False)

    def feed(self, piece: str) -> str:
        text = self._held + piece
        cut = self._safe(text)
        self._held = text[cut:]
        return redact(text[:cut], self.secrets)

    def close(self) -> str:
        rest, self._held = redact(self._held, self.secrets), ""
        return rest

    def _safe(self, text: str) -> int:
        """How much of a text can go: behind that place, something may begin that the next piece makes a secret."""
        longest = self.secrets.longest
        floor = max(0, len(text) - longest)
        cut = max(floor, 1 + max(text.rfind(sign) for sign in " \n\r\t"))
        before = _AUTHORIZATION.search(text, max(0, cut - 40), cut)
        cut = min(cut, before.start() if before else cut, _open_key(text, floor))
        for needle in self.secrets.spaced:
            cut = min(cut, _overlap(text, needle))
        return self._outside(text, max(cut, floor), longest)

    def _outside(self, text: str, cut: int, longest: int) -> int:
        """The place `cut`, or the beginning of the secrets that it would cut through."""
        spans = [span for pattern in _TOKENS for span in _tokens(text, max(0, cut - longest), pattern)]
        while True:
            inside = [start for start, end in spans if start < cut < end]
            for needle in self.secrets.needles:
                place = text.find(needle, max(0, cut - len(needle) + 1), cut + len(needle) - 1)
                if place >= 0:
                    inside.append(place)
            if not inside:
                return cut
            cut = min(inside)


def _tokens(text: str, start: int, pattern: tuple[tuple[str, ...], re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    if any(hint in text for hint in pattern[0]):
        yield from (match.span() for match in pattern[1].finditer(text, start))


def _open_key(text: str, floor: int) -> int:
    """Where a private key begins that has not ended yet, or the text's length."""
    place = text.rfind("-----BEGIN ", floor)
    if place < 0:
        return len(text)
    unfinished = "\n" not in text[place:] or (_KEY_OPENING.match(text, place) and not _KEY.match(text, place))
    return place if unfinished else len(text)


def _overlap(text: str, needle: str) -> int:
    """Where the longest end of `text` begins that is a beginning of `needle`; the text's length for none."""
    start = max(0, len(text) - len(needle) + 1)
    while (start := text.find(needle[0], start)) >= 0:
        if needle.startswith(text[start:]):
            return start
        start += 1
    return len(text)
