"""The cache of `ygs sync`: it may only ever change the time, whatever state it is in."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.driver import Git, Ygs, snapshot
from ygs_cli.shell import cache
from ygs_cli.shell.cache import Cache

SHOP = {
    "shop/__init__.py": "def cancel(order, *, reason=''): ...\n\n\nclass Order:\n    def pay(self): ...\n",
    "docs/guide.md": "# Guide\n\nCall `Order.settle()` or `shop.cancel(why=1)`.\n\n```python\nimport shop\n```\n",
    "docs/quiet.md": "# Quiet\n\n<!-- ygs: ignore broken-link later -->\n[x](gone.md) and [y](#none)\n",
    "CHANGELOG.md": "# 1.0\n\n`shop.gone`\n",
}


def _file(ygs: Ygs) -> Path:
    return ygs.home / ".cache/ygs/files.sqlite"


def _report(ygs: Ygs, *options: str) -> tuple[str, str]:
    done = ygs("sync", "--format", "json", *options, code=1)
    return done.stdout, done.stderr


def test_a_second_run_says_the_same_from_memory(ygs: Ygs, git: Git) -> None:
    git.commit("start", SHOP)
    before = snapshot(git.root)
    cold = _report(ygs, "--no-cache")
    assert not _file(ygs).exists()
    assert _report(ygs) == cold
    written = _file(ygs).read_bytes()
    assert _report(ygs) == cold
    assert _file(ygs).read_bytes() == written
    assert snapshot(git.root) == before
    assert _file(ygs).stat().st_mode & 0o777 == 0o600


def test_an_edit_is_seen_and_a_copy_elsewhere_is_judged_by_its_place(ygs: Ygs, git: Git) -> None:
    git.commit("start", SHOP)
    _report(ygs)
    git.write({"docs/guide.md": "# Guide\n\n`Order.refund()`\n", "docs/log.md": SHOP["CHANGELOG.md"]})
    assert _report(ygs) == _report(ygs, "--no-cache")
    assert "Order.refund" in _report(ygs)[0]


@pytest.mark.parametrize("data", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_broken_file_is_replaced(ygs: Ygs, git: Git, data: bytes) -> None:
    git.commit("start", SHOP)
    cold = _report(ygs)
    _file(ygs).write_bytes(data)
    assert _report(ygs) == cold
    assert _report(ygs) == cold
    assert _file(ygs).read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize("value", ["", "{", "[]", "[1, 2, 3, 4, 5, 6]", '[[["x"]], [], [], "", [], []]', "null"])
def test_entries_that_are_no_answers_are_read_anew(ygs: Ygs, git: Git, value: str) -> None:
    import sqlite3

    git.commit("start", SHOP)
    cold = _report(ygs)
    with sqlite3.connect(_file(ygs)) as connection:
        assert connection.execute("UPDATE entries SET value = ?", (value,)).rowcount >= 4
    connection.close()
    assert _report(ygs) == cold


def test_a_cut_file_and_a_locked_one_are_done_without(ygs: Ygs, git: Git) -> None:
    import sqlite3

    git.commit("start", SHOP)
    cold = _report(ygs)
    connection = sqlite3.connect(_file(ygs))
    connection.execute("BEGIN EXCLUSIVE")
    assert _report(ygs) == cold
    connection.close()
    os.truncate(_file(ygs), _file(ygs).stat().st_size // 2)
    assert _report(ygs) == cold


def test_a_place_that_cannot_be_a_cache_is_done_without(ygs: Ygs, git: Git) -> None:
    git.commit("start", SHOP)
    cold = _report(ygs, "--no-cache")
    (ygs.home / ".cache").write_text("a file where a folder should be")
    assert _report(ygs) == cold


def test_runs_at_the_same_time_do_not_disturb_each_other(ygs: Ygs, git: Git) -> None:
    git.commit("start", SHOP)
    cold = _report(ygs, "--no-cache")
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: _report(ygs), range(8))) == {cold}


def test_a_run_that_is_killed_changes_no_later_result(ygs: Ygs, git: Git) -> None:
    git.commit("start", SHOP)
    started = time.monotonic()
    cold = _report(ygs, "--no-cache")
    took = time.monotonic() - started
    for share in (0.5, 0.8, 0.95):  # the cache is written at the end
        command = [sys.executable, "-m", "ygs_cli", "sync"]
        with subprocess.Popen(
            command, cwd=ygs.cwd, env=ygs.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(took * share)
            process.kill()
        assert _report(ygs) == cold


def test_the_oldest_entries_go_when_there_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_BYTES", 100_000)
    file = tmp_path / "cache/files.sqlite"
    for number in range(40):
        kept = Cache(file)
        kept.put(bytes([number]), "x" * 10_000)
        kept.save()
    assert file.stat().st_size < 300_000
    assert Cache(file).get(bytes([0])) is None
    assert Cache(file).get(bytes([39])) is not None


def test_another_version_of_a_program_asks_anew(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    first = cache.version([tmp_path / "a.py"])
    assert cache.version([tmp_path / "a.py"]) == first
    (tmp_path / "a.py").write_text("2")
    assert cache.version([tmp_path / "a.py"]) != first
