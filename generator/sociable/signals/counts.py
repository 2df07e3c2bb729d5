"""Characters, letters, words and sentences of each broadcast, whole columns at once (RUBRIC plain-talk).

The same counts as `readability.counts`, without a call per text: sums of them
are the counts of the pooled texts.
"""

from __future__ import annotations

import polars as pl

from sociable.signals.readability import MIN_WORDS

_NOISE = (
    r"https?://\S+|\bwww\.\S+|@[\w.]+|[\x{1F000}-\x{1FAFF}\x{2190}-\x{21FF}\x{2600}-\x{27BF}\x{2B00}-\x{2BFF}"
    r"\x{fe0f}\x{200b}-\x{200f}]"
)
GRADED = ("g_chars", "g_letters", "g_words", "g_sentences", "g_long")


def graded(units: pl.DataFrame) -> pl.DataFrame:
    """`units` with the columns of GRADED: zeros off B and where a text has under five words."""
    text = pl.when(pl.col("kind") == "B").then("text").fill_null("")
    bare = text.str.replace_all(_NOISE, " ").str.replace_all("#", "").str.replace_all(r"\s+", " ")
    bare = bare.str.strip_chars(" |-–—>•·:")
    enough = bare.str.count_matches(r"\w*\p{L}\w*") >= MIN_WORDS
    frame = units.select(bare=pl.when(enough).then(bare).otherwise(pl.lit("")))
    ended = pl.col("bare").str.contains(r"[.!?]$")
    words = pl.col("bare").str.count_matches(r"\S+")
    letters = pl.col("bare").str.replace_all(r"[^\w]|_", "")
    sentences = pl.col("bare").str.count_matches(r"\b[^.!?]+[.!?]+")
    some = pl.col("bare") != ""
    found = frame.select(
        g_chars=pl.col("bare").str.replace_all(r"\s", "").str.len_chars() + (~ended & some).cast(pl.UInt32),
        g_letters=letters.str.len_chars(),
        g_words=words,
        g_sentences=pl.when(some)
        .then(pl.max_horizontal(sentences + (~ended).cast(pl.UInt32), pl.lit(1, pl.UInt32)))
        .otherwise(0),
        g_long=pl.col("bare").str.count_matches(r"[^\s]{7,}"),
    )
    return units.hstack(found.cast(pl.Float64))
