"""A stand-in for the Anthropic Messages API on the loopback interface (docs.anthropic.com, "Streaming messages").

It answers each request with the next tool call of a plan, then with one line of text. So the real client
runs its own tools, permissions and skills while no model is asked and nothing leaves the machine.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

REPLY = "the plan is done"


@dataclass(frozen=True)
class Call:
    """One tool call that the stub makes in the model's place."""

    tool: str
    input: dict[str, Any]


@dataclass
class Api:
    """The running stub: where it listens, what it shall answer, and every request it got."""

    url: str = ""
    plan: Sequence[Call] = ()
    reply: str = REPLY
    overloaded: bool = False
    requests: list[dict[str, Any]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        """The message for one request: the call whose number is that of the calls made so far, else text."""
        made = sum(block["type"] == "tool_use" for block in blocks(body, "assistant"))
        if body.get("tools") and made < len(self.plan):
            call = self.plan[made]
            given = {name: _placed(value, body) for name, value in call.input.items()}
            content = {"type": "tool_use", "id": identity(made), "name": call.tool, "input": given}
        else:
            content = {"type": "text", "text": self.reply}
        return {
            "id": f"msg_{len(self.requests)}",
            "type": "message",
            "role": "assistant",
            "model": body.get("model", ""),
            "content": [content],
            "stop_reason": "tool_use" if content["type"] == "tool_use" else "end_turn",
            "stop_sequence": None,
            "usage": {"input_tokens": 1, "output_tokens": 1},
        }


def _placed(value: Any, body: dict[str, Any]) -> Any:
    """A value of a call with `{{folder}}` replaced by the folder in which the client says that it works."""
    if not isinstance(value, str) or "{{folder}}" not in value:
        return value
    text = json.dumps([body.get("system"), body["messages"]])
    found = re.search(r"[Ww]orking directory: ([^\\\"<]+)", text)
    return value.replace("{{folder}}", found[1].strip() if found else ".")


def identity(number: int) -> str:
    """The id under which call `number` of a plan is made; its result comes back under the same id."""
    return f"toolu_plan{number}"


def blocks(body: dict[str, Any], role: str) -> list[dict[str, Any]]:
    """All content blocks of one role's messages in a request; plain strings become text blocks."""
    found: list[dict[str, Any]] = []
    for message in body["messages"]:
        if message["role"] == role:
            content = message["content"]
            found += [{"type": "text", "text": content}] if isinstance(content, str) else content
    return found


def events(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A finished message as the stream of events that the API would send."""
    content = message["content"][0]
    if content["type"] == "text":
        opening = {"type": "text", "text": ""}
        delta = {"type": "text_delta", "text": content["text"]}
    else:
        opening = content | {"input": {}}
        delta = {"type": "input_json_delta", "partial_json": json.dumps(content["input"])}
    stop = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    yield {"type": "message_start", "message": message | {"content": [], "stop_reason": None}}
    yield {"type": "content_block_start", "index": 0, "content_block": opening}
    yield {"type": "content_block_delta", "index": 0, "delta": delta}
    yield {"type": "content_block_stop", "index": 0}
    yield {"type": "message_delta", "delta": stop, "usage": {"output_tokens": 1}}
    yield {"type": "message_stop"}


@contextmanager
def serve() -> Iterator[Api]:
    """Run a stub on a free port of 127.0.0.1 until the block ends."""
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._send(200 if self.path.startswith("/api/hello") else 404, b"")

        def do_GET(self) -> None:
            api.unknown.append(f"GET {self.path}")
            self._send(404, b"{}")

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            path = self.path.partition("?")[0]
            if path == "/v1/messages/count_tokens":
                self._send(200, b'{"input_tokens": 1}')
            elif path != "/v1/messages":
                api.unknown.append(f"POST {self.path}")
                self._send(404, b"{}")
            else:
                api.requests.append(body)
                if api.overloaded:
                    error = {"type": "overloaded_error", "message": "Overloaded"}
                    self._send(529, json.dumps({"type": "error", "error": error}).encode())
                    return
                message = api.answer(body)
                if body.get("stream"):
                    lines = [f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in events(message)]
                    self._send(200, "".join(lines).encode(), "text/event-stream")
                else:
                    self._send(200, json.dumps(message).encode())

        def _send(self, code: int, data: bytes, kind: str = "application/json") -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Keep the test output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
