#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
mkdir -p "$(dirname shop/cart.py)"
cat > shop/cart.py <<'END_OF_FILE'
def total(items: list[tuple[int, int]]) -> int:
    """Sum of price times quantity, in cents."""
    return sum(price * quantity for price, quantity in items)
END_OF_FILE
mkdir -p "$(dirname tasks/done/0001-cart.md)"
cat > tasks/done/0001-cart.md <<'END_OF_FILE'
---
id: TASK-0001
title: "A cart adds up"
status: done
---
# A cart adds up

## Log
- 2026-02-03: two hours lost. The card provider's sandbox answers 200 with `{"state": "declined"}`; we took 200 for paid.
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
