"""The form for other agents, as Codex, opencode and Gemini CLI themselves list it: offline, in an empty home."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.client import skills
from tests.driver import ROOT, Git, Ygs

pytestmark = [pytest.mark.client, pytest.mark.slow]

SHIPPED = skills.load(skills.SHIPPED)
AUTO = {skill.name: skill.description for skill in SHIPPED if skill.model_invocable}
ALL = {skill.name: skill.description for skill in SHIPPED}
_NOWHERE = "http://127.0.0.1:9"  # a proxy that is not there: nothing leaves the machine
_CODEX_ROW = re.compile(r"- (ygs-[a-z-]+): (.*?)(?: \(file: [^)]*\))?(?:\\n|\n|$)")
_GEMINI_ROW = re.compile(r"^(ygs-[a-z-]+) \[Enabled\].*\n\s+Description:\s+(.*)$", re.MULTILINE)


def _run(home: Path, folder: Path, *command: str) -> str:
    """What one agent's command prints, with nothing but a home in its environment."""
    program = Path(os.environ.get("YGS_TEST_AGENTS") or ROOT / ".venv/agents") / "node_modules/.bin" / command[0]
    if not os.access(program, os.X_OK):
        pytest.skip(f"{command[0]} is not installed: run tests/client/setup-agents, or set YGS_TEST_AGENTS")
    env = {"HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "TMPDIR": str(home)}
    env |= {"HTTPS_PROXY": _NOWHERE, "HTTP_PROXY": _NOWHERE}
    output = home / "output"  # a file: opencode ends before a pipe has taken all it wrote
    with output.open("w") as out:
        subprocess.run(
            [str(program), *command[1:]],
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=True,
        )
    return output.read_text(encoding="utf-8")


def codex(home: Path, folder: Path) -> dict[str, str]:
    """The rows in the exact input of Codex's model."""
    out = _run(home, folder, "codex", "debug", "prompt-input", "hello")
    found = json.loads(out[out.index("[\n") : out.rindex("]") + 1])
    texts = "\n".join(part.get("text", "") for item in found for part in item.get("content") or [])
    return dict(_CODEX_ROW.findall(texts))


def opencode(home: Path, folder: Path) -> dict[str, str]:
    out = _run(home, folder, "opencode", "debug", "skill")
    found = json.loads(out[out.index("[") : out.rindex("]") + 1])
    return {one["name"]: one["description"] for one in found if one["name"].startswith("ygs-")}


def gemini(home: Path, folder: Path) -> dict[str, str]:
    return dict(_GEMINI_ROW.findall(_run(home, folder, "gemini", "skills", "list", "--all")))


LISTINGS = pytest.mark.parametrize("listing", [codex, opencode, gemini], ids=lambda listing: listing.__name__)
Listing = Callable[[Path, Path], dict[str, str]]


@LISTINGS
def test_it_lists_what_the_model_may_start(listing: Listing, ygs: Ygs, project: Path) -> None:
    Git(project)("init", "-q")
    ygs("install", "--agent", "agents")
    assert listing(ygs.home, project) == AUTO


@LISTINGS
def test_it_lists_every_skill_that_was_named(listing: Listing, ygs: Ygs, project: Path) -> None:
    Git(project)("init", "-q")
    ygs("install", *ALL, "--agent", "agents")
    assert listing(ygs.home, project) == ALL


@pytest.mark.parametrize("listing", [codex, opencode], ids=lambda listing: listing.__name__)
def test_it_lists_those_of_the_project(listing: Listing, ygs: Ygs, project: Path) -> None:
    Git(project)("init", "-q")  # Gemini CLI reads a project's skills only after somebody trusted the folder
    ygs("install", "--agent", "agents", "--scope", "project")
    assert listing(ygs.home, project) == AUTO
