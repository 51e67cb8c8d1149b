"""Project configuration: `.ygs/config.yml` as one frozen value. A new key is a field here and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from ygs_cli import yaml_text
from ygs_cli.errors import YgsError, closest

CONFIG_PATH = ".ygs/config.yml"
PROFILES = ("relaxed", "recommended", "strict")
LEVELS = ("off", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Override:
    """Rule levels for the paths that match one of the globs; the last matching override wins."""

    paths: tuple[str, ...]
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Config:
    """What a project asks for. Each field's `help` is its line in the scaffold, the schema and the docs."""

    profile: str = field(
        default="recommended",
        metadata={"help": "how much lint asks for: relaxed, recommended or strict", "choices": PROFILES},
    )
    exclude: tuple[str, ...] = field(
        default=(), metadata={"help": "globs of documents that no rule looks at, such as 'vendor/**'"}
    )
    rules: Mapping[str, str] = field(
        default_factory=dict, metadata={"help": "level of a rule by name: off, info, warning or error"}
    )
    overrides: tuple[Override, ...] = field(
        default=(), metadata={"help": "levels for some paths only: a list of {paths: [...], rules: {...}}"}
    )


def parse(text: str, where: str, known_rules: frozenset[str]) -> Config:
    """Read the text of a configuration file.

    Raises YgsError for broken YAML, an unknown key, rule, level or profile, or a value of the wrong type.
    """
    data = yaml_text.load(text, where)
    if data is None:
        return Config()
    if not isinstance(data, dict):
        raise YgsError("the configuration is not a mapping of keys to values", where=where)
    names = {item.name for item in fields(Config)}
    for key in data:
        if key not in names:
            raise YgsError(f"unknown configuration key '{key}'", where=where, hint=closest(str(key), names))
    profile = data.get("profile", "recommended")
    if profile not in PROFILES:
        raise YgsError(f"unknown profile '{profile}'", where=where, hint=closest(str(profile), PROFILES))
    return Config(
        profile=profile,
        exclude=_strings(data.get("exclude"), "exclude", where),
        rules=_levels(data.get("rules"), "rules", where, known_rules),
        overrides=_overrides(data.get("overrides"), where, known_rules),
    )


def _strings(value: Any, key: str, where: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise YgsError(f"'{key}' is not a list of strings", where=where)
    return tuple(value)


def _levels(value: Any, key: str, where: str, known: frozenset[str]) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise YgsError(f"'{key}' is not a mapping of rule names to levels", where=where)
    levels = {}
    for name, level in value.items():
        if name not in known:
            raise YgsError(f"unknown rule '{name}' in '{key}'", where=where, hint=closest(str(name), known))
        text = "off" if level is False else str(level)  # YAML 1.1 reads a bare `off` as false
        if text not in LEVELS:
            raise YgsError(f"unknown level '{level}' for '{name}'", where=where, hint=closest(text, LEVELS))
        levels[name] = text
    return levels


def _overrides(value: Any, where: str, known: frozenset[str]) -> tuple[Override, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise YgsError("'overrides' is not a list", where=where)
    result = []
    for item in value:
        if not isinstance(item, dict) or not set(item) <= {"paths", "rules"}:
            raise YgsError("an override has the keys 'paths' and 'rules' and no other", where=where)
        paths = _strings(item.get("paths"), "overrides.paths", where)
        result.append(Override(paths, _levels(item.get("rules"), "overrides.rules", where, known)))
    return tuple(result)
