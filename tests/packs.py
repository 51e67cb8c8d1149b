"""Packs of skills for tests, and a copy of the program that ships one of them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.driver import ROOT, Ygs

Pack = Mapping[str, str]  # path below the folder of skills -> text


def skill(name: str, body: str = "", extra: str = "") -> str:
    """The text of a SKILL.md; `extra` is more front matter, each line with its newline."""
    lines = "".join(f"line {number}\n" for number in range(1, 11))
    front = f'name: {name}\ndescription: "The {name} work. Use when it is due."\n{extra}'
    return f"---\n{front}---\n# {name}\n{body or lines}"


OLD: Pack = {
    "ygs-one/SKILL.md": skill("ygs-one"),
    "ygs-one/references/list.md": "one\ntwo\nthree\n",
    "ygs-two/SKILL.md": skill("ygs-two", extra="disable-model-invocation: true\n"),
    "ygs-two/assets/run.sh": "#!/bin/sh\necho two\n",
    "ygs-old/SKILL.md": skill("ygs-old"),
    "shared/sections/note.md": "not a skill\n",
}
NEW: Pack = {
    "ygs-one/SKILL.md": skill("ygs-one").replace("line 9", "line nine of the pack"),
    "ygs-one/references/more.md": "new\n",
    "ygs-two/SKILL.md": OLD["ygs-two/SKILL.md"],
    "ygs-two/assets/run.sh": "#!/bin/sh\necho two, better\n",
    "ygs-new/SKILL.md": skill("ygs-new"),
}


def write(folder: Path, pack: Pack) -> Path:
    """Write a pack as the whole content of a folder; scripts can be run."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in pack.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if name.endswith(".sh"):
            path.chmod(0o755)
    return folder


@dataclass
class Program:
    """A copy of the program in a folder of its own, so that a test decides which skills ship with it."""

    folder: Path
    ygs: Ygs

    def ships(self, pack: Pack) -> None:
        write(self.folder / "skills", pack)


def program(folder: Path, home: Path, cwd: Path, pack: Pack = OLD) -> Program:
    """Set up a copy of the program that ships `pack`."""
    package = folder / "ygs_cli"
    if not package.exists():
        shutil.copytree(ROOT / "ygs_cli", package, ignore=shutil.ignore_patterns("__pycache__", "_bundled"))
    (folder / "templates").mkdir(exist_ok=True)
    ygs = Ygs(home, cwd, {"PYTHONPATH": str(folder)})
    copy = Program(folder, ygs)
    copy.ships(pack)
    return copy
