"""Cue lists counted from the words of a text: one reading of a batch serves all lists.

Most terms are single words, so that a list's count is the sum of what each
word counts alone.  A list's own pattern is asked only of texts where a longer
term of it may begin (its first two words stand together), and of texts whose
letters the patterns' ASCII edges cut.  The counts are those of
`CueList.count`, which stays the measure of it (tests/signals/test_lookup.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sociable.signals.cues import GAP, CueList
from sociable.signals.tokens import MARK

Index = NDArray[np.int64]
_UNIT: Final = rf"(?:[^\W_]|\*)+(?:'(?:[^\W_]|\*)+)?|{MARK}"
_CUT: Final = r"[\w&&[^\x00-\x7f]]|'[a-z0-9]+'[a-z0-9]"
"""Letters beyond ASCII, and chained apostrophes, which words are cut at in more than one way."""
_ROLES: Final = ("single", "first", "second", "solo")
Row = tuple[int, int, int, int, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Of each word, as bits by list: where it may stand in longer terms; and what it counts alone."""

    first: Index
    second: Index
    solo: Index
    unit: Index  # the number of a word that stands in longer terms as it is and in no other way; else -1
    starts: Index  # the counts of word `w` are those from starts[w] to starts[w + 1]
    lists: Index
    counts: Index

    def followed_by(self, other: Facts) -> Facts:
        """The facts of more words, numbered on."""
        return Facts(
            np.concatenate([self.first, other.first]),
            np.concatenate([self.second, other.second]),
            np.concatenate([self.solo, other.solo]),
            np.concatenate([self.unit, other.unit]),
            np.concatenate([self.starts, self.starts[-1] + other.starts[1:]]),
            np.concatenate([self.lists, other.lists]),
            np.concatenate([self.counts, other.counts]),
        )


