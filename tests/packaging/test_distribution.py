"""What is built for release: the shipped skills and templates, all of them and nothing else, and it runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.driver import ROOT
from ygs_cli import __version__
from ygs_cli.cli import COMMANDS

pytestmark = pytest.mark.slow

BUNDLED = "ygs_cli/_bundled/"


@dataclass(frozen=True)
class Built:
    wheel: Path
    sdist: Path


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tracked(*folders: str) -> set[str]:
    """The files of the repository that git tracks below some folders."""
    names = run("git", "ls-files", "-z", "--", *folders, cwd=ROOT).split("\0")
    return {name for name in names if name and (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Wheel and source archive of a clean clone in which somebody has worked."""
    clone = tmp_path_factory.mktemp("clone")
    for name in tracked("."):
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, clone / name)
    for litter in (
        "skills/__pycache__/x.pyc",
        "templates/.venv/x",
        "ygs_cli/__pycache__/x.pyc",
        "tests/.coverage",
    ):
        (clone / litter).parent.mkdir(parents=True, exist_ok=True)
        (clone / litter).write_text("litter")
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, clone, cwd=out)
    (wheel,), (sdist,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return Built(wheel, sdist)


def test_the_wheel_carries_the_package_the_skills_and_the_templates(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        modes = {i.filename.removeprefix(BUNDLED): i.external_attr >> 16 & 0o111 for i in archive.infolist()}
    shipped = tracked("skills", "templates")
    assert {name.removeprefix(BUNDLED) for name in names if name.startswith(BUNDLED)} == shipped
    assert {name for name in names if not name.startswith(BUNDLED)} == tracked("ygs_cli")
    runnable = {name for name in shipped if (ROOT / name).stat().st_mode & 0o111}
    assert {name for name in shipped if modes[name]} == runnable


def test_the_source_archive_builds_and_tests_itself(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = tracked("ygs_cli", "skills", "templates", "tests", "docs", "install.sh", "LICENSE", "README.md")
    assert names - {"PKG-INFO", ".gitignore"} == wanted | {"pyproject.toml"}


def test_the_wheel_runs_from_a_fresh_environment(built: Built, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=tmp_path)
    python = venv / "bin/python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"]
    run(*pip, built.wheel, cwd=tmp_path)
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip()
    (Path(site) / "dependencies.pth").write_text(sysconfig.get_path("purelib"))  # after the wheel: no network
    project = tmp_path / "project"
    project.mkdir()
    ygs = venv / "bin/ygs"
    where = run(python, "-c", "import ygs_cli; print(ygs_cli.__file__)", cwd=project)
    assert where.startswith(str(venv))
    assert run(ygs, "--version", cwd=project) == f"ygs {__version__}\n"
    names = {Path(name).parts[1] for name in tracked("skills") if name.endswith("/SKILL.md")}
    if "list" in COMMANDS:
        assert names <= set(run(ygs, "list", cwd=project).split())
    if "new" in COMMANDS:
        assert Path(run(ygs, "new", "adr", "A decision", cwd=project).strip()).suffix == ".md"
