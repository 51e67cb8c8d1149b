#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
mkdir -p docs/learnings
cat > docs/learnings/0001-reports-read-integers.md <<'END_OF_FILE'
---
id: LRN-0001
kind: learning
title: "Hand the report generator integers only"
status: active
date: 2026-02-01
owners: [ada]
links: []
triggers: [report, decimal, invoice]
---
# Hand the report generator integers only

## Trigger
About to pass an amount to the report generator.

## Lesson
Pass integer cents: a decimal is cut off without a message.

## Evidence
- 2026-01-12, 3 of 1,000 invoices were wrong by up to 99 cents.

## Holds until
The generator is replaced.
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
