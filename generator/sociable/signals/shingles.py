"""Texts as sets of hashed shingles, in flat arrays: what near-duplicates are found with.

Normalising masks what a template fills in; everything here works on whole
columns, in slices so that memory stays bounded by the texts themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sociable.signals.footprint import give_back

Hashes = NDArray[np.uint64]
Index = NDArray[np.int64]
SLICE = 1 << 13
HASH_BITS = 51
"""A slice's text number and so much of a hash share one 64-bit key, so that one plain sort makes sets."""
_DATES = (
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b"
)
_MASKS = (
    (r"https?://\S+|www\.\S+|@[\w.-]*\w", " "),
    (_DATES, "0"),
    (r"[\w'’]*\d[\w.,:%]*", "0"),
    (r"['’]", ""),
    # Marks first and runs of blanks after: single blanks between words are left alone, which is five times faster.
    (r"[^\p{L}\p{M}0-9 ]+", " "),
    (r" {2,}", " "),
    (r"\b0(?: 0)+\b", "0"),
)
_GREETING = (
    r"^\s*(?:@[\w.-]+[\s,]*)*(?:(?i:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening))\b"
    r"(?: (?i:there))?(?: \p{Lu}[\w'’-]*){0,2}\s*[,!.:–-]*\s*)?"
)
_NAME = r",\s+\p{Lu}[\p{Ll}'’-]+\s*([.,!?])"
_SIGN_OFF = r"(?:[\^*~/–—-]\s?\p{L}[\w.]{0,11}(?:\s\p{L}\w{0,11})?|[.!?]\s+\p{Lu}\p{Ll}{1,11})\s*$"


def masked(text: pl.Expr) -> pl.Expr:
    """Lower-cased words; addresses, handles, emoji and marks out, numbers and dates as 0."""
    text = text.fill_null("").str.to_lowercase()
    for pattern, value in _MASKS:
        text = text.str.replace_all(pattern, value)
    return text.str.strip_chars()


def template(text: pl.Expr) -> pl.Expr:
    """As `masked`, with the greeting, a name that is addressed, and the sign-off out as well."""
    text = text.fill_null("").str.replace(_GREETING, "").str.replace(_SIGN_OFF, "").str.replace_all(_NAME, "$1")
    return masked(text)


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of hashes: those of text `i` are ``items[starts[i]:starts[i + 1]]``, sorted, each once."""

    items: Hashes
    starts: Index
    words: Index  # words of each text before shingling
    same: Hashes  # one hash of each text as masked: equal texts are told by it

    @property
    def sizes(self) -> Index:
        """How many members each set has."""
        return np.diff(self.starts)

    def keep(self, mask: NDArray[np.bool_]) -> Sets:
        """The same texts, with the sets of those outside `mask` emptied."""
        if mask.all():
            return self
        sizes = np.where(mask, self.sizes, 0)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        return Sets(self.items[np.repeat(mask, self.sizes)], starts, self.words, self.same)


def of(texts: pl.Series, group: pl.Series, size: int, mask: Callable[[pl.Expr], pl.Expr] | None = None) -> Sets:
    """The shingles of `size` words of each text, salted by its group; `mask` is `masked`, `template`, or done.

    Texts of different groups share no shingle.  Fewer words than `size` give
    an empty set.  Masked copies live for a slice only, hashes stay.
    """
    salt = group.hash(seed=7).to_numpy()
    parts = []
    for at in range(0, len(texts), SLICE):
        part = texts[at : at + SLICE]
        part = part if mask is None else part.to_frame("text").select(mask(pl.col("text"))).to_series()
        parts.append(_slice(part, salt[at : at + SLICE], size))
    if not parts:
        return Sets(np.empty(0, np.uint64), np.zeros(1, np.int64), np.empty(0, np.int64), np.empty(0, np.uint64))
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate([part.sizes for part in parts]))])
    words, same = np.concatenate([part.words for part in parts]), np.concatenate([part.same for part in parts])
    items, at = np.empty(starts[-1], np.uint64), 0
    parts.reverse()
    while parts:  # each let go of once moved
        last = parts.pop()
        items[at : at + len(last.items)] = last.items
        at += len(last.items)
    give_back()
    return Sets(items, starts, words, same)


def chosen(sets: Sets, rows: pl.Series, floor: int = 0) -> Sets:
    """The sets of some rows, which are in order; those of texts of fewer than `floor` words are emptied."""
    keep = np.zeros(len(sets.words), bool)
    keep[rows.to_numpy()] = True
    full = keep & (sets.words >= floor)
    starts = np.concatenate([[0], np.cumsum(np.where(full, sets.sizes, 0)[keep])])
    return Sets(sets.items[np.repeat(full, sets.sizes)], starts, sets.words[keep], sets.same[keep])


def _slice(texts: pl.Series, salt: Hashes, size: int) -> Sets:
    lists = texts.str.split(" ")
    counts = lists.list.len().to_numpy().astype(np.int64)
    words = lists.explode().hash(seed=1).to_numpy()
    counts = np.where(texts.str.len_bytes().to_numpy() == 0, 0, counts)
    if counts.sum() != len(words):  # an empty text splits into one empty word
        words = words[np.repeat(counts > 0, np.maximum(counts, 1))]
    grams = np.maximum(counts - size + 1, 0)
    owner = np.repeat(np.arange(len(counts)), grams)
    first = np.repeat(np.cumsum(counts) - counts - (np.cumsum(grams) - grams), grams) + np.arange(len(owner))
    hashes = salt[owner]
    for step in range(size):
        hashes = mix(hashes, words[first + step])
    return _distinct(owner, hashes, counts, texts.hash(seed=3).to_numpy())


def mix(left: Hashes, right: Hashes) -> Hashes:
    """One hash of two, order mattering (a finaliser of the splitmix family)."""
    with np.errstate(over="ignore"):
        value = (left ^ (right + np.uint64(0x9E3779B97F4A7C15) + (left << np.uint64(6)))) * np.uint64(
            0xBF58476D1CE4E5B9
        )
        value ^= value >> np.uint64(31)
        return value * np.uint64(0x94D049BB133111EB)


def _distinct(owner: Index, hashes: Hashes, words: Index, same: Hashes) -> Sets:
    keys = np.sort((owner.astype(np.uint64) << np.uint64(HASH_BITS)) | (hashes >> np.uint64(64 - HASH_BITS)))
    fresh = np.ones(len(keys), bool)
    fresh[1:] = keys[1:] != keys[:-1]
    keys = keys[fresh]
    sizes = np.bincount((keys >> np.uint64(HASH_BITS)).astype(np.int64), minlength=len(words))
    items = keys & np.uint64((1 << HASH_BITS) - 1)
    return Sets(items, np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]), words, same)
