"""History as evidence, over real repositories: what resolved when its line was written and does not now."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.driver import Git, Ygs

LONG = "\n".join(f"    step_{n} = amount * {n} + offset\n    total += step_{n}" for n in range(6))
SHOP = {
    "shop/__init__.py": "from shop.orders import Order, cancel_order\n",
    "shop/orders.py": (
        "class Order:\n    def pay_now(self, amount, unit='EUR'):\n        return amount\n\n\n"
        f"def cancel_order(amount, offset):\n    total = 0\n{LONG}\n    return total\n"
    ),
    "docs/guide.md": (
        "# Guide\n\nCall `shop.cancel_order()`.\n\n"
        "Then `order.pay_now(amount=3, unit='EUR')`, or `cancel_order`.\n\n"
        "See [orders](orders.md#paying-late) and `shop/orders.py`.\n\n"
        "```python\nfrom shop import Order, cancel_order\n\n"
        "order = Order()\norder.pay_now(amount=3)\ncancel_order(1, 2)\n```\n"
    ),
    "docs/orders.md": "# Orders\n\n## Paying late\n\nPay within thirty days of the order, or else.\n",
}


def found(ygs: Ygs, *arguments: str, code: int = 1) -> list[dict[str, Any]]:
    return json.loads(ygs("sync", "--format", "json", *arguments, code=code).stdout)["findings"]  # type: ignore[no-any-return]


def lines(findings: list[dict[str, Any]]) -> list[str]:
    return [f"{f['location']['path']}:{f['location']['line']} {f['rule']}" for f in findings]


@pytest.fixture
def shop(git: Git) -> Git:
    git.commit("start", SHOP)
    return git


def edit(git: Git, path: str, old: str, new: str) -> None:
    file = git.root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def rename_function(git: Git) -> None:
    edit(git, "shop/orders.py", "cancel_order", "revoke_order")
    edit(git, "shop/__init__.py", "cancel_order", "revoke_order")


@pytest.mark.parametrize("committed", [True, False])
def test_a_renamed_function_is_named_and_mended(ygs: Ygs, shop: Git, committed: bool) -> None:
    rename_function(shop)
    if committed:
        shop.commit("Rename cancel to revoke")
    findings = found(ygs)
    assert lines(findings) == [f"docs/guide.md:{n} unknown-symbol" for n in (3, 5, 10, 14)]
    assert findings[0]["fix"]["edits"][0]["new"] == "shop.revoke_order"
    assert findings[0]["confidence"] == "high"
    notes = " ".join(item["message"] for item in findings[0]["related"])
    assert "start" in notes
    assert ("Rename cancel to revoke" in notes) == committed
    before = (shop.root / "docs/guide.md").read_bytes()
    done = ygs("sync", "--fix")
    assert "4 edits made in 1 file" in done.stderr
    assert (shop.root / "docs/guide.md").read_bytes() == before.replace(b"cancel_order", b"revoke_order")


def test_a_moved_file_and_a_reworded_heading_are_followed(ygs: Ygs, shop: Git) -> None:
    (shop.root / "docs/orders.md").rename(shop.root / "docs/late-orders.md")
    shop.commit("Move the page")
    edit(shop, "docs/late-orders.md", "## Paying late", "## Late payment")
    shop.commit("Reword")
    assert lines(found(ygs)) == ["docs/guide.md:7 broken-link"]
    ygs("sync", "--fix", code=1)
    assert "[orders](late-orders.md#paying-late)" in (shop.root / "docs/guide.md").read_text()


def test_a_reworded_heading_gives_the_new_anchor(ygs: Ygs, shop: Git) -> None:
    edit(shop, "docs/orders.md", "## Paying late", "## Late payment")
    shop.commit("Reword")
    (finding,) = found(ygs)
    assert finding["fix"]["edits"][0]["new"] == "#late-payment"


def test_a_deleted_function_names_the_commit_and_offers_no_edit(ygs: Ygs, shop: Git) -> None:
    start = shop.root / "shop/orders.py"
    start.write_text(start.read_text().partition("\n\n\ndef")[0] + "\n")
    edit(shop, "shop/__init__.py", ", cancel_order", "")
    shop.commit("Drop cancellation")
    findings = found(ygs)
    assert [f["location"]["line"] for f in findings] == [3, 5, 10, 14]
    assert all(f["fix"] is None for f in findings)
    assert "gone since" in findings[0]["related"][1]["message"]
    assert "Drop cancellation" in findings[0]["related"][1]["message"]


def test_a_renamed_parameter_is_found_in_calls(ygs: Ygs, shop: Git) -> None:
    edit(shop, "shop/orders.py", "self, amount, unit='EUR'", "self, amount, currency='EUR'")
    shop.commit("Say currency")
    findings = found(ygs)
    assert lines(findings) == ["docs/guide.md:5 unknown-parameter"]
    assert findings[0]["fix"]["edits"][0]["new"] == "currency"


@pytest.mark.parametrize("control", ["comment", "layout", "undocumented", "with its links"])
def test_changes_that_make_no_document_wrong_raise_nothing(ygs: Ygs, shop: Git, control: str) -> None:
    if control == "comment":
        edit(shop, "shop/orders.py", "    total = 0\n", "    # the sum\n    total = 0\n")
    elif control == "layout":
        edit(
            shop, "shop/orders.py", "self, amount, unit='EUR'", "self,\n        amount,\n        unit='EUR',\n    "
        )
    elif control == "undocumented":
        edit(shop, "shop/orders.py", "step_3", "part_3")
    else:
        (shop.root / "docs/orders.md").rename(shop.root / "docs/late.md")
        edit(shop, "docs/guide.md", "orders.md#", "late.md#")
    shop.commit(control)
    assert found(ygs, code=0) == []


def test_a_name_that_never_was_ours_stays_silent(ygs: Ygs, shop: Git) -> None:
    shop.commit("docs", {"docs/other.md": "Use `their_helper`, `Their.method` and `shop.orders.imagined`.\n"})
    assert found(ygs, code=0) == []


def test_since_filters_the_report_and_needs_a_revision(ygs: Ygs, shop: Git) -> None:
    rename_function(shop)
    shop.commit("Rename")
    assert len(found(ygs, "--since", "HEAD~1")) == 4
    assert found(ygs, "--since", "HEAD", code=0) == []
    assert "no such revision" in ygs("sync", "--since", "nowhere", code=2).stderr
    assert "no such revision" in ygs("sync", "--since=--output=x", code=2).stderr


def test_a_shallow_clone_lowers_the_confidence_and_says_so(ygs: Ygs, shop: Git) -> None:
    rename_function(shop)
    shop.commit("Rename")
    copy = shop.root.parent / "shallow copy"
    shop("clone", "-q", "--depth", "2", f"file://{shop.root}", str(copy))
    done = ygs("sync", copy, "--format", "json", code=1)
    assert "cut off" in done.stderr
    assert {f["confidence"] for f in json.loads(done.stdout)["findings"]} == {"medium"}


def test_fix_keeps_mode_line_endings_mark_and_missing_final_newline(ygs: Ygs, shop: Git) -> None:
    page = shop.root / "docs/win.md"
    page.write_bytes(b"\xef\xbb\xbf`shop.cancel_order` \xc3\xa9\r\n\r\nsee `cancel_order`")
    page.chmod(0o640)
    shop.commit("page")
    rename_function(shop)
    shop.commit("Rename")
    ygs("sync", "--fix")
    assert page.read_bytes() == b"\xef\xbb\xbf`shop.revoke_order` \xc3\xa9\r\n\r\nsee `revoke_order`"
    assert page.stat().st_mode & 0o777 == 0o640


def test_a_document_under_two_names_is_judged_and_written_once(ygs: Ygs, shop: Git) -> None:
    (shop.root / "GUIDE.md").symlink_to("docs/guide.md")
    shop.commit("link")
    rename_function(shop)
    shop.commit("Rename")
    assert {f["location"]["path"] for f in found(ygs)} == {"docs/guide.md"}
    ygs("sync", "--fix")
    assert (shop.root / "GUIDE.md").is_symlink()
    assert "cancel_order" not in (shop.root / "docs/guide.md").read_text()


def test_diff_and_dry_run_print_a_patch_that_applies_and_write_nothing(ygs: Ygs, shop: Git) -> None:
    rename_function(shop)
    shop.commit("Rename")
    before = (shop.root / "docs/guide.md").read_bytes()
    patch = ygs("sync", "--diff", code=1).stdout
    assert ygs("sync", "--fix", "--dry-run", code=1).stdout == patch
    assert (shop.root / "docs/guide.md").read_bytes() == before
    (shop.root.parent / "p.patch").write_text(patch)
    shop("apply", str(shop.root.parent / "p.patch"))
    ygs("sync")


def test_accept_records_the_reason_and_a_stale_entry_is_a_finding(ygs: Ygs, shop: Git) -> None:
    rename_function(shop)
    shop.commit("Rename")
    first = found(ygs)[0]["fingerprint"]
    assert "needs a reason" in ygs("sync", "--accept", first, code=2).stderr
    assert "0 findings" in ygs("sync", "--accept", "ffffff", "--reason", "x", code=2).stderr
    ygs("sync", "--accept", first[:8], "--reason", "tells of version 1")
    assert first not in {f["fingerprint"] for f in found(ygs)}
    (entry,) = json.loads((shop.root / ".ygs/baseline.json").read_text())["entries"]
    assert (entry["fingerprint"], entry["reason"]) == (first, "tells of version 1")
    ygs("sync", "--update-baseline")
    assert found(ygs, code=0) == []
    edit(shop, "docs/guide.md", "`shop.cancel_order()`", "nothing")
    assert lines(found(ygs)) == [".ygs/baseline.json:0 stale-baseline"]
    ygs("sync", "--update-baseline")
    ygs("sync")


def test_a_broken_baseline_is_one_clear_error(ygs: Ygs, shop: Git) -> None:
    for text in ("{", "[]", '{"version": 9, "entries": []}', "[" * 100_000, "\udcff"):
        shop.root.joinpath(".ygs").mkdir(exist_ok=True)
        (shop.root / ".ygs/baseline.json").write_bytes(text.encode("utf-8", "surrogateescape"))
        assert ".ygs/baseline.json" in ygs("sync", code=2).stderr


def test_a_project_below_the_top_level_and_a_detached_head(ygs: Ygs, git: Git) -> None:
    git.commit("start", {f"part/{path}": text for path, text in SHOP.items()} | {"part/.ygs/config.yml": ""})
    edit(git, "part/shop/orders.py", "cancel_order", "revoke_order")
    edit(git, "part/shop/__init__.py", "cancel_order", "revoke_order")
    git.commit("Rename")
    git("checkout", "-q", "--detach")
    assert [f["location"]["line"] for f in found(ygs, "part")] == [3, 5, 10, 14]


def test_an_edit_in_a_heading_takes_the_links_to_it_along(ygs: Ygs, git: Git) -> None:
    body = "Set it to the seconds that a call may take, or leave it out for ever.\n"
    git.commit(
        "start",
        {
            "shop/__init__.py": "from shop.orders import cancel_order\n",
            "shop/orders.py": SHOP["shop/orders.py"],
            "docs/orders.md": f"# Orders\n\nSee [it](#cancel_order).\n\n## `cancel_order`\n\n{body}",
        },
    )
    for path in ("shop/__init__.py", "shop/orders.py"):
        edit(git, path, "cancel_order", "withdraw_order")
    assert found(ygs, "--fix", code=0) == []
    text = (git.root / "docs/orders.md").read_text()
    assert "[it](#withdraw_order)" in text and "## `withdraw_order`" in text


def many_commits(git: Git) -> None:
    """One hundred and one commits that add a file and take it away."""
    trees = [git("rev-parse", "HEAD^{tree}").strip()]
    parent = git.commit("add", {"n.txt": "n\n"})
    trees.append(git("rev-parse", "HEAD^{tree}").strip())
    for number in range(100):
        parent = git("commit-tree", trees[number % 2], "-p", parent, "-m", "change").strip()
    git("reset", "-q", "--hard", parent)


COMMANDS = (
    "# Work\n\nRead `notes.txt`.\n\n```shell\n$ scripts/lint\nsrc/shop/a.py: fine\n```\n\n`scripts/lint.py`\n"
)


def test_a_script_in_a_command_and_a_bare_file_name_are_held_against_recent_losses(ygs: Ygs, git: Git) -> None:
    files = {
        "README.md": COMMANDS,
        "tools/notes.txt": "x\n",
        "src/shop/a.py": "A = 1\n",
        "scripts/lint.py": "B = 1\n",
    }
    git.commit("start", {**files, "scripts/lint": "#!/bin/sh\nruff check\n"})
    git("mv", "scripts/lint", "scripts/check")
    git("rm", "-q", "tools/notes.txt", "src/shop/a.py", "scripts/lint.py")
    git.commit("tidy")
    assert lines(found(ygs)) == [f"README.md:{n} broken-path" for n in (3, 6, 7, 10)]
    many_commits(git)
    assert lines(found(ygs)) == ["README.md:10 broken-path"]


def test_a_heading_of_a_page_with_components_is_followed(ygs: Ygs, git: Git) -> None:
    body = "Set it to the seconds that a call may take, or leave it out for ever.\n"
    page = f"<Video src='a' />\n\n::: tip\nGood.\n:::\n\n## Time limits\n\n{body}"
    git.commit("start", {"docs/a.md": page, "docs/b.md": "[x](a.md#time-limits) [y](a.md#of-the-component)\n"})
    edit(git, "docs/a.md", "Time limits", "Deadlines")
    assert lines(found(ygs)) == ["docs/b.md:1 broken-anchor"]
