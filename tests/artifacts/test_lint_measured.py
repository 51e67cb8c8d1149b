"""The page of measured rates: a row for each document rule, and labels that bear out what it claims."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.artifacts import public_documents
from ygs_cli import rules

PAGE = Path(__file__).parents[2] / "docs" / "lint-measured.md"
RULES = sorted(rule.name for rule in rules.family("artifact"))
_ROW = re.compile(
    r"^\| [\w, -]+ \| `([\w-]+)` \| ([\d,]+) \| ([\d,]+) \| ([\d.]*) \| (\d*) \| (\d*) \|$", re.MULTILINE
)


def _number(text: str) -> int:
    return int(text.replace(",", "") or 0)


ROWS = {
    row[0]: (_number(row[1]), _number(row[2]), row[3], _number(row[4]), _number(row[5]))
    for row in _ROW.findall(PAGE.read_text("utf-8"))
}


def test_every_document_rule_has_a_row() -> None:
    assert sorted(ROWS) == RULES


@pytest.mark.parametrize("rule", RULES)
def test_the_rate_follows_from_the_counts(rule: str) -> None:
    documents, findings, rate, _, _ = ROWS[rule]
    assert rate == (f"{100 * findings / documents:.1f}" if documents else "")


@pytest.mark.parametrize("rule", RULES)
def test_findings_were_read_and_nine_of_ten_are_right(rule: str) -> None:
    _, findings, _, labelled, right = ROWS[rule]
    given = Counter(label.right for label in public_documents.labels() if label.rule == rule)
    assert (labelled, right) == (given.total(), given[True])
    assert labelled >= min(findings, 40)
    assert labelled <= findings
    assert right >= 0.9 * labelled


def test_every_label_has_its_place_and_its_evidence() -> None:
    labels = public_documents.labels()
    names = {corpus.name for corpus in public_documents.CORPORA} | {"the same repositories, as they are"}
    assert {label.corpus for label in labels} <= names
    assert all(label.line > 0 and label.path and label.evidence for label in labels)
    places = [(label.corpus, label.rule, label.path, label.line, label.evidence) for label in labels]
    assert Counter(places).most_common(1)[0][1] <= 2  # two brackets on one line
