"""JSON over HTTPS for the trackers that have no command-line client of their own. Starts no process.

Credentials come from the environment when a request is made, go into one header, and are in no message.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from typing import Any
from urllib import error, parse, request

from ygs_cli.automation.contract import Exit
from ygs_cli.errors import YgsError

_SECONDS = 30
_MAX_BYTES = 20_000_000


class _NoRedirect(request.HTTPRedirectHandler):
    """Follow no redirect: the header with the credential would go along to another host."""

    def redirect_request(self, *_: Any) -> None:
        return None


def variable(name: str) -> str:
    """A variable of the environment. Raises YgsError (69) when it is not set."""
    value = os.environ.get(name, "")
    if not value:
        hint = f"export {name} for this phase only"
        raise YgsError(f"{name} is not set", hint=hint, exit_code=Exit.UNAVAILABLE)
    return value


def basic(user: str, secret: str) -> str:
    """The value of an Authorization header (RFC 7617)."""
    return "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode("ascii")


def call(
    method: str, base: str, path: str, authorization: str, data: Any = None, query: Mapping[str, str] | None = None
) -> Any:
    """One request; its JSON answer, or None for an empty one.

    Raises YgsError: 69 for a refused credential, 75 for overload or no connection, 70 for anything else.
    """
    parts = parse.urlsplit(base)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise YgsError("not an https address", where=parts.netloc, exit_code=Exit.UNAVAILABLE)
    address = base.rstrip("/") + path + (f"?{parse.urlencode(query)}" if query else "")
    body = None if data is None else json.dumps(data).encode()
    headers = {"Authorization": authorization, "Accept": "application/json", "Content-Type": "application/json"}
    asked = request.Request(address, data=body, method=method, headers=headers)  # noqa: S310 - checked above
    try:
        with request.build_opener(_NoRedirect).open(asked, timeout=_SECONDS) as answer:
            text = answer.read(_MAX_BYTES)
            return json.loads(text) if text.strip() else None
    except error.HTTPError as problem:
        raise _failed(method, parts.netloc + path, problem.code) from None
    except (OSError, error.URLError):
        message = f"{method}: no connection"
        raise YgsError(message, where=parts.netloc, hint="try again later", exit_code=Exit.TRANSIENT) from None
    except ValueError:
        raise YgsError(
            f"{method}: the answer is not JSON", where=parts.netloc + path, exit_code=Exit.INTERNAL
        ) from None


def _failed(method: str, where: str, code: int) -> YgsError:
    message = f"{method}: HTTP {code}"
    if code in (401, 403):
        return YgsError(
            message, where=where, hint="check the credential and its rights", exit_code=Exit.UNAVAILABLE
        )
    if code == 429 or code >= 500:
        return YgsError(message, where=where, hint="try again later", exit_code=Exit.TRANSIENT)
    return YgsError(message, where=where, exit_code=Exit.INTERNAL)
