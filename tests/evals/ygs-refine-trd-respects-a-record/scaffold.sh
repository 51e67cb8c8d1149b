#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
mkdir -p docs/prd
cat > docs/prd/0001-coupons.md <<'END_OF_FILE'
---
id: PRD-0001
kind: prd
title: "Coupons at checkout"
status: approved
date: 2026-02-01
owners: [ada]
links: []
---
# Coupons at checkout

## Requirements

### REQ-1-1 MUST: redeem a fixed amount
When a shopper enters a valid coupon, the checkout shall reduce the total by the coupon's amount within 1 s.

- Scenario: Given a cart of 30.00 and coupon TEN worth 10.00, When TEN is entered, Then the total is 20.00.
- Failure: If the coupon service does not answer within 1 s, then the checkout shall keep the total and say so.

### REQ-1-2 MUST: refuse an expired coupon
If a coupon's last day has passed, then the checkout shall refuse it and name that day.

- Scenario: Given coupon OLD that ended on 2026-01-31, When it is entered on 2026-02-01, Then the total stays and the message names 2026-01-31.
- Failure: If the clock cannot be read, then the checkout shall refuse the coupon.

### REQ-1-3 SHOULD: marketing sees redemptions
When a coupon is redeemed, the system shall count it for the daily report.

- Scenario: Given two redemptions of TEN, When the report of that day is opened, Then TEN shows 2.
END_OF_FILE
mkdir -p docs/adr
cat > docs/adr/0001-one-process.md <<'END_OF_FILE'
---
id: ADR-0001
kind: adr
title: "Run as one process without a message broker"
status: accepted
date: 2026-02-01
owners: [ada]
deciders: [ada]
links: []
supersedes: []
superseded_by: []
---
# Run as one process without a message broker

## Context
One person operates the shop; 40 orders a day.

## Decision
We run the shop as one process and use no message broker.

## Alternatives
| alternative | rejected because |
|---|---|
| a broker and two services | nobody is there to operate it |

## Consequences
- Cost: a long report blocks its worker.
- Gain: one thing to start, watch and back up.
- Harder now: scaling parts apart.

## Reversibility
Two-way. Look again above 5,000 orders a day.
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
