"""Shortcuts over the texts of an X archive change only how long it takes."""

from __future__ import annotations

import polars as pl
import pytest

from sociable.archives import xposts


@pytest.mark.parametrize("short", [{}, {"https://t.co/a": "https://example.com/a", "pic.twitter.com/b": ""}])
def test_texts_are_unescaped_and_addresses_put_in_full_wherever_they_are(short: dict[str, str]) -> None:
    raw = pl.Series(
        "raw", ["plain", "a &amp;lt; b https://t.co/a", None, "https://t.co/a", "see pic.twitter.com/b", ""]
    )
    shown = ["plain", "a &lt; b https://t.co/a", None, "https://t.co/a", "see pic.twitter.com/b", ""]
    for key, value in short.items():
        shown = [text if text is None else text.replace(key, value) for text in shown]
    assert xposts._full(raw, short).to_list() == shown


def test_only_reposts_and_long_posts_that_end_in_dots_were_cut() -> None:
    long = "word " * 48
    raw = pl.Series(
        "raw", ["RT @a: so … https://t.co/x", "RT @a: so … it", f"{long}… https://t.co/x", "so …", None, "."]
    )
    assert xposts._cut(raw).to_list() == [True, False, True, False, None, False]


@pytest.mark.parametrize(
    ("words", "begin"), [(["abc", "abd"], "ab"), (["ab"], "ab"), (["a", "ab"], "a"), (["x", "y"], "")]
)
def test_what_all_words_begin_with(words: list[str], begin: str) -> None:
    assert xposts._begin(words) == begin


def test_ids_may_be_numbers_or_text() -> None:
    assert xposts._words(["1", None, "2"]).to_list() == ["1", None, "2"]
    assert xposts._words(["1", None, 2]).to_list() == ["1", None, "2"]
