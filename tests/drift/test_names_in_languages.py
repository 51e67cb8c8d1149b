"""Names and signatures of each language, renamed, deleted and changed over real repositories: the lines found."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.drift.test_history import edit, found
from tests.driver import Git, Ygs

BODY = {
    "python": """\
LIMIT = 10


class RateLimiter:
    '''Limits.'''

    burst_size = 3

    def __init__(self, capacity, interval_ms=1000):
        self.capacity = capacity
        self.interval_ms = interval_ms

    def take_tokens(self, count, wait=True):
        used = min(count, self.capacity)
        self.capacity -= used
        return used if wait else 0


def open_channel(host, port=80, *, secure=False) -> str:
    scheme = "https" if secure else "http"
    return f"{scheme}://{host}:{port}"
""",
    "typescript": """\
export const LIMIT = 10

export interface ChannelOptions {
  maxRetries?: number
  keepAlive: boolean
}

export class RateLimiter {
  burstSize = 3
  constructor(private capacity: number, private intervalMs: number = 1000) {}

  takeTokens(count: number, wait = true): number {
    const used = Math.min(count, this.capacity)
    this.capacity -= used
    return wait ? used : 0
  }
}

export function openChannel(host: string, port = 80, secure = false): string {
  const scheme = secure ? 'https' : 'http'
  return `${scheme}://${host}:${port}`
}
""",
    "go": """\
package limit

// Max is the limit.
const Max = 10

type RateLimiter struct {
	BurstSize int
	capacity  int
}

func NewRateLimiter(capacity int, intervalMs int) *RateLimiter {
	return &RateLimiter{capacity: capacity, BurstSize: intervalMs}
}

func (r *RateLimiter) TakeTokens(count int, wait bool) int {
	used := count
	if used > r.capacity {
		used = r.capacity
	}
	r.capacity -= used
	return used
}

func OpenChannel(host string, port int) (string, error) {
	scheme := "http"
	return scheme + "://" + host + ":" + strconv.Itoa(port), nil
}
""",
    "rust": """\
pub const LIMIT: usize = 10;

pub enum Mode { FastPath, SlowPath }

pub struct RateLimiter {
    pub burst_size: usize,
    capacity: usize,
}

impl RateLimiter {
    pub fn new(capacity: usize, interval_ms: u64) -> Self {
        RateLimiter { capacity, burst_size: interval_ms as usize }
    }

    pub fn take_tokens(&mut self, count: usize, wait: bool) -> usize {
        let used = count.min(self.capacity);
        self.capacity -= used;
        if wait { used } else { 0 }
    }
}

pub fn open_channel(host: &str, port: u16) -> String {
    let scheme = "http";
    format!("{}://{}:{}", scheme, host, port)
}
""",
    "java": """\
package org.acme.limit;

public class RateLimiter {
    public static final int LIMIT = 10;
    public int burstSize = 3;
    private int capacity;

    public RateLimiter(int capacity, int intervalMs) {
        this.capacity = capacity;
        this.burstSize = intervalMs;
    }

    public int takeTokens(int count, boolean wait) {
        int used = Math.min(count, this.capacity);
        this.capacity -= used;
        return wait ? used : 0;
    }

    public static String openChannel(String host, int port) {
        String scheme = "http";
        return scheme + "://" + host + ":" + port;
    }
}
""",
}
FILES = {
    "python": "limit/rate.py",
    "typescript": "src/rate.ts",
    "go": "rate.go",
    "rust": "src/rate.rs",
    "java": "src/main/java/org/acme/limit/RateLimiter.java",
}
# Each line names what the mutations below take away; the numbers are what they are expected at.
PAGES = {
    "python": """\
# Rate limits

A RateLimiter gives tokens: `limiter.take_tokens(count, wait=True)`, `RateLimiter.take_tokens`.

| name | default | meaning |
|---|---|---|
| `interval_ms` | `1000` | of `RateLimiter` |

Open with `open_channel(host, port=80)`; open_channel returns an address.

```python
from limit.rate import RateLimiter, open_channel

limiter = RateLimiter(5, interval_ms=20)
limiter.take_tokens(2, wait=False)
open_channel("example.org", 80)
```

The `burst_size` is three.

```python
def open_channel(host, port=80, *, secure=False) -> str: ...
```
""",
    "typescript": """\
# Rate limits

A RateLimiter gives tokens: `limiter.takeTokens(count, wait)`, `RateLimiter#takeTokens`.

| name | default | meaning |
|---|---|---|
| `intervalMs` | `1000` | of `RateLimiter` |

Open with `openChannel(host, port)`; openChannel returns an address.

```ts
import { RateLimiter, openChannel } from './rate'

const limiter = new RateLimiter(5, 20)
limiter.takeTokens(2, false)
openChannel('example.org', 80)
```

