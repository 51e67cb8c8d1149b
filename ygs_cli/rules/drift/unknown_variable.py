"""A document names an environment variable that the code does not know any more.

## What it does
Compares names in capitals, like `APP_LOG_LEVEL`, with those that the code reads: through the standard function
of its language, a settings class, an option with a variable, or a string that holds the name alone. Speaks only
in a git repository, where the code knew the name after the line was written and does not know it now.

## Why is this bad
The reader sets the variable, and nothing happens.

## Bad
```markdown README.md
Set `APP_LOG_LEVEL` to see more.
```
```go main.go@HEAD
level := os.Getenv("APP_LOG_LEVEL")
```
```go main.go
level := os.Getenv("APP_VERBOSITY")
```

## Good
```markdown README.md
Set `APP_VERBOSITY` to see more, and `GIT_TRACE` to see what git does.
```
```go main.go@HEAD
level := os.Getenv("APP_LOG_LEVEL")
```
```go main.go
level := os.Getenv("APP_VERBOSITY")
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
    for item in facts.missing(Kind.VARIABLE):
        yield wording.finding(item, f"the code does not know '{item.claim.name}' any more", "")
