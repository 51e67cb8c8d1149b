"""`ygs sync` as a user runs it: real folders, real git, real processes."""

from __future__ import annotations

import json
from pathlib import Path

from tests.driver import Git, Ygs, snapshot

SHOP = {
    "shop/__init__.py": "from shop.orders import Order, cancel\n",
    "shop/orders.py": "class Order:\n    def pay(self): ...\n\n\ndef cancel(): ...\n",
    "docs/guide.md": "# Guide\n\nCall `shop.cancel()`, see [orders](orders.md#paying).\n",
    "docs/orders.md": "# Orders\n\n## Paying\n\nIn `shop/orders.py`.\n",
}


def test_an_agreeing_project_is_clean(ygs: Ygs, git: Git) -> None:
    git.commit("start", SHOP)
    done = ygs("sync")
    assert done.stdout == ""
    assert "no findings" in done.stderr


def test_text_shows_the_line_and_marks_the_token(ygs: Ygs, git: Git) -> None:
    git.commit("start", SHOP)
    git.write({"docs/bad.md": "# Bad\n\nThen call `Order.settle()`.\n"})
    done = ygs("sync", code=1)
    assert "docs/bad.md:3:12: error[unknown-symbol]" in done.stdout
    line, caret = (text.partition("|")[2] for text in done.stdout.splitlines()[1:3])
    assert line[caret.index("^") : caret.rindex("^") + 1] == "Order.settle"


def test_the_working_tree_counts_tracked_or_not(ygs: Ygs, git: Git) -> None:
    git.commit("start", SHOP)
    git.write({"docs/new.md": "[x](later.md)\n"})
    assert "docs/new.md:1:5" in ygs("sync", code=1).stdout
    git.write({"docs/later.md": "# Later\n"})
    ygs("sync")
    (git.root / "docs/orders.md").unlink()
    assert "docs/guide.md:3:36" in ygs("sync", code=1).stdout


def test_json_is_versioned_and_carries_the_span(ygs: Ygs, git: Git) -> None:
    git.commit("start", SHOP | {"README.md": "[x](docs/gone.md)\n"})
    data = json.loads(ygs("sync", "--format", "json", code=1).stdout)
    assert (data["version"], data["command"]) == (1, "sync")
    (finding,) = data["findings"]
    assert finding["rule"] == "broken-link"
    assert finding["location"] == {"path": "README.md", "line": 1, "column": 5, "end_column": 17}
    assert data["stats"]["documents"] == 3


def test_paths_choose_what_is_reported_not_what_is_read(ygs: Ygs, git: Git) -> None:
    git.commit("start", SHOP | {"README.md": "[x](docs/gone.md)\n"})
    ygs("sync", "docs")
    ygs("sync", "README.md", code=1)
    ygs("sync", git.root, code=1)
    assert "no such file" in ygs("sync", "nowhere", code=2).stderr


def test_ignored_targets_are_generated_and_stay_silent(ygs: Ygs, git: Git) -> None:
    git.commit("start", SHOP | {".gitignore": "docs/api/\n", "README.md": "[x](docs/api/index.md)\n"})
    done = ygs("sync")
    assert "1 git-ignored" in done.stderr


def test_outside_git_the_folder_is_scanned_and_it_says_so(ygs: Ygs, project: Path) -> None:
    (project / "README.md").write_text("[x](gone.md)\n")
    done = ygs("sync", code=1)
    assert "README.md:1:5" in done.stdout
    assert "not a git repository" in done.stderr


def test_an_ignore_needs_a_reason_and_a_finding(ygs: Ygs, git: Git) -> None:
    git.commit("start", {"a.md": "[x](gone.md) <!-- ygs: ignore broken-link made by the build -->\n"})
    ygs("sync")
    git.write({"a.md": "[x](a.md) <!-- ygs: ignore broken-link made by the build -->\n"})
    assert "unused-ignore" in ygs("sync", code=1).stdout


def test_a_repository_before_its_first_commit(ygs: Ygs, git: Git) -> None:
    git.write({"README.md": "[x](gone.md)\n"})
    done = ygs("sync", code=1)
    assert "README.md:1:5: error[broken-link]" in done.stdout
    assert "nothing is committed yet" in done.stderr


def test_bad_input_gives_a_report_and_never_a_traceback(ygs: Ygs, git: Git) -> None:
    git.write(
        {"docs/ok.md": "# Ok\n", "broken.py": "class (:\n  def\n\t\x00", "empty.md": "", "deep.md": "> " * 5000}
    )
    (git.root / "binary.md").write_bytes(bytes(range(256)) * 10)
    (git.root / "latin.md").write_bytes("caf\xe9 `x`\r\n[y](gone.md)\r\n".encode("latin-1"))
    (git.root / "caf\xe9 \u540d.md").write_text("\ufeff# T\n[x](\u540d.md)\n", encoding="utf-8")
    (git.root / "loop.md").symlink_to("loop.md")
    (git.root / "out.md").symlink_to("/etc/hosts")
    before = snapshot(git.root)
    done = ygs("sync", code=1)
    assert "latin.md:2:5" in done.stdout
    assert snapshot(git.root) == before


def test_help_shows_three_examples(ygs: Ygs) -> None:
    assert ygs("sync", "--help").stdout.count("  ygs sync") >= 3
