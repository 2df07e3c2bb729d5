"""Lexical copies: what is masked, split and kept, the same for a column and for one text."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociable.signals import clean


def copy(text: str) -> str:
    return str(pl.Series([text]).to_frame("t").select(clean.lexical(pl.col("t"))).item()).strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://example.com/Shop?x=1 now", "see xurl now"),
        ("#BlackFriday deals", "xtag black friday deals"),
        ("@Jo_99 hello", "xat hello"),
        ("Only £9.99 now, 20% off", "only xmoney now, xpct off"),
        ("Open 9:30 or 5pm", "open xtime or xtime"),
        ("Tom &amp; Ann’s", "tom & ann's"),
        ("So good RT @fan: buy now everyone", "so good xrt"),
        ("RT @fan: a useful thing", "xrt a useful thing"),
        ('"Best wifi deal I ever had" — one of you', "xquote one of you"),
    ],
)
def test_rules(text: str, expected: str) -> None:
    assert copy(text) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from('abZ @#&;:/.$£9%!?é😀’\n"—rtRTx_1'), max_size=60))
def test_column_and_single_text_agree_and_offsets_stay_inside(text: str) -> None:
    alone, places = clean.lexical_with_offsets(text)
    assert alone.strip() == copy(text)
    assert len(places) == len(alone)
    assert all(0 <= start <= end <= len(text) for start, end in places)
