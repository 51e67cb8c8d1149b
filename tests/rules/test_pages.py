"""A rule's docstring is its page: it has the parts, and its Bad and Good examples do what they say."""

from __future__ import annotations

import pytest

from tests.rules import harness
from ygs_cli.rules import Rule

RULES = harness.everything()
PARTS = ("## What it does", "## Why is this bad", "## Bad", "## Good")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_page_has_its_parts_in_order(rule: Rule) -> None:
    places = [rule.page.find(part) for part in PARTS]
    assert -1 not in places, f"{rule.name} lacks one of {PARTS}"
    assert places == sorted(places)
    assert rule.summary.endswith("."), "the first line is a sentence"
    assert len(rule.summary) <= 100


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_bad_examples_are_found_and_good_ones_are_not(rule: Rule) -> None:
    found = harness.examples(rule.page)
    assert {example.section.split()[0] for example in found} == {"Bad", "Good"}
    for example in found:
        assert example.files, f"{rule.name}: the section '{example.section}' shows no file"
        names = {finding.rule for finding in harness.findings(rule, example.files)} - {"unused-ignore"}
        assert (rule.name in names) == example.section.startswith("Bad"), example.section
