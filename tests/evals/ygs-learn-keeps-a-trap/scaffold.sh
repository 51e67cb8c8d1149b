#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
mkdir -p tasks/done
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
