"""Runs the console blocks of the README and the tutorial in a new HOME; `python -m tests.docs.readme` writes
what they print.

A block is fenced as `console`; a line that begins with `$ ` is a command, the lines behind it are its output.
`test_readme.py` fails when a page shows something else than the commands print.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.driver import ROOT, Git, Ygs

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
# what install.sh does behind the program's own installation, which its own test covers
_INSTALLER = "./install.sh ~/shop"
_IDENTITY = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))
}


def fresh(page: Path, folder: Path) -> str:
    """A page with the output that its commands print now, run in a new home below `folder`."""
    name, make = PAGES[page]
    project = folder / "home" / name
    project.mkdir(parents=True)
    make(project)
    ygs = Ygs(folder / "home", project, {"NO_COLOR": "1", **_IDENTITY})

    def run(match: re.Match[str]) -> str:
        commands = [line[2:] for line in match[0].splitlines() if line.startswith("$ ")]
        shown = [
            f"$ {command}\n{text}\n" if (text := _output(ygs, command)) else f"$ {command}\n"
            for command in commands
        ]
        return "".join(shown).removesuffix("\n") + ("" if shown[-1].endswith("\n\n") else "\n")

    return _BLOCK.sub(run, page.read_text(encoding="utf-8"))


def _output(ygs: Ygs, command: str) -> str:
    if command == _INSTALLER:
        steps = ["ygs install", "ygs init ~/shop", "ygs sync ~/shop"]
        return "installing ygs with venv ...\n" + "".join(_output(ygs, step) for step in steps)
    script = f'ygs() {{ python -m ygs_cli "$@"; }}; {command}'
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=ygs.cwd,
        env=ygs.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1, 2) and "Traceback" not in done.stdout, done.stdout
    text = done.stdout.replace(str(ygs.home), "~")
    return re.sub(r"\b[0-9a-f]{7,40}\b", "3f2a91c", text)


def _make_shop(folder: Path) -> None:
    """A small shop whose README was right once: a function was renamed and a file moved since."""
    git = Git(folder)
    git("init", "-q", "-b", "main")
    price = (
        "def add_tax(cents: int, rate: float) -> int:\n    total = cents + round(cents * rate)\n    return total\n"
    )
    cart = "class Cart:\n    def __init__(self) -> None:\n        self.lines: list[int] = []\n"
    readme = (
        "# Shop\n\nPrices are made in `shop/price.py`: `price.add_tax` adds the tax of the country.\n"
        "A basket is a `shop.cart.Cart`.\n"
    )
    git.commit(
        "A shop", {"shop/price.py": price, "shop/cart.py": cart, "shop/__init__.py": "", "README.md": readme}
    )
    git.commit("Say what kind of tax it is", {"shop/price.py": price.replace("add_tax", "with_vat")})
    git("mv", "shop/cart.py", "shop/basket.py")
    git.commit("A cart is a basket in this country")


def _make_place_for_a_tutorial(folder: Path) -> None:
    """An empty folder beside a clone of this repository."""
    (folder.parent / "ygs").symlink_to(ROOT)


PAGES: dict[Path, tuple[str, Callable[[Path], None]]] = {
    ROOT / "README.md": ("shop", _make_shop),
    ROOT / "docs" / "tutorial.md": ("invoices", _make_place_for_a_tutorial),
}


def main() -> None:
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            page.write_text(fresh(page, Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
