"""A sparse linear model over words and word pairs, scored on whole columns.

Terms are words of the lexical copy and pairs of neighbours (`word word`).  A
text's score is the sum of the weights of its terms over the root of how many
terms it has, so that long texts do not outweigh short ones.  Weights are
integers: sums are exact in any order, and a row scores the same anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

WORD: Final = r"[^\W_]+(?:'[^\W_]+)?|[.!?:]|[\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF]"
OPENING: Final = (
    (r"^[\s.]*(?:xat[\s,]+)+", "xreply "),
    (r"^\s*(\S)", "xbos $1"),
)
"""Leading handles are one marker, and the first word is known as such."""
BRAND_LETTERS: Final = 4
GENERIC: Final = (
    "news", "group", "help", "helps", "care", "cares", "support", "official", "team", "global", "careers",
    "jobs", "health", "coach", "music", "sport", "sports", "live", "real", "energy", "center", "mobile",
    "bank", "game", "mail", "store", "page", "shop", "home", "india", "data", "cloud", "club", "world",
    "park", "city", "foundation", "policy", "college",
)  # fmt: skip
"""Words of brand names that say too little to stand for the brand."""


def tokens(texts: pl.DataFrame) -> pl.DataFrame:
    """Terms of each text, repeats included: columns row (UInt32), term and terms (how many the text has).

    `texts` has copy and brand_key; words of four letters and more that are part
    of the brand's name become `xbrand`, so that no brand is learnt by name.
    """
    copy = pl.col("copy")
    for pattern, value in OPENING:
        copy = copy.str.replace(pattern, value)
    words = (
        texts.select("brand_key", row=pl.int_range(pl.len(), dtype=pl.UInt32), term=copy.str.extract_all(WORD))
        .with_columns(terms=(2 * pl.col("term").list.len().cast(pl.Int32) - 1).clip(1))
        .explode("term", empty_as_null=False)
        .with_columns(term=pl.when(in_brand("term")).then(pl.lit("xbrand")).otherwise("term"))
        .select("row", "term", "terms")
    )
    following = pl.when(pl.col("row").shift(-1) == pl.col("row")).then(pl.col("term").shift(-1))
    pairs = words.select("row", pl.col("term") + pl.lit(" ") + following, "terms").drop_nulls("term")
    return pl.concat([words.unique(["row", "term"]), pairs])


def in_brand(word: str) -> pl.Expr:
    """Whether the column `word` is a particular part of the brand's name (column brand_key)."""
    long = (pl.col(word).str.len_bytes() >= BRAND_LETTERS) & ~pl.col(word).is_in(GENERIC)
    return long & (pl.col("brand_key") != "") & pl.col("brand_key").str.contains(pl.col(word), literal=True)


def masked(word: str, brand_key: str) -> str:
    """One word as `tokens` counts it."""
    particular = len(word.encode()) >= BRAND_LETTERS and word not in GENERIC
    return "xbrand" if particular and word in brand_key else word


def score(texts: pl.DataFrame, weights: Mapping[str, Mapping[str, int]]) -> pl.DataFrame:
    """Scores of term weights: one Float64 column for each key of `weights`, one row a text.

    `weights` are whole thousandths by term; texts without known terms score 0.
    """
    names = list(weights)
    vocabulary = sorted({term for table in weights.values() for term in table})
    blank = texts.select(row=pl.int_range(pl.len(), dtype=pl.UInt32))
    if not vocabulary:
        return blank.with_columns(pl.lit(0.0).alias(name) for name in names).drop("row")
    table = pl.DataFrame(
        {"term": vocabulary, **{name: [table.get(term, 0) for term in vocabulary] for name, table in weights.items()}},
        schema_overrides=dict.fromkeys(names, pl.Int32),
    )
    found = tokens(texts).join(table, on="term", how="inner")
    sums = found.group_by("row").agg(pl.col(names).sum(), pl.col("terms").first())
    share = [pl.col(name) / (1000.0 * pl.col("terms").cast(pl.Float64).sqrt()) for name in names]
    scored = sums.select("row", *share)
    return blank.join(scored, on="row", how="left", maintain_order="left").select(pl.col(names).fill_null(0.0))
