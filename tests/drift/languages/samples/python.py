"""A small price list."""

from __future__ import annotations

import json as js
import os.path
from collections.abc import Iterable
from decimal import Decimal as D

from . import taxes
from .rates import *

__all__ = ["Catalogue", "_load"]

RATE: D = D("0.19")
low, high = 1, 99
type Price = D | int


@taxes.registered(scope="shop")  # by name
@final
class Catalogue(Base, Generic[T], metaclass=Meta):
    currency = "EUR"
    limit: int

    def __init__(self, items: Iterable[str], /, *, strict: bool = False, **options: object) -> None:
        self.items = list(items)
        self._seen: set[str] = set()
        local = 1

    @classmethod
    async def fetch(cls, url, *parts: str, timeout=5.0) -> Catalogue:
        def parse(text):
            return text

    class Entry:
        name: str


def _load(path: str = "a  b"): ...


def _hidden(): ...
