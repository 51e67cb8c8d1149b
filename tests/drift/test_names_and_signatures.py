"""Moved modules, names behind part of a module's name, and signatures, over real repositories."""

from __future__ import annotations

from typing import Any

from tests.drift.test_history import edit, found
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
