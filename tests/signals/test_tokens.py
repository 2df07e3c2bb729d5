"""The linear model over words in Polars is the linear model it claims to be."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from sociable.signals import clean, linear, tokens
from sociable.signals.vocabulary import Vocabulary

TEXTS = [
    "Shop now and save 20% on boots! https://example.com",
    "How do you take your tea?",
    "Shop the look: boots, hats, boots",
    "Water the pots this afternoon.",
    "How do you keep boots dry? Tell us",
    "",
]


def frame(texts: list[str], key: str = "") -> pl.DataFrame:
    return pl.DataFrame({"text": texts}, schema={"text": pl.Utf8}).select(
        copy=clean.lexical(pl.col("text")), brand_key=pl.lit(key)
    )


def scored(texts: pl.DataFrame, weights: linear.Weights) -> pl.DataFrame:
    """One column of scores for each key of `weights`, one row a text."""
    vocabulary = Vocabulary(linear.words_of(weights.values()), ())
    found = linear.Table(weights, vocabulary).score(vocabulary.read(texts), np.arange(texts.height))
    return pl.DataFrame(found, schema=dict.fromkeys(weights, pl.Float64))


def test_scores_equal_scikit_learns_decision_function() -> None:
    found = tokens.of(frame(TEXTS))
    terms = found["term"].unique().sort().to_list()
    place = {term: index for index, term in enumerate(terms)}
    at = [place[term] for term in found["term"]]
    value = 1 / np.sqrt(found["terms"].to_numpy())
    matrix = sp.csr_matrix((value, (found["row"].to_numpy(), at)), shape=(len(TEXTS), len(terms)))
    model = LogisticRegression(C=10.0).fit(matrix, [1, 0, 1, 0, 0, 1])
    whole = np.round(model.coef_[0] * 1000)
    model.coef_ = whole[None, :] / 1000
    ours = scored(frame(TEXTS), {"w": dict(zip(terms, whole.astype(int).tolist(), strict=True))})
    assert ours["w"].to_numpy() + model.intercept_[0] == pytest.approx(model.decision_function(matrix), abs=1e-9)


def test_a_word_counts_once_and_a_pair_each_time() -> None:
    one, more = scored(frame(["boots", "boots boots"]), {"w": {"boots": 1000}})["w"]
    # "xbos" opens each text: two words make three terms, three make five.
    assert (one, more) == pytest.approx((1 / 3**0.5, 1 / 5**0.5))


def test_brand_words_are_one_marker() -> None:
    found = tokens.of(frame(["Danone news: yogurt"], key="danonegroup"))["term"].to_list()
    assert "xbrand" in found
    assert "danone" not in found
    assert "news" in found


def test_no_rows_and_no_terms() -> None:
    assert scored(frame([]), {"w": {"boots": 1}}).shape == (0, 1)
    assert scored(frame(TEXTS), {"w": {}})["w"].to_list() == [0.0] * len(TEXTS)
