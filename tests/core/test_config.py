from __future__ import annotations

import pytest

from ygs_cli import config
from ygs_cli.errors import YgsError

KNOWN = frozenset({"broken-link", "task-cycle"})


def test_an_empty_file_means_the_defaults() -> None:
    assert config.parse("# nothing\n", "f", KNOWN) == config.Config()


def test_every_key_is_read() -> None:
    text = """
profile: strict
exclude: ["vendor/**"]
rules: {broken-link: off, task-cycle: error}
overrides:
  - paths: ["docs/old/**"]
    rules: {task-cycle: info}
"""
    found = config.parse(text, "f", KNOWN)
    assert found == config.Config(
        profile="strict",
        exclude=("vendor/**",),
        rules={"broken-link": "off", "task-cycle": "error"},
        overrides=(config.Override(("docs/old/**",), {"task-cycle": "info"}),),
    )


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("profil: strict\n", "unknown configuration key 'profil'", "did you mean 'profile'?"),
        ("rules: {broken-lnk: off}\n", "unknown rule 'broken-lnk'", "did you mean 'broken-link'?"),
        ("rules: {broken-link: fatal}\n", "unknown level 'fatal'", "known: error, info, off, warning"),
        ("profile: strikt\n", "unknown profile 'strikt'", "did you mean 'strict'?"),
        ("- a\n", "not a mapping", ""),
        ("exclude: vendor\n", "'exclude' is not a list of strings", ""),
        ("overrides: [{path: [a]}]\n", "an override has the keys", ""),
    ],
)
def test_mistakes_are_named_with_a_way_out(text: str, message: str, hint: str) -> None:
    with pytest.raises(YgsError) as caught:
        config.parse(text, "f", KNOWN)
    assert message in caught.value.message
    assert caught.value.hint == hint
    assert caught.value.where.startswith("f")