The `burstSize` is three.

```ts
function openChannel(host: string, port = 80, secure = false): string
```
""",
    "go": """\
# Rate limits

A RateLimiter gives tokens: `limiter.TakeTokens(count, wait)`, `RateLimiter.TakeTokens`.

| name | default | meaning |
|---|---|---|
| `intervalMs` | `1000` | of `NewRateLimiter` |

Open with `OpenChannel(host, port)`; OpenChannel returns an address.

```go
import "example.org/limit"

limiter := limit.NewRateLimiter(5, 20)
limiter.TakeTokens(2, false)
limit.OpenChannel("example.org", 80)
```

The `BurstSize` is three.

```go
func OpenChannel(host string, port int) (string, error)
```
""",
    "rust": """\
# Rate limits

A RateLimiter gives tokens: `limiter.take_tokens(count, wait)`, `RateLimiter::take_tokens`.

| name | default | meaning |
|---|---|---|
| `interval_ms` | `1000` | of `RateLimiter::new` |

Open with `open_channel(host, port)`; open_channel returns an address.

```rust
use limit::rate::{RateLimiter, open_channel};

let mut limiter = RateLimiter::new(5, 20);
limiter.take_tokens(2, false);
open_channel("example.org", 80);
```

The `burst_size` is three.

```rust
pub fn open_channel(host: &str, port: u16) -> String;
```
""",
    "java": """\
# Rate limits

A RateLimiter gives tokens: `limiter.takeTokens(count, wait)`, `RateLimiter#takeTokens`.

| name | default | meaning |
|---|---|---|
| `intervalMs` | `1000` | of `RateLimiter` |

Open with `openChannel(host, port)`; openChannel returns an address.

```java
import org.acme.limit.RateLimiter;

RateLimiter limiter = new RateLimiter(5, 20);
limiter.takeTokens(2, false);
RateLimiter.openChannel("example.org", 80);
```

The `burstSize` is three.

