"""Characters, letters, words and sentences of each broadcast, whole columns at once (RUBRIC plain-talk).

Single posts are never graded: links, handles, rows of hashtags and emoji go,
texts under five words are left out, the rest is pooled.  Sums of these counts
are the counts of the pooled texts, so that `scoring.readability` grades any
set of them.  They are textstat's own counts, without a call per text.
"""

from __future__ import annotations

import polars as pl

MIN_WORDS = 5
_TAGS = r"(?:#\w+[\s,;·|•.]*){2,}|(^|[\r\n]|[.!?…:)\]][ \t]*)#\w+[.\s]*(?:[\r\n]|$)"
"""Hashtags side by side, or one alone after a sentence or on its own line: they file a post and are no words of a
sentence.  One inside a sentence is ("the ferry to #Skye is late"), and loses its sign only."""
_NOISE = (
    r"https?://\S+|www\.\S+|@[\w.]+|[\x{1F000}-\x{1FAFF}\x{2190}-\x{21FF}\x{2600}-\x{27BF}\x{2B00}-\x{2BFF}"
    r"\x{fe0f}\x{200b}-\x{200f}]"
)
_SENTENCE = r"\b[^.!? ]+(?:(?: [^\w.!? ]+)* [^.!? ]*\w[^.!? ]*){2,}"
"""As textstat counts: at least three words between full stops, exclamation or question marks."""
GRADED = ("g_chars", "g_letters", "g_tokens", "g_words", "g_sentences", "g_long")


def graded(units: pl.DataFrame) -> pl.DataFrame:
    """`units` with the columns of GRADED: zeros off B and where a text has under five words."""
    text = pl.when(pl.col("kind") == "B").then("text").fill_null("")
    bare = text.str.replace_all(_NOISE, " ").str.replace_all(_TAGS, "${1} ").str.replace_all("#", "", literal=True)
    bare = bare.str.replace_all(r"[^\S ]| {2,}", " ")
    bare = bare.str.replace_all(r" {2,}", " ").str.strip_chars(" |-–—>•·:")
    enough = r"(?:\p{L}\w*\W[\W\d_]*){%d}\p{L}" % (MIN_WORDS - 1)  # noqa: UP031 - braces are the pattern's own
    frame = units.select(bare=bare)
    frame = frame.select(bare=pl.when(pl.col("bare").str.contains(enough)).then("bare").otherwise(pl.lit("")))
    frame = frame.with_columns(
        some=pl.col("bare") != "",
        open=~pl.col("bare").str.contains(r"[.!?]$"),
        plain=pl.col("bare").str.replace_all(r"[^\w ]", ""),
        tokens=pl.col("bare").str.count_matches(" ", literal=True) + 1,
    )
    blanks = pl.col("plain").str.count_matches(" ", literal=True)
    found = frame.select(
        g_chars=pl.col("bare").str.len_chars() - pl.col("tokens") + 1 + pl.col("open").cast(pl.UInt32),
        g_letters=pl.col("plain").str.len_chars() - blanks,
        g_tokens=pl.col("tokens"),
        g_words=pl.col("plain").str.count_matches(r"\S+"),
        g_sentences=pl.col("bare").str.count_matches(_SENTENCE),
        g_long=pl.col("plain").str.count_matches(r"\w{7,}"),
    )
    some = frame["some"]
    return units.hstack(found.select(pl.when(some).then(pl.col(name)).otherwise(0).cast(pl.Float64) for name in GRADED))
