#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
mkdir -p docs/out-of-scope
cat > docs/out-of-scope/loyalty-programme.md <<'END_OF_FILE'
# Loyalty programme

Rejected 2026-01-10: customers buy once in three years. Reopen when repeat purchases pass 10 %.
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
