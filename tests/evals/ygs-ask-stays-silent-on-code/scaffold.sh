#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
mkdir -p docs/prd
cat > docs/prd/0001-refunds.md <<'END_OF_FILE'
---
id: PRD-0001
kind: prd
title: "Refunds without a call"
status: approved
date: 2026-02-01
owners: [ada]
links: []
---
# Refunds without a call

## Problem
Forty customers a week call to get money back for an unopened order, and wait nine minutes each.

## Requirements

### REQ-0001-1 MUST: a customer refunds an unopened order
When a customer asks to refund an unopened order, the shop shall pay its whole amount back once.

- Given an unopened order of 1,999 cents, When its customer asks twice, Then 1,999 cents are paid back once.
- Failure: the payment provider is down; the customer sees "we will retry", and nothing is paid.
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
