"""A document names an endpoint that the code does not serve any more.

## What it does
Compares `GET /users/{id}`, paths in inline code and the addresses of example requests with the routes of the
code: Flask, FastAPI, Starlette, Django, Express, Fastify, NestJS, net/http, gin, echo, chi, axum, actix, Spring,
JAX-RS, OpenAPI. Parameters are equal however they are written, and a route may be mounted below a prefix. Speaks
only in a git repository, where the route was served after the line was written and is not served now, or with
another method.

## Why is this bad
The request that the reader sends is answered with 404 or 405.

## Bad
```markdown README.md
Ask with `GET /orders/{id}/state`.
```
```javascript server.js@HEAD
app.get('/orders/:id/state', show)
```
```javascript server.js
app.get('/orders/:id/status', show)
```

## Good
```markdown README.md
Ask with `GET /orders/{id}/status`.
```
```javascript server.js@HEAD
app.get('/orders/:id/state', show)
```
```javascript server.js
app.get('/orders/:id/status', show)
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
    for item in facts.missing(Kind.ENDPOINT):
        yield wording.finding(item, f"nothing serves '{item.claim.name}' any more", "")
