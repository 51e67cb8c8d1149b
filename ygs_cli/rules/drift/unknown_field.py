"""A document names a field or a configuration key that neither code nor schema has any more.

## What it does
Compares the keys of JSON, YAML, TOML and JavaScript samples, and keys in inline code and headings, with what the
code reads and writes: fields, struct tags, aliases, cases that a serializer changes, keys of schemas and of
sample configuration. Speaks only in a git repository, where the name was there after the line was written and is
not there now; of a common word only when other fields of the same owner stand near it.

## Why is this bad
A configuration copied from the document is refused, or silently does nothing.

## Bad
```markdown README.md
Set `cache-dir` in the configuration.
```
```rust options.rs@HEAD
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Options {
    cache_dir: PathBuf,
}
```
```rust options.rs
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Options {
    cache_folder: PathBuf,
}
```

## Good
```markdown README.md
Set `cache-folder` in the configuration.
```
```rust options.rs@HEAD
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Options {
    cache_dir: PathBuf,
}
```
```rust options.rs
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Options {
    cache_folder: PathBuf,
}
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
    for item in facts.missing(Kind.KEY):
        yield wording.finding(item, f"no field or key is called '{item.claim.token}' any more", "")
