"""A YAML document with the line of everything in it, for findings that say where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ygs_cli import yaml_text
from ygs_cli.findings import Finding, Location, Severity


@dataclass(frozen=True, slots=True)
class Item:
    """A node: the line of its key (or its own), its scalar type ("" for a collection), and what is in it."""

    line: int
    kind: str = ""
    text: str = ""
    items: tuple[Item, ...] = ()
    keys: dict[str, Item] = field(default_factory=dict)
    is_map: bool = False

    def get(self, *names: str) -> Item:
        """What stands under a path of keys; an empty node with the line of this one when there is nothing."""
        found = self
        for name in names:
            found = found.keys.get(name) or Item(self.line, "null")
        return found

    @property
    def is_there(self) -> bool:
        return self.kind != "null"

    def scalars(self) -> Iterator[Item]:
        """Every scalar at or below this node."""
        if self.kind:
            yield self
        for one in (*self.items, *self.keys.values()):
            yield from one.scalars()


@dataclass(frozen=True, slots=True)
class Source:
    """A definition as text, with its name for findings."""

    path: str
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def finding(self, rule: str, line: int, message: str, hint: str = "") -> Finding:
        """A finding on a whole line of this definition."""
        lines = self.lines
        shown = lines[line - 1] if 0 < line <= len(lines) else ""
        column = len(shown) - len(shown.lstrip()) + 1
        place = Location(self.path, max(line, 1), column, len(shown) + 1)
        return Finding(
            f"workflow-{rule}", message, place, f"{line} {message}", Severity.ERROR, source_line=shown, hint=hint
        )


def parse(source: Source) -> Item:
    """The document. Raises YgsError, with path and line, for broken or hostile YAML: aliases, duplicate keys,
    deep nesting.
    """
    import yaml

    yaml_text.load(source.text, source.path)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    node = yaml.compose(source.text, Loader=loader)
    return _item(node, 1) if node is not None else Item(1, "null")


def _item(node: Any, line: int) -> Item:
    if node.id == "mapping":
        keys = {str(key.value): _item(value, key.start_mark.line + 1) for key, value in node.value}
        return Item(line, keys=keys, is_map=True)
    if node.id == "sequence":
        return Item(line, items=tuple(_item(one, one.start_mark.line + 1) for one in node.value))
    return Item(line, node.tag.rpartition(":")[2], str(node.value))
