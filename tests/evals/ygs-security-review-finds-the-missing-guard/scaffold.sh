#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
mkdir -p shop
touch shop/__init__.py
cat > shop/web.py <<'END_OF_FILE'
"""Routes by path, a guard that hands the user on, and rows from SQLite."""

import sqlite3

ROUTES = {}


def route(path):
    def register(view):
        ROUTES[path] = view
        return view

    return register


def login_required(view):
    def guarded(session, **arguments):
        if session.user is None:
            raise PermissionError("log in first")
        return view(session.user, **arguments)

    return guarded


class Rows:
    def __init__(self):
        self.connection = sqlite3.connect("shop.db", check_same_thread=False)

    def one(self, query, *values):
        return self.connection.execute(query, values).fetchone()


db = Rows()
END_OF_FILE
echo shop.db > .gitignore
mkdir -p "$(dirname shop/routes.py)"
cat > shop/routes.py <<'END_OF_FILE'
from shop.web import route, login_required, db


@route("/orders/<order_id>")
@login_required
def order(user, order_id):
    return db.one("select * from orders where id = ? and owner = ?", order_id, user.id)
END_OF_FILE
git -c init.defaultBranch=main init -q
git config user.name Ada
git config user.email ada@example.org
git add -A
git commit -qm "start"
git switch -q -c change
mkdir -p "$(dirname shop/routes.py)"
cat > shop/routes.py <<'END_OF_FILE'
from shop.web import route, login_required, db


@route("/orders/<order_id>")
@login_required
def order(user, order_id):
    return db.one("select * from orders where id = ? and owner = ?", order_id, user.id)


@route("/orders/<order_id>/invoice")
def invoice(order_id):
    return db.one(f"select * from invoices where order_id = '{order_id}'")
END_OF_FILE
git add -A
git commit -qm "change"
