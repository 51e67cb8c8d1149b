#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
cat > README.md <<'END_OF_FILE'
# Shop

The sum of a cart comes from `cart_sum` in [cart.py](shop/cart.py).
END_OF_FILE
for file in shop/cart.py shop/__main__.py; do
  sed 's/def total/def cart_sum/; s/cart\.total/cart.cart_sum/' "$file" > new
  mv new "$file"
done
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
git switch -q -c change
for file in shop/cart.py shop/__main__.py; do
  sed 's/cart_sum/total/' "$file" > new
  mv new "$file"
done
git add -A
git commit -qm "change"
