#!/bin/sh
# Writes the shop and its refunds into the current folder: a ledger in SQLite, a card provider that keeps what it
# paid in a file, one command and tests.
set -eu
sh "$(dirname "$0")/shop.sh"
mkdir -p billing
: > billing/__init__.py
printf 'billing.db\npaid.jsonl\n' >> .gitignore
cat > billing/ledger.py <<'END_OF_FILE'
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

SCHEMA = "create table if not exists refunds (order_id text primary key, amount integer not null)"


class Ledger:
    """Which orders were paid back; an order stands here at most once."""

    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator["Ledger"]:
        self.connection.execute("begin immediate")
        try:
            yield self
        except BaseException:
            self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    def exists(self, order_id: str) -> bool:
        found = self.connection.execute("select 1 from refunds where order_id = ?", (order_id,))
        return found.fetchone() is not None

    def insert(self, order_id: str, amount: int) -> None:
        self.connection.execute("insert into refunds values (?, ?)", (order_id, amount))
END_OF_FILE
cat > billing/payments.py <<'END_OF_FILE'
import json
from pathlib import Path


class Provider:
    """Pays out. A call with a key that it has seen is answered from memory and pays nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def paid(self) -> list[dict[str, str | int]]:
        return [json.loads(line) for line in self.path.read_text().splitlines()] if self.path.exists() else []

    def pay(self, order_id: str, amount: int, key: str = "") -> None:
        if key and any(one["key"] == key for one in self.paid()):
            return
        with self.path.open("a") as file:
            file.write(json.dumps({"order": order_id, "amount": amount, "key": key}) + "\n")
END_OF_FILE
cat > billing/refund.py <<'END_OF_FILE'
def refund(ledger, payments, order_id, amount):
    """Pay an order back once."""
    with ledger.transaction() as entry:
        if entry.exists(order_id):
            return "already refunded"
        entry.insert(order_id, amount)
        payments.pay(order_id, amount, key=order_id)
    return "refunded"
END_OF_FILE
cat > billing/__main__.py <<'END_OF_FILE'
import sys
from pathlib import Path

from billing.ledger import Ledger
from billing.payments import Provider
from billing.refund import refund

if __name__ == "__main__":
    order_id, cents = sys.argv[1:]
    print(refund(Ledger("billing.db"), Provider(Path("paid.jsonl")), order_id, int(cents)))
END_OF_FILE
cat > tests/test_refund.py <<'END_OF_FILE'
import tempfile
import unittest
from pathlib import Path

from billing.ledger import Ledger
from billing.payments import Provider
from billing.refund import refund


class Refund(unittest.TestCase):
    def test_an_order_is_paid_back(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            ledger, provider = Ledger(f"{folder}/billing.db"), Provider(Path(folder, "paid.jsonl"))
            self.assertEqual(refund(ledger, provider, "17", 900), "refunded")
            self.assertEqual([one["amount"] for one in provider.paid()], [900])
            ledger.connection.close()
END_OF_FILE
