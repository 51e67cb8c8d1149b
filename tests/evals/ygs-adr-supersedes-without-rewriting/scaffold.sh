#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
mkdir -p docs/adr
cat > docs/adr/0001-prices.md <<'END_OF_FILE'
---
id: ADR-0001
kind: adr
title: "Keep prices in cents"
status: accepted
date: 2026-02-01
owners: [ada]
deciders: [ada]
links: []
supersedes: []
superseded_by: []
---
# Keep prices in cents

## Context
Sums of floating-point prices were off by a cent on 3 of 1,000 invoices in January.

## Decision
We keep prices as integers in cents.

## Alternatives
| alternative | rejected because |
|---|---|
| decimals | the report generator reads integers only |
| floating point, as today | 3 of 1,000 invoices are wrong |

## Consequences
- Cost: one migration of the price column.
- Gain: sums are exact.
- Harder now: currencies with three decimals.

## Reversibility
One way once invoices are stored. Look again when a currency with three decimals is sold.
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
