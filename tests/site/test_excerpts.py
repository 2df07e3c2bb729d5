"""A cut place still shows what changed."""

from __future__ import annotations

import pytest

from sociable.site.excerpts import FAR, LEAD, around, short
from sociable.site.parts import Segment

LONG = "I think language models can help with this, and here is how I would go about it in a project. " * 3


def text(side: tuple[Segment, ...]) -> str:
    return "".join(one.text for one in side)


def test_a_signature_at_the_end_of_a_long_post_is_seen() -> None:
    before, after = around([Segment(LONG + "Bye.")], [Segment(LONG + "Bye. "), Segment("[name]", "slot")])
    assert len(text(after)) < LEAD + 30 and text(after).startswith("… ") and text(before) != text(after)
    assert after[-1] == Segment("[name]", "slot")
    assert LONG.endswith(text(before)[2:].removesuffix("Bye.")) and text(before)[2:3] != " "


def test_what_changes_early_and_what_is_short_stays_whole() -> None:
    early = ([Segment("Buy", "mark"), Segment(f" now. {LONG}")], [Segment(f"Try it. {LONG}")])
    assert around(*early) == (tuple(early[0]), tuple(early[1]))
    short = ([Segment("x" * FAR)], [Segment("x" * FAR + "y")])
    assert around(*short) == (tuple(short[0]), tuple(short[1]))


def test_a_post_of_one_long_word_is_not_lost() -> None:
    before, after = around([Segment("x" * 300)], [Segment("x" * 300 + " y")])
    assert text(before) == "x" * 300 and text(after).endswith(" y")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (f"https://a.example/guests/lena-kowalska-{'x' * 40}?id=1", "https://a.example/guests/…"),
        (f"https://a.example/{'x' * 60}", "https://a.example/…"),
        (f"https://{'x' * 60}.example/a", f"https://{'x' * 48}…"),
        ("https://a.example/sale/?utm_source=x", "https://a.example/sale/…"),
        ("https://a.example/sale?id=7", "https://a.example/sale?id=7"),
    ],
)
def test_a_long_address_is_cut_between_its_pieces(address: str, shown: str) -> None:
    assert short(f"See {address} now") == f"See {shown} now"
