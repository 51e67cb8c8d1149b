#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
cat > shop/receipt.py <<'END_OF_FILE'
from shop.cart import total


def receipt(items: list[tuple[int, int]]) -> str:
    """The total as a receipt shows it."""
    return f"Total: {total(items) / 100:.2f}"
END_OF_FILE
cat > shop/export.py <<'END_OF_FILE'
from shop.cart import total


def export(items: list[tuple[int, int]]) -> str:
    """One line for the bookkeeper."""
    return f"{total(items)};{len(items)}"
END_OF_FILE
cat > shop/summary.py <<'END_OF_FILE'
from shop.cart import total


def summary(items: list[tuple[int, int]]) -> tuple[int, int]:
    """Pieces and total."""
    return (sum(quantity for _, quantity in items), total(items))
END_OF_FILE
cat > shop/limits.py <<'END_OF_FILE'
from shop.cart import total


def limits(items: list[tuple[int, int]]) -> bool:
    """Whether a cart is small enough to be paid by invoice."""
    return total(items) <= 20_000
END_OF_FILE
mkdir -p tasks/backlog
cat > tasks/backlog/TASK-0001-currency.md <<'END_OF_FILE'
---
id: TASK-0001
kind: task
title: "Currency is required"
status: backlog
date: 2026-02-01
owners: [ada]
links: []
sources: []
priority: MUST
size: S
mode: autonomous
wave: 1
depends_on: []
planned_files: [shop/cart.py, tests/test_cart.py]
---
# Currency is required

## Acceptance criteria

- [ ] AC-0001-1: Given ten items of 100 cents, When the total is taken, Then it is 900. Proof: python3 -m unittest discover tests

- [ ] AC-0001-2: every caller in shop/receipt.py passes a currency to total()
- [ ] AC-0001-3: every caller in shop/export.py passes a currency to total()
- [ ] AC-0001-4: every caller in shop/summary.py passes a currency to total()
- [ ] AC-0001-5: every caller in shop/limits.py passes a currency to total()
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
