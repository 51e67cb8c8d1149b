"""Names under which code writes and reads data, where they are not the names of its own fields: tags, aliases,
cases that a serializer changes; and the keys of schemas and of sample configuration.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from ygs_cli.drift.surface.code import Code, Hit, Row

_KEY = r"(?P<name>[A-Za-z_$@][\w.$@-]*)"

ROWS = (
    Row("python", "alias", rf"\b(?:alias|serialization_alias|validation_alias)\s*=\s*['\"]{_KEY}['\"]"),
    Row("python", "data_key", rf"\bdata_key\s*=\s*['\"]{_KEY}['\"]"),
    Row(
        "go",
        "viper.",
        r"\bviper\.(?:\w*Get\w*|Set\w*|BindPFlag|BindEnv|IsSet)\(\s*\"(?:[\w.-]+\.)?(?P<name>[\w-]+)\"",
    ),
    Row("java", "${", r"\"\$\{(?:[\w.-]+\.)?(?P<name>[a-z][\w-]*)(?::[^}\"]*)?\}"),  # Spring
    Row(
        "python js",
        "onf",
        r"\b\w*[cC]onf(?:ig)?\w*(?:\.get\(|\[)\s*['\"](?P<name>[a-z_][\w-]*)['\"]",
    ),
    Row("js", "z.", r"(?:^|[{,])\s*['\"]?(?P<name>[A-Za-z_][\w-]*)['\"]?\s*:\s*z\."),  # zod
    Row(
        "java",
        "@",
        rf"@(?:JsonProperty|SerializedName|JsonAlias|SerialName|JsonField)\(\s*(?:value\s*=\s*)?\"{_KEY}\"",
    ),
    Row("java", "@Json(", rf"@Json\(\s*name\s*=\s*\"{_KEY}\""),
    Row(
        "proto", ";", r"^\s*(?:(?:optional|repeated|required)\s+)?(?:map<[^>]+>|[\w.]+)\s+(?P<name>\w+)\s*=\s*\d+"
    ),
    Row("proto", "rpc", r"^\s*rpc\s+(?P<name>\w+)\s*\("),
    Row("proto", "", r"^\s*(?:message|enum|service)\s+(?P<name>\w+)"),
)
_TAGGED = re.compile(
    r"^\s*(?:type\s+(?P<struct>\w+)\s+struct\b|(?P<field>\w+)[^\n`]*`(?P<tags>[^`\n]*)`)", re.MULTILINE
)
_TAG = re.compile(
    r"\b(?:json|yaml|toml|mapstructure|xml|form|query|bson|hcl|koanf|ini|db|uri):\"(?P<name>[A-Za-z_][\w.-]*)"
)
_SERDE = re.compile(r"derive\([^)]*\b(?:Serialize|Deserialize)\b")
_STRUCT = re.compile(r"\b(?P<what>struct|enum)\s+(?P<name>\w+)[^{};]*\{")
_MEMBER = re.compile(
    r"^[ ]{4}(?:pub(?:\([^)]*\))?\s+)?(?:r#)?(?P<name>[a-z_]\w*)\s*:(?!:)"
    r"|^[ ]{4}(?P<variant>[A-Z]\w*)\s*(?=[,({]|$)",
    re.MULTILINE,
)
_RENAME_ALL = re.compile(r"\brename_all\s*=\s*\"([\w-]+)\"")
_RENAME = re.compile(r"\b(?:rename|alias)\s*=\s*\"([^\"\s]+)\"")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_JSON_KEY = re.compile(r"\"(?P<name>[A-Za-z_$][\w.$/@-]*)\"\s*:(?=\s*(?P<value>[\[{]?))")
_YAML_KEY = re.compile(
    r"^[ \t]*(?:#[ \t]?)?(?:-[ \t]+)?['\"]?(?P<name>[A-Za-z_][\w.-]*)['\"]?[ \t]*:(?=\s|$)", re.MULTILINE
)
_TOML_KEY = re.compile(r"^[ \t]*(?:[#;][ \t]?)?['\"]?(?P<name>[A-Za-z_][\w.-]*)['\"]?[ \t]*=", re.MULTILINE)
_SAMPLE = re.compile(
    r"(?:^|[._-])(?:config|conf|settings|defaults?|samples?|examples?|schemas?|openapi|swagger|compose)(?:[._-]|$)"
    r"|^(?:values|application|api)[.-]|\.properties$",
    re.IGNORECASE,
)
_OF_TOOLS = re.compile(
    r"tsconfig|jsconfig|eslint|prettier|babel|jest|vitest|biome|renovate|dependabot|tox|lock|rollup|webpack|gradle"
    r"|netlify|vercel|typedoc|codecov|nodemon|mkdocs|pre-commit|checkstyle|log4j|logback",
    re.IGNORECASE,
)
_SCHEMA_KEYS = frozenset(
    """type properties items required description title default enum anyOf oneOf allOf format $ref $schema $defs
    definitions additionalProperties minimum maximum minLength maxLength pattern examples const""".split()
)
_MOST = 3000  # keys of one file


def is_sample(name: str) -> bool:
    """Whether a file of keys is named as a sample or a schema of the project's own configuration."""
    return _SAMPLE.search(name) is not None and not _OF_TOOLS.search(name)


