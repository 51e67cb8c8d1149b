#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
mkdir -p docs/prd
cat > docs/prd/0001-coupons.md <<'END_OF_FILE'
---
id: PRD-0001
kind: prd
title: "Coupons"
status: approved
date: 2026-02-01
owners: [ada]
links: []
---
# Coupons

## Requirements

### REQ-1-1 MUST: great coupons
The checkout shall make coupons feel modern and scalable.
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
