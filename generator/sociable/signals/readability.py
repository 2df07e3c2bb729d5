"""The reading grade of many short texts taken together (RUBRIC plain-talk).

Single posts are never graded: texts are cleaned, those under five words left
out, the rest pooled, and the median taken of the Automated Readability Index,
Coleman-Liau and LIX as a grade.  The three formulas need characters, letters,
words, sentences and long words only, so per-text counts are enough to grade
any set of texts, and a bootstrap never calls textstat again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

import polars as pl

MIN_WORDS: Final = 5
COUNTS: Final = ("characters", "letters", "tokens", "words", "sentences", "long_words")
"""Characters without spaces; letters and digits; words with and without bare punctuation; ... over six letters."""
_PROBE: Final = "One two three four."
# A sentence of its own: textstat never counts fewer than one, so a text of fragments needs company.
_NOISE: Final = re.compile(
    r"https?://\S+|\bwww\.\S+|@[\w.]+|[\U0001F000-\U0001FAFF\u2190-\u21FF\u2600-\u27BF\u2B00-\u2BFF\ufe0f\u200b-\u200f]"
)
TAGS: Final = r"(?:#\w+[\s,;·|•.]*){2,}|(^|[\r\n]|[.!?…:)\]][ \t]*)#\w+[.\s]*(?:[\r\n]|$)"
"""Hashtags side by side, or one alone after a sentence or on its own line: they file a post and are no words of a
sentence.  One inside a sentence is ("the ferry to #Skye is late"), and loses its sign only."""
_LIX_GRADES: Final = (10, 15, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56)
"""LIX at which grade 2, 3 ... 13 begins (Anderson 1983, Journal of Reading 26)."""


def cleaned(text: str) -> str:
    """`text` without links, handles, rows of hashtags and emoji, ended by a full stop; blank if under five words."""
    said = re.sub(TAGS, r"\1 ", _NOISE.sub(" ", text)).replace("#", "")
    bare = re.sub(r"\s+", " ", said).strip(" |-–—>•·:")
    if len(re.findall(r"\w*[^\W\d_]\w*", bare)) < MIN_WORDS:
        return ""
    return bare if bare[-1] in ".!?" else bare + "."


def grade(texts: Iterable[str]) -> float | None:
    """The pooled reading grade in school years; None when no text is long enough."""
    pool = " ".join(part for part in map(cleaned, texts) if part)
    if not pool:
        return None
    import textstat  # takes seconds and 200 MB

    ari, coleman = float(textstat.automated_readability_index(pool)), float(textstat.coleman_liau_index(pool))
    return median([ari, coleman, lix_grade(float(textstat.lix(pool)))])


def counts(texts: Sequence[str]) -> pl.DataFrame:
    """Per text what the formulas need, zeros where it is too short: the columns of COUNTS (Int64).

    Sums of these columns are the counts of the pooled texts, exactly.
    """
    import textstat

    rows = [
        (
            textstat.char_count(part), textstat.letter_count(part), textstat.lexicon_count(part, False),
            textstat.lexicon_count(part), textstat.sentence_count(f"{part} {_PROBE}") - 1,
            textstat.long_word_count(part),
        ) if part else (0,) * len(COUNTS)
        for part in map(cleaned, texts)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(COUNTS, pl.Int64), orient="row")


def grade_of_counts(totals: Mapping[str, float]) -> float | None:
    """The pooled grade from sums of `counts`, by name; None when there is nothing to grade."""
    words, tokens = totals["words"], totals["tokens"]
    if not words:
        return None
    sentences = max(1.0, totals["sentences"])
    ari = 4.71 * totals["characters"] / tokens + 0.5 * words / sentences - 21.43
    coleman = 5.8 * totals["letters"] / words - 29.6 * sentences / words - 15.8
    lix = words / sentences + 100 * totals["long_words"] / words
    return median([ari, coleman, lix_grade(lix)])


def lix_grade(lix: float) -> float:
    """LIX as a school grade, between the steps of Anderson's table by straight lines."""
    steps = _LIX_GRADES
    if lix < steps[0]:
        return 1.0 + max(0.0, lix / steps[0])
    for index, (start, end) in enumerate(pairwise(steps)):
        if lix < end:
            return 2.0 + index + (lix - start) / (end - start)
    return 1.0 + len(steps) + (lix - steps[-1]) / 4