def serialized(code: Code) -> Iterator[Hit]:
    """The names that a program gives to data it reads or writes."""
    for row in ROWS:
        yield from row.hits(code)
    if code.family == "go" and "`" in code.text:
        yield from _tags(code)
    if code.family == "rust" and ("Serialize" in code.text or "Deserialize" in code.text):
        yield from _serde(code)


def keys(code: Code) -> Iterator[Hit]:
    """The keys of a schema, of an API description, or of a sample of a configuration."""
    name = posixpath.basename(code.path)
    if code.family or not is_sample(name):
        return
    if name.endswith((".json", ".jsonc", ".json5")):
        pattern = _JSON_KEY
    elif name.endswith((".yaml", ".yml")):
        pattern = _YAML_KEY
    elif name.endswith((".toml", ".ini", ".cfg", ".properties", ".conf")):
        pattern = _TOML_KEY
    else:
        return
    for number, match in enumerate(pattern.finditer(code.text)):
        if number > _MOST:
            return
        if match["name"] not in _SCHEMA_KEYS:
            yield Hit(match["name"].rpartition(".")[2], match.start("name"), match.end())


def _tags(code: Code) -> Iterator[Hit]:
    scope = ""
    for match in _TAGGED.finditer(code.text):
        if match["struct"]:
            scope = match["struct"]
            continue
        for name in {tag["name"]: tag for tag in _TAG.finditer(match["tags"])}.values():
            start = match.start("tags") + name.start("name")
            yield Hit(name["name"], start, match.end(), scope)


def _serde(code: Code) -> Iterator[Hit]:
    """The members of types that derive serde's traits, under the names that are written."""
    text = code.text
    place = 0
    while derive := _SERDE.search(text, place):
        place = derive.end()
        struct = _STRUCT.search(text, place, min(len(text), place + 2000))
        if struct is None:
            continue
        end = text.find("\n}", struct.end())
        head = text[derive.start() : struct.start()]
        case = _RENAME_ALL.search(head)
        last = struct.end()
        for member in _MEMBER.finditer(text, struct.end(), max(end, struct.end())):
            attributes = text[last : member.start()]
            last = member.end()
            own = member["name"] or member["variant"]
            start = member.start("name") if member["name"] else member.start("variant")
            yield Hit(cased(own, case[1] if case else ""), start, member.end(), struct["name"])
            for named in _RENAME.finditer(attributes) if "serde" in attributes else ():
                at = last - len(member[0]) - len(attributes) + named.start(1)
                yield Hit(named[1], at, member.end(), struct["name"])
        place = max(place, end)


def cased(name: str, case: str) -> str:
    """A name in one of the cases of serde's `rename_all` (https://serde.rs/container-attrs.html#rename_all)."""
    words = [word.lower() for part in name.split("_") for word in _HUMP.split(part) if word]
    if case == "lowercase":
        return name.lower()
    if case == "UPPERCASE":
        return name.upper()
    if case in ("kebab-case", "SCREAMING-KEBAB-CASE"):
        return "-".join(words).upper() if case.startswith("S") else "-".join(words)
    if case in ("snake_case", "SCREAMING_SNAKE_CASE"):
        return "_".join(words).upper() if case.startswith("S") else "_".join(words)
    if case in ("camelCase", "PascalCase"):
        joined = "".join(word.capitalize() for word in words)
        return joined[:1].lower() + joined[1:] if case == "camelCase" else joined
    return name
