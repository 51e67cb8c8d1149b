#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
mkdir -p "$(dirname docs/adr/0001-prices.md)"
cat > docs/adr/0001-prices.md <<'END_OF_FILE'
---
id: ADR-0001
kind: adr
title: "Prices are integers"
status: accepted
date: 2026-02-01
owners: [ada]
deciders: [ada]
links: []
supersedes: []
superseded_by: []
---
# Prices are integers

## Decision
Prices are integers in cents, see `shop/cart.py`.
END_OF_FILE
mkdir -p "$(dirname shop/cart.py)"
cat > shop/cart.py <<'END_OF_FILE'
def total(items: list[tuple[int, int]]) -> int:
    """Sum of price times quantity, in cents."""
    return sum(price * quantity for price, quantity in items)
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
git switch -q -c change
mkdir -p "$(dirname shop/cart.py)"
cat > shop/cart.py <<'END_OF_FILE'
def total(items: list[tuple[float, int]]) -> float:
    """Sum of price times quantity, in euros."""
    return sum(price * quantity for price, quantity in items)
END_OF_FILE
git add -A
git commit -qm "change"
