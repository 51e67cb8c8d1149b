"""Takes what an agent prints, as it comes: into the artifacts, to the viewer, and into the account of the run."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from dataclasses import replace

from ygs_cli.automation.lines import Lines
from ygs_cli.automation.redact import Secrets, Stream, redact, redacted
from ygs_cli.automation.status import Account
from ygs_cli.automation.streams import Call, Reader, part
from ygs_cli.shell.run_folder import RunFolder

MAX_LINE = 16_000_000  # bytes of one event: a tool's result can hold a picture
MAX_TAIL = 262_144  # characters of plain output that are kept for the status at its end, and shown of it
MAX_SHOWN = 4_000  # characters of one line for a person
_STDERR_TAIL = 4_000


class Listener:
    """Hears one run of an agent. An agent with a `reader` prints events, one a line; another one plain text."""

    def __init__(
        self,
        reader: Reader | None,
        secrets: Secrets,
        folder: RunFolder,
        account: Account,
        viewer: Callable[[str, Account], None],
    ) -> None:
        self.account = account
        self._reader = reader
        self._secrets = secrets
        self._folder = folder
        self._viewer = viewer
        self._events = Lines(MAX_LINE)
        self._shown = Lines(MAX_SHOWN * 4)
        self._decoders = [codecs.getincrementaldecoder("utf-8")("replace") for _ in range(2)]
        self._plain, self._errors = Stream(secrets), Stream(secrets)
        self._tail = self._error_tail = ""
        self._part: dict[str, object] = {}  # the event whose message goes on

    @property
    def words(self) -> str:
        """The end of what the agent wrote to its standard error, without secrets; complete after `close`."""
        return self._error_tail

    def stdout(self, piece: bytes) -> None:
        if self._reader is None:
            self._take_text(self._decoders[0].decode(piece))
        else:
            for line in self._events.feed(piece):
                self._take_line(line)

    def stderr(self, piece: bytes) -> None:
        text = self._decoders[1].decode(piece)
        self._put_error(self._errors.feed(text))

    def close(self) -> Account:
        """Take the rest; the account that the run leaves."""
        if self._reader is None:
            self._take_text(self._decoders[0].decode(b"", final=True))
            self._put_text(self._plain.close())
            self._show(self._shown.close())
            self.account = replace(self.account, final=self._tail)
        else:
            if rest := self._events.close():
                self._take_line(rest)
            self._end_part()
        if self._events.cut:
            self._folder.append("stderr.log", f"\n[ygs: {self._events.cut:,} bytes of overlong lines left out]\n")
        self._put_error(self._errors.feed(self._decoders[1].decode(b"", final=True)))
        self._put_error(self._errors.close())
        return self.account

    def _put_error(self, text: str) -> None:
        self._error_tail = (self._error_tail + text)[-_STDERR_TAIL:]
        self._folder.append("stderr.log", text)

    def _take_text(self, text: str) -> None:
        self._tail = (self._tail + text)[-MAX_TAIL:]
        if not self._folder.is_full("conversation.txt"):
            self._put_text(self._plain.feed(text))

    def _put_text(self, text: str) -> None:
        """Plain output goes into the log of events too, so that there is one form for all agents."""
        if not text:
            return
        self._folder.append("conversation.txt", text)
        self._folder.append("conversation.jsonl", json.dumps({"type": "output", "text": text}) + "\n")
        for line in self._shown.feed(text.encode("utf-8", "replace")):
            self._show(line)

    def _take_line(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace")
        try:
            event = json.loads(text)
        except (ValueError, RecursionError):
            event = None
        if not isinstance(event, dict) or self._reader is None:
            self._say(text)
            self._write_event({"type": "output", "text": text})
            return
        self.account, lines = self._reader(self.account, event)
        piece = part(event)
        if piece is not None:
            self._part = event
            self._put_part(self._plain.feed(piece))
            return
        self._end_part()
        self._write_event(event)
        for said in lines:
            self._say(said if isinstance(said, str) else self._worded(said))

    def _put_part(self, text: str) -> None:
        """Messages that come in parts are cut anew, where no secret can be cut in two."""
        if text:
            self._write_event({**self._part, "content": text})
            self._folder.append("conversation.txt", text)
            for line in self._shown.feed(text.encode("utf-8", "replace")):
                self._show(line)

    def _end_part(self) -> None:
        if self._part:
            self._put_part(self._plain.close())
            self._show(self._shown.close())
            self._folder.append("conversation.txt", "\n")
            self._part = {}

    def _write_event(self, event: dict[str, object]) -> None:
        try:
            text = json.dumps(redacted(event, self._secrets))
        except RecursionError:
            text = json.dumps({"type": "output", "text": "[ygs: an event nested too deeply was left out]"})
        self._folder.append("conversation.jsonl", text + "\n")

    def _worded(self, call: Call) -> str:
        try:
            return str(Call(call.name, redacted(call.argument, self._secrets)))
        except RecursionError:
            return str(Call(call.name, ""))

    def _say(self, text: str) -> None:
        if not text.strip():
            return
        text = redact(text, self._secrets)
        self._folder.append("conversation.txt", text.rstrip("\n") + "\n")
        for line in text.splitlines():
            self._viewer(line[:MAX_SHOWN], self.account)

    def _show(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace")
        if text.strip():
            self._viewer(text[:MAX_SHOWN], self.account)
