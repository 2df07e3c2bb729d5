"""Which shingles several texts share, and how rare each is: like texts are found by their rarest ones (`repeats`)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sociable.signals.footprint import give_back
from sociable.signals.shingles import HASH_BITS, SLICE, Hashes, Index, Sets

Counts = NDArray[np.uint32] | NDArray[np.uint8]
Rare = tuple[Hashes, NDArray[np.int32]]
PIECE = 1 << 18
"""So many hashes or pairs are looked at at a time."""


def hopeful(sets: Sets, least: float) -> tuple[Sets, Counts]:
    """`sets` without texts that have too few shared shingles to be like any other; how many texts hold each member."""
    needed = _needed(sets, least)
    shared, counts = _perhaps_shared(sets.items), None
    for _ in range(3):
        kept = sets.keep(_held(sets, shared.__getitem__) >= needed)
        if len(kept.items) == len(sets.items):
            break
        sets, counts = kept, counted(kept.items)
        shared = counts > 1
    return sets, counted(sets.items) if counts is None else counts


def beside(sets: Sets, asked: NDArray[np.bool_], least: float) -> tuple[Sets, Counts]:
    """`sets` without texts that cannot be like one of those `asked` about; about how many of these hold each member.

    Counts begin at 1, for the text itself, and are the same for the same member wherever it stands.
    """
    items, often = np.unique(sets.keep(asked).items, return_counts=True)
    bits = min(24, len(items).bit_length() + 3)
    table = np.ones(1 << bits, np.uint8)
    table[_bits(items, 0, bits)] += np.minimum(often, 200).astype(np.uint8)

    def told(some: Hashes) -> Counts:
        counts = np.empty(len(some), np.uint8)
        for part in pieces(len(some)):
            counts[part] = table[_bits(some[part], 0, bits)]
        return counts

    # Counts of all members would be as large as the texts: they are looked up a slice at a time, then for what is left.
    likely = sets.keep(_held(sets, lambda part: told(sets.items[part]) > 1) >= _needed(sets, least))
    return likely, told(likely.items)


def _needed(sets: Sets, least: float) -> NDArray[np.float64]:
    """How many members of each set another must hold to be like it."""
    needed: NDArray[np.float64] = np.maximum(np.ceil(least * sets.sizes - 1e-9), 1)
    return needed


def _held(sets: Sets, marked: Callable[[slice], NDArray[np.bool_]]) -> Index:
    """How many members of each set are `marked`; a slice at a time, since running counts of all are large."""
    held = np.zeros(len(sets.words), np.int64)
    for at in range(0, len(held), SLICE):
        starts = sets.starts[at : at + SLICE + 1]
        before = np.zeros(starts[-1] - starts[0] + 1, np.int32)
        np.cumsum(marked(slice(starts[0], starts[-1])), out=before[1:])
        held[at : at + SLICE] = np.diff(before[starts - starts[0]])
    return held


def _perhaps_shared(items: Hashes) -> NDArray[np.bool_]:
    """Which items may occur twice: never wrong about those that do, seldom about the others."""
    shared = np.ones(len(items), bool)
    bits = max(10, len(items).bit_length())
    for shift in (0, max(0, HASH_BITS - bits)):
        once, twice = np.zeros(1 << bits, bool), np.zeros(1 << bits, bool)
        for part in pieces(len(items)):
            spot = _bits(items[part], shift, bits)
            twice[spot[once[spot]]] = True
            once[spot] = True
            spot.sort()
            twice[spot[1:][spot[1:] == spot[:-1]]] = True
        for part in pieces(len(items)):
            shared[part] &= twice[_bits(items[part], shift, bits)]
    return shared


def pieces(count: int) -> list[slice]:
    """`count` places in pieces that stay near in memory."""
    return [slice(at, at + PIECE) for at in range(0, count, PIECE)]


def _bits(items: Hashes, shift: int, bits: int) -> NDArray[np.intp]:
    return ((items >> np.uint64(shift)) & np.uint64((1 << bits) - 1)).astype(np.intp)


def counted(items: Hashes) -> Counts:
    """How many texts hold each item."""
    found = np.zeros(len(items), np.uint32)
    many = max(0, (len(items) // PIECE).bit_length())
    # By the first bits of the hash, so that what is sorted at a time stays small.
    groups = np.empty(len(items), np.uint16)
    for part in pieces(len(items)):
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


def rarest(sets: Sets, rarity: Counts, full: Index, least: float) -> list[Rare]:
    """Each set's rarest members, as many as one of a like set must be among, as (items, owners), a slice a part."""
    prefix = full - np.ceil(least * full - 1e-9).astype(np.int64) + 1
    low = np.uint64(int(sets.sizes.max(initial=0)).bit_length())
    high = np.uint64(int(rarity.max(initial=0)).bit_length()) + low
    return [_rarest_of(sets, rarity, prefix, at, (low, high)) for at in range(0, max(1, len(full)), SLICE)]


def in_order(parts: list[Rare]) -> Rare:
    """The parts as one, in the order of items and owners; empties `parts`."""
    whose = np.concatenate([owner for _, owner in parts])
    item = np.concatenate([items for items, _ in parts])
    parts.clear()
    give_back()
    whose = whose[np.argsort(item, kind="stable")]
    item.sort()
    return item, whose


def _rarest_of(sets: Sets, rarity: Counts, prefix: Index, at: int, bits: tuple[np.uint64, np.uint64]) -> Rare:
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
