"""Ids in tests and code of many languages: where they count, and where they are data."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ygs_cli.artifacts import mentions

COUNTS = [
    ("tests/test_a.py", "def test_req_0007_1_is_kept(): pass"),
    ("tests/test_a.py", "class TestREQ_0007_1: pass"),
    ("tests/test_a.py", "def test_mac_req_0007_1(): pass"),
    ("tests/test_a.py", "x = 1  # REQ-0007-1"),
    ("tests/test_a.py", 'def test_a():\n    """Keeps it.\n\n    REQ-0007-1\n    """'),
    ("tests/test_a.py", '@pytest.mark.requirement("REQ-0007-1")'),
    ("tests/test_a.py", 'pytestmark = pytest.mark.req("REQ-0007-1")'),
    ("web/cart.spec.ts", "it('REQ-0007-1: keeps the cart', () => {})"),
    ("web/cart.test.js", "describe(`REQ-0007-1 cart`, () => {})"),
    ("web/cart.test.js", "/**\n * REQ-0007-1\n */"),
    ("cart_test.go", "func TestREQ_0007_1(t *testing.T) {}"),
    ("cart_test.go", 't.Run("REQ-0007-1 keeps", func(t *testing.T) {})'),
    ("src/test/java/CartTest.java", '@DisplayName("REQ-0007-1 keeps the cart")'),
    ("src/test/java/CartTest.java", "// REQ-0007-1\nvoid keeps() {}"),
    ("tests/cart.rs", "#[test]\nfn req_0007_1_keeps() {}"),
    ("src/cart.rs", "#[cfg(test)]\nmod tests {\n    fn req_0007_1_keeps() {}\n}"),
    ("spec/cart_spec.rb", 'it "REQ-0007-1 keeps the cart" do'),
    ("tests/CartTests.cs", '[Trait("Requirement", "REQ-0007-1")]'),
    ("tests/cart.bats", '@test "REQ-0007-1 keeps the cart" {'),
    ("features/cart.feature", "@REQ-0007-1\nScenario: keep"),
    ("tests/cart.sql", "-- REQ-0007-1"),
    ("tests/test_a.py", "x = \"it's\" + '# no'  # REQ-0007-1"),
    ("tests/test_a.py", 'y = 1 << bits\nz = "# no"  # REQ-0007-1'),
]
DATA = [
    ("tests/test_a.py", 'assert found == "REQ-0007-1"'),
    ("tests/test_a.py", 'TEXT = """\n### REQ-0007-1 MUST: a\n"""'),
    ("tests/test_a.py", 'run("new", "--set", "sources=REQ-0007-1")'),
    ("tests/test_a.py", '"""The page.\n\n```markdown\nREQ-0007-1\n```\n"""'),
    ("tests/make.sh", "cat > prd.md <<'END'\n### REQ-0007-1 MUST: a\nEND"),
    ("web/cart.test.js", "const text = `\n# REQ-0007-1`"),
    ("src/a.py", "def req_0007_1(): pass"),
    ("src/a.py", '"""Such as `REQ-0007-1`."""'),
    ("tests/test_a.py", "mac_0007_1 = tac_1_2"),
]


@pytest.mark.parametrize(("path", "text"), COUNTS)
def test_it_counts_where_it_says_what_the_test_is_for(path: str, text: str) -> None:
    (found,) = mentions.scan(path, text.encode()).mentions
    assert mentions.key(found.text)[:3] == ("REQ", 7, 1)
    assert found.in_test
    at = text.split("\n")[found.line - 1][found.column - 1 :]
    assert at.startswith(found.text)


@pytest.mark.parametrize(("path", "text"), DATA)
def test_it_does_not_count_as_data_or_as_an_example(path: str, text: str) -> None:
    assert mentions.scan(path, text.encode()).mentions == ()


def test_in_code_a_comment_counts_and_is_no_test() -> None:
    (found,) = mentions.scan("src/cart.go", b"// see ADR-0003\nfunc f() {}").mentions
    assert (found.text, found.in_test, found.certain) == ("ADR-0003", False, True)


@pytest.mark.parametrize(
    ("path", "named", "said"),
    [
        ("tests/conftest.py", False, True),
        ("test_a.py", True, True),
        ("src/contest.py", False, False),
        ("src/latest.ts", False, False),
        ("pkg/a_test.go", True, True),
        ("web/__tests__/a.tsx", False, True),
        ("tests/data.yaml", False, False),
        ("tests/fixture.md", False, False),
    ],
)
def test_which_files_hold_tests(path: str, named: bool, said: bool) -> None:
    assert (mentions.is_named_as_test(path), mentions.is_test(path)) == (named, said)


_PIECES = [
    '"',
    "'",
    '"""',
    "`",
    "#",
    "//",
    "/*",
    "*/",
    "\\",
    "\n",
    "REQ-0007-1",
    "<<A",
    "```",
    "é",
    "\0",
    "@",
    "it(",
]


@given(
    st.lists(st.sampled_from(_PIECES), max_size=60).map("".join),
    st.sampled_from(["a.py", "a_test.go", "x.sh", "a.rs"]),
)
def test_any_text_is_read_and_every_place_is_right(text: str, path: str) -> None:
    for found in mentions.scan(path, text.encode()).mentions:
        assert text.split("\n")[found.line - 1][found.column - 1 :].startswith(found.text)


@pytest.mark.parametrize(
    "piece", ["\\", '"', '"""', "'", "`", "/*", "*", "<<A\n", "#", "(", "REQ-1-", "a-", "task_", "xreq_"]
)
@pytest.mark.parametrize("path", ["tests/test_a.py", "a.test.ts", "tests/a.sh"])
def test_no_text_takes_long(path: str, piece: str) -> None:
    text = piece * (300_000 // len(piece)) + "\nREQ-0007-1"
    start = time.process_time()
    mentions.scan(path, text.encode())
    assert time.process_time() - start < 5
