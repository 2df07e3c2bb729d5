"""What is looked for only in likely texts comes out as if it had been looked for in all."""

from __future__ import annotations

import polars as pl

from sociable.signals import clean, features, language, structure

TEXTS = [
    "Sorry to hear that. ^JD",
    "Thanks for asking! -Kay",
    "SALE SALE ÉTÉS now",
    "no.",
    "Cheers, Ömer",
    "",
    "ABCDé WXYZ",
]


def test_signatures_are_those_of_the_whole_pattern() -> None:
    text = pl.Series("text", TEXTS)
    plain = text.str.contains(structure.SIGN) & ~text.str.contains(structure.UNSIGNED)
    assert structure.signed(text).to_list() == plain.to_list()
    assert plain.to_list()[:2] == [True, True]


def test_counts_are_those_of_the_whole_pattern() -> None:
    text = pl.Series("text", TEXTS)
    found = clean.counted(text, "[A-Z]{4}", r"\b[A-Z]{4,}\b")
    assert found.to_list() == [0, 0, 2, 0, 0, 0, 1]


def test_shared_words_need_something_that_is_answered() -> None:
    both = pl.DataFrame({"copy": ["green ferry", "green ferry"], "context_copy": ["", "ferry times"]})
    assert features._shared(both.to_struct("both")).to_list() == [0, 1]


def test_the_platform_is_asked_before_the_text() -> None:
    english = "we will be at the pier with all of you and the boat"
    rows = {"copy": [english, english, english, "qq"], "lang": ["de", None, "und", None]}
    assert language.detect(pl.DataFrame(rows)).to_list() == ["de", "en", "en", None]
    known = pl.DataFrame({"copy": [english], "lang": ["FR-ca"]})
    assert language.detect(known).to_list() == ["fr"]
