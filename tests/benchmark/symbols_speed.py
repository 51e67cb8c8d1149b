"""Prints how fast definitions are extracted, for each language of some clones, in megabytes a second.

    python -m tests.benchmark.symbols_speed --repos DIR [--runs 3] [NAME ...]

`parse` is the syntax tree alone, `extract` all of it. Each figure is the best of the runs, in one process. A
language with less than 0.2 MB in a clone is left out.
"""

from __future__ import annotations

import argparse
import gc
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.drift import languages, symbols
from ygs_cli.drift.languages import Language

SMALLEST = 200_000


def sources(clone: Path) -> dict[Language, list[SourceFile]]:
    """The source files of a clone by their language; those that are not UTF-8 are left out."""
    found: dict[Language, list[SourceFile]] = {}
    for path in files(clone):
        language = languages.of_path(path.name)
        if language is None:
            continue
        try:
            found.setdefault(language, []).append(SourceFile(path.name, path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError):
            continue
    return found


def files(clone: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(clone):
        folders[:] = [name for name in folders if name not in (".git", "node_modules")]
        yield from (Path(folder) / name for name in names)


def seconds(work: Callable[[], object], runs: int) -> float:
    """The quickest of some runs."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def parse(language: Language, texts: Iterable[bytes]) -> None:
    for text in texts:
        languages.syntax_tree(language, text)


def row(name: str, language: Language, found: list[SourceFile], runs: int) -> str:
    size = sum(len(source.text) for source in found)
    texts = [source.text.encode() for source in found]
    parsing = seconds(lambda: parse(language, texts), runs)
    extracting = seconds(lambda: [symbols.extract(source) for source in found], runs)
    tables = [symbols.extract(source) for source in found]
    count = sum(len(table.definitions) for table in tables if table)
    return (
        f"{name:14} {language.name:11} {len(found):6,} {size / 1e6:7.2f} {count:8,}"
        f" {size / 1e6 / parsing:7.1f} {size / 1e6 / extracting:8.1f} {extracting:8.2f}"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--repos", type=Path, required=True)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("names", nargs="*")
    chosen = options.parse_args()
    gc.disable()  # as the command does
    print("repository     language     files      MB  symbols   parse  extract  seconds")
    for name in chosen.names or sorted(item.name for item in chosen.repos.iterdir() if item.is_dir()):
        for language, found in sources(chosen.repos / name).items():
            if sum(len(source.text) for source in found) >= SMALLEST:
                print(row(name, language, found, chosen.runs), flush=True)


if __name__ == "__main__":
    main()
