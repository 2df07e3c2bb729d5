"""Texts of a hundred kilobytes, made to keep patterns busy: every stage ends soon, in time that grows with the text."""

# ruff: noqa: E501 - rows of odd texts are easier to read on one line
from __future__ import annotations

import time

import pytest

from privacy.kinds import masker
from sociable.advice import segment
from sociable.archives import htmltext, linkedinrows, tablecut
from sociable.archives.records import Tally
from sociable.config import Account
from sociable.drafts import examination
from sociable.drafts.manuscript import Draft
from sociable.site import escapes

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


@pytest.mark.parametrize("row", [b"a,b\n", b"a,b\r\n", b'"a",b\n', b'a"\n'])
def test_a_table_whose_quotes_never_close(row: bytes) -> None:
    body = b'x,y\n"' + row * 2_000_000
    start = time.process_time()
    tablecut.last_row(body, 2, ",")
    tablecut.closed(body, ",", Tally("", ""))
    assert time.process_time() - start < 2


@pytest.mark.parametrize("unit", [":", "=", "-", "=:", "a:", "[", "*", "_", "@", "%", "1.", " ", "<nowiki>", "\n"])
def test_what_a_wiki_gets(unit: str) -> None:
    for escape in (escapes.mediawiki, escapes.dokuwiki, escapes.dokuwiki_label, escapes.confluence, escapes.markdown):
        start = time.process_time()
        escape("z " + unit * (SIZE // len(unit)) + "x")
        assert time.process_time() - start < 1


@pytest.mark.parametrize("unit", ["<h1>", "<title>", "<h1><a ", "<h1>  "])
def test_an_article_of_open_tags(unit: str) -> None:
    start = time.process_time()
    account = Account(platform="linkedin", handle="h")
    page = "<title>Tides</title><h1>Tides</h1><p>Published on 2026-03-01 10:00</p>"
    assert linkedinrows.article(unit * (2_000_000 // len(unit)), "a.html", account) is None
    found = linkedinrows.article(page + unit * (2_000_000 // len(unit)), "a.html", account)
    assert found is not None and "Tides" in str(found)
    assert time.process_time() - start < SECONDS


UNITS = ("a", "a.", "1-", "a@", "((", "http://", " ")


@pytest.mark.parametrize("unit", ["Hi ", "Foo, ", "Anna, ", "Dear Foo. ", "Ok fine, Foo. "])
def test_names_said_again_and_again_take_little_more_than_words(unit: str) -> None:
    """Once "Foo, Foo," took ten times as long as plain words, and what grew fastest four times for twice the text."""

    def took(said: str, size: int) -> float:
        start = time.process_time()
        masker().text(said * (size // len(said)))
        return time.process_time() - start

    took(unit, SIZE // 10)
    short, long = (min(took(unit, size) for _ in range(3)) for size in (SIZE // 4, SIZE // 2))
    words = min(took("the boat leaves at nine. ", SIZE // 2) for _ in range(3))
    assert long < 3 * short and long < 4 * words


def test_a_text_of_letters_and_full_stops_is_cut_soon() -> None:
    start = time.process_time()
    assert segment.split("a. " * (SIZE // 3))
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(
    "unit", ["please ", "go ", "so ", "\U0001f1ec\U0001f1e7", "\U0001f1ec", "\u2764\ufe0f\u200d", "? ", "!"]
)
def test_a_post_of_one_word_said_again_and_again_is_rewritten_soon(unit: str) -> None:
    """Forty country flags, or "go go go", once had more ways to be read than there is time."""
    for said in (unit * (1_000 // len(unit)), "Buy now, " + unit * 40 + "z"):
        start = time.process_time()
        examination.examine([Draft("1", said, "facebook", "B")])
        assert time.process_time() - start < SECONDS, said[:40]


@pytest.mark.parametrize("kind", ["B", "R"])
def test_a_draft_is_judged_soon_and_an_article_gets_no_rewrite(kind: str) -> None:
    said = "LAST CHANCE! Buy the pass now, 50% off today only. Please DM us. "
    for unit in UNITS:
        start = time.process_time()
        found = examination.examine([Draft("1", said + unit * (SIZE // len(unit)), "facebook", kind)])
        assert time.process_time() - start < SECONDS, unit
        assert len(found) == 1 and found[0].rewrite is None, unit


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a<!-- b <b> --> c</p>", "a c"), ("<![CDATA[ x ]]> y", "y"), ("a<!DOCTYPE x> b", "a b"), ("1 < 2 > 1", "1 < 2 > 1"),
        ("a <3 <b>you</b>", "a <3 you"), ('<a title="1 > 0" href=\'u\'>u</a>', "u"), ("<p>open <b", "open <b"), ("<SCRIPT>x</SCRIPT>y", "y"),
    ],
)  # fmt: skip
def test_odd_markup_is_read_as_a_browser_shows_it(markup: str, text: str) -> None:
    assert htmltext.plain(markup)[0] == text
