#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
mkdir -p "$(dirname billing/refund.py)"
cat > billing/refund.py <<'END_OF_FILE'
def refund(ledger, payments, order_id, amount):
    """Pay an order back once."""
    with ledger.transaction() as entry:
        if entry.exists(order_id):
            return "already refunded"
        entry.insert(order_id, amount)
        payments.pay(order_id, amount, key=order_id)
    return "refunded"
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
git switch -q -c change
mkdir -p "$(dirname billing/refund.py)"
cat > billing/refund.py <<'END_OF_FILE'
def refund(ledger, payments, order_id, amount):
    """Pay an order back once."""
    payments.pay(order_id, amount)
    try:
        ledger.insert(order_id, amount)
    except Exception:
        pass
    return "refunded"
END_OF_FILE
git add -A
git commit -qm "change"
