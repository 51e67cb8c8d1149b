"""The configuration as `ygs init` writes it: every key commented out, and a JSON Schema for editors."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from ygs_cli.config import LEVELS, Config

SCHEMA_NAME = "config.schema.json"


def commented_defaults() -> str:
    """The text of a configuration file that changes nothing and shows every key with its default."""
    lines = [
        f"# yaml-language-server: $schema={SCHEMA_NAME}",
        "# Settings of ygs for this project. Every key may be left out; what is shown here are the defaults.",
    ]
    for item in fields(Config):
        lines += ["", f"# {item.metadata['help']}", f"# {item.name}: {json.dumps(_default(item))}"]
    return "\n".join(lines) + "\n"


def _default(item: Field[Any]) -> Any:
    value = item.default if item.default_factory is MISSING else item.default_factory()
    return list(value) if isinstance(value, tuple) else value


def schema() -> str:
    """A JSON Schema (2020-12) of the configuration, made from the fields of `Config`."""
    data = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ygs configuration",
        **_object(Config),
    }
    data["type"] = ["object", "null"]
    return json.dumps(data, indent=2) + "\n"


def _object(owner: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(owner)
    properties = {}
    for item in fields(owner):
        entry = _type(hints[item.name], item)
        if "help" in item.metadata:
            entry["description"] = item.metadata["help"]
        properties[item.name] = entry
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _type(hint: Any, item: Field[Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if "choices" in item.metadata:
        return {"enum": list(item.metadata["choices"])}
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_type(argument, item) for argument in arguments]}
    if origin is tuple:
        return {"type": ["array", "null"], "items": _type(arguments[0], item)}
    if origin is Mapping:
        values = {"enum": list(LEVELS)} if item.name == "rules" else {}
        return {"type": ["object", "null"], "additionalProperties": values}
    if is_dataclass(hint):
        return _object(hint)
    names = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}
    return {"type": names[hint]} if hint in names else {}
