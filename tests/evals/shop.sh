#!/bin/sh
# Writes the program that the cases are about into the current folder: a shop with a catalogue, a cart, orders in
# SQLite, a command line and tests. A case's scaffold.sh runs this first and then adds what it is about.
set -eu
mkdir -p shop tests
: > shop/__init__.py
: > tests/__init__.py
printf 'shop.db\n__pycache__/\n' > .gitignore
printf 'tea 300\ncup 900\nkettle 4500\n' > articles.txt
cat > README.md <<'END_OF_FILE'
# Shop

    python3 -m shop total tea=2 cup=1
    python3 -m shop order ada tea=2
    python3 -m shop orders ada
    python3 -m unittest discover tests -t .

Articles stand in `articles.txt`, prices in cents. Orders are kept in `shop.db`.
END_OF_FILE
cat > shop/cart.py <<'END_OF_FILE'
def total(items: list[tuple[int, int]]) -> int:
    """Sum of price times quantity, in cents."""
    return sum(price * quantity for price, quantity in items)
END_OF_FILE
cat > shop/catalogue.py <<'END_OF_FILE'
from pathlib import Path


def load(path: Path) -> dict[str, int]:
    """Price in cents by article; the file has one `name price` a line."""
    prices: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name, _, price = line.partition(" ")
        if not price.isdigit():
            raise ValueError(f"{path}:{number}: no price")
        prices[name] = int(price)
    return prices


def items(prices: dict[str, int], wanted: list[str]) -> list[tuple[int, int]]:
    """(price, quantity) of each `article=quantity`; KeyError for an article that is not sold."""
    pairs = (text.partition("=") for text in wanted)
    return [(prices[name], int(quantity or 1)) for name, _, quantity in pairs]
END_OF_FILE
cat > shop/store.py <<'END_OF_FILE'
import sqlite3

SCHEMA = "create table if not exists orders (id integer primary key, owner text not null, cents integer not null)"


class Store:
    """Orders in a SQLite file."""

    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.execute(SCHEMA)

    def add(self, owner: str, cents: int) -> int:
        """Keep an order; its number."""
        with self.connection:
            added = self.connection.execute("insert into orders (owner, cents) values (?, ?)", (owner, cents))
        return int(added.lastrowid or 0)

    def of(self, owner: str) -> list[tuple[int, int]]:
        """(number, cents) of the owner's orders, oldest first."""
        query = "select id, cents from orders where owner = ? order by id"
        return list(self.connection.execute(query, (owner,)))

    def close(self) -> None:
        self.connection.close()
END_OF_FILE
cat > shop/__main__.py <<'END_OF_FILE'
import argparse
from pathlib import Path

from shop import cart, catalogue
from shop.store import Store


def shown(cents: int) -> str:
    return f"{cents / 100:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="shop")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("total").add_argument("items", nargs="+")
    order = commands.add_parser("order")
    order.add_argument("owner")
    order.add_argument("items", nargs="+")
    commands.add_parser("orders").add_argument("owner")
    given = parser.parse_args()
    store = Store("shop.db")
    if given.command == "orders":
        for number, cents in store.of(given.owner):
            print(number, shown(cents))
    else:
        amount = cart.total(catalogue.items(catalogue.load(Path("articles.txt")), given.items))
        print(shown(amount) if given.command == "total" else store.add(given.owner, amount))
    store.close()


if __name__ == "__main__":
    main()
END_OF_FILE
cat > tests/test_shop.py <<'END_OF_FILE'
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from shop.store import Store

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> str:
    command = [sys.executable, "-B", "-m", "shop", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


class Shop(unittest.TestCase):
    def test_a_total_is_price_times_quantity(self) -> None:
        self.assertEqual(run("total", "tea=2", "cup=1"), "15.00\n")

    def test_an_owner_sees_only_their_orders(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = Store(f"{folder}/shop.db")
            first = store.add("ada", 600)
            store.add("ben", 900)
            self.assertEqual(store.of("ada"), [(first, 600)])
            store.close()
END_OF_FILE
