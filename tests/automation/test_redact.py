"""Secrets are taken out of text, also when it comes in pieces."""

from __future__ import annotations

import base64
import json
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.automation.runs import ARTIFACTS, execute
from tests.driver import Ygs
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


def test_no_kind_of_token_is_in_an_artifact(ygs: Ygs) -> None:
    """Through a whole run: the prompt, both streams, events, the status, and what is printed."""
    text = "\n".join(AROUND.get(kind, "{}").format(sample) for kind, sample in SAMPLES.items()) + "\n"
    (ygs.cwd / "issue.md").write_text(text)
    words = [line for kind, line in zip(SAMPLES, text.split("\n"), strict=False) if kind != "private key"]
    status = {"status": "DONE_WITH_CONCERNS", "summary": words[0], "concerns": words, "run": "r1"}
    use = {"type": "tool_use", "id": "t", "name": "Bash", "input": {"command": text}}
    events = [
        {"type": "system", "subtype": "init", "session_id": "s"},
        {"type": "assistant", "message": {"content": [{"type": "text", "text": text}, use]}},
        {"type": "user", "message": {"content": [{"type": "tool_result", "content": text}]}},
        {"type": "result", "subtype": "success", "is_error": False, "result": text, "structured_output": status},
    ]
    steps = [("error", text), *(("event", event) for event in events)]
    ran = execute(ygs, *steps, agent="claude", options=("--run-id", "r1", "--input", "issue=@issue.md"))
    assert (ran.code, ran.status["status"]) == (0, "DONE_WITH_CONCERNS"), ran.stderr
    everything = ran.everything()
    for kind, sample in SAMPLES.items():
        assert sample not in everything and sample[-12:] not in everything, kind
    assert all(MASK in ran.text(name) for name in ARTIFACTS)


@pytest.mark.parametrize("shift", [0, 20, 40])
def test_no_half_of_a_secret_is_left_where_something_is_cut(ygs: Ygs, shift: int) -> None:
    """A call is shown up to 160 characters, a failure up to 400, standard error by its end."""
    secret = "begin-of-the-secret-in-the-middle-end-of-the-secret"
    ygs.env["KEY"] = secret
    call = {"type": "tool_use", "name": "Bash", "input": {"command": "x" * (160 - 13 - shift) + secret}}
    said = "x" * (400 - shift) + secret
    events = [
        {"type": "system", "subtype": "init", "session_id": "s"},
        {"type": "assistant", "message": {"content": [call]}},
        {"type": "result", "subtype": "success", "is_error": True, "result": said},
    ]
    steps = [*(("event", event) for event in events), ("error", secret + "y" * (300 - shift)), ("exit", 1)]
    ran = execute(ygs, *steps, agent="claude")
    assert ran.code == 70 and "[redacted]" in ran.text("stderr.log")
    assert not [half for half in ("begin-of", "in-the-middle", "of-the-secret") if half in ran.everything()]


def test_the_end_of_a_text_begins_with_no_half_of_a_secret() -> None:
    secrets = secrets_of({"KEY": "begin-" + "m" * 40 + "-end"})
    text = ("begin-" + "m" * 40 + "-end" + "z" * 150) * 1000
    shown = redact.end_of(text, 100_175, secrets)
    assert shown and "m" not in shown.replace(MASK, "")
    assert redact.end_of("short", 100, secrets) == "short"


def test_decoded_json_is_redacted_everywhere() -> None:
    secrets = secrets_of({"KEY": "hunter2-hunter2"})
    data = {"a": ["hunter2-hunter2", {"hunter2-hunter2": 1}], "n": 12345678, "t": True}
    assert redact.redacted(data, secrets) == {"a": [MASK, {MASK: 1}], "n": 12345678, "t": True}
