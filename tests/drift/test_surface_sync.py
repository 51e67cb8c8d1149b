"""Flags, variables, keys and endpoints that the code lost, through the command line and real git."""

from __future__ import annotations

import json

import pytest

from tests.driver import Git, Ygs

CODE = """import argparse, os
from dataclasses import dataclass
from flask import Flask

app = Flask(__name__)
parser = argparse.ArgumentParser()
parser.add_argument("--fast-mode")
home = os.environ.get("SHOP_HOME")


@app.route("/orders/<order_id>", methods=["GET"])
def order(order_id): ...
"""
PAGE = """# Shop

Start it with `--fast-mode`.

It looks in `SHOP_HOME`.

Ask `GET /orders/{id}` for one order.
"""
LOSSES = {
    "flag": ("--fast-mode", "--quick-mode", 3),
    "variable": ("SHOP_HOME", "SHOP_FOLDER", 5),
    "endpoint": ("/orders/", "/purchases/", 7),
}


@pytest.mark.parametrize("committed", [True, False], ids=["committed", "in the work tree"])
@pytest.mark.parametrize("name", LOSSES)
def test_what_users_name_is_missed_when_it_is_renamed(ygs: Ygs, git: Git, name: str, committed: bool) -> None:
    old, new, line = LOSSES[name]
    (ygs.cwd / "shop.py").write_text(CODE, encoding="utf-8")
    (ygs.cwd / "README.md").write_text(PAGE, encoding="utf-8")
    git.commit("start")
    assert json.loads(ygs("sync", "--format", "json").stdout)["findings"] == []
    (ygs.cwd / "shop.py").write_text(CODE.replace(old, new), encoding="utf-8")
    if committed:
        git.commit("rename")
    (finding,) = json.loads(ygs("sync", "--format", "json", code=1).stdout)["findings"]
    assert (finding["rule"], finding["location"]["line"]) == (f"unknown-{name}", line)
