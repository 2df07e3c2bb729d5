"""A sparse linear model over words and word pairs, scored on whole columns.

Terms are words of the lexical copy and pairs of neighbours (`word word`).
Each counts once a text.  Weights are integers, so sums are exact in any order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

WORD: Final = r"[^\W_]+(?:'[^\W_]+)?|[!?]|[\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF]"


def tokens(copy: pl.Series) -> pl.DataFrame:
    """Distinct terms of each text: columns row (UInt32) and term."""
    words = (
        copy.to_frame("copy")
        .select(row=pl.int_range(pl.len(), dtype=pl.UInt32), term=pl.col("copy").str.extract_all(WORD))
        .explode("term", empty_as_null=False)
    )
    following = pl.when(pl.col("row").shift(-1) == pl.col("row")).then(pl.col("term").shift(-1))
    pairs = words.select("row", term=pl.col("term") + pl.lit(" ") + following).drop_nulls("term")
    return pl.concat([words, pairs]).unique()


def score(copy: pl.Series, weights: Mapping[str, Mapping[str, int]]) -> pl.DataFrame:
    """Sums of term weights: one Int64 column for each key of `weights`, one row a text."""
    vocabulary = sorted({term for table in weights.values() for term in table})
    blank = pl.DataFrame({"row": pl.Series(range(len(copy)), dtype=pl.UInt32)})
    if not vocabulary:
        return blank.with_columns(pl.lit(0, pl.Int64).alias(name) for name in weights).drop("row")
    table = pl.DataFrame(
        {"term": vocabulary, **{name: [table.get(term, 0) for term in vocabulary] for name, table in weights.items()}},
        schema_overrides=dict.fromkeys(weights, pl.Int64),
    )
    sums = tokens(copy).join(table, on="term", how="inner").group_by("row").agg(pl.col(list(weights)).sum())
    return blank.join(sums, on="row", how="left", maintain_order="left").select(pl.col(list(weights)).fill_null(0))
