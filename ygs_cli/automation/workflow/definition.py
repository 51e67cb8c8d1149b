"""What a generator makes: files of an engine, from its templates, the chosen phases and the settings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ygs_cli.automation.workflow.phases import Phase, Settings, Step, steps


@dataclass(frozen=True, slots=True)
class Definition:
    """One file for an engine: where it goes below the output folder, its text, and whether it is a program."""

    path: str
    text: str
    is_program: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for, with the texts of the engine's templates by name."""

    chosen: Sequence[Phase]
    settings: Settings
    templates: Mapping[str, str]

    @property
    def steps(self) -> tuple[Step, ...]:
        return steps(self.chosen)

    def render(self, name: str, **values: Any) -> str:
        """One template with the settings and these values.

        The delimiters are `<<` and `<%`, because both engines have `{{` for themselves. `q` makes a quoted
        YAML scalar: JSON strings are YAML strings (YAML 1.2.2, 1.2).
        """
        from jinja2 import Environment, StrictUndefined

        environment = Environment(  # noqa: S701 - no HTML; every value goes through `q` or is a checked word
            variable_start_string="<<",
            variable_end_string=">>",
            block_start_string="<%",
            block_end_string="%>",
            comment_start_string="<#",
            comment_end_string="#>",
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
        )
        environment.filters["q"] = lambda value: json.dumps(str(value), ensure_ascii=False)
        text = environment.from_string(self.templates[name]).render(s=self.settings, **values)
        return re.sub(r"\n{2,}", "\n", text) if name.endswith(".yml.j2") else text
