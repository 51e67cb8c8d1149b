from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ygs_cli.pack.merge import merge

BASE = b"a\nb\nc\nd\ne\nf\n"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (b"a\nB\nc\nd\ne\nf\n", b"a\nb\nc\nd\nE\nf\n", b"a\nB\nc\nd\nE\nf\n"),
        (b"0\na\nb\nc\nd\ne\nf\n", b"a\nb\nc\nd\ne\nf\n6\n", b"0\na\nb\nc\nd\ne\nf\n6\n"),
        (b"c\nd\ne\nf\n", b"a\nb\nc\nd\n", b"c\nd\n"),
        (b"a\nB\nc\nd\ne\nf\n", b"a\nB\nc\nd\nE\nf\n", b"a\nB\nc\nd\nE\nf\n"),  # one edit made on both sides
        (b"a\nB\nc\nd\ne\nf\n", b"a\nX\nc\nd\ne\nf\n", None),
        (b"a\nB\nc\nd\ne\nf\n", b"a\nb\nC\nd\ne\nf\n", None),  # adjacent: a person decides
        (b"a\nb\nc\nd\ne\nf", b"A\nb\nc\nd\ne\nf\n", b"A\nb\nc\nd\ne\nf"),  # no newline at the end
        (b"\xff\nb\nc\nd\ne\nf\n", b"a\nb\nc\nd\nE\nf\n", None),
        (b"a\0\nb\nc\nd\ne\nf\n", b"a\nb\nc\nd\nE\nf\n", None),
        (b"a\r\nB\nc\nd\ne\nf\n", b"a\nb\nc\nd\nE\nf\n", b"a\r\nB\nc\nd\nE\nf\n"),
    ],
)
def test_merge(mine: bytes, theirs: bytes, merged: bytes | None) -> None:
    assert merge(BASE, mine, theirs) == merged
    assert merge(BASE, theirs, mine) == merged


_texts = st.lists(st.sampled_from("abcd"), max_size=12).map(
    lambda lines: "".join(f"{x}\n" for x in lines).encode()
)


@given(_texts, _texts)
def test_one_side_alone_wins_and_equal_edits_are_one(base: bytes, mine: bytes) -> None:
    assert merge(base, mine, base) == mine
    assert merge(base, base, mine) == mine
    assert merge(base, mine, mine) == mine


@given(_texts, _texts, _texts)
def test_no_line_that_one_side_added_is_lost(base: bytes, mine: bytes, theirs: bytes) -> None:
    marked = [(b"mine %d\n" % number) for number, _ in enumerate(mine.splitlines())]
    merged = merge(base, mine + b"".join(marked), theirs)
    assert merged is None or all(line in merged.splitlines(keepends=True) for line in marked)


def test_where_git_merges_without_a_conflict_the_result_is_the_same(tmp_path: Path) -> None:
    """git merge-file as an oracle, on edits that are far apart."""
    base = "".join(f"line {number}\n" for number in range(40))
    mine = base.replace("line 3\n", "").replace("line 20\n", "mine\nmine\n")
    theirs = base.replace("line 10\n", "theirs\n").replace("line 30\n", "") + "end\n"
    for name, text in (("base", base), ("mine", mine), ("theirs", theirs)):
        (tmp_path / name).write_text(text)
    done = subprocess.run(["git", "merge-file", "-p", "mine", "base", "theirs"], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0
    assert merge(base.encode(), mine.encode(), theirs.encode()) == done.stdout
