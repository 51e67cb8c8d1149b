"""A stand-in for an agent: a real process that does what its first argument says, one step after the other.

The steps are JSON: [["print", text], ["error", text], ["event", object], ["write", path, text],
["commit", message], ["sleep", seconds], ["exit", code], ["orphan", pid file, how], ["record", path], ["flood",
bytes], ["link", path, target], ["ignore-term"], ["env", path], ["secret", variable], ["signal", number],
["session", path]]. `$RUN` in a text is the run id of the prompt.
"""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    steps = json.loads(sys.argv[1])
    deaf = steps and steps[0] == ["no-stdin"]
    prompt = "" if deaf else sys.stdin.buffer.read().decode("utf-8")
    found = re.search(r'"run":"([^"]+)"', prompt)
    run = found[1] if found else ""
    for name, *arguments in steps:
        STEPS[name](prompt, run, *arguments)


def _out(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def _print(_: str, run: str, text: str) -> None:
    _out(text.replace("$RUN", run))


def _error(_: str, run: str, text: str) -> None:
    sys.stderr.write(text.replace("$RUN", run))
    sys.stderr.flush()


def _event(_: str, run: str, event: Any) -> None:
    _out(json.dumps(event).replace("$RUN", run) + "\n")


def _write(_: str, run: str, path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)


def _commit(_: str, run: str, message: str) -> None:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", "add", "-A"], check=True)
    subprocess.run(["git", *identity, "commit", "-q", "--allow-empty", "-m", message], check=True)


def _sleep(_: str, run: str, seconds: float) -> None:
    time.sleep(seconds)


def _exit(_: str, run: str, code: int) -> None:
    sys.exit(code)


def _orphan(_: str, run: str, pids: str, how: str) -> None:
    """Leave a process behind: in the group, in a session of its own, or forked twice; deaf to SIGTERM."""
    if os.fork():
        time.sleep(0.2)
        return
    if how != "group":
        os.setsid()
    if how == "double" and os.fork():
        os._exit(0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with Path(pids).open("a") as stream:
        stream.write(f"{os.getpid()}\n")
    time.sleep(120)
    os._exit(0)


def _record(prompt: str, run: str, path: str) -> None:
    Path(path).write_text(json.dumps({"prompt": prompt, "argv": sys.argv[2:]}))


def _flood(_: str, run: str, count: int) -> None:
    piece = b"x" * 1_000_000
    for _ in range(count // len(piece)):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.write(b"\xff\xfe\x00\n")
    sys.stdout.buffer.flush()


def _link(_: str, run: str, path: str, target: str) -> None:
    Path(path).unlink(missing_ok=True)
    Path(path).symlink_to(target)


def _deaf(_: str, run: str) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _env(_: str, run: str, path: str) -> None:
    Path(path).write_text(json.dumps(dict(os.environ)))


def _secret(_: str, run: str, variable: str) -> None:
    """Say a secret in every way that artifacts must not show, in one piece and in two."""
    from urllib.parse import quote

    value = os.environ[variable]
    data = value.encode()
    forms = [value, base64.b64encode(data).decode(), base64.b64encode(b"user:" + data).decode(), quote(value, "")]
    for form in forms:
        for stream in (sys.stdout.buffer, sys.stderr.buffer):
            half = len(form) // 2
            stream.write(b"it is " + form[:half].encode())
            stream.flush()
            time.sleep(0.15)
            stream.write(form[half:].encode() + b" indeed\n")
            stream.flush()


def _signal(_: str, run: str, number: int) -> None:
    os.kill(os.getpid(), number)


STEPS: dict[str, Any] = {
    "print": _print,
    "error": _error,
    "event": _event,
    "write": _write,
    "commit": _commit,
    "sleep": _sleep,
    "exit": _exit,
    "orphan": _orphan,
    "record": _record,
    "flood": _flood,
    "link": _link,
    "ignore-term": _deaf,
    "env": _env,
    "secret": _secret,
    "signal": _signal,
    "no-stdin": lambda *_: None,
}

if __name__ == "__main__":
    main()
