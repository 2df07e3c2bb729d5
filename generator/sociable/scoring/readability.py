"""The pooled reading grade: the median of three formulas over counts of characters, words and sentences.

The formulas, coefficients included, are those of textstat: Automated
Readability Index, Coleman-Liau (0.058 letters) and LIX; all three need counts
only, so that sums by day can be re-weighted (RUBRIC 2.4, plain-talk).
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import polars as pl

from sociable.scoring.uncertainty import Array

COLUMNS = (
    ("g_chars", "g_characters"), ("g_letters", "g_chars", "g_characters"), ("g_tokens", "g_words"), ("g_words",),
    ("g_sentences",), ("g_long", "g_long_words"),
)  # fmt: skip
"""Characters without spaces; letters and digits; words with and without bare
punctuation; sentences; words of over six letters.  The first name that a frame
has is used: the later ones are near enough where nothing finer was counted."""
LIX_STEPS = (0.0, 10.0, 15.0, 20.0, 24.0, 28.0, 32.0, 36.0, 40.0, 44.0, 48.0, 52.0, 56.0, 96.0)
LIX_GRADES = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 23.0)
"""Anderson's table (Lix and Rix, Journal of Reading 26, 1983), read as a line between its lower edges."""


def counts(columns: Collection[str]) -> list[str]:
    """The columns of a frame that hold the six counts, in the order of COLUMNS."""
    return [next(name for name in names if name in columns) for names in COLUMNS]


def sums(columns: Collection[str]) -> list[pl.Expr]:
    """Totals s0 to s5 of the six counts."""
    return [pl.col(name).cast(pl.Float64).sum().alias(f"s{i}") for i, name in enumerate(counts(columns))]


def grade(totals: Array) -> Array:
    """The median grade of each row of totals in the order of COLUMNS; nan where there is no text."""
    chars, letters, tokens, words, sentences, long_words = (totals[..., i] for i in range(6))
    with np.errstate(divide="ignore", invalid="ignore"):
        length = words / sentences
        ari = 4.71 * chars / tokens + 0.5 * length - 21.43
        coleman_liau = 5.8 * letters / words - 29.6 / length - 15.8
        lix = np.interp(length + 100 * long_words / words, LIX_STEPS, LIX_GRADES)
    found: Array = np.median(np.stack([ari, coleman_liau, lix]), axis=0)
    return np.where((words > 0) & (sentences > 0), found, np.nan)
