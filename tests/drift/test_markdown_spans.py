"""Whatever the text is, parsing ends without an exception and every span slices back to its token."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ygs_cli.artifacts import markdown
from ygs_cli.artifacts.markdown import Document, SourceFile
from ygs_cli.drift import claims
from ygs_cli.drift import facts as drift_facts

PIECES = st.sampled_from(
    "`a.b`~``x`y``~[t](u.md#v)~![i](<a b.png>)~[r]: d.md 'x'~<a href='x.md'>~# H {#id}~```python~```~    ~> ~- ~"
    "1. ~├── a.py~\n~\r\n~\r~\n\n~ ~text~é~\t~\\~<!-- ygs: ignore x y -->~import shop~shop.a(b=1)~\u2028~\x0c"
    "~\ufeff~`~*~](~---~|~!!! note\n~=== 'Tab'\n~```\n".split("~")
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


def slices(document: Document, line: int, column: int, end: int) -> str:
    return document.line_text(line)[column - 1 : end - 1]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_spans_slice_back_to_their_tokens(text: str) -> None:
    document = markdown.parse(SourceFile("docs/a.md", text))
    for link in document.links:
        assert slices(document, link.span.line, link.span.column, link.span.end_column) == link.target
    for claim in claims.extract(document):
        assert slices(document, claim.span.line, claim.span.column, claim.span.end_column) == claim.token


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.text(max_size=200))
def test_facts_never_raise(text: str, code: str) -> None:
    drift_facts.facts([SourceFile("docs/a.md", text), SourceFile("shop/__init__.py", code)])


def test_equal_tokens_of_one_table_row_have_their_own_columns() -> None:
    document = markdown.parse(SourceFile("a.md", "| a | b | c |\n|---|---|---|\n| `x` | `x` | [`x`](y) |\n"))
    assert [(code.span.line, code.span.column) for code in document.code_spans] == [(3, 4), (3, 10), (3, 17)]


def test_spans_behind_a_byte_order_mark_and_carriage_returns() -> None:
    document = markdown.parse(SourceFile("a.md", "é `x`\r\n\r\n[t](u.md)\r\n"))
    assert document.code_spans[0].span.column == 4
    assert (document.links[0].span.line, document.links[0].span.column) == (3, 5)


NESTED = """\
# Guide

=== "First"
    ```python
    import shop

    shop.Order(price=1)
    ```

!!! note

    See [the orders](orders.md) and `shop/orders.py`.

    ??? tip "More"
        - `nested.py`

          ```js
          run()
          ```

- item

    !!! warning
        | a | b |
        |---|---|
        | `c.py` | d |

```text
!!! note
    `sample.py` [sample](sample.md)
```
"""


def test_admonitions_tabs_and_details_hold_markdown() -> None:
    document = markdown.parse(SourceFile("a.md", NESTED))
    assert [(fence.language, fence.line, fence.indent) for fence in document.fences] == [
        ("python", 5, 4), ("js", 18, 10), ("text", 29, 0),
    ]  # fmt: skip
    assert [(code.text, code.span.line) for code in document.code_spans] == [
        ("shop/orders.py", 12), ("nested.py", 15), ("c.py", 26),
    ]  # fmt: skip
    assert [link.target for link in document.links] == ["orders.md"]
    for code in document.code_spans:
        assert slices(document, code.span.line, code.span.column, code.span.end_column) == code.text


def test_a_fence_in_a_list_that_begins_with_a_blank_line_keeps_its_columns() -> None:
    document = markdown.parse(SourceFile("a.md", "1. item\n\n   ```python\n\n   import shop\n   ```\n"))
    assert [(fence.text, fence.line, fence.indent) for fence in document.fences] == [("\nimport shop\n", 4, 3)]
