from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ygs_cli.changes import digest
from ygs_cli.errors import YgsError
from ygs_cli.pack import manifest as record
from ygs_cli.pack.manifest import Entry, Manifest, Owned

_names = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
_digests = st.binary().map(digest)
_owned = st.builds(Owned, _digests, _digests) | st.builds(Owned, _digests, _digests, _names, _digests)
_sources = st.text(st.characters(codec="utf-8", exclude_characters="\0"))  # what a folder can be called
_entries = st.builds(Entry, _sources, st.text(), st.dictionaries(_names, _owned), st.lists(_names).map(tuple))
_manifests = st.builds(
    Manifest,
    st.dictionaries(_names, _entries, max_size=3),
    st.lists(_sources, unique=True).map(sorted).map(tuple),
    st.integers(0, 9),
    st.lists(_names, unique=True).map(sorted).map(tuple),
    st.text(),
)


@given(_manifests)
def test_a_manifest_comes_back_as_it_was(manifest: Manifest) -> None:
    assert record.parse(record.render(manifest), "here") == manifest


@given(st.binary() | st.recursive(st.none() | st.text() | st.integers(), lambda x: st.dictionaries(st.text(), x)))
def test_anything_else_is_an_error_that_names_the_file(content: Any) -> None:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(YgsError) as caught:
        record.parse(data, "the/file")
    assert caught.value.where == "the/file"


@pytest.mark.parametrize("path", ["../up", "/etc/passwd", "a/../../up", ".ygs/manifest.json", "", "a\0b"])
def test_a_path_that_leads_out_of_the_skills_folder_is_refused(path: str) -> None:
    sha = digest(b"")
    good = Manifest({"tea": Entry("shipped", "1", {"tea/SKILL.md": Owned(sha, sha)}, ("tea",))})
    for place in ("files", "folders", "pending", "skills"):
        data = json.loads(record.render(good))
        entry = data["skills"]["tea"]
        if place == "files":
            entry["files"] = {path: entry["files"]["tea/SKILL.md"]}
        elif place == "skills":
            data["skills"] = {path: entry}
        else:
            (entry if place == "folders" else data)[place] = [path]
        with pytest.raises(YgsError):
            record.parse(json.dumps(data).encode(), "here")


def test_a_manifest_of_a_newer_ygs_is_not_guessed_at() -> None:
    with pytest.raises(YgsError, match="version 2") as caught:
        record.parse(b'{"version": 2}', "here")
    assert "newer" in caught.value.hint
