#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
cat > README.md <<'END_OF_FILE'
# Shop

A smal shop.
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
git switch -q -c change
cat > README.md <<'END_OF_FILE'
# Shop

A small shop.
END_OF_FILE
git add -A
git commit -qm "change"
