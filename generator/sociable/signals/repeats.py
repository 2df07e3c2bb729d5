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

from sociable.signals import rarity, shingles
from sociable.signals.footprint import give_back
from sociable.signals.shingles import SLICE, Hashes, Index, Sets

REACH = 64
"""In a long posting list each text is compared with so many before it."""
CHECKED = 200_000
"""So many pairs are checked at a time."""
ROUNDS = 4
"""So often what is like a text is looked for from text to text; a family that goes on is found as a whole."""
BUDGET = 4_000_000
"""Candidate pairs beyond which the reach is shortened."""


def pairs(sets: Sets, least: float) -> pl.DataFrame:
    """Pairs `left` < `right` (positions) of distinct sets of one group with `jaccard` >= `least`."""
    hopeful, counts = rarity.hopeful(sets, least)
    give_back()
    rare = rarity.rarest(hopeful, counts, sets.sizes, least)
    del counts
    give_back()
    marks = _signatures(hopeful)
    del hopeful
    found = _candidates(marks, rare, sets.sizes, least, np.ones(len(sets.words), bool))
    give_back()
    return _checked(sets, found, least)


def reached(sets: Sets, least: float, asked: NDArray[np.bool_]) -> pl.DataFrame:
    """Of `pairs` all that lead, through any number of texts, to one of the texts `asked` about; others may be there."""
    known, fresh, found = asked, asked, []
    for _ in range(0 if asked.all() else ROUNDS):
        found.append(_beside(sets, least, fresh))
        heads = clusters(len(known), found[-1])
        fresh = np.isin(heads, heads[known]) & ~known
        if not fresh.any():
            return pl.concat(found).unique(maintain_order=True)
        known = known | fresh
    return pairs(sets, least)


def _beside(sets: Sets, least: float, asked: NDArray[np.bool_]) -> pl.DataFrame:
    """The pairs of which one at least is `asked` about."""
    likely, counts = rarity.beside(sets, asked, least)
    give_back()
    rare = rarity.rarest(likely, counts, sets.sizes, least)
    del counts
    marks = _signatures(likely)
    del likely
    found = _candidates(marks, rare, sets.sizes, least, asked)
    give_back()
    return _checked(sets, found, least)


def clusters(count: int, linked: pl.DataFrame) -> NDArray[np.int64]:
    """For each of `count` texts the lowest position it is linked with, through any number of pairs."""
    label = np.arange(count, dtype=np.int64)
    left, right = linked["left"].to_numpy(), linked["right"].to_numpy()
    while True:
        low = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, label[left], low)
        np.minimum.at(label, label[right], low)
        label = label[label]
        if np.array_equal(before, label):
            return label


def _candidates(
    marks: NDArray[np.uint64], rare: list[rarity.Rare], full: Index, least: float, asked: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Pairs that share one of their rarest members, one of them `asked` about, as rows of (left, right)."""
    give_back()
    item, owner = rarity.in_order(rare)
    give_back()
    whose = asked[owner]
    reach = max(2, min(REACH, BUDGET // max(1, int(whose.sum()))))
    found = []
    for step in range(1, reach + 1):
        same = item[step:] == item[:-step]
        if not same.any():
            break
        same &= whose[step:] | whose[:-step]
        for part in rarity.pieces(len(same)):
            left, right = owner[:-step][part][same[part]], owner[step:][part][same[part]]
            fits = _possible(marks, full, left, right, least)
            found.append(left[fits].astype(np.int64) * len(full) + right[fits])
    codes = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
    return np.stack([codes // max(1, len(full)), codes % max(1, len(full))], axis=1)


def _signatures(sets: Sets) -> NDArray[np.uint64]:
    """256 bits a set: each member turns one over, so that two sets differ in at least as many members as bits."""
    marks = np.zeros((len(sets.sizes), 4), np.uint64)
    for at in range(0, len(sets.sizes), SLICE):
        starts = sets.starts[at : at + SLICE + 1]
        some = at + np.flatnonzero(np.diff(starts) > 0)
        if not len(some):
            continue
        items = sets.items[starts[0] : starts[-1]]
        bit = np.uint64(1) << (items & np.uint64(63))
        word = (items >> np.uint64(6)) & np.uint64(3)
        for lane in range(4):
            part = np.where(word == lane, bit, np.uint64(0))
            marks[some, lane] = np.bitwise_xor.reduceat(part, sets.starts[some] - starts[0])
    return marks


def _possible(
    marks: NDArray[np.uint64], sizes: Index, left: NDArray[np.int32], right: NDArray[np.int32], least: float
) -> NDArray[np.bool_]:
    """Which pairs can reach the threshold at all, by their sizes and by the bits in which they differ."""
    # Jaccard >= t leaves at most (1 - t) / (1 + t) of both sizes outside what is shared.
    small, large = np.minimum(sizes[left], sizes[right]), np.maximum(sizes[left], sizes[right])
    fits = small >= least * large - 1e-9
    left, right, room = left[fits], right[fits], (1.0 - least) / (1.0 + least) * (small + large)[fits] + 1e-9
    apart = np.zeros(len(left), np.uint16)
    for lane in range(marks.shape[1]):
        apart += np.bitwise_count(marks[left, lane] ^ marks[right, lane])
    fits[fits] = apart <= room
    return fits


def _checked(sets: Sets, found: NDArray[np.int64], least: float) -> pl.DataFrame:
    """The candidates that hold, with their exact Jaccard index."""
    left, right, sizes = found[:, 0], found[:, 1], sets.sizes
    held = sets.keep(np.bincount(right, minlength=len(sizes)) > 0)
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
