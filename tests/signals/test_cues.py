"""Cue lists: comments, traps, wildcards."""

from __future__ import annotations

import polars as pl
import pytest

from sociable.errors import ContentError
from sociable.signals import cues, features

LIST = cues.parse("# a head\nfree  # a reason\ndiscount*\nproud ... team\n#1\n! feel free\n", "toy")


def count(text: str) -> int:
    return int(pl.DataFrame({"copy": [text]}).select(LIST.count(pl.col("copy"))).item())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("free today", 1), ("feel free to come", 0), ("feel free, it is free", 1), ("freedom", 0),
        ("discounts and a discount", 2), ("proud of our team", 1), ("proud of all our wonderful old team", 0),
        ("we are #1 here", 1), ("", 0),
    ],
)  # fmt: skip
def test_counts(text: str, expected: int) -> None:
    assert count(text) == expected
    assert len(LIST.find(text)) == expected


def test_an_empty_list_is_a_fault() -> None:
    with pytest.raises(ContentError, match="no term"):
        cues.parse("# nothing\n! trap\n", "toy")


def test_every_family_of_the_models_is_there_and_no_term_is_twice_in_a_list() -> None:
    assert set(features.FAMILIES) <= set(cues.load())
