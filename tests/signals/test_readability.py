"""Pooled grades equal textstat's own."""

from __future__ import annotations

from statistics import median

import pytest
import textstat

from sociable.signals import readability

TEXTS = [
    "Frost tonight? Water pots this afternoon: damp compost holds heat better than dry.",
    "New fleet! Our next-generation, end-to-end platform delivers operational excellence https://example.com/a #b2b",
    "Hi @jo 👋 we don't open on Mondays. Come on Tuesday, it's quiet then.",
    "5.5 km, 20 min... and a view that's worth every minute of it",
    "Sale!",
]


def test_counts_pool_to_what_textstat_says_of_the_joined_texts() -> None:
    totals = readability.counts(TEXTS).sum().row(0, named=True)
    assert readability.grade_of_counts(totals) == pytest.approx(readability.grade(TEXTS), abs=1e-9)


def test_grade_is_the_median_of_the_three_formulas() -> None:
    pool = " ".join(part for part in map(readability.cleaned, TEXTS) if part)
    three = [
        textstat.automated_readability_index(pool),
        textstat.coleman_liau_index(pool),
        readability.lix_grade(textstat.lix(pool)),
    ]
    assert readability.grade(TEXTS) == pytest.approx(median(three))


def test_addresses_handles_and_short_texts_do_not_count() -> None:
    plain = readability.grade([TEXTS[0]])
    assert (
        readability.grade([TEXTS[0] + " https://example.com/averylongaddresspath @somebody 🎉", "Sale!", ""]) == plain
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Up at four for a walk in the fog. #fog #morning, #art", "Up at four for a walk in the fog."),
        ("Up at four for a walk in the fog 🎨 #landscapepainting #oilpainting", "Up at four for a walk in the fog."),
        ("We open at nine on Monday! #harbour", "We open at nine on Monday!"),
        ("The boat to #Skye is late again", "The boat to Skye is late again."),
        ("#Skye is calm this fine morning", "Skye is calm this fine morning."),
        ("Out with the boat on #Skye", "Out with the boat on Skye."),
        ("Two words. #one #two #three #four #five", ""),
    ],
)
def test_a_row_of_hashtags_is_no_sentence_and_one_inside_a_sentence_is_a_word(text: str, left: str) -> None:
    assert readability.cleaned(text) == left


def test_nothing_to_grade_is_none() -> None:
    assert readability.grade(["Hi!", "👏👏", ""]) is None
    assert readability.grade_of_counts(readability.counts(["Hi!"]).sum().row(0, named=True)) is None


@pytest.mark.parametrize(("lix", "grade"), [(5, 1.5), (10, 2.0), (30, 6.5), (36, 8.0), (56, 13.0)])
def test_lix_follows_the_table(lix: float, grade: float) -> None:
    assert readability.lix_grade(lix) == pytest.approx(grade)
