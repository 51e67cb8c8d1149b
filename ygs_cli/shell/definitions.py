"""Reads the templates of workflow definitions, and the definitions that people give to check."""

from __future__ import annotations

from pathlib import Path

from ygs_cli.automation.workflow import formicary, github_actions, sh
from ygs_cli.automation.workflow.definition import Definition, Request
from ygs_cli.automation.workflow.phases import Phase, Settings
from ygs_cli.changes import Write
from ygs_cli.errors import YgsError
from ygs_cli.shell import apply

ENGINES = {"formicary": formicary.generate, "github-actions": github_actions.generate, "sh": sh.generate}
_TEMPLATES = Path(__file__).resolve().parent.parent / "automation/workflow/templates"
_MAX_BYTES = 1_000_000


def generate(engine: str, chosen: tuple[Phase, ...], settings: Settings) -> list[Definition]:
    """The definitions of an engine."""
    templates = {file.name: file.read_text(encoding="utf-8") for file in _TEMPLATES.glob("*.j2")}
    return ENGINES[engine](Request(chosen, settings, templates))


def write(folder: Path, made: list[Definition]) -> None:
    """Write definitions into a folder, which is made when it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    apply.run(folder, [Write(one.path, one.text.encode(), mode=0o777 if one.is_program else None) for one in made])


def read(file: Path) -> str:
    """The text of a definition. Raises YgsError (64) when it cannot be read as text."""
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise YgsError(f"larger than {_MAX_BYTES:,} bytes", where=str(file), exit_code=64)
        return data.decode("utf-8-sig")
    except OSError as problem:
        raise YgsError(problem.strerror or str(problem), where=str(file), exit_code=64) from None
    except UnicodeDecodeError as problem:
        raise YgsError(f"not UTF-8 at byte {problem.start}", where=str(file), exit_code=64) from None
