"""Secrets are taken out of text, also when it comes in pieces."""

from __future__ import annotations

import base64
import json
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ygs_cli.automation import redact
from ygs_cli.automation.redact import MASK, Stream, secrets_of

KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n" + "Qk1C" * 300 + "\n-----END RSA PRIVATE KEY-----"
SAMPLES = {
    "GitHub token": "ghs_" + "a1" * 18,
    "GitHub fine-grained token": "github_pat_" + "11AB" * 20,
    "GitLab token": "glpat-" + "x" * 20,
    "Atlassian or Bitbucket token": "ATATT3" + "xFfGF0" * 8,
    "Anthropic key": "sk-ant-api03-" + "ab_-" * 20,
    "OpenAI key": "sk-proj-" + "aB3" * 20,
    "Google API key": "AIza" + "b" * 35,
    "Google OAuth token": "ya29." + "a0Af" * 20,
    "AWS access key id": "AKIA" + "ABCD" * 4,
    "Slack token": "xoxb-" + "1234-" * 6,
    "Slack webhook": "hooks.slack.com/services/T000/B000/" + "x" * 24,
    "npm token": "npm_" + "a" * 36,
    "PyPI token": "pypi-" + "AgEI" * 20,
    "Stripe key": "sk_live_" + "4e" * 12,
    "SendGrid key": "SG." + "a" * 22 + "." + "b" * 43,
    "Hugging Face token": "hf_" + "a" * 34,
    "DigitalOcean token": "dop_v1_" + "ab" * 32,
    "JSON Web Token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "dBjf-_" * 7,
    "password in a URL": "ada:tiger99",
    "Authorization header": "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    "private key": KEY,
}
AROUND = {"password in a URL": "https://{}@example.org/x", "Authorization header": "Authorization: Basic {}"}


def test_every_kind_of_token_has_a_sample() -> None:
    assert set(SAMPLES) == set(redact.TOKENS)


def in_pieces(stream: Stream, text: str, sizes: list[int]) -> str:
    """What a stream gives of a text that comes in pieces of these sizes, over and over."""
    shown, place, number = "", 0, 0
    while place < len(text):
        size = sizes[number % len(sizes)]
        shown += stream.feed(text[place : place + size])
        place, number = place + size, number + 1
    return shown + stream.close()


@pytest.mark.parametrize("kind", list(SAMPLES))
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_known_tokens(kind: str, size: int) -> None:
    text = f"before {AROUND.get(kind, '{}').format(SAMPLES[kind])} after\n"
    shown = in_pieces(Stream(secrets_of({})), text, [size])
    assert SAMPLES[kind] not in shown and SAMPLES[kind][-8:] not in shown
    assert shown.startswith("before ") and shown.endswith("after\n") and MASK in shown


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org:8080/a@b",
        "git@github.com:org/repo.git",
        "the task-ant is done, sk-learn too",
        "sha256:" + "ab" * 32,
        "0123456789abcdef0123456789abcdef01234567",
        "mailto: ada@example.org at 12:30",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact.redact(text, secrets_of({"HOME": "/home/ada", "SHORT": "1234567"})) == text


def test_only_plain_names_are_left_alone() -> None:
    secrets = secrets_of({"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8.x", "DB": "/var/lib/db"})
    assert redact.redact("/usr/bin:/bin C.UTF-8.x /var/lib/db", secrets) == f"/usr/bin:/bin C.UTF-8.x {MASK}"


VALUE = st.text(st.characters(exclude_categories=["Cs"]), min_size=8, max_size=40).filter(
    lambda value: len(value.strip()) >= 8 and MASK not in value
)


def forms(value: str) -> list[str]:
    data = value.encode()
    return [
        value,
        json.dumps(value)[1:-1],
        quote(value, safe=""),
        quote(value),
        quote_plus(value),
        base64.b64encode(data).decode(),
        base64.b64encode(b"u:" + data).decode(),
        base64.urlsafe_b64encode(b"x" + data + b"yz").decode(),
        data.hex(),
    ]


SIZES = st.lists(st.integers(1, 40), min_size=1, max_size=6)


@given(VALUE, SIZES, st.text("ab \n", max_size=9), st.integers(0, 8))
@settings(max_examples=150)
def test_a_secret_in_pieces(value: str, sizes: list[int], around: str, number: int) -> None:
    form = forms(value)[number]
    shown = in_pieces(Stream(secrets_of({"KEY": value})), f"{around}{form}{around}{form}{around}", sizes)
    assert form not in shown


@given(st.lists(st.text(max_size=30), max_size=10))
@settings(max_examples=200)
def test_without_a_secret_nothing_is_lost_or_added(pieces: list[str]) -> None:
    stream = Stream(secrets_of({}))
    shown = "".join(stream.feed(piece) for piece in pieces) + stream.close()
    assert shown == "".join(pieces)


def test_a_whole_line_is_not_held_back() -> None:
    stream = Stream(secrets_of({"KEY": "pass word with spaces"}))
    assert stream.feed("one line\n") == "one line\n"
    assert stream.feed("and a word") == "and a "


def test_a_line_without_end_is_read_in_linear_time() -> None:
    stream = Stream(secrets_of({f"V{number}": f"value-{number}-secret" for number in range(60)}))
    begin = time.monotonic()
    size = sum(len(stream.feed("x" * 65_536)) for _ in range(100))
    assert size > 6_000_000
    assert time.monotonic() - begin < 20


def test_decoded_json_is_redacted_everywhere() -> None:
    secrets = secrets_of({"KEY": "hunter2-hunter2"})
    data = {"a": ["hunter2-hunter2", {"hunter2-hunter2": 1}], "n": 12345678, "t": True}
    assert redact.redacted(data, secrets) == {"a": [MASK, {MASK: 1}], "n": 12345678, "t": True}
