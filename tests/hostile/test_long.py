"""Texts of a hundred kilobytes, made to keep patterns busy: every stage ends soon, in time that grows with the text."""

# ruff: noqa: E501 - rows of odd texts are easier to read on one line
from __future__ import annotations

import time

import pytest

from sociable.archives import htmltext

SIZE = 100_000
SECONDS = 5.0
MARKUP = (
    "<a", "<a ", "<a x='", '<a x="', "</a", "</", "<!", "<!--", "<![", "<![CDATA[", "<?", "<a>", "<script>", "<a href=", "&", "&#1",
    "<p> </p>", "<a <?/>", '</p><a href="http://a.b/c">\'', "<b><i></b>", "\n ", "<style<!",
)  # fmt: skip


@pytest.mark.parametrize("unit", MARKUP)
@pytest.mark.parametrize("tail", ["", ">", "'>", "-->", "</b>" * (SIZE // 8)], ids=range(5))
def test_markup_of_a_post(unit: str, tail: str) -> None:
    """The standard library's parser takes minutes for some of these, and fails on others."""
    start = time.process_time()
    htmltext.plain("<p>" + unit * (SIZE // len(unit)) + tail)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a<!-- b <b> --> c</p>", "a c"), ("<![CDATA[ x ]]> y", "y"), ("a<!DOCTYPE x> b", "a b"), ("1 < 2 > 1", "1 < 2 > 1"),
        ("a <3 <b>you</b>", "a <3 you"), ('<a title="1 > 0" href=\'u\'>u</a>', "u"), ("<p>open <b", "open <b"), ("<SCRIPT>x</SCRIPT>y", "y"),
    ],
)  # fmt: skip
def test_odd_markup_is_read_as_a_browser_shows_it(markup: str, text: str) -> None:
    assert htmltext.plain(markup)[0] == text
