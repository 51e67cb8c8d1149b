"""Drives the program as a user does: real processes, real folders, real git, a HOME of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Ygs:
    """Runs `ygs` in `cwd` with an empty environment but for HOME, PATH and what `env` adds."""

    home: Path
    cwd: Path
    env: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LANG": "C.UTF-8",
            **self.env,
        }

    def __call__(
        self, *arguments: str | Path, code: int | None = 0, stdin: str | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one command line; fail unless it ends with `code` (None: any)."""
        command = [sys.executable, "-m", "ygs_cli", *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd=cwd or self.cwd,
            env=self.environment(),
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=120,
            check=False,
        )
        if code is not None:
            assert done.returncode == code, f"{command[3:]} -> {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
        return done


@dataclass
class Git:
    """A real repository with a pinned identity and dates that advance one minute a commit."""

    root: Path
    clock: int = 1_700_000_000

    def __call__(self, *arguments: str) -> str:
        env = {
            "HOME": str(self.root.parent),
            "PATH": os.environ["PATH"],
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada",
            "GIT_COMMITTER_EMAIL": "ada@example.org",
            "GIT_AUTHOR_DATE": f"{self.clock} +0000",
            "GIT_COMMITTER_DATE": f"{self.clock} +0000",
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments], env=env, capture_output=True, text=True, check=True
        )
        return done.stdout

    def write(self, files: dict[str, str]) -> None:
        """Write files below the root, making folders as needed."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def commit(self, message: str = "change", files: dict[str, str] | None = None) -> str:
        """Write files, stage everything, commit; the hash of the commit."""
        self.write(files or {})
        self.clock += 60
        self("add", "-A")
        self("commit", "-q", "--allow-empty", "-m", message)
        return self("rev-parse", "HEAD").strip()


def snapshot(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Everything below a folder: path -> (kind and mode, content or link target). For byte-for-byte checks."""
    found: dict[str, tuple[str, bytes]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        mode = f"{path.lstat().st_mode:o}"
        if path.is_symlink():
            found[name] = (f"link {mode}", os.fsencode(path.readlink()))
        elif path.is_dir():
            found[name] = (f"folder {mode}", b"")
        elif path.is_file():
            found[name] = (f"file {mode}", path.read_bytes())
        else:
            found[name] = (f"pipe, socket or device {mode}", b"")
    return found
