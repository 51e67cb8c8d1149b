"""Plants mutations in clones of public repositories and counts what `ygs sync` finds.

    python -m tests.benchmark.mutations --repos DIR [--only NAME] [--verbose]

DIR holds clones with full history, named as in MUTATIONS. Each case works on a copy: one change to the code,
documents untouched, one commit; then every finding that the untouched copy did not have is compared with the
document lines that the change makes wrong. `--fix` runs on each copy, and every edit is compared with the
new name.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_PAST = re.compile(r"CHANGELOG|release-notes|HISTORY", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    """One planted change. `wrong` matches the document lines that it makes wrong; "" for a control."""

    kind: str
    plant: Callable[[Path], None]
    wrong: str
    right: str = ""  # what an edit may write


def _sources(clone: Path, package: str) -> list[Path]:
    return sorted((clone / package).rglob("*.py"))


def rename(package: str, old: str, new: str, wrong: str = "") -> Case:
    def plant(clone: Path) -> None:
        for file in _sources(clone, package):
            text = file.read_text(encoding="utf-8")
            file.write_text(re.sub(rf"\b{old}\b", new, text), encoding="utf-8")

    return Case("rename", plant, wrong or rf"\b{old}\b", new)


def _span(file: Path, qualified: str) -> tuple[int, int, ast.AST]:
    node: ast.AST = ast.parse(file.read_text(encoding="utf-8"))
    for part in qualified.split("."):
        node = next(child for child in ast.walk(node) if getattr(child, "name", None) == part)
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])  # type: ignore[attr-defined]
    return first, node.end_lineno, node  # type: ignore[attr-defined]


def delete(path: str, qualified: str, wrong: str, package: str = "") -> Case:
    """Delete a definition, and its re-exports."""

    def plant(clone: Path) -> None:
        file = clone / path
        first, last, _ = _span(file, qualified)
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(lines[: first - 1] + lines[last:]), encoding="utf-8")
        name = qualified.rpartition(".")[2]
        for exporting in clone.glob(f"{package}/__init__.py") if package else ():
            text = exporting.read_text(encoding="utf-8")
            text = re.sub(
                rf'^ *(?:from \S+ import {name}(?: as {name})?|"{name}",)\n', "", text, flags=re.MULTILINE
            )
            exporting.write_text(re.sub(rf"\b{name},? ?", "", text), encoding="utf-8")

    return Case("delete", plant, wrong)


def move(old: str, new: str, wrong: str, kind: str = "move") -> Case:
    def plant(clone: Path) -> None:
        (clone / new).parent.mkdir(parents=True, exist_ok=True)
        (clone / old).rename(clone / new)

    return Case(kind, plant, wrong, new)


def remove(path: str, wrong: str) -> Case:
    return Case("delete file", lambda clone: (clone / path).unlink(), wrong)


def heading(document: str, old: str, new: str, wrong: str, right: str) -> Case:
    def plant(clone: Path) -> None:
        file = clone / document
        text = file.read_text(encoding="utf-8")
        changed = re.sub(rf"^(#+ ){re.escape(old)}( *\{{.*\}})?$", rf"\g<1>{new}", text, flags=re.MULTILINE)
        assert changed != text, f"no heading {old!r} in {document}"
        file.write_text(changed, encoding="utf-8")

    return Case("heading", plant, wrong, right)


def parameter(path: str, functions: list[str], old: str, new: str, wrong: str) -> Case:
    """Rename a parameter of some functions, inside them only."""

    def plant(clone: Path) -> None:
        file = clone / path
        for qualified in functions:
            first, last, _ = _span(file, qualified)
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            body = re.sub(rf"\b{old}\b", new, "".join(lines[first - 1 : last]))
            file.write_text("".join(lines[: first - 1]) + body + "".join(lines[last:]), encoding="utf-8")

    return Case("signature", plant, wrong, new)


def replaced(path: str, old: str, new: str, kind: str, wrong: str = "", right: str = "") -> Case:
    def plant(clone: Path) -> None:
        file = clone / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    return Case(kind, plant, wrong, right)


def _moved_with_links(old: str, new: str, document: str, written: str, instead: str) -> Case:
    def plant(clone: Path) -> None:
        (clone / new).parent.mkdir(parents=True, exist_ok=True)
        (clone / old).rename(clone / new)
        file = clone / document
        file.write_text(file.read_text(encoding="utf-8").replace(written, instead), encoding="utf-8")

    return Case("control", plant, "")


HTTPX = [
    rename("httpx", "build_request", "make_request"),
    rename("httpx", "raise_for_status", "ensure_success"),
    rename("httpx", "NetRCAuth", "NetrcFileAuth"),
    rename("httpx", "MockTransport", "FakeTransport"),
    rename("httpx", "iter_lines", "read_lines"),
    rename("httpx", "DigestAuth", "DigestAuthentication"),
    rename("httpx", "ASGITransport", "AsgiAppTransport"),
    delete("httpx/_models.py", "Response.iter_text", r"\biter_text\b"),
    delete("httpx/_client.py", "BaseClient.build_request", r"\bbuild_request\b"),
    delete("httpx/_auth.py", "NetRCAuth", r"\bNetRCAuth\b", "httpx"),
    delete("httpx/_api.py", "stream", r"\bhttpx\.stream\b", "httpx"),
    move("docs/quickstart.md", "docs/start/quickstart.md", r"quickstart(\.md)?[)#/]"),
    move("docs/advanced/transports.md", "docs/advanced/custom-transports.md", r"advanced/transports"),
    move("docs/troubleshooting.md", "docs/help.md", r"troubleshooting\.md"),
    remove("docs/environment_variables.md", r"environment_variables(\.md)?[#)]"),
    heading("docs/quickstart.md", "Timeouts", "Time limits", r"quickstart\.md#timeouts", "time-limits"),
    heading("docs/advanced/transports.md", "Mounting transports", "Mounts", r"#mounting-transports", "mounts"),
    heading(
        "docs/advanced/clients.md",
        "Request instances",
        "Building requests",
        r"#request-instances",
        "building-requests",
    ),
    parameter(
        "httpx/_client.py", ["Client.__init__", "AsyncClient.__init__"], "event_hooks", "hooks", r"\bevent_hooks\b"
    ),
    parameter(
        "httpx/_transports/asgi.py", ["ASGITransport.__init__"], "root_path", "mount_path", r"\broot_path\b"
    ),
    # controls
    Case("control", rename("httpx", "_enforce_trailing_slash", "_with_slash").plant, ""),
    Case("control", rename("httpx", "_port_or_default", "_effective_port").plant, ""),
    replaced("httpx/_client.py", "class UseClientDefault:", "# a comment\nclass UseClientDefault:", "control"),
    replaced("httpx/_api.py", "def get(", "def fetch_all(): ...\n\n\ndef get(", "control"),
    _moved_with_links(
        "docs/code_of_conduct.md", "docs/conduct.md", "docs/contributing.md", "code_of_conduct", "conduct"
    ),
]

TYPER = [
    rename("typer", "CallbackParam", "CallbackParameter"),
    rename("typer", "get_app_dir", "app_directory"),
    rename("typer", "secho", "styled_echo"),
    rename("typer", "FileText", "TextFile"),
    rename("typer", "progressbar", "progress_bar"),
    rename("typer", "add_typer", "mount"),
    rename("typer", "BadParameter", "WrongParameter"),
    rename("typer", "launch", "open_external"),
    delete("typer/main.py", "Typer.add_typer", r"\badd_typer\b"),
    delete("typer/main.py", "launch", r"\blaunch\b", "typer"),
    delete("typer/models.py", "FileBinaryWrite", r"\bFileBinaryWrite\b", "typer"),
    move("docs/tutorial/install.md", "docs/tutorial/setup.md", r"install\.md"),
    move("docs/tutorial/printing.md", "docs/tutorial/output/printing.md", r"printing\.md"),
    move(
        "docs_src/first_steps/tutorial001_py310.py",
        "docs_src/first_steps/hello_py310.py",
        r"first_steps/tutorial001_py310",
    ),
    remove("docs/tutorial/first-steps.md", r"first-steps\.md"),
    remove("scripts/docker/compose.yaml", r"scripts/docker/"),
    heading(
        "docs/tutorial/first-steps.md",
        "Add a CLI argument",
        "Take a value",
        r"#add-a-cli-argument",
        "take-a-value",
    ),
    heading(
        "docs/tutorial/install.md",
        "Activate the Virtual Environment",
        "Activate it",
        r"#activate-the-virtual-environment",
        "activate-it",
    ),
    parameter(
        "typer/main.py", ["Typer.__init__"], "no_args_is_help", "help_without_arguments", r"\bno_args_is_help\b"
    ),
    parameter("typer/params.py", ["Option"], "prompt", "ask", r"\bprompt="),
    # controls
    Case("control", rename("typer", "_typer_developer_exception_attr_name", "_exception_mark").plant, ""),
    replaced("typer/main.py", "import os\n", "import os  # paths\n", "control"),
    replaced("typer/main.py", "def launch(", "def relaunch(): ...\n\n\ndef launch(", "control"),
    Case("control", rename("typer", "generate_enum_convertor", "enum_converter").plant, ""),
    replaced("typer/models.py", "class FileTextWrite(", "class FileTextWrite (", "control"),
]
MUTATIONS = {"httpx": HTTPX, "typer": TYPER}


def git(clone: Path, *arguments: str) -> None:
    name = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(clone), *name, *arguments], check=True, capture_output=True)


def findings(clone: Path) -> dict[str, dict[str, object]]:
    """Findings of one run, by fingerprint."""
    done = subprocess.run(
        [sys.executable, "-m", "ygs_cli", "sync", str(clone), "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return {item["fingerprint"]: item for item in json.loads(done.stdout)["findings"]}


@dataclass
class Result:
    found: bool
    lines: int
    expected: int
    alarms: list[str]
    fixed: int
    wrong_fixes: list[str]
    missed: list[str]


def expected_lines(clone: Path, pattern: str) -> set[tuple[str, int]]:
    """Document lines that a pattern matches, histories left out."""
    found = set()
    for file in sorted([*clone.glob("*.md"), *clone.glob("docs/**/*.md")]):
        path = file.relative_to(clone).as_posix()
        if not _PAST.search(path):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if pattern and re.search(pattern, line):
                    found.add((path, number))
    return found


def run(source: Path, case: Case, known: set[str], work: Path) -> Result:
    """Plant one case in a fresh copy and judge what is reported."""
    clone = work / source.name
    subprocess.run(["git", "clone", "-q", "--shared", str(source), str(clone)], check=True)
    case.plant(clone)
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", f"{case.kind} for the benchmark")
    wrong = expected_lines(clone, case.wrong)
    if case.kind == "move":  # the moved document's own relative links break too
        wrong |= {place for place in expected_lines(clone, r"\]\((?!https?:|#|/)") if place[0] == case.right}
    new = [item for mark, item in findings(clone).items() if mark not in known]
    places = {(item["location"]["path"], item["location"]["line"]) for item in new}  # type: ignore[index]
    alarms = sorted(f"{path}:{line}" for path, line in places - wrong)
    fixes = [item["fix"] for item in new if item["fix"] and item["fix"]["safe"]]  # type: ignore[index]
    written = [edit["new"] for one in fixes for edit in one["edits"]]  # type: ignore[index]
    bad = [text for text in written if case.right.rpartition("/")[2].partition(".")[0] not in text]
    found = bool(places & wrong) if case.wrong else not places
    return Result(
        found,
        len(places & wrong),
        len(wrong),
        alarms,
        len(written),
        bad,
        sorted(f"{path}:{line}" for path, line in wrong - places),
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--repos", type=Path, required=True)
    options.add_argument("--only", default="")
    options.add_argument("--verbose", action="store_true")
    chosen = options.parse_args()
    for name, cases in MUTATIONS.items():
        if chosen.only and chosen.only != name:
            continue
        started, source = time.monotonic(), (chosen.repos / name).resolve()
        known = set(findings(source))
        totals = {"planted": 0, "found": 0, "controls": 0, "quiet": 0, "lines": 0, "expected": 0, "fixes": 0}
        alarms: list[str] = []
        wrong: list[str] = []
        for case in cases:
            with tempfile.TemporaryDirectory() as folder:
                result = run(source, case, known, Path(folder))
            control = case.kind == "control"
            totals["controls" if control else "planted"] += 1
            totals["quiet" if control else "found"] += result.found
            totals["lines"] += result.lines
            totals["expected"] += result.expected
            totals["fixes"] += result.fixed
            alarms += result.alarms
            wrong += result.wrong_fixes
            if chosen.verbose or not result.found or result.alarms or result.wrong_fixes:
                shown = f"{result.lines}/{result.expected} lines, {result.fixed} fixes"
                print(f"  {name}: {case.kind} {case.wrong or '-'}: {shown}")
                print(f"    elsewhere {result.alarms}, wrong edits {result.wrong_fixes}, missed {result.missed}")
        print(
            f"{name}: {totals['found']}/{totals['planted']} mutations at a right line, "
            f"{totals['lines']}/{totals['expected']} lines, "
            f"{totals['quiet']}/{totals['controls']} controls quiet, "
            f"{len(alarms)} findings at other lines, {totals['fixes']} certain edits, {len(wrong)} of them wrong, "
            f"{time.monotonic() - started:.0f} s"
        )


if __name__ == "__main__":
    main()
