"""What a phase of the plumbing is called with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `ygs phase`; each phase reads those that it knows."""

    run_dir: Path = Path()
    phase: str = ""
    tracker: str = "github"
    repository: str = ""
    issue: str = ""
    issue_file: Path | None = None
    event: Path | None = None
    label: str = "ai-ready"
    base: str = ""
    limit: int = 10
    seconds: float = 600.0
    days: float = 7.0
    target: Path | None = None
