"""Routes that code or an API description serves, as `GET /path`, or `/path` where the method is not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ygs_cli.drift.surface.code import Code, Hit

_VERBS = "get|post|put|delete|patch|head|options|trace"
_METHODS = re.compile(r"\bmethods?\s*[=:]\s*[\[({]?([^\])}\n]*)")
_WORD = re.compile(rf"\b(?:{_VERBS})\b", re.IGNORECASE)

# Python: Flask, FastAPI, Starlette, aiohttp, Django
_DECORATOR = re.compile(
    rf"@(?P<router>\w+(?:\.\w+)*)\.(?P<verb>{_VERBS}|route|api_route|websocket|websocket_route)"
    r"\(\s*(?:path\s*=\s*|rule\s*=\s*)?f?['\"](?P<path>/?[^'\"\s]*)['\"]"
)
_ADDED = re.compile(
    r"\b(?:Route|WebSocketRoute|Mount|add_api_route|add_route|add_url_rule|add_api_websocket_route|mount"
    r"|add_(?P<verb>get|post|put|delete|patch))\(\s*(?:path\s*=\s*)?['\"](?P<path>/[^'\"\s]*)['\"]"
)
_DJANGO = re.compile(r"^\s*(?:re_)?(?:path|url)\(\s*r?['\"](?P<path>[^'\"\s]*)['\"]\s*,", re.MULTILINE)
_PREFIX = re.compile(
    r"=\s*(?:\w+\.)?(?:APIRouter|Blueprint|Router)\("
    r"[^()]*?\b(?:url_)?prefix\s*=\s*['\"](?P<path>/[^'\"\s]*)['\"]"
)
_ROUTER = re.compile(r"(\w+)[ \t]*(?::[ \t]*\w+[ \t]*)?$")
# Express, Koa, Fastify, Hono, NestJS
_JS = re.compile(
    rf"\b(?P<router>app|router|server|api|fastify|hono|routes|\w+(?:App|Router|Server|Routes))\."
    rf"(?P<verb>{_VERBS}|all|use|route|del)\(\s*['\"`](?P<path>/[^'\"`\s]*)['\"`]"
)
_JS_OBJECT = re.compile(
    r"\.route\(\s*\{[^{}]*?\bmethod\s*:\s*(?P<methods>['\"][A-Z]+['\"]|\[[^\]]*\])"
    r"[^{}]*?\b(?:url|path)\s*:\s*['\"`](?P<path>/[^'\"`\s]*)['\"`]"
)
_NEST = re.compile(
    r"@(?P<verb>Get|Post|Put|Delete|Patch|Head|Options|All)\(\s*(?:['\"`](?P<path>[^'\"`\s]*)['\"`])?\s*\)"
)
_NEST_CLASS = re.compile(r"@Controller\(\s*(?:\{[^}]*path:\s*)?['\"`](?P<path>[^'\"`\s]*)['\"`]")
# net/http, gin, echo, chi, fiber, gorilla
_GO = re.compile(
    r"\.(?P<verb>GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|Any|Get|Post|Put|Delete|Patch|Head|Options|All|Handle"
    r"|HandleFunc|Method|Route|Mount)\(\s*(?:(?:http\.Method|\")(?P<first>[A-Za-z]+)\"?\s*,\s*)?"
    r"\"(?:(?P<method>[A-Z]+) )?(?P<path>/[^\"\s]*)\""
)
_GO_METHODS = re.compile(r"[^\n]*?\.Methods\(([^)]*)\)")
_GO_GROUP = re.compile(r"\b(?P<router>\w+)\s*:?=\s*\w+\.Group\(\s*\"(?P<path>/[^\"\s]*)\"")
# axum, actix, rocket
_RUST_ROUTE = re.compile(r"\.(?:route|nest|nest_service|service)\(\s*\"(?P<path>/[^\"\s]*)\"")
_RUST_SCOPE = re.compile(r"\bweb::(?:resource|scope)\(\s*\"(?P<path>/[^\"\s]*)\"")
_RUST_VERB = re.compile(rf"#\[(?P<verb>{_VERBS})\(\s*\"(?P<path>/[^\"\s]*)\"")
# Spring, JAX-RS, Micronaut
_JAVA = re.compile(
    r"@(?P<verb>Get|Post|Put|Delete|Patch|Head|Options|Request)(?:Mapping)?\b(?:\((?P<body>[^()]*)\))?"
)
_JAVA_CLASS = re.compile(
    r"@(?:RequestMapping|Path|Controller)\((?:[^()\"]*)\"(?P<path>/?[^\"\s]*)\"[^()]*\)(?=[^;{}]*\b(?:class|interface)\b)"
)
_JAX = re.compile(r"@(?P<verb>GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS)\b(?=(?P<rest>[^;{}]*))")
_PATH_OF = re.compile(r"@Path\(\s*\"(?P<path>[^\"\s]*)\"")
_STRING = re.compile(r"\"(?P<path>/[^\"\s]*)\"")
# OpenAPI
_YAML_PATH = re.compile(r"^(?P<indent>[ \t]+)['\"]?(?P<path>/[^'\"\s:]*)['\"]?:[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_YAML_VERB = re.compile(rf"^(?P<indent>[ \t]+)(?P<verb>{_VERBS}):", re.MULTILINE)
_JSON_PATH = re.compile(r"\"(?P<path>/[^\"\s]*)\"\s*:\s*\{")
_JSON_VERB = re.compile(rf"\"(?P<verb>{_VERBS})\"\s*:\s*\{{")
_PROTO = re.compile(rf"\b(?P<verb>{_VERBS})\s*:\s*\"(?P<path>/[^\"\s]*)\"")


def endpoints(code: Code) -> Iterator[Hit]:
    """Every route that a text serves or describes."""
    reader = _READERS.get(code.family)
    if reader is not None:
        yield from reader(code)
    elif code.path.endswith((".yaml", ".yml", ".json")) and _describes_api(code.text):
        yield from _described(code)


def _hit(path: str, methods: str, match: re.Match[str], scope: str = "") -> Iterator[Hit]:
    """One hit for each method that is named, or one without."""
    start = match.start("path") if match["path"] is not None else match.start()
    found = {verb.upper() for verb in _WORD.findall(methods)}
    path = "/" + path.strip("/") if path.strip("/") else "/"
    for verb in sorted(found) or [""]:
        yield Hit(f"{verb} {path}".strip(), start, match.end(), scope)


def _python(code: Code) -> Iterator[Hit]:
    text = code.text
    prefixes = dict(_prefixes(text)) if "prefix" in text else {}
    for match in _DECORATOR.finditer(text) if "@" in text else ():
        router = match["router"]
        methods = _methods_after(text, match.end()) if "route" in match["verb"] else match["verb"]
        if match["path"].startswith("/") or router in prefixes:
            yield from _hit(prefixes.get(router, "") + match["path"], methods, match, router)
    if "oute" in text or "add_" in text or "ount(" in text:
        for match in _ADDED.finditer(text):
            yield from _hit(match["path"], match["verb"] or _methods_after(text, match.end()), match)
    if "urlpatterns" in text:
        for match in _DJANGO.finditer(text):
            path = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", match["path"].strip("^$"))
            yield from _hit(path, "", match)


def _prefixes(text: str) -> Iterator[tuple[str, str]]:
    """Variable of a router -> the path in front of all its routes."""
    for match in _PREFIX.finditer(text):
        router = _ROUTER.search(text, text.rfind("\n", 0, match.start()) + 1, match.start())
        if router:
            yield router[1], match["path"]


def _methods_after(text: str, place: int) -> str:
    """The methods that the rest of a call names, as written: `methods=["GET", "POST"]`."""
    found = _METHODS.match(text, place) or _METHODS.search(text, place, min(len(text), place + 200))
    between = text[place : found.start()] if found else ")"
    return found[1] if found and ")" not in between else ""


def _javascript(code: Code) -> Iterator[Hit]:
    text = code.text
    for match in _JS.finditer(text):
        yield from _hit(match["path"], match["verb"], match, match["router"])
    if ".route(" in text:
        for match in _JS_OBJECT.finditer(text):
            yield from _hit(match["path"], match["methods"], match)
    if "@Controller" in text:
        owner = _NEST_CLASS.search(text)
        for match in _NEST.finditer(text):
            path = f"{owner['path'] if owner else ''}/{(match['path'] or '').strip('/')}"
            yield from _hit(path, match["verb"], match)


def _go(code: Code) -> Iterator[Hit]:
    text = code.text
    if '"/' not in text and " /" not in text:
        return
    groups = {match["router"]: match["path"] for match in _GO_GROUP.finditer(text)} if ".Group(" in text else {}
    for match in _GO.finditer(text):
        listed = _GO_METHODS.match(text, match.end())
        verb = match["method"] or match["first"] or (listed[1].replace("Method", " ") if listed else match["verb"])
        router = re.search(r"(\w+)$", text[max(0, match.start() - 40) : match.start()])
        prefix = groups.get(router[1], "") if router else ""
        yield from _hit(prefix + match["path"], verb, match)


def _rust(code: Code) -> Iterator[Hit]:
    text = code.text
    if '"/' not in text:
        return
    for match in _RUST_ROUTE.finditer(text) if ".route(" in text or ".nest" in text or ".service(" in text else ():
        end = code.closing(text.index("(", match.start()))
        verbs = re.findall(rf"\b({_VERBS})\(", text[match.end() : end])
        yield from _hit(match["path"], " ".join(verbs), match)
    for match in _RUST_SCOPE.finditer(text) if "web::" in text else ():
        yield from _hit(match["path"], "", match)
    for match in _RUST_VERB.finditer(text) if '("/' in text and "#[" in text else ():
        yield from _hit(match["path"], match["verb"], match)


def _java(code: Code) -> Iterator[Hit]:
    text = code.text
    if '"/' not in text and "@Path" not in text and "Mapping" not in text:
        return
    owner = _JAVA_CLASS.search(text)
    prefix = owner["path"].strip("/") if owner else ""
    for match in _JAVA.finditer(text):
        body = match["body"] or ""
        own = _STRING.search(body)
        if (owner and owner.start() == match.start()) or not (own or "Mapping" in match[0]):
            continue
        methods = (
            " ".join(re.findall(r"RequestMethod\.(\w+)", body)) if match["verb"] == "Request" else match["verb"]
        )
        start = match.start("body") + own.start("path") if own else match.start()
        path = f"{prefix}/{own['path'].strip('/') if own else ''}".strip("/")
        verb = next(iter(_WORD.findall(methods)), "").upper()
        yield Hit(f"{verb} /{path}".strip(), start, match.end())
    for match in _JAX.finditer(text) if "@Path" in text else ():
        own = _PATH_OF.search(match["rest"])
        path = f"{prefix}/{own['path'].strip('/') if own else ''}".strip("/")
        yield Hit(f"{match['verb']} /{path}", match.start(), match.end("rest"))


def _proto(code: Code) -> Iterator[Hit]:
    for match in _PROTO.finditer(code.text) if "google.api.http" in code.text else ():
        yield from _hit(match["path"], match["verb"], match)


def _describes_api(text: str) -> bool:
    return re.search(r"^\s*['\"]?(?:openapi|swagger)['\"]?\s*:", text[:2000], re.MULTILINE) is not None


def _described(code: Code) -> Iterator[Hit]:
    """The paths of an OpenAPI description, each with the methods below it."""
    path, verb = (_JSON_PATH, _JSON_VERB) if code.path.endswith(".json") else (_YAML_PATH, _YAML_VERB)
    places = [*path.finditer(code.text)]
    for number, match in enumerate(places):
        end = places[number + 1].start() if number + 1 < len(places) else len(code.text)
        for method in verb.finditer(code.text, match.end(), end):
            name = f"{method['verb'].upper()} {match['path']}"
            yield Hit(name, match.start("path"), match.end())


_READERS = {
    "python": _python,
    "js": _javascript,
    "go": _go,
    "rust": _rust,
    "java": _java,
    "proto": _proto,
}
