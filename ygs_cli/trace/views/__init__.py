"""How a trace is shown, one file each: `render(trace) -> str`. The file's name is the value of --format."""

from __future__ import annotations

import importlib
import pkgutil

from ygs_cli.errors import YgsError, closest
from ygs_cli.trace.questions import Trace


def formats() -> tuple[str, ...]:
    """The names that --format takes."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(__path__)))


def checked(form: str) -> str:
    """The value of --format, or YgsError for an unknown one."""
    if form not in formats():
        raise YgsError(f"unknown format '{form}'", hint=closest(form, formats()))
    return form


def render(trace: Trace, form: str, *, colour: bool = False) -> str:
    """The trace in the form asked for; `colour` matters to text only. Raises YgsError for an unknown form."""
    text: str = importlib.import_module(f"ygs_cli.trace.views.{checked(form)}").render(trace, colour=colour)
    return text
