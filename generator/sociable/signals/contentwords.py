"""Content words: what is left of a text without marks, numbers and function words."""

from __future__ import annotations

import polars as pl

from sociable.signals.cues import load
from sociable.signals.shingles import masked

LEAST = 3
"""Letters of a content word."""


def content_words(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """One row a `uid` and distinct content `word` of `column`; `cluster` is carried along."""
    keep = ["uid", *(["cluster"] if "cluster" in frame.columns else [])]
    bare = masked(pl.col(column)).str.replace_all(load()["function_words"].pattern, " ")
    words = frame.select(*keep, word=bare.str.extract_all(rf"\p{{L}}{{{LEAST},}}")).explode("word")
    return words.drop_nulls("word").unique(maintain_order=True)
