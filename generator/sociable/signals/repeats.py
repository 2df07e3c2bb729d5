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
from sociable.signals.footprint import give_back
from sociable.signals.shingles import HASH_BITS, SLICE, Hashes, Index, Sets

REACH = 64
"""In a long posting list each text is compared with so many before it."""
CHECKED = 200_000
"""So many pairs are checked at a time."""
PIECE = 1 << 18
"""So many hashes or pairs are looked at at a time."""
BUDGET = 4_000_000
"""Candidate pairs beyond which the reach is shortened."""


def similar(texts: pl.Series, group: pl.Series, size: int, least: float, floor: int = 0) -> pl.DataFrame:
    """Pairs `left` < `right` (positions) of distinct masked texts of one group with `jaccard` >= `least`.

    `size` words a shingle; texts of fewer than `floor` words take no part
    (for them only equality counts).
    """
    sets = shingles.of(texts, group, size)
    return pairs(shingles.chosen(sets, pl.int_range(len(texts), eager=True), floor), least)


def pairs(sets: Sets, least: float) -> pl.DataFrame:
    """`similar` of texts that are sets already."""
    hopeful = _hopeful(sets, least)
    give_back()
    found = _candidates(hopeful, sets.sizes, least)
    del hopeful
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


def _keep(sets: Sets, mask: NDArray[np.bool_]) -> Sets:
    """The same texts, with the sets of those outside `mask` emptied."""
    if mask.all():
        return sets
    sizes = np.where(mask, sets.sizes, 0)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    return Sets(sets.items[np.repeat(mask, sets.sizes)], starts, sets.words, sets.same)


def _hopeful(sets: Sets, least: float) -> Sets:
    """`sets` without texts that have too few shared shingles to be like any other."""
    needed = np.maximum(np.ceil(least * sets.sizes - 1e-9), 1)
    shared = _perhaps_shared(sets.items)
    for _ in range(3):
        kept = _keep(sets, _held(sets, shared) >= needed)
        if len(kept.items) == len(sets.items):
            break
        sets = kept
        shared = _rarity(sets.items) > 1
    return sets


def _held(sets: Sets, mask: NDArray[np.bool_]) -> Index:
    """How many members of each set are in `mask`; a slice at a time, since running counts of all are large."""
    held = np.zeros(len(sets.words), np.int64)
    for at in range(0, len(held), SLICE):
        starts = sets.starts[at : at + SLICE + 1]
        before = np.concatenate([[0], np.cumsum(mask[starts[0] : starts[-1]])])
        held[at : at + SLICE] = np.diff(before[starts - starts[0]])
    return held


def _perhaps_shared(items: Hashes) -> NDArray[np.bool_]:
    """Which items may occur twice: never wrong about those that do, seldom about the others."""
    shared = np.ones(len(items), bool)
    bits = max(10, len(items).bit_length())
    for shift in (0, max(0, HASH_BITS - bits)):
        once, twice = np.zeros(1 << bits, bool), np.zeros(1 << bits, bool)
        for part in _parts(len(items)):
            spot = _bits(items[part], shift, bits)
            twice[spot[once[spot]]] = True
            once[spot] = True
            spot.sort()
            twice[spot[1:][spot[1:] == spot[:-1]]] = True
        for part in _parts(len(items)):
            shared[part] &= twice[_bits(items[part], shift, bits)]
    return shared


def _parts(count: int) -> list[slice]:
    """`count` places in pieces that stay near in memory."""
    return [slice(at, at + PIECE) for at in range(0, count, PIECE)]


def _bits(items: Hashes, shift: int, bits: int) -> NDArray[np.intp]:
    return ((items >> np.uint64(shift)) & np.uint64((1 << bits) - 1)).astype(np.intp)


def _rarity(items: Hashes) -> NDArray[np.uint32]:
    """How many texts hold each item."""
    found = np.zeros(len(items), np.uint32)
    many = max(0, (len(items) // PIECE).bit_length())
    # By the first bits of the hash, so that what is sorted at a time stays small.
    groups = np.empty(len(items), np.uint16)
    for part in _parts(len(items)):
        groups[part] = items[part] >> np.uint64(HASH_BITS - many)
    for group in range(1 << many):
        places = np.flatnonzero(groups == group)
        order = np.argsort(items[places])
        places = places[order]
        values = items[places]
        starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])) if len(values) else places
        counts = np.diff(starts, append=len(values))
        found[places] = np.repeat(counts, counts)
    return found


def _rarest(sets: Sets, full: Index, least: float) -> tuple[Hashes, NDArray[np.int32]]:
    """Each set's rarest members, as many as one of a like set must be among, as (item, owner) in that order."""
    rarity = _rarity(sets.items)
    give_back()
    prefix = full - np.ceil(least * full - 1e-9).astype(np.int64) + 1
    low = np.uint64(int(sets.sizes.max(initial=0)).bit_length())
    high = np.uint64(int(rarity.max(initial=0)).bit_length()) + low
    parts = [_rarest_of(sets, rarity, prefix, at, (low, high)) for at in range(0, max(1, len(full)), SLICE)]
    del rarity
    give_back()
    whose = np.concatenate([owner for _, owner in parts])
    item = np.concatenate([items for items, _ in parts])
    del parts
    give_back()
    whose = whose[np.argsort(item, kind="stable")]
    item.sort()
    return item, whose


def _rarest_of(
    sets: Sets, rarity: NDArray[np.uint32], prefix: Index, at: int, bits: tuple[np.uint64, np.uint64]
) -> tuple[Hashes, NDArray[np.int32]]:
    """The rarest members of a slice of sets, from `at` on, with their owners."""
    starts, (low, high) = sets.starts[at : at + SLICE + 1], bits
    sizes, first = np.diff(starts), starts[0]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    begin = np.repeat(starts[:-1] - first, sizes)
    place = np.arange(len(owner)) - begin
    counts = rarity[first : first + len(owner)]
    # Owner, rarity and place in one number: one plain sort, in which a set's hashes keep their order.
    keys = (owner.astype(np.uint64) << high) | (counts.astype(np.uint64) << low) | place.astype(np.uint64)
    keys.sort()
    chosen = begin + (keys & ((np.uint64(1) << low) - np.uint64(1))).astype(np.int64)
    chosen = chosen[(place < prefix[at : at + SLICE][owner]) & (counts[chosen] > 1)]
    return sets.items[first + chosen], (owner[chosen] + at).astype(np.int32)


def _candidates(sets: Sets, full: Index, least: float) -> NDArray[np.int64]:
    """Pairs that share one of their rarest members, as rows of (left, right)."""
    item, owner = _rarest(sets, full, least)
    give_back()
    reach = max(2, min(REACH, BUDGET // max(1, len(owner))))
    marks, found = _signatures(sets), []
    for step in range(1, reach + 1):
        same = item[step:] == item[:-step]
        if not same.any():
            break
        for part in _parts(len(same)):
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
    held = _keep(sets, np.bincount(right, minlength=len(sizes)) > 0)
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
