"""Feeds damaged documents to the reading of documents, the extraction of claims and their resolution.

    python -m tests.benchmark.fuzz --repos DIR [--only NAME] [--documents 20000] [--seed 1]

Each document is one of the clones' own, cut, spliced with others, nested, stretched or sprinkled with bytes, or
made of marks alone; it is held against the code of its clone. A crash, or a document that takes longer than the
limit, ends with 1; the text that did it is written beside the seed, and the same seed draws it again.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.benchmark.planted.tree import Tree
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.drift import facts, resolve, tables
from ygs_cli.drift.resolve import World

_MARKS = (
    "`", "``", "```", "```python\n", "~~~", "[", "](", "](#", ")", "<", "<!--", "-->", "<a id=", "\n---\n",
    "---\n", "> ", "- ", "1. ", "\t", "    ", "| ", "|---|\n", "\\", "*", "_", "**", "#", "######", "![",
    "[^1]: ", "[x]: ", "\r\n", "\r", "\u2028", "\x00", "\x1b[31m", "\ufeff", "\u202e", "e\u0301", "\U0001f600",
    "\u251c\u2500\u2500 ", "\u2502   ", "\u2514\u2500\u2500 ", "f(a, b=1, *c)", "a.b.c", "path/to/x.py#Sym",
    "--flag=", "$ENV_VAR", "GET /a/{b}", "{{", "}}", "{%", "::: a.b\n", ".. code-block:: python\n\n", "::\n\n",
    "`x <y_>`_", "```mermaid\nerDiagram\n A ||--o{ B : has\n", "classDiagram\n", "&amp;", "&#x0;",
    "http://[::1", "mailto:", "<details>", "</details>", "!!! note\n", "=== \"Tab\"\n", "covers: [",
)  # fmt: skip
_PIECE = 4_000  # characters of a document that a case keeps: a fault needs no more, and 20,000 must end


def cut(text: str, others: list[str], draw: random.Random) -> str:
    begin = draw.randrange(len(text) + 1)
    return text[begin : begin + draw.randrange(1, _PIECE)]


def spliced(text: str, others: list[str], draw: random.Random) -> str:
    parts = [cut(draw.choice(others), others, draw)[:600] for _ in range(draw.randrange(2, 6))]
    return draw.choice(("", "\n", "\n\n", "\r\n")).join(parts)


def sprinkled(text: str, others: list[str], draw: random.Random) -> str:
    letters = list(cut(text, others, draw))
    for _ in range(draw.randrange(1, 40)):
        letters.insert(draw.randrange(len(letters) + 1), draw.choice(_MARKS))
    return "".join(letters)


def broken_bytes(text: str, others: list[str], draw: random.Random) -> str:
    raw = bytearray(cut(text, others, draw).encode("utf-8", "surrogateescape"))
    for _ in range(draw.randrange(1, 60)):
        if raw:
            raw[draw.randrange(len(raw))] = draw.randrange(256)
    return bytes(raw).decode("utf-8", draw.choice(("replace", "surrogateescape", "ignore")))


def nested(text: str, others: list[str], draw: random.Random) -> str:
    mark, depth = (
        draw.choice(("> ", "- ", "  - ", "[", "*", "(", "<b>", "`", "1. ", "    ", "| ")),
        draw.randrange(5, 800),
    )
    if draw.random() < 0.5:
        return mark * depth + cut(text, others, draw)[:300]
    return "\n".join(mark * min(level, 120) + "x" for level in range(depth)) + "\n" + cut(text, others, draw)[:300]


def stretched(text: str, others: list[str], draw: random.Random) -> str:
    lines = cut(text, others, draw).split("\n")
    line = draw.choice(lines) or draw.choice(_MARKS)
    return draw.choice((" ", "", ",", "`")).join([line] * (20_000 // len(line) + 1))[:20_000]


def doubled(text: str, others: list[str], draw: random.Random) -> str:
    lines = cut(text, others, draw).split("\n")
    draw.shuffle(lines)
    return "\n".join(lines * draw.randrange(1, 4))


def of_marks(text: str, others: list[str], draw: random.Random) -> str:
    return "".join(draw.choice(_MARKS) for _ in range(draw.randrange(1, 400)))


def with_front(text: str, others: list[str], draw: random.Random) -> str:
    keys = ("covers", "reviewed", "id", "links", "status", "a", "?", "&x", "*x", "<<", "!!python/object")
    values = (
        "[",
        "[[[[",
        "{a: {b: ",
        "*x",
        "&x [*x]",
        "2026-99-99",
        "!!binary x",
        "|\n  y",
        ">-",
        "\t",
        "'",
        "0x",
        "~",
    )
    rows = [f"{draw.choice(keys)}: {draw.choice(values)}" for _ in range(draw.randrange(1, 12))]
    return "---\n" + "\n".join(rows) + draw.choice(("\n---\n", "\n", "\n...\n")) + cut(text, others, draw)


FORMS: tuple[Callable[[str, list[str], random.Random], str], ...] = (
    cut, spliced, sprinkled, broken_bytes, nested, stretched, doubled, of_marks, with_front,
)  # fmt: skip


class TooSlowError(Exception):
    """A document took longer than the limit."""


def _stop(number: int, frame: object) -> None:
    raise TooSlowError


def world_of(tree: Tree) -> World:
    """The project that the documents are held against."""
    sources = [SourceFile(path, text) for path, text in tree.files.items()]
    symbols = [table for source in sources if (table := tables.extract(source))]
    code = [source for source in sources if source.path in tree.code]
    return facts.build([], symbols, tree.paths, lambda: code).world


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--repos", type=Path, required=True)
    options.add_argument("--only", action="append", metavar="NAME")
    options.add_argument("--documents", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--limit", type=float, default=10.0, help="seconds of one document")
    chosen = options.parse_args()
    names = chosen.only or sorted(each.name for each in chosen.repos.iterdir() if (each / ".git").exists())
    draw, faults, slow, forms = random.Random(chosen.seed), 0, 0, Counter[str]()
    signal.signal(signal.SIGALRM, _stop)
    started, slowest = time.monotonic(), (0.0, "")
    for position, name in enumerate(names):
        tree = Tree.read(chosen.repos / name)
        world, texts = world_of(tree), [tree.files[path] for path in sorted(tree.pages)] or [""]
        for number in range(position, chosen.documents, len(names)):
            form = draw.choice(FORMS)
            text = form(draw.choice(texts), texts, draw)
            path = draw.choice(("docs/fuzz.md", "README.md", "docs/fuzz.rst", "a b/ü.mdx", "docs/deep/er/x.md"))
            forms[form.__name__] += 1
            begin = time.monotonic()
            try:
                signal.setitimer(signal.ITIMER_REAL, chosen.limit)
                page = facts.page(SourceFile(path, text))
                resolve.resolve(page.claims, world)
            except Exception:
                faults += 1
                file = Path(f"fuzz-{chosen.seed}-{name}-{number}{Path(path).suffix}")
                file.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
                print(f"{file}: {form.__name__}, {path}\n{traceback.format_exc(limit=-4)}", flush=True)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            slowest = max(slowest, (time.monotonic() - begin, f"{name} {number} {form.__name__}"))
            slow += time.monotonic() - begin > 1
    shown = ", ".join(f"{count:,} {form}" for form, count in sorted(forms.items()))
    print(f"{sum(forms.values()):,} documents in {time.monotonic() - started:.0f} s: {shown}")
    print(f"{faults} crashes or hangs, {slow} documents took more than a second")
    print(f"slowest {slowest[0]:.2f} s ({slowest[1]})")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
