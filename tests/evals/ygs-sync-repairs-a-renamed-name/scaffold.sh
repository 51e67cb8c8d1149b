#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
mkdir -p "$(dirname README.md)"
cat > README.md <<'END_OF_FILE'
# Shop

The sum of a cart comes from `cart_sum` in [cart.py](shop/cart.py).
END_OF_FILE
mkdir -p "$(dirname shop/cart.py)"
cat > shop/cart.py <<'END_OF_FILE'
def cart_sum(items: list[tuple[int, int]]) -> int:
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
def total(items: list[tuple[int, int]]) -> int:
    """Sum of price times quantity, in cents."""
    return sum(price * quantity for price, quantity in items)
END_OF_FILE
git add -A
git commit -qm "change"
