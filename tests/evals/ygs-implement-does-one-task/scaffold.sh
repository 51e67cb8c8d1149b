#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
mkdir -p tasks/backlog
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
