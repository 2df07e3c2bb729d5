"""A sparse linear model over words and word pairs, scored on whole columns.

Terms are words of the lexical copy and pairs of neighbours (`word word`).  A
text's score is the sum of the weights of its terms over the root of how many
terms it has, so that long texts do not outweigh short ones.  Weights are
integers: sums are exact in any order, and a row scores the same anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import polars as pl

WORD: Final = r"[^\W_]+(?:'[^\W_]+)?|[.!?:]|[\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF]"
OPENING: Final = (
    (r"^[\s.]*(?:xat[\s,]+)+", "xreply "),
    (r"^\s*(\S)", "xbos $1"),
    (r"\bfeel free\b", "feel xidle"),
)
"""Leading handles are one marker, the first word is known as such, and an idiom is no offer."""
BRAND_LETTERS: Final = 4
GENERIC: Final = (
    "news", "group", "help", "helps", "care", "cares", "support", "official", "team", "global", "careers",
    "jobs", "health", "coach", "music", "sport", "sports", "live", "real", "energy", "center", "mobile",
    "bank", "game", "mail", "store", "page", "shop", "home", "india", "data", "cloud", "club", "world",
    "park", "city", "foundation", "policy", "college",
)  # fmt: skip
"""Words of brand names that say too little to stand for the brand."""


def tokens(texts: pl.DataFrame) -> pl.DataFrame:
    """Terms of each text, repeats of pairs included: columns row (UInt32), term and terms (how many the text has).

    `texts` has copy and brand_key; words of four letters and more that are part
    of the brand's name become `xbrand`, so that no brand is learnt by name.
    """
    words = _words(texts)
    masks = _masks(texts["brand_key"])
    words = words.join(masks.with_columns(hidden=True), on=["brand_key", "word"], how="left", maintain_order="left")
    words = words.select("row", pl.when("hidden").then(pl.lit("xbrand")).otherwise("word").alias("term"), "terms")
    following = pl.when(pl.col("row").shift(-1) == pl.col("row")).then(pl.col("term").shift(-1))
    pairs = words.select("row", pl.col("term") + pl.lit(" ") + following, "terms").drop_nulls("term")
    return pl.concat([words.unique(["row", "term"]), pairs])


def _words(texts: pl.DataFrame) -> pl.DataFrame:
    """Words in order: row, word, terms (words and pairs of the text) and brand_key."""
    copy = pl.col("copy")
    for pattern, value in OPENING:
        copy = copy.str.replace(pattern, value)
    return (
        texts.select("brand_key", row=pl.int_range(pl.len(), dtype=pl.UInt32), word=copy.str.extract_all(WORD))
        .with_columns(terms=(2 * pl.col("word").list.len().cast(pl.Int32) - 1).clip(1))
        .explode("word", empty_as_null=False)
    )


def _masks(keys: pl.Series) -> pl.DataFrame:
    """Every particular part of each brand's name: columns brand_key, word."""
    found = [
        (key, part)
        for key in keys.unique().drop_nulls().to_list()
        for name in key.split()
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
    """One word as `tokens` counts it."""
    particular = len(word.encode()) >= BRAND_LETTERS and word not in GENERIC
    return "xbrand" if particular and word in brand_key else word


class Table:
    """Weights of many models as one array, and the numbers that stand for their words and pairs."""

    def __init__(self, weights: Mapping[str, Mapping[str, int]]) -> None:
        """`weights` are whole thousandths by term, for each model."""
        self.names = list(weights)
        vocabulary = sorted({term for table in weights.values() for term in table})
        words = sorted({word for term in vocabulary for word in term.split(" ")} | {"xbrand"})
        code = {word: index for index, word in enumerate(words)}
        self.size = len(words)
        self.codes = pl.DataFrame({"word": words}, schema={"word": pl.Utf8}).with_columns(
            code=pl.int_range(pl.len(), dtype=pl.Int64)
        )
        self.brand = code["xbrand"]
        place = {term: index for index, term in enumerate(vocabulary)}
        single = np.full(self.size + 1, len(vocabulary), np.int64)
        both: dict[int, int] = {}
        for term, index in place.items():
            first, _, second = term.partition(" ")
            if second:
                both[code[first] * self.size + code[second]] = index
            else:
                single[code[first]] = index
        self.single = single
        self.keys = np.array(sorted(both), np.int64)
        self.places = np.array([both[key] for key in sorted(both)], np.int64)
        self.opens, self.closes = np.zeros(self.size + 1, bool), np.zeros(self.size + 1, bool)
        self.opens[self.keys // self.size], self.closes[self.keys % self.size] = True, True
        self.values = np.zeros((len(self.names), len(vocabulary)), np.int32)  # a model a row: near in memory
        for column, table in enumerate(weights.values()):
            for term, weight in table.items():
                self.values[column, place[term]] = weight

    def score(self, texts: pl.DataFrame) -> np.ndarray:
        """Scores, one row a text and one column a model; texts without known terms score 0."""
        sums = np.zeros((texts.height, len(self.names)), np.int64, order="F")
        words = self._coded(texts)
        rows, codes = words["row"].to_numpy().astype(np.int64), words["code"].to_numpy()
        if not len(rows):
            return sums.astype(np.float64)
        once = np.sort(rows * (self.size + 1) + codes)
        once = once[np.diff(once, prepend=-1) > 0]
        self._add(sums, once // (self.size + 1), self.single[once % (self.size + 1)])
        likely = (rows[1:] == rows[:-1]) & self.opens[codes[:-1]] & self.closes[codes[1:]]
        pairs = codes[:-1][likely] * self.size + codes[1:][likely]
        found = np.searchsorted(self.keys, pairs).clip(0, max(0, len(self.keys) - 1))
        hit = self.keys[found] == pairs if len(pairs) else np.zeros(0, bool)
        self._add(sums, rows[1:][likely][hit], self.places[found[hit]])
        count = np.ones(texts.height)
        count[rows] = words["terms"].to_numpy()
        return np.asarray(sums / (1000.0 * np.sqrt(count))[:, None])

    def _coded(self, texts: pl.DataFrame) -> pl.DataFrame:
        """Words in order: row, code (`size` when unknown), terms."""
        words, masks = _words(texts), _masks(texts["brand_key"])
        blank, brand = pl.lit(self.size), pl.lit(self.brand, pl.Int64)
        hidden = masks.with_columns(code=brand)
        if masks["brand_key"].n_unique() <= 1 and texts["brand_key"].n_unique() <= 1:
            known = pl.concat([hidden.select("word", "code"), self.codes.join(hidden, on="word", how="anti")])
            coded = words.join(known, on="word", how="left", maintain_order="left")
        else:
            named = hidden.rename({"code": "own"})
            coded = words.join(self.codes, on="word", how="left", maintain_order="left")
            coded = coded.join(named, on=["brand_key", "word"], how="left", maintain_order="left")
            coded = coded.with_columns(code=pl.coalesce("own", "code"))
        return coded.select("row", pl.col("code").fill_null(blank), "terms")

    def _add(self, sums: np.ndarray, rows: np.ndarray, places: np.ndarray) -> None:
        """Adds the weights of terms to their rows, which are in order; whole numbers add up exactly in any order."""
        known = places < self.values.shape[1]
        rows, places = rows[known], places[known]
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        for column, weights in enumerate(self.values if len(starts) else ()):
            sums[rows[starts], column] += np.add.reduceat(weights[places], starts)


def score(texts: pl.DataFrame, weights: Mapping[str, Mapping[str, int]]) -> pl.DataFrame:
    """Scores of term weights: one Float64 column for each key of `weights`, one row a text.

    `weights` are whole thousandths by term; texts without known terms score 0.
    """
    return pl.DataFrame(Table(weights).score(texts), schema=dict.fromkeys(weights, pl.Float64))
