"""YAML that people and strangers write: safe loader only, bounded, with an error that names file and line."""

from __future__ import annotations

from typing import Any

from ygs_cli.errors import YgsError

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 32


def load(text: str, where: str, *, first_line: int = 1) -> Any:
    """Parse one YAML document into plain data.

    `where` names the file for errors and `first_line` is the line of the file on which `text` begins.
    Anchors and aliases are refused (a few bytes can stand for gigabytes), so are duplicate keys, nesting
    below `MAX_DEPTH` and texts above `MAX_CHARACTERS`. A date that no calendar has stays a text.

    Raises YgsError with `path:line`.
    """
    import yaml

    if len(text) > MAX_CHARACTERS:
        raise YgsError(f"YAML of {len(text):,} characters, at most {MAX_CHARACTERS:,} are read", where=where)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check_events(yaml, text, loader, where, first_line)
        reader = loader(text)
        node = reader.get_single_node()
        if node is None:
            return None
        _check_keys(node, where, first_line)
        try:
            return reader.construct_document(node)
        except ValueError:
            _read_impossible_dates_as_text(reader, node)
            return loader("").construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        problem = error.problem or error.context or "not valid YAML"
        raise YgsError(f"broken YAML: {problem}", where=f"{where}:{line}", hint=_QUOTE_HINT) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise YgsError(f"broken YAML: {reason}", where=f"{where}:{first_line}", hint=_QUOTE_HINT) from None


_QUOTE_HINT = "quote strings that contain ': ', '#', brackets or a leading special character"


def _check_events(yaml: Any, text: str, loader: Any, where: str, first_line: int) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        place = f"{where}:{first_line + event.start_mark.line}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YgsError("YAML anchors and aliases are not read", where=place, hint="write the value out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise YgsError(f"YAML nested deeper than {MAX_DEPTH} levels", where=place)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _read_impossible_dates_as_text(reader: Any, node: Any) -> None:
    if node.id != "scalar":
        for item in node.value:
            for part in item if isinstance(item, tuple) else (item,):
                _read_impossible_dates_as_text(reader, part)
    elif node.tag == "tag:yaml.org,2002:timestamp":
        try:
            reader.construct_yaml_timestamp(node)
        except ValueError:
            node.tag = "tag:yaml.org,2002:str"


def _check_keys(node: Any, where: str, first_line: int) -> None:
    if node.id == "sequence":
        for item in node.value:
            _check_keys(item, where, first_line)
    elif node.id == "mapping":
        seen: set[str] = set()
        for key, value in node.value:
            if key.id == "scalar" and key.value in seen:
                place = f"{where}:{first_line + key.start_mark.line}"
                raise YgsError(f"the key '{key.value}' stands twice", where=place, hint="keep one of the two")
            if key.id == "scalar":
                seen.add(key.value)
            _check_keys(value, where, first_line)
