"""A document names a command-line flag or a subcommand that the program does not have any more.

## What it does
Finds `--flag` wherever a document writes it, and the subcommands and task names in shell examples. Flags are
read from argparse, optparse, click, typer, cobra, pflag, Go's flag, clap, commander, yargs, cac, picocli and
others, tasks from Makefiles, justfiles and manifests. Speaks only in a git repository, where the code defined
the flag after the line was written and nothing defines it now: flags of other programs stay silent.

## Why is this bad
The command that the reader copies ends with an error.

## Bad
```markdown README.md
Start it with `serve --port 80`.
```
```python cli.py@HEAD
parser.add_argument("--port", type=int)
```
```python cli.py
parser.add_argument("--listen", type=int)
```

## Good
```markdown README.md
Start it with `serve --listen 80`, then `git push --force`.
```
```python cli.py@HEAD
parser.add_argument("--port", type=int)
```
```python cli.py
parser.add_argument("--listen", type=int)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.drift import wording
from ygs_cli.drift.facts import DriftFacts
from ygs_cli.drift.model import Kind
from ygs_cli.findings import Finding, Severity
from ygs_cli.rules import Meta

META = Meta(Severity.ERROR)


def check(facts: DriftFacts) -> Iterator[Finding]:
    for item in facts.missing(Kind.FLAG):
        yield wording.finding(item, f"no command of this project has the flag '{item.claim.name}' any more", "")
    for item in facts.missing(Kind.COMMAND):
        yield wording.finding(item, f"there is no '{item.claim.name}' any more", "")
