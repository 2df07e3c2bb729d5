"""Text rules: one Unicode form, entities undone once, names found where they are names."""

from __future__ import annotations

import re
import sys
import unicodedata

import polars as pl
import pytest

from sociable.archives import chains, text


def one(expr: pl.Expr, value: str) -> object:
    return pl.DataFrame({"t": [value]}).select(expr.alias("t"))["t"].to_list()[0]


def test_only_signs_in_the_listed_ranges_can_change_under_nfc() -> None:
    spans = re.compile("[" + re.sub(r"\\x\{(\w+)\}", lambda m: "\\U" + m[1].rjust(8, "0"), text.UNSTABLE) + "]")
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        if 0xD800 <= code < 0xE000 or spans.match(sign):
            continue
        assert unicodedata.normalize("NFC", sign) == sign and not unicodedata.combining(sign), hex(code)


@pytest.mark.parametrize("value", ["Cafe\u0301", "Å", "e\u0301🎉", "가", "x" * 50, "👩‍💻 ❤️ “quotes” – dash"])
def test_texts_become_nfc_and_emoji_stay(value: str) -> None:
    assert one(text.normal(pl.col("t")), value) == unicodedata.normalize("NFC", value)


def test_entities_are_undone_exactly_once() -> None:
    assert one(text.unescape(pl.col("t")), "&amp;lt; &lt;b&gt; &amp;amp; &quot;&#39;") == "&lt; <b> &amp; \"'"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("@Mo and .@Jo_1: hi", ["mo", "jo_1"]),
        ("write to info@harbour.example", []),
        ('(@mo) "@ann" end @bob.', ["mo", "ann", "bob"]),
        ("https://x.com/@mo", []),
    ],
)
def test_handles(value: str, found: list[str]) -> None:
    assert one(text.handles(pl.col("t")), value) == found


def test_links_and_hashtags() -> None:
    value = "See (https://h.example/a?b=1#top), http://i.example. #BlackFriday #2 #été &#39; a#b"
    assert one(text.links(pl.col("t")), value) == ["https://h.example/a?b=1#top", "http://i.example"]
    assert one(text.hashtags(pl.col("t")), value) == ["BlackFriday", "été"]


def test_lists_keep_their_shape() -> None:
    joined = pl.Series([text.UNIT.join(["a", "b"]), None, "c"], dtype=pl.Utf8)
    assert pl.select(text.apart(pl.lit(joined))).to_series().to_list() == [["a", "b"], [], ["c"]]


def test_long_chains_and_circles_of_answers_end() -> None:
    length = 5_000
    chain = pl.DataFrame(
        {"uid": [f"x:{n}" for n in range(length)], "reply_to_uid": [None, *(f"x:{n}" for n in range(length - 1))]}
    )
    assert set(chains.rooted(chain)["thread_root"].drop_nulls()) == {"x:0"}
    circle = pl.DataFrame({"uid": ["a", "b"], "reply_to_uid": ["b", "a"]})
    assert chains.rooted(circle).height == 2
