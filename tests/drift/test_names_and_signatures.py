"""Moved modules, names behind part of a module's name, and signatures, over real repositories."""

from __future__ import annotations

from typing import Any

import pytest

from tests.drift.test_history import edit, found, lines
from tests.driver import Git, Ygs

PROJECT = {
    "shop/__init__.py": "",
    "shop/cart.py": "class Cart:\n    def add(self, item, count=1):\n        self.items[item] = count\n",
    "shop/tax/__init__.py": "",
    "shop/tax/util.py": "def helper(a):\n    return a\n\n\ndef other(a):\n    return a + 1\n",
}


def proposed(findings: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [
        (f["location"]["line"], f["fix"]["edits"][0]["new"]) for f in findings if f["fix"] and f["fix"]["safe"]
    ]


def test_a_moved_module_gives_its_new_name_at_every_place(ygs: Ygs, git: Git) -> None:
    page = (
        "`shop.cart.Cart` and `shop.tax.util`.\n\n"
        "```python\nfrom shop.tax.util import helper, other\nimport shop.cart\n\n"
        "helper(other(1))\nshop.cart.Cart()\n```\n"
    )
    git.commit("start", PROJECT | {"README.md": page})
    git("mv", "shop/cart.py", "shop/basket.py")
    git("mv", "shop/tax/util.py", "shop/tax/tools.py")
    git.commit("Move modules")
    wanted = [(1, "shop.basket.Cart"), (1, "shop.tax.tools"), (4, "shop.tax.tools"), (5, "shop.basket")]
    assert proposed(found(ygs)) == [*wanted, (8, "basket")]
    ygs("sync", "--fix")
    assert (git.root / "README.md").read_text() == page.replace("cart", "basket").replace("util", "tools")


def test_a_package_that_still_offers_a_moved_class_makes_no_document_wrong(ygs: Ygs, git: Git) -> None:
    start = {"shop/__init__.py": "from shop.cart import Cart\n", "README.md": "Use `shop.Cart`.\n"}
    git.commit("start", PROJECT | start)
    git("mv", "shop/cart.py", "shop/basket.py")
    edit(git, "shop/__init__.py", "shop.cart", "shop.basket")
    git.commit("Move")
    assert found(ygs, code=0) == []


NET = (
    "class Client:\n    def __init__(self, base_url, timeout=5.0): ...\n\n\n"
    "def connect(host, port=80, *, retries=3, secure=False): ...\n\n\n"
    "def other(port, timeout, host): ...\n"
)
CALLS = (
    "# Net\n\nCall `connect(host, port=80)`.\n\nOr `Client(base_url, timeout=5.0)`.\n\n"
    "All: `connect(host, port=80, *, secure=False, retries=3)`.\n\nE.g. `connect(port=80)`.\n"
)
CONNECT = "connect(host, port=80, *, retries=3, secure=False)"


@pytest.mark.parametrize(
    ("new", "wanted", "edits"),
    [
        pytest.param(
            CONNECT.replace("port", "tcp_port"),
            [f"README.md:{n} unknown-parameter" for n in (3, 7, 9)],
            [(3, "tcp_port"), (7, "tcp_port"), (9, "tcp_port")],
            id="renamed",
        ),
        pytest.param(
            CONNECT.replace(", secure=False", ""),
            ["README.md:7 unknown-parameter"],
            [],
            id="removed, keyword only",
        ),
        pytest.param(
            CONNECT.replace("80", "443"),
            [f"README.md:{n} changed-signature" for n in (3, 7, 9)],
            [(3, "443"), (7, "443"), (9, "443")],
            id="default",
        ),
        pytest.param(
            "connect(port=80, host=None, *, retries=3, secure=False)",
            [f"README.md:{n} changed-signature" for n in (3, 7)],
            [],
            id="reordered",
        ),
        pytest.param(
            "connect(host, token, port=80, *, retries=3, secure=False)",
            [f"README.md:{n} changed-signature" for n in (3, 7)],
            [],
            id="required parameter added",
        ),
        pytest.param("connect(host, port=80, *, secure = False, retries=3, more=1)", [], [], id="control"),
    ],
)
def test_a_signature_in_inline_code_follows_the_code(
    ygs: Ygs, git: Git, new: str, wanted: list[str], edits: list[tuple[int, str]]
) -> None:
    git.commit("start", {"net.py": NET, "README.md": CALLS})
    edit(git, "net.py", CONNECT, new)
    git.commit("Change connect")
    findings = found(ygs, code=1 if wanted else 0)
    assert set(wanted) == set(lines(findings))
    assert proposed(findings) == edits


def test_a_removed_parameter_is_found_while_another_function_has_it(ygs: Ygs, git: Git) -> None:
    git.commit("start", {"net.py": NET, "README.md": CALLS})
    edit(git, "net.py", "base_url, timeout=5.0", "base_url")
    git.commit("Drop the timeout")
    assert lines(found(ygs)) == ["README.md:5 unknown-parameter"]


def test_a_name_behind_the_end_of_a_module_name_is_followed(ygs: Ygs, git: Git) -> None:
    page = "Call `price.add_tax`, never `price.round`.\n"
    code = "def add_tax(price, rate=0.2):\n    return price * (1 + rate)\n"
    git.commit("start", PROJECT | {"shop/price.py": code, "README.md": page})
    edit(git, "shop/price.py", "add_tax", "with_vat")
    git.commit("Rename")
    assert proposed(found(ygs)) == [(1, "price.with_vat")]
