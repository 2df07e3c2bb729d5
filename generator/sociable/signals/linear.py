"""Weights of many models over numbered words: the terms of all of them looked up in one go.

A text's score is the sum of the weights of its terms (words, once each, and
pairs of neighbours) over the root of how many terms it has, so that long texts
do not outweigh short ones.  Weights are whole thousandths: sums are exact in
any order, and a row scores the same anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from sociable.signals.lookup import Index
from sociable.signals.vocabulary import Vocabulary, Words

Weights = Mapping[str, Mapping[str, int]]


class Table:
    """Weights of many models as one array, and where the words and pairs of a vocabulary stand in it."""

    def __init__(self, weights: Weights, vocabulary: Vocabulary) -> None:
        """`weights` are whole thousandths by term, for each model; the vocabulary has all their words."""
        terms = sorted({term for table in weights.values() for term in table})
        place, code = {term: index for index, term in enumerate(terms)}, vocabulary.code
        self.size = vocabulary.size
        self.single = np.full(self.size + 1, len(terms), np.int64)
        both: dict[int, int] = {}
        for term, index in place.items():
            first, _, second = term.partition(" ")
            if second:
                both[code[first] * self.size + code[second]] = index
            else:
                self.single[code[first]] = index
        self.keys = np.array(sorted(both), np.int64)
        self.places = np.array([both[key] for key in sorted(both)], np.int64)
        self.opens, self.closes = np.zeros(self.size + 1, bool), np.zeros(self.size + 1, bool)
        self.opens[self.keys // self.size], self.closes[self.keys % self.size] = True, True
        self.values = np.zeros((len(weights), len(terms)), np.int32)  # a model a row: near in memory
        for row, table in zip(self.values, weights.values(), strict=True):
            row[[place[term] for term in table]] = list(table.values())

    def score(self, words: Words, at: Index) -> np.ndarray:
        """Scores of the texts `at` (rising), one column a model; texts without known terms score 0."""
        own = np.full(len(words.copy), -1)
        own[at] = np.arange(len(at))
        rows, codes = own[words.rows], words.codes
        if len(at) < len(own):
            rows, codes = rows[rows >= 0], codes[rows >= 0]
        sums = np.zeros((len(at), len(self.values)), np.int64, order="F")
        once = np.sort(rows * (self.size + 1) + codes)
        once = once[np.diff(once, prepend=-1) > 0]
        self._add(sums, once // (self.size + 1), self.single[once % (self.size + 1)])
        likely = np.flatnonzero((rows[1:] == rows[:-1]) & self.opens[codes[:-1]] & self.closes[codes[1:]])
        pairs = codes[likely] * self.size + codes[likely + 1]
        found = np.searchsorted(self.keys, pairs).clip(0, max(0, len(self.keys) - 1))
        hit = self.keys[found] == pairs if len(pairs) else np.zeros(0, bool)
        self._add(sums, rows[likely[hit]], self.places[found[hit]])
        count = np.maximum(2 * np.bincount(rows, minlength=len(at)) - 1, 1)
        return np.asarray(sums / (1000.0 * np.sqrt(count))[:, None])

    def _add(self, sums: np.ndarray, rows: Index, places: Index) -> None:
        """Adds the weights of terms to their rows, which are in order; whole numbers add up exactly in any order."""
        known = places < self.values.shape[1]
        rows, places = rows[known], places[known]
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        for column, weights in enumerate(self.values if len(starts) else ()):
            sums[rows[starts], column] += np.add.reduceat(weights.take(places), starts)


def words_of(weights: Iterable[Mapping[str, int]]) -> set[str]:
    """Every word of the terms of some models."""
    return {word for term in set().union(*weights) for word in term.split(" ")}
