"""Near-duplicate texts: exact Jaccard over shingles, found without comparing all pairs.

Equal masked texts are one text.  For the rest, an inverted index over the
rarest shingles (prefix filtering: two sets with Jaccard >= t share one of their
first ``n - ceil(t n) + 1`` members in any common order) yields candidates, and
each is checked exactly.  Deterministic; cost grows with what is shared, not
with the square of the texts.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sociable.signals import shingles
from sociable.signals.shingles import HASH_BITS, Hashes, Index, Sets

REACH = 64
"""In a long posting list each text is compared with so many before it."""
CHECKED = 200_000
"""So many pairs are checked at a time."""
_ONES = np.array([value.bit_count() for value in range(256)], np.uint8)
BUDGET = 4_000_000
"""Candidate pairs beyond which the reach is shortened."""


def similar(texts: pl.Series, group: pl.Series, size: int, least: float, floor: int = 0) -> pl.DataFrame:
    """Pairs `left` < `right` (positions) of distinct masked texts of one group with `jaccard` >= `least`.

    `size` words a shingle; texts of fewer than `floor` words take no part
    (for them only equality counts).
    """
    sets = shingles.of(texts, group, size)
    sets = _keep(sets, (sets.words >= floor) & (sets.sizes > 0))
    pairs = _candidates(_hopeful(sets, least), sets.sizes, least)
    return _checked(sets, pairs, least)


def clusters(count: int, pairs: pl.DataFrame) -> NDArray[np.int64]:
    """For each of `count` texts the lowest position it is linked with, through any number of pairs."""
    label = np.arange(count, dtype=np.int64)
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    while True:
        low = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, label[left], low)
        np.minimum.at(label, label[right], low)
        label = label[label]
        if np.array_equal(before, label):
            return label


def _keep(sets: Sets, mask: NDArray[np.bool_]) -> Sets:
    """The same texts, with the sets of those outside `mask` emptied."""
    sizes = np.where(mask, sets.sizes, 0)
    return Sets(sets.items[np.repeat(mask, sets.sizes)], np.concatenate([[0], np.cumsum(sizes)]), sets.words)


def _hopeful(sets: Sets, least: float) -> Sets:
    """`sets` without texts that have too few shared shingles to be like any other."""
    full = sets.sizes
    needed = np.maximum(np.ceil(least * full - 1e-9), 1)
    shared = _perhaps_shared(sets.items)
    for _ in range(3):
        owner = np.repeat(np.arange(len(full)), sets.sizes)
        kept = _keep(sets, np.bincount(owner[shared], minlength=len(full)) >= needed)
        if len(kept.items) == len(sets.items):
            break
        sets = kept
        shared = _rarity(sets.items) > 1
    return sets


def _perhaps_shared(items: Hashes) -> NDArray[np.bool_]:
    """Which items may occur twice: never wrong about those that do, seldom about the others."""
    shared = np.ones(len(items), bool)
    bits = max(10, len(items).bit_length())
    for shift in (0, HASH_BITS - bits):
        bucket = ((items >> np.uint64(max(0, shift))) & np.uint64((1 << bits) - 1)).astype(np.int64)
        shared &= (np.bincount(bucket) > 1)[bucket]
    return shared


def _rarity(items: Hashes) -> Index:
    """How many texts hold each item."""
    if not len(items):
        return np.empty(0, np.int64)
    counted = pl.DataFrame({"item": items}).select(pl.len().over("item"))
    return counted.to_series().to_numpy().astype(np.int64)


def _candidates(sets: Sets, full: Index, least: float) -> NDArray[np.int64]:
    """Pairs that share one of their rarest members, as rows of (left, right)."""
    owner = np.repeat(np.arange(len(full)), sets.sizes)
    frame = pl.DataFrame({"owner": owner, "item": sets.items, "rarity": _rarity(sets.items)})
    frame = frame.sort("owner", "rarity", "item")
    place = np.arange(len(owner)) - np.repeat(sets.starts[:-1], sets.sizes)
    prefix = full - np.ceil(least * full - 1e-9).astype(np.int64) + 1
    frame = frame.filter(pl.Series(place < prefix[owner]) & (pl.col("rarity") > 1)).sort("item", "owner")
    item, owner = frame["item"].to_numpy(), frame["owner"].to_numpy()
    reach = max(2, min(REACH, BUDGET // max(1, len(owner))))
    marks, found = _signatures(sets), []
    for step in range(1, reach + 1):
        same = item[step:] == item[:-step]
        if not same.any():
            break
        left, right = owner[:-step][same], owner[step:][same]
        codes = left * np.int64(len(full)) + right
        found.append(codes[_possible(marks, full, left, right, least)])
    codes = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
    return np.stack([codes // max(1, len(full)), codes % max(1, len(full))], axis=1)


def _signatures(sets: Sets) -> NDArray[np.uint64]:
    """256 bits a set: each member turns one over, so that two sets differ in at least as many members as bits."""
    marks = np.zeros((len(sets.sizes), 4), np.uint64)
    some = sets.sizes > 0
    if not some.any():
        return marks
    bit = np.uint64(1) << (sets.items & np.uint64(63))
    word = (sets.items >> np.uint64(6)) & np.uint64(3)
    for at in range(4):
        part = np.where(word == at, bit, np.uint64(0))
        marks[some, at] = np.bitwise_xor.reduceat(part, sets.starts[:-1][some])
    return marks


def _possible(marks: NDArray[np.uint64], sizes: Index, left: Index, right: Index, least: float) -> NDArray[np.bool_]:
    """Which pairs can reach the threshold at all, by their sizes and by the bits in which they differ."""
    total = sizes[left] + sizes[right]
    fits = np.minimum(sizes[left], sizes[right]) >= least * np.maximum(sizes[left], sizes[right]) - 1e-9
    # Jaccard >= t leaves at most (1 - t) / (1 + t) of both sizes outside what is shared.
    room = (1.0 - least) / (1.0 + least) * total + 1e-9
    for at in range(0, len(left), CHECKED):
        part = slice(at, at + CHECKED)
        unlike = (marks[left[part]] ^ marks[right[part]]).view(np.uint8)
        fits[part] &= _ONES[unlike].sum(axis=1) <= room[part]
    return fits


def _checked(sets: Sets, pairs: NDArray[np.int64], least: float) -> pl.DataFrame:
    """The candidates that hold, with their exact Jaccard index."""
    left, right, sizes = pairs[:, 0], pairs[:, 1], sets.sizes
    named = np.bincount(right, minlength=len(sizes)) > 0
    held = _keep(sets, named)
    owner = np.repeat(np.arange(len(sizes)), held.sizes)
    members = np.sort(shingles.mix(owner.astype(np.uint64), held.items))
    common = np.zeros(len(left), np.int64)
    for at in range(0, len(left), CHECKED):
        part = slice(at, at + CHECKED)
        common[part] = _common(sets, members, left[part], right[part])
    jaccard = common / np.maximum(sizes[left] + sizes[right] - common, 1)
    holds = jaccard >= least - 1e-9
    return pl.DataFrame({"left": left[holds], "right": right[holds], "jaccard": jaccard[holds]})


def _common(sets: Sets, members: Hashes, left: Index, right: Index) -> Index:
    """How many shingles each pair shares: the left one's, looked up in the right one's set."""
    sizes = sets.sizes[left]
    pair = np.repeat(np.arange(len(left)), sizes)
    at = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(sets.starts[left], sizes)
    wanted = shingles.mix(right[pair].astype(np.uint64), sets.items[at])
    place = np.minimum(np.searchsorted(members, wanted), max(0, len(members) - 1))
    return np.bincount(pair[members[place] == wanted], minlength=len(left))
