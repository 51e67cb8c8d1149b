"""The rules, one file each, in families. A rule's docstring is its page; nothing else registers it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from ygs_cli.config import PROFILES
from ygs_cli.findings import Confidence, Finding, Severity

FAMILIES = ("drift", "artifact", "skill")


@dataclass(frozen=True, slots=True)
class Meta:
    """What a rule file declares as `META`: its level, how sure it is, and the profiles it is on in."""

    severity: Severity
    confidence: Confidence = Confidence.HIGH
    profiles: tuple[str, ...] = PROFILES


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the engine sees it. `check` takes the facts of its family and yields findings."""

    name: str
    family: str
    meta: Meta
    summary: str
    page: str
    check: Callable[[Any], Iterable[Finding]]


@cache
def family(name: str) -> tuple[Rule, ...]:
    """The rules of one family, sorted by name."""
    package = importlib.import_module(f"ygs_cli.rules.{name}")
    modules = sorted(info.name for info in pkgutil.iter_modules(package.__path__) if info.name[0] != "_")
    return tuple(_rule(name, importlib.import_module(f"{package.__name__}.{module}")) for module in modules)


def every() -> tuple[Rule, ...]:
    """All rules of all families."""
    return tuple(rule for name in FAMILIES for rule in family(name))


def _rule(family_name: str, module: ModuleType) -> Rule:
    page = (module.__doc__ or "").strip()
    name = module.__name__.rpartition(".")[2].replace("_", "-")
    return Rule(name, family_name, module.META, page.partition("\n")[0], page, module.check)
