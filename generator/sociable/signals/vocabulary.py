"""Texts as numbered words: read once for all cue lists and all models.

A word's number is its place in the vocabulary, which holds every word of the
models and of the cue lists; all other words share one number, but for those
that a batch needs told apart (parts of a brand's name, words with an
apostrophe or of an open ending such as "discount*").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from sociable.signals import tokens
from sociable.signals.cues import CueList
from sociable.signals.lookup import Facts, Index, Lookup


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a batch of texts, in order, numbered."""

    rows: Index  # of each word, its text
    codes: Index  # its number as the models see it: brand names are one word, unknown words another
    written: Index  # its number as written
    facts: Facts  # what the words, as written, are to the cue lists
    lookup: Lookup
    copy: pl.Series  # the texts

    def counts(self) -> list[pl.Series]:
        """How often each cue list occurs in each text."""
        return self.lookup.count(self.copy, self.rows, self.written, self.facts)


class Vocabulary:
    """Words that count for something, numbered in order; all others have the number `size`."""

    def __init__(self, words: Iterable[str], lists: Sequence[CueList]) -> None:
        """Raises nothing; words of the lists need not be among `words`."""
        self.lookup = Lookup(lists)
        self.words = sorted({*words, *self.lookup.words(), tokens.BRAND})
        self.size = len(self.words)
        self.code = {word: index for index, word in enumerate(self.words)}
        self.brand = self.code[tokens.BRAND]
        self.facts = self.lookup.facts(self.words)
        self._frame = pl.DataFrame({"word": self.words}, schema={"word": pl.Utf8}).with_columns(
            code=pl.int_range(pl.len(), dtype=pl.Int64)
        )

    def read(self, texts: pl.DataFrame) -> Words:
        """The words of `texts` (copy, brand_key)."""
        words, masks = tokens.words(texts), tokens.masks(texts["brand_key"])
        found = words.join(self._frame, on="word", how="left", maintain_order="left")["code"]
        written = found.fill_null(self.size).to_numpy().astype(np.int64)
        extra = self._told_apart(words["word"], found, written, set(masks["word"]))
        facts = self.facts.followed_by(self.lookup.facts(extra)) if extra else self.facts
        codes = np.minimum(written, self.size)
        if not masks.is_empty():
            codes[self._hidden(words, masks, written, extra)] = self.brand
        return Words(words["row"].to_numpy().astype(np.int64), codes, written, facts, self.lookup, texts["copy"])

    def _told_apart(self, words: pl.Series, found: pl.Series, written: Index, parts: set[str]) -> list[str]:
        """Unknown words that need a number of their own; puts it into `written`."""
        unknown = found.is_null().arg_true()
        rest = words.gather(unknown).to_frame("word")
        likely = pl.col("word").str.contains(self.lookup.notable) | pl.col("word").is_in(sorted(parts))
        extra = rest.filter(likely)["word"].unique().sort().to_list()
        if extra:
            more = pl.DataFrame({"word": extra}).with_columns(
                code=pl.int_range(pl.len(), dtype=pl.Int64) + self.size + 1
            )
            codes = rest.join(more, on="word", how="left", maintain_order="left")["code"]
            written[unknown.to_numpy()] = codes.fill_null(self.size).to_numpy()
        return extra

    def _hidden(self, words: pl.DataFrame, masks: pl.DataFrame, written: Index, extra: list[str]) -> np.ndarray:
        """Which words are part of the brand's name."""
        if words["brand_key"].n_unique() == 1:  # so that numbers tell
            own = self.code | {word: self.size + 1 + index for index, word in enumerate(extra)}
            hidden = np.zeros(self.size + 1 + len(extra), bool)
            hidden[[own[word] for word in masks["word"] if word in own]] = True
            return np.asarray(hidden[written])
        named = masks.with_columns(hidden=True)
        marked = words.select("brand_key", "word").join(
            named, on=["brand_key", "word"], how="left", maintain_order="left"
        )
        return marked["hidden"].fill_null(False).to_numpy()
