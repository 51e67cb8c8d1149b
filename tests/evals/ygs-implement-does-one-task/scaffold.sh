#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
mkdir -p "$(dirname shop/__init__.py)"
cat > shop/__init__.py <<'END_OF_FILE'

END_OF_FILE
mkdir -p "$(dirname shop/cart.py)"
cat > shop/cart.py <<'END_OF_FILE'
def total(items: list[tuple[int, int]]) -> int:
    """Sum of price times quantity, in cents."""
    return sum(price * quantity for price, quantity in items)
END_OF_FILE
mkdir -p "$(dirname tests/__init__.py)"
cat > tests/__init__.py <<'END_OF_FILE'

END_OF_FILE
mkdir -p "$(dirname tasks/backlog/TASK-0001-discount.md)"
cat > tasks/backlog/TASK-0001-discount.md <<'END_OF_FILE'
---
id: TASK-0001
kind: task
title: "Discount for ten items"
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
# Discount for ten items

## Acceptance criteria

- [ ] AC-0001-1: Given ten items of 100 cents, When the total is taken, Then it is 900. Proof: python3 -m unittest discover tests
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
