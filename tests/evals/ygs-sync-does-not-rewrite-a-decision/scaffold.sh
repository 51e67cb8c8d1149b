#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
mkdir -p docs/adr
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
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
git switch -q -c change
cat > shop/cart.py <<'END_OF_FILE'
def total(items: list[tuple[float, int]]) -> float:
    """Sum of price times quantity, in euros."""
    return sum(price * quantity for price, quantity in items)
END_OF_FILE
printf 'tea 3.00\ncup 9.00\nkettle 45.00\n' > articles.txt
sed 's/price\.isdigit()/price/; s/int(price)/float(price)/; s/, int\]/, float]/; s/tuple\[int/tuple[float/; s/in cents/in euros/' \
  shop/catalogue.py > new
mv new shop/catalogue.py
sed 's,cents / 100,cents,; s/given.owner, amount/given.owner, round(amount * 100)/; s/shown(cents))/shown(cents \/ 100))/' \
  shop/__main__.py > new
mv new shop/__main__.py
git add -A
git commit -qm "change"
