#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
