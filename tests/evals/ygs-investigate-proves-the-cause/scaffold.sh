#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
cat > shop/basket.py <<'END_OF_FILE'
class Basket:
    """What one customer is about to buy."""

    def __init__(self, owner: str, lines: list[tuple[str, int]] = []):
        self.owner = owner
        self.lines = lines

    def add(self, name: str, cents: int) -> None:
        self.lines.append((name, cents))

    def total(self) -> int:
        return sum(cents for _, cents in self.lines)
END_OF_FILE
cat > shop/checkout.py <<'END_OF_FILE'
from shop.basket import Basket


def quote(owner: str, wanted: list[tuple[str, int]]) -> int:
    """The total of a new basket, in cents."""
    basket = Basket(owner)
    for name, cents in wanted:
        basket.add(name, cents)
    return basket.total()
END_OF_FILE
cat > tests/test_basket.py <<'END_OF_FILE'
import unittest

from shop.checkout import quote


class Quote(unittest.TestCase):
    def test_one_customer(self) -> None:
        self.assertEqual(quote("ada", [("tea", 300), ("cup", 900)]), 1200)
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
