"""The terms that models learn from: words of the lexical copy and pairs of neighbours (`word word`).

`linear` scores them; here is what a word is, and which words stand for the brand.
"""

from __future__ import annotations

from typing import Final

import polars as pl

MARK: Final = r"[.!?:]|[\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF]"
WORD: Final = rf"[^\W_]+(?:'[^\W_]+)?|{MARK}"
OPENING: Final = (
    (r"^[\s.]*(?:xat[\s,]+)+", "xreply "),
    (r"^\s*(\S)", "xbos $1"),
    (r"\bfeel free\b", "feel xidle"),
)
"""Leading handles are one marker, the first word is known as such, and an idiom is no offer."""
BRAND: Final = "xbrand"
BRAND_LETTERS: Final = 4
GENERIC: Final = (
    "news", "group", "help", "helps", "care", "cares", "support", "official", "team", "global", "careers",
    "jobs", "health", "coach", "music", "sport", "sports", "live", "real", "energy", "center", "mobile",
    "bank", "game", "mail", "store", "page", "shop", "home", "india", "data", "cloud", "club", "world",
    "park", "city", "foundation", "policy", "college",
)  # fmt: skip
"""Words of brand names that say too little to stand for the brand."""


LONGEST = 100
"""Letters of a word of a brand's name that are looked at: its parts are as many as the square of them."""


def of(texts: pl.DataFrame) -> pl.DataFrame:
    """Terms of each text, repeats of pairs included: columns row (UInt32), term and terms (how many the text has).

    `texts` has copy and brand_key; words of four letters and more that are part
    of the brand's name become `xbrand`, so that no brand is learnt by name.
    """
    found = words(texts).with_columns(terms=2 * pl.len().over("row").cast(pl.Int32) - 1)
    hidden = masks(texts["brand_key"]).with_columns(hidden=True)
    found = found.join(hidden, on=["brand_key", "word"], how="left", maintain_order="left")
    found = found.select("row", pl.when("hidden").then(pl.lit(BRAND)).otherwise("word").alias("term"), "terms")
    following = pl.when(pl.col("row").shift(-1) == pl.col("row")).then(pl.col("term").shift(-1))
    pairs = found.select("row", pl.col("term") + pl.lit(" ") + following, "terms").drop_nulls("term")
    return pl.concat([found.unique(["row", "term"]), pairs])


def words(texts: pl.DataFrame) -> pl.DataFrame:
    """The words of texts (copy, brand_key) in order: columns row, word and brand_key."""
    copy = pl.col("copy")
    for pattern, value in OPENING:
        copy = copy.str.replace(pattern, value)
    return texts.select(
        "brand_key", row=pl.int_range(pl.len(), dtype=pl.UInt32), word=copy.str.extract_all(WORD)
    ).explode("word", empty_as_null=False)


def masks(keys: pl.Series) -> pl.DataFrame:
    """Every particular part of each brand's name: columns brand_key, word."""
    found = [
        (key, part)
        for key in keys.unique().drop_nulls().to_list()
        for name in (one[:LONGEST] for one in key.split())
        for part in sorted({name[a:b] for a in range(len(name)) for b in range(a + 1, len(name) + 1)})
        if len(part.encode()) >= BRAND_LETTERS and part not in GENERIC
    ]
    schema = {"brand_key": pl.Utf8, "word": pl.Utf8}
    return pl.DataFrame(found, schema=schema, orient="row").unique()


def in_brand(word: str) -> pl.Expr:
    """Whether the column `word` is a particular part of the brand's name (column brand_key)."""
    long = (pl.col(word).str.len_bytes() >= BRAND_LETTERS) & ~pl.col(word).is_in(GENERIC)
    return long & (pl.col("brand_key") != "") & pl.col("brand_key").str.contains(pl.col(word), literal=True)


def masked(word: str, brand_key: str) -> str:
    """One word as `of` counts it."""
    particular = len(word.encode()) >= BRAND_LETTERS and word not in GENERIC
    return BRAND if particular and word in brand_key else word
