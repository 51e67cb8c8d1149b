"""reStructuredText documents: exact spans, nothing executed, and drift as in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drift.test_history import edit, found, lines
from tests.driver import Git, Ygs
from ygs_cli.artifacts import rst
from ygs_cli.artifacts.markdown import SourceFile

SAMPLE = """\
=====
Guide
=====

.. module:: shop
.. _paying:

Orders
------

Call :func:`~shop.pay` or :meth:`pay it <shop.Order.pay>`, ``shop.pay(1)``, see
:doc:`the orders
</orders>` and `site <https://example.org>`_ and :ref:`paying`.

.. image:: images/cart.png

Then::

    shop.pay(amount=1)

.. code-block:: console
   :caption: A run

   $ shop --all

.. ygs: ignore unknown-symbol it is shown as it was
..

   hidden ``text``

.. csv-table::
   :file: /etc/passwd

>>> shop.pay(2)
3
"""


def test_parts_of_a_document() -> None:
    document = rst.parse(SourceFile("a.rst", SAMPLE))
    assert [(item.level, item.text, item.line) for item in document.headings] == [
        (1, "Guide", 2),
        (2, "Orders", 8),
    ]
    code = [(item.text, item.span.line, item.span.column) for item in document.code_spans]
    assert code == [("shop.pay", 11, 14), ("shop.Order.pay", 11, 42), ("shop.pay(1)", 11, 62)]
    links = [(item.kind, item.target, item.span.line) for item in document.links]
    assert links == [
        ("link", "/orders", 13),
        ("link", "https://example.org", 13),
        ("image", "images/cart.png", 15),
    ]
    fences = [(item.language, item.text, item.line, item.indent) for item in document.fences]
    assert fences == [
        ("python", "shop.pay(amount=1)\n", 19, 4),
        ("console", "$ shop --all\n", 24, 3),
        ("pycon", ">>> shop.pay(2)\n3\n", 34, 0),
    ]
    assert [item.text for item in document.comments] == [
        "ygs: ignore unknown-symbol it is shown as it was",
        "hidden ``text``",
    ]


PIECES = st.sampled_from(
    "``a``~:func:`~a.b`~`t <u.rst>`_~.. x:: y~.. _l:~.. _l: u~..~   ~\n~\n\n~====~text~::~é~>>> f(1)~`~|a|~:o: x"
    "~.. [1] z".split("~")
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_is_read_and_spans_slice_back(text: str) -> None:
    document = rst.parse(SourceFile("a.rst", text))
    for code in document.code_spans:
        assert document.line_text(code.span.line)[code.span.column - 1 : code.span.end_column - 1] == code.text
    for link in document.links:
        assert document.line_text(link.span.line)[link.span.column - 1 : link.span.end_column - 1] == link.target


def test_a_renamed_function_is_reported_and_mended(ygs: Ygs, git: Git) -> None:
    body = "".join(f"    total_{n} = amount * {n}\n" for n in range(12))
    git.commit(
        "start",
        {
            "shop/__init__.py": f"def pay_order(amount):\n{body}    return total_1\n",
            "docs/api.rst": "API\n===\n\n.. currentmodule:: shop\n\n.. autofunction:: pay_order\n\n"
            "See :func:`shop.pay_order`::\n\n    import shop\n    shop.pay_order(3)\n",
        },
    )
    ygs("sync", code=0)
    edit(git, "shop/__init__.py", "pay_order", "settle_order")
    assert lines(found(ygs)) == [f"docs/api.rst:{line} unknown-symbol" for line in (6, 8, 11)]
    ygs("sync", "--fix", code=0)
    assert "pay_order" not in (git.root / "docs/api.rst").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "comment"),
    [
        ("a.rst", ".. ygs: ignore unknown-symbol as it was"),
        ("a.mdx", "{/* ygs: ignore unknown-symbol as it was */}"),
    ],
)
def test_an_ignore_is_a_comment(ygs: Ygs, git: Git, name: str, comment: str) -> None:
    git.commit("start", {"shop/__init__.py": "def gone(): ...\n", name: "`shop.gone`\n"})
    edit(git, "shop/__init__.py", "gone", "here")
    assert lines(found(ygs)) == [f"{name}:1 unknown-symbol"]
    edit(git, name, "`shop.gone`", f"{comment}\n\n`shop.gone`")
    ygs("sync", code=0)