```java
public static String openChannel(String host, int port)
```
""",
}
NAMES = {
    "python": ("RateLimiter", "take_tokens", "open_channel", "burst_size", "interval_ms"),
    "typescript": ("RateLimiter", "takeTokens", "openChannel", "burstSize", "intervalMs"),
    "go": ("RateLimiter", "TakeTokens", "OpenChannel", "BurstSize", "intervalMs"),
    "rust": ("RateLimiter", "take_tokens", "open_channel", "burst_size", "interval_ms"),
    "java": ("RateLimiter", "takeTokens", "openChannel", "burstSize", "intervalMs"),
}
LANGUAGES = list(BODY)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def shop(git: Git, language: str) -> Git:
    files = {FILES[language]: BODY[language], "README.md": PAGES[language]}
    if language == "python":
        files["limit/__init__.py"] = ""
    git.commit("start", files)
    return git


def at(findings: list[dict[str, Any]]) -> list[int]:
    return sorted({item["location"]["line"] for item in findings})


def naming(language: str, name: str) -> list[int]:
    lines = PAGES[language].splitlines()
    return [number for number, line in enumerate(lines, 1) if re.search(rf"\b{name}\b", line)]


def source(git: Git, language: str) -> str:
    return (git.root / FILES[language]).read_text()


def rename(git: Git, language: str, old: str, new: str) -> None:
    (git.root / FILES[language]).write_text(re.sub(rf"\b{old}\b", new, source(git, language)))


@pytest.mark.parametrize("which", [0, 1, 2, 3])
@pytest.mark.parametrize("committed", [True, False], ids=["committed", "work tree"])
def test_a_renamed_name_is_found_on_every_line_and_mended(
    ygs: Ygs, shop: Git, language: str, which: int, committed: bool
) -> None:
    old = NAMES[language][which]
    new = {"RateLimiter": "TokenBucket"}.get(old, old + "2")
    rename(shop, language, old, new)
    if committed:
        shop.commit("Rename")
    assert at(found(ygs)) == naming(language, old)
    ygs("sync", "--fix", code=None)
    assert (shop.root / "README.md").read_text() == re.sub(rf"\b{old}\b", new, PAGES[language])


def test_a_comment_and_a_layout_change_raise_nothing(ygs: Ygs, shop: Git, language: str) -> None:
    mark = "#" if language == "python" else "//"
    text = source(shop, language)
    (shop.root / FILES[language]).write_text(f"{mark} take RateLimiter\n" + text.replace("port", "port ", 1))
    shop.commit("Comment")
    assert found(ygs, code=0) == []


# kind -> language -> old text, new text, the lines that are wrong then
CHANGES: dict[str, dict[str, tuple[str, str, list[int]]]] = {
    "parameter renamed": {
        "python": ("host, port=80", "host, tcp_port=80", [9, 22]),
        "typescript": ("host: string, port = 80", "host: string, tcpPort = 80", [9, 22]),
        "go": ("host string, port int", "host string, tcpPort int", [9, 22]),
        "rust": ("host: &str, port: u16", "host: &str, tcp_port: u16", [9, 22]),
        "java": ("String host, int port", "String host, int tcpPort", [9, 22]),
    },
    "parameter of a constructor renamed": {
        "python": ("capacity, interval_ms=1000", "capacity, period=1000", [7, 14]),
        "typescript": ("private intervalMs: number", "private period: number", [7]),
        "go": ("capacity int, intervalMs int", "capacity int, period int", [7]),
        "rust": ("capacity: usize, interval_ms: u64", "capacity: usize, period: u64", [7]),
        "java": ("int capacity, int intervalMs", "int capacity, int period", [7]),
    },
    "parameter removed": {
        "python": ("count, wait=True", "count", [3, 15]),
        "typescript": ("count: number, wait = true", "count: number", [3, 15]),
        "go": ("count int, wait bool", "count int", [3, 15]),
        "rust": ("count: usize, wait: bool", "count: usize", [3, 15]),
        "java": ("int count, boolean wait", "int count", [3, 15]),
    },
    "required parameter added": {
        "python": ("host, port=80, *,", "host, port=80, *, token,", [9, 16, 22]),
        "typescript": ("port = 80, secure = false)", "port: number, secure: boolean, token: string)", [9, 16, 22]),
        "go": ("host string, port int)", "host string, port int, token string)", [9, 16, 22]),
        "rust": ("host: &str, port: u16)", "host: &str, port: u16, token: &str)", [9, 16, 22]),
        "java": ("String host, int port)", "String host, int port, String token)", [9, 16, 22]),
    },
    "reordered": {
        "python": ("host, port=80, *,", "port, host, *,", [9, 16, 22]),
        "typescript": ("host: string, port = 80", "port: number, host: string", [9, 16, 22]),
        "go": ("host string, port int)", "port int, host string)", [9, 16, 22]),
        "rust": ("host: &str, port: u16)", "port: u16, host: &str)", [9, 16, 22]),
        "java": ("String host, int port)", "int port, String host)", [9, 16, 22]),
    },
    "default changed": {
        "python": ("host, port=80", "host, port=443", [9, 22]),
        "typescript": ("port = 80", "port = 443", [22]),
    },
    "default of a constructor changed": {
        "python": ("interval_ms=1000", "interval_ms=500", [7]),
        "typescript": ("number = 1000", "number = 500", [7]),
    },
    "result changed": {
        "python": ("False) -> str", "False) -> bytes", [22]),
        "typescript": ("secure = false): string", "secure = false): URL", [22]),
        "go": ("(string, error)", "(*Channel, error)", [22]),
        "rust": ("port: u16) -> String", "port: u16) -> Channel", [22]),
        "java": ("static String openChannel", "static URI openChannel", [22]),
    },
    "optional parameter added": {
        "python": ("port=80, *, secure=False)", "port=80, *, secure=False, more=1)", [22]),
        "typescript": ("secure = false)", "secure = false, more = 1)", [22]),
    },
    "control": {
        "python": ("scheme", "kind", []),
        "typescript": ("scheme", "kind", []),
        "go": ("scheme", "kind", []),
        "rust": ("scheme", "kind", []),
        "java": ("scheme", "kind", []),
    },
}


@pytest.mark.parametrize(
    ("language", "kind"),
    [(language, kind) for kind, rows in CHANGES.items() for language in rows],
    indirect=["language"],
)
def test_a_changed_signature_is_found_on_every_line_that_states_the_old_one(
    ygs: Ygs, shop: Git, language: str, kind: str
) -> None:
    old, new, wanted = CHANGES[kind][language]
    edit(shop, FILES[language], old, new)
    shop.commit(kind)
    assert at(found(ygs, code=1 if wanted else 0)) == wanted


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("src/Queue.java", "public class Queue extends Dispatcher {\n  void take() {}\n}\n"),
        (
            "src/queue.ts",
            "import { Dispatcher } from './base'\nexport class Queue extends Dispatcher {\n  take() {}\n}\n",
        ),
        ("src/Queue.kt", "class Queue : Dispatcher() {\n  fun take() {}\n}\n"),
    ],
)
def test_a_member_of_a_base_class_that_is_not_seen_ends_in_silence(
    ygs: Ygs, git: Git, path: str, code: str
) -> None:
    git.commit("start", {path: code, "README.md": "Call `Queue.peek`, then `Queue.take`.\n"})
    assert found(ygs, code=0) == []
