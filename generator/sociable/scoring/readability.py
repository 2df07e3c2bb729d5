"""The pooled reading grade: the median of three formulas over counts of characters, words and sentences.

The formulas, coefficients included, are those of textstat: Automated
Readability Index, Coleman-Liau (0.058 letters) and LIX; all three need counts
only, so that sums by day can be re-weighted (RUBRIC 2.4, plain-talk).
"""

from __future__ import annotations

import numpy as np

from sociable.scoring.uncertainty import Array

COLUMNS = ("g_chars", "g_letters", "g_words", "g_sentences", "g_long")
"""Characters without spaces, letters and digits without punctuation, words,
sentences, words of more than six letters."""
LIX_STEPS = (0.0, 10.0, 15.0, 20.0, 24.0, 28.0, 32.0, 36.0, 40.0, 44.0, 48.0, 52.0, 56.0, 60.0)
LIX_GRADES = (0.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0)
"""Anderson's table (Lix and Rix, Journal of Reading, 1983), read as a line between its lower edges."""


def grade(sums: Array) -> Array:
    """The median grade of each row of sums in the order of COLUMNS; nan where there is no text."""
    chars, letters, words, sentences, long_words = (sums[..., i] for i in range(5))
    with np.errstate(divide="ignore", invalid="ignore"):
        length = words / sentences
        ari = 4.71 * chars / words + 0.5 * length - 21.43
        coleman_liau = 5.8 * letters / words - 29.6 / length - 15.8
        lix = np.interp(length + 100 * long_words / words, LIX_STEPS, LIX_GRADES)
    found: Array = np.median(np.stack([ari, coleman_liau, lix]), axis=0)
    return np.where((words > 0) & (sentences > 0), found, np.nan)