class Lookup:
    """The terms of many lists by their words."""

    def __init__(self, lists: Sequence[CueList]) -> None:
        """At most 62 lists: so many fit the bits of one whole number."""
        self.lists = lists
        self.pairs: dict[tuple[str, str], int] = {}  # two words that stand together in longer terms
        self.bare: dict[str, int] = {}  # terms without a word: looked for as they are
        self.vague = 0  # lists of terms with nothing to look for
        self.literal: dict[str, dict[str, int]] = {role: {} for role in _ROLES}
        self.wild: dict[str, dict[str, int]] = {role: {} for role in _ROLES}
        for index, one in enumerate(lists):
            for term in (*one.terms, *one.blocked):
                self._place(term, 1 << index)
        self.units = {one: index for index, one in enumerate(sorted({one for pair in self.pairs for one in pair}))}
        size = len(self.units)
        keys = {self.units[one] * size + self.units[two]: bits for (one, two), bits in self.pairs.items()}
        self.keys = np.array(sorted(keys), np.int64)
        self.held = np.array([keys[key] for key in sorted(keys)], np.int64)
        openings = sorted({re.escape(word[: word.index("*")]) for role in _ROLES for word in self.wild[role]})
        self.opening = re.compile("|".join(openings) if openings else r"[^\s\S]")
        self.notable = "|".join(["'", *(f"^{one}" for one in openings)])
        self._of = lru_cache(maxsize=1 << 16)(self._facts)

    def _place(self, term: str, bit: int) -> None:
        units = re.findall(_UNIT, term.replace(GAP, " "))
        plain = [one for one in units if one.strip("*")]
        # What the models' reading puts in place of opening handles and of an idiom (`tokens.OPENING`).
        if units and _like(next((one for one in units if one != "."), "xat"), "xat"):
            self._add("solo", "xreply", bit)
        if any(_like(one, "free") for one in units):
            self._add("solo", "xidle", bit)
        if not plain and "*" in term:
            self.vague |= bit
        elif not plain:
            self.bare[term] = self.bare.get(term, 0) | bit
        elif len(units) > 1 and len(plain) == len(units) and GAP not in term:
            first, second = max(pairwise(units), key=lambda pair: len(pair[0] + pair[1]))  # long ones are rare
            self._add("first", first, bit)
            self._add("second", second, bit)
            self.pairs[first, second] = self.pairs.get((first, second), 0) | bit
        else:
            self._add("single" if units == [term] else "solo", max(plain, key=len), bit)

    def _add(self, role: str, unit: str, bit: int) -> None:
        table = (self.wild if "*" in unit else self.literal)[role]
        table[unit] = table.get(unit, 0) | bit

    def words(self) -> set[str]:
        """Every word that stands in a term as it is."""
        return set().union(*self.literal.values())

    def facts(self, words: Sequence[str]) -> Facts:
        """What `words` and, as the last, a word that no list knows are to the lists."""
        text = pl.Series("word", words, pl.Utf8)
        known = self.words()
        notable = text.str.contains(self.notable).to_list()
        none: Row = (0, 0, 0, -1, ())
        rows = [
            self._of(word) if word in known or likely else none for word, likely in zip(words, notable, strict=True)
        ]
        rows.append(none)
        first, second, solo, unit = np.array([row[:4] for row in rows], np.int64).T
        starts = np.cumsum([0, *(len(row[4]) for row in rows)])
        lists, counts = np.array([pair for row in rows for pair in row[4]], np.int64).reshape(-1, 2).T
        return Facts(first, second, solo, unit, starts, lists, counts)

    def _facts(self, word: str) -> Row:
        # An edge of a term may stand at an apostrophe.
        parts = {word, *word.split("'")}
        bits = {role: self._bits(role, parts) for role in _ROLES}
        lists = [index for index in range(len(self.lists)) if bits["single"] >> index & 1]
        counts = [(index, self.lists[index].count_one(word)) for index in lists]
        unit = -1 if "'" in word or self.opening.match(word) else self.units.get(word, -1)
        return bits["first"], bits["second"], bits["solo"], unit, tuple(pair for pair in counts if pair[1])

    def _bits(self, role: str, parts: set[str]) -> int:
        bits = 0
        for part in parts:
            bits |= self.literal[role].get(part, 0)
            for unit, found in self.wild[role].items() if self.opening.match(part) else ():
                if _like(unit, part):
                    bits |= found
        return bits

    def count(self, copy: pl.Series, rows: Index, codes: Index, facts: Facts) -> list[pl.Series]:
        """How often each list's terms occur in each lexical copy; UInt32, a series for each list.

        `rows` (rising) and `codes` are those of the words of the copies, as `tokens.WORD` cuts them.
        """
        sizes = np.diff(facts.starts)[codes]
        at = np.flatnonzero(sizes)
        sizes = sizes[at]
        places = np.repeat(facts.starts[codes[at]] - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
        keys = facts.lists[places] * len(copy) + np.repeat(rows[at], sizes)
        sums = np.bincount(keys, facts.counts[places], len(copy) * len(self.lists))
        unsure = self._unsure(copy, rows, codes, facts)
        found = []
        for index, one in enumerate(self.lists):
            counts = pl.Series(one.name, sums[index * len(copy) : (index + 1) * len(copy)].astype(np.uint32))
            asked = pl.Series(np.flatnonzero(unsure >> index & 1), dtype=pl.UInt32)
            if len(asked):
                part = copy.gather(asked).to_frame("copy").select(one.count(pl.col("copy"))).to_series()
                counts = counts.scatter(asked, part)
            found.append(counts)
        return found

    def _unsure(self, copy: pl.Series, rows: Index, codes: Index, facts: Facts) -> Index:
        """The lists, as bits, whose own pattern each text has to be asked for."""
        bits = facts.solo[codes]
        bits[:-1] |= self._together(codes, facts) * (rows[1:] == rows[:-1])
        unsure = np.full(len(copy), self.vague)
        hit = np.flatnonzero(bits)
        starts = np.flatnonzero(np.diff(rows[hit], prepend=-1))
        if len(starts):
            unsure[rows[hit][starts]] |= np.bitwise_or.reduceat(bits[hit], starts)
        for term, found in self.bare.items():
            unsure[copy.str.contains(term, literal=True).fill_null(False).to_numpy()] |= found
        unsure[copy.str.contains(_CUT).fill_null(False).to_numpy()] = (1 << len(self.lists)) - 1
        return unsure

    def _together(self, codes: Index, facts: Facts) -> Index:
        """The lists of which two words stand together, for each word but the last."""
        bits = np.asarray(facts.first[codes[:-1]] & facts.second[codes[1:]])
        at = np.flatnonzero(bits)
        units, following = facts.unit[codes[at]], facts.unit[codes[at + 1]]
        known = (units >= 0) & (following >= 0)  # of these the very pair is known
        at, keys = at[known], units[known] * len(self.units) + following[known]
        places = np.searchsorted(self.keys, keys).clip(0, max(0, len(self.keys) - 1))
        bits[at] = np.where(self.keys[places] == keys, self.held[places], 0) if len(at) else 0
        return bits


def _like(unit: str, word: str) -> bool:
    """Whether a word of a term, which may be open, may be `word`."""
    return word.startswith(unit[: unit.index("*")]) if "*" in unit else unit == word
