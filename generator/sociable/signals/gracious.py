"""Marks own posts that name somebody and may run them down (RUBRIC S2, claim A2.3): for a person to read, unscored."""

from __future__ import annotations

import polars as pl

from sociable.signals import cues

SPOKEN = ("B", "R", "U")
"""The kinds that hold the brand's own public words."""


def marked(units: pl.DataFrame) -> pl.DataFrame:
    """`units` with `disparages` (Float64, 0 or 1; null where the words are not the brand's own public ones).

    A post counts when a term of content/words/disparage.txt stands in it and it
    mentions, answers or quotes somebody.  Words in quotation marks are left out.
    """
    spoken = pl.col("text").str.to_lowercase().str.replace_all(r'"[^"]*"|“[^”]*”', " ")
    names = (pl.col("mentions").list.len() > 0) | pl.col("recipient").is_not_null() | (pl.col("form") == "quote")
    said = cues.load()["disparage"].count(spoken) > 0
    own = pl.col("kind").is_in(SPOKEN) & pl.col("text").is_not_null()
    return units.with_columns(
        disparages=pl.when(own).then((said & names.fill_null(False)).cast(pl.Float64)).otherwise(None)
    )
