#!/bin/sh
# Makes the project of this case in the current folder.
set -eu
sh "$(dirname "$0")/../shop.sh"
cat > shop/web.py <<'END_OF_FILE'
"""Routes by path, a guard that hands the user on, rows from SQLite, and the WSGI application over them."""

import json
import re
import sqlite3
from types import SimpleNamespace

ROUTES = {}
SESSIONS = {}  # cookie -> user; filled by the log-in


def route(path):
    def register(view):
        ROUTES[re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", path) + "$")] = view
        return view

    return register


def login_required(view):
    def guarded(**arguments):
        user = arguments.pop("session").user
        if user is None:
            raise PermissionError("log in first")
        return view(user, **arguments)

    guarded.needs_session = True
    return guarded


class Rows:
    def __init__(self):
        self.connection = sqlite3.connect("shop.db", check_same_thread=False)
        self.connection.execute("create table if not exists orders (id integer primary key, owner text, cents integer)")
        self.connection.execute("create table if not exists invoices (order_id text, number text)")

    def one(self, query, *values):
        return self.connection.execute(query, values).fetchone()


db = Rows()


def application(environ, start_response):
    session = SimpleNamespace(user=SESSIONS.get(environ.get("HTTP_COOKIE", "")))
    for pattern, view in ROUTES.items():
        found = pattern.match(environ["PATH_INFO"])
        if found:
            extra = {"session": session} if getattr(view, "needs_session", False) else {}
            try:
                row = view(**found.groupdict(), **extra)
            except PermissionError:
                start_response("401 Unauthorized", [])
                return [b""]
            start_response("200 OK" if row else "404 Not Found", [("Content-Type", "application/json")])
            return [json.dumps(row).encode()]
    start_response("404 Not Found", [])
    return [b""]
END_OF_FILE
cat > shop/serve.py <<'END_OF_FILE'
from wsgiref.simple_server import make_server

import shop.routes  # noqa: F401  registers the routes
from shop.web import application

if __name__ == "__main__":
    make_server("", 8000, application).serve_forever()
END_OF_FILE
cat > tests/test_web.py <<'END_OF_FILE'
import unittest
from types import SimpleNamespace

import shop.routes  # noqa: F401
from shop.web import SESSIONS, application, db


def status(path: str, cookie: str = "") -> str:
    seen: list[str] = []
    application({"PATH_INFO": path, "HTTP_COOKIE": cookie}, lambda code, headers: seen.append(code))
    return seen[0]


class Web(unittest.TestCase):
    def test_an_order_is_for_its_owner_only(self) -> None:
        db.connection.execute("insert or replace into orders values (7, 'ada', 600)")
        SESSIONS.update({"a": SimpleNamespace(id="ada"), "b": SimpleNamespace(id="ben")})
        self.assertEqual(status("/orders/7", "a"), "200 OK")
        self.assertEqual(status("/orders/7", "b"), "404 Not Found")
        self.assertEqual(status("/orders/7"), "401 Unauthorized")
END_OF_FILE
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
