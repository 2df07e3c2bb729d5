"""What words mean and how they are spelt, as features that end up as weights of single words (development only).

A vector file (README.md) holds terms and their vectors.  A text is the sum of
its words' vectors and of their character n-grams over the root of its length,
so that a linear model on them is one weight a word: words that readers never
met get the weight of their like.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer

SIZE, MAX_IDF = 192, 6.0


class Meaning:
    """Vectors and spellings of the terms of `path` for the texts of a design."""

    def __init__(self, path: Path, tokens: pl.DataFrame, rows: int) -> None:
        with np.load(path) as file:
            self.terms: list[str] = file["terms"].tolist()
            vectors = file["vectors"].astype(np.float64)
        words = np.array([" " not in term for term in self.terms])
        vectors -= vectors[words].mean(0)
        axes = np.linalg.svd(vectors[words], full_matrices=False)[2][:SIZE]
        vectors = vectors @ axes.T
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
        place = {term: index for index, term in enumerate(self.terms)}
        known = tokens.with_columns(
            at=pl.col("term").replace_strict(place, default=None, return_dtype=pl.Int64)
        ).drop_nulls()
        value = 1.0 / np.sqrt(known["terms"].to_numpy())
        counts = sp.csr_matrix((value, (known["row"].to_numpy(), known["at"].to_numpy())), (rows, len(self.terms)))
        seen = np.asarray((counts > 0).sum(0)).ravel()
        self.vectors = vectors * (np.clip(np.log(rows / (1 + seen)), 0, MAX_IDF) / MAX_IDF)[:, None]
        spread = float(np.asarray(counts @ self.vectors).std())
        self.vectors /= spread
        plain = [term if term.isalpha() else "" for term in self.terms]
        self.spelling = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), min_df=8, sublinear_tf=True
        ).fit_transform(plain)
        self.text_vectors = sp.csr_matrix(counts @ self.vectors)
        self.text_spelling = (counts @ self.spelling).tocsr()

    def matrix(self, vector: float, spelling: float) -> Any:
        """Features of the texts with their shares."""
        return sp.hstack([self.text_vectors * vector, self.text_spelling * spelling]).tocsr()

    def weights(self, coefficients: np.ndarray, vector: float, spelling: float) -> np.ndarray:
        """The weight of each term that the coefficients of `matrix` come to."""
        size = self.vectors.shape[1]
        found = self.vectors @ coefficients[:size] * vector + self.spelling @ coefficients[size:] * spelling
        return np.asarray(found).ravel()
