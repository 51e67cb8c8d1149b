"""GitHub, Jira Cloud and Bitbucket Cloud on the loopback interface, each answering from recorded fixtures.

The real `gh` and the real `curl` talk to them. A request that no fixture knows is refused and remembered, so
that a command with a removed endpoint, a wrong method or a forgotten parameter fails its test.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).parent
_OPERATION = re.compile(r"\b(?:query|mutation)\s+(\w+)")


@dataclass(frozen=True)
class Request:
    """One request as a tracker got it; `operation` is that of a GraphQL document."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    authorization: str
    operation: str = ""

    @property
    def key(self) -> str:
        return self.operation or f"{self.method} {self.path}"

    @property
    def page(self) -> str:
        """The token of the page that was asked for; "" for the first."""
        variables = self.body.get("variables") or {} if self.operation else self.query
        names = ("endCursor", "after", "nextPageToken", "page")
        return next((str(variables[name]) for name in names if variables.get(name)), "")


@dataclass
class Tracker:
    """A running server. `answers` is request key -> page token -> [status, body]; body None: no content."""

    answers: Mapping[str, Mapping[str, list[Any]]]
    url: str = ""
    requests: list[Request] = field(default_factory=list)
    unknown: list[Request] = field(default_factory=list)

    def answer(self, request: Request) -> tuple[int, str]:
        self.requests.append(request)
        found = self.answers.get(request.key, {}).get(request.page)
        if found is None or not request.authorization:
            self.unknown.append(request)
            return 410, '{"errorMessages": ["no such fixture"], "message": "no such fixture"}'
        status, body = found
        text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        return status, text.replace("{{server}}", self.url)


@contextmanager
def serve(fixture: str) -> Iterator[Tracker]:
    """Answer from `<fixture>.json` on a free port until the block ends."""
    tracker = Tracker(json.loads((HERE / f"{fixture}.json").read_text(encoding="utf-8")))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_PUT(self) -> None:
            self._answer()

        def do_PATCH(self) -> None:
            self._answer()

        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = json.loads(raw) if raw else {}
            url = urlsplit(self.path)  # a whole address when the client takes us for its proxy
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            operation = _OPERATION.search(body["query"]) if url.path == "/graphql" else None
            name = operation[1] if operation else ""
            authorization = self.headers.get("Authorization", "")
            status, text = tracker.answer(Request(self.command, url.path, query, body, authorization, name))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Keep the test output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    tracker.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield tracker
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
