"""A small network over numbered words: what three neighbours mean together, beside the weights of single words.

Each word has a vector; three neighbouring vectors make `h` (a convolution), and
the sum and the largest of `h` over a text, with its dense features, pass one
hidden layer to a score for every label.  All sums are of whole numbers below
2**53, so that they are exact in any order and a row scores the same in every
batch.  How it was learnt: content/models/README.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from sociable import resources
from sociable.errors import ContentError, Fault, cause
from sociable.signals.lookup import Index
from sociable.signals.vocabulary import Words

LONGEST: Final = 72
"""Words of a text that are read; the rest of a long post says little about what it wants."""
KNOWN: Final = 2
UNKNOWN: Final = 1
"""Number of a word that has no vector; 0 is no word, others follow from `KNOWN`."""
PIECE: Final = 64
PART: Final = 4096
"""Texts whose inputs stand side by side at a time: all at once would need the memory twice."""
BLOCK: Final = 1024
"""Texts of like length at a time: what they add up to stays near the processor."""
FINE: Final = 8
"""Bits behind the point of a convolution; sums of it have four more."""
LARGEST: Final = 8000
"""Of a word's part in a convolution: three and a bias fit sixteen bits."""
DEEP: Final = 14
"""Bits behind the point of a weight and of what passes from layer to layer."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The file: arrays as bytes, little-endian; shapes follow from `heads`, `words`, `features`, `size` and `width`."""

    words: list[str]
    size: int  # of a word's vector
    width: int  # of the convolution
    scale: float  # of a word's vector
    vectors: bytes  # int8, (2 + words, size): no word, unknown word, then each word
    conv: bytes  # float32, (3 * size, width): before, itself, after
    conv_bias: bytes  # float32, (width,)
    features: list[str]  # dense features in order
    hidden: bytes  # float32, (2 * width + features, units)
    hidden_bias: dict[str, bytes]  # by kind: float32, (units,)
    heads: list[tuple[str, str]]  # kind and label
    out: bytes  # float32, (units, heads)
    skip: bytes  # float32, (2 * width + features, heads): past the hidden layer
    out_bias: dict[str, bytes]  # by kind: float32, (heads,)


@dataclass(frozen=True, slots=True)
class _Home:
    """What is a kind's own: its labels and their weights."""

    labels: tuple[str, ...]
    given: np.ndarray  # weights of what is given: of the hidden layer, then past it
    first: np.ndarray
    out: np.ndarray
    last: np.ndarray


def _array(raw: bytes, *shape: int) -> np.ndarray:
    return np.frombuffer(raw, "<f4").reshape(shape).astype(np.float64)


class Network:
    """The saved network, ready for texts."""

    def __init__(self, saved: Saved) -> None:
        """Raises ValueError where an array does not have its shape."""
        self.words, self.features, self.width = saved.words, saved.features, saved.width
        self.code = {word: index + KNOWN for index, word in enumerate(saved.words)}
        vectors = np.frombuffer(saved.vectors, np.int8).reshape(len(saved.words) + KNOWN, saved.size) * saved.scale
        conv = _array(saved.conv, 3, saved.size, saved.width)
        self.tables = [np.rint(vectors @ side * 2**FINE).clip(-LARGEST, LARGEST).astype(np.int16) for side in conv]
        self.bias = np.rint(_array(saved.conv_bias, saved.width) * 2**FINE).astype(np.int16)
        inputs, heads = 2 * saved.width + len(saved.features), len(saved.heads)
        hidden = np.rint(_array(saved.hidden, inputs, -1) * 2**DEEP)
        out = np.rint(_array(saved.out, hidden.shape[1], heads) * 2**DEEP)
        skip = np.rint(_array(saved.skip, inputs, heads) * 2**DEEP)
        self.homes: dict[str, _Home] = {}
        for kind, raw in saved.hidden_bias.items():
            own = [index for index, head in enumerate(saved.heads) if head[0] == kind]
            first, last = (np.rint(_array(part, -1) * 2.0 ** (2 * DEEP)) for part in (raw, saved.out_bias[kind]))
            labels = tuple(saved.heads[index][1] for index in own)
            self.homes[kind] = _Home(labels, np.hstack([hidden, skip[:, own]]), first, out[:, own], last[own])

    def read(self, words: Words, places: Index) -> np.ndarray:
        """What the convolution finds in each text, in units of 2**-DEEP: sums over the root of the words, the largest.

        `places` holds the number here of each word of the vocabulary.
        """
        starts = np.searchsorted(words.rows, np.arange(len(words.copy) + 1))
        return self._pooled(places[words.codes], starts[:-1], np.diff(starts))

    def _pooled(self, codes: Index, starts: Index, sizes: Index) -> np.ndarray:
        """`read` of texts whose words stand in `codes` from `starts` on, `sizes` of them."""
        sizes = np.minimum(sizes, LONGEST)
        found = np.zeros((len(sizes), 2 * self.width), np.float32)  # whole numbers below 2**24
        order = np.argsort(-sizes, kind="stable")  # so that texts that still have a word stand first
        for at in range(0, len(order), BLOCK):
            block = order[at : at + BLOCK]
            total, largest = self._block(codes, starts[block], sizes[block])
            root = 2.0 * np.sqrt(np.maximum(sizes[block], 1))[:, None]
            found[block, : self.width] = np.rint(total / root * 2 ** (DEEP - FINE))
            found[block, self.width :] = largest * np.float32(2 ** (DEEP - FINE))
        return found

    def _block(self, codes: Index, starts: Index, sizes: Index) -> tuple[np.ndarray, np.ndarray]:
        """Sum and largest of what three neighbours make, for texts in falling order of size: a place at a time.

        Whole columns of places in memory that is used again cost a quarter of taking all words of a text together.
        """
        long = int(sizes.max(initial=0))
        grid = np.zeros((long + 2, len(sizes)), np.int64)  # 0: no word there
        lasting = np.searchsorted(-sizes, -np.arange(1, long + 1), side="right")
        for place, count in enumerate(lasting):
            grid[place + 1, :count] = codes[starts[:count] + place]
        near, part, zero = (np.zeros((len(sizes), self.width), np.int16) for _ in range(3))
        total, largest = np.zeros((len(sizes), self.width), np.int32), np.zeros((len(sizes), self.width), np.int16)
        for place, count in enumerate(lasting):
            one, other = near[:count], part[:count]
            self.tables[1].take(grid[place + 1, :count], 0, one, "clip")
            for table, beside in ((self.tables[0], grid[place]), (self.tables[2], grid[place + 2])):
                one += table.take(beside[:count], 0, other, "clip")
            one += self.bias
            np.maximum(one, zero[:count], out=one)
            np.maximum(largest[:count], one, out=largest[:count])
            total[:count] += one
        return total, largest

    def score(self, read: np.ndarray, dense: np.ndarray, kind: str) -> np.ndarray:
        """Scores of the labels of `homes[kind]`; `read` and `dense` (columns `features`) in units of 2**-DEEP."""
        home, out = self.homes[kind], np.empty((len(read), len(self.homes[kind].labels)))
        for at in range(0, len(read), PART):
            given = np.hstack([read[at : at + PART], dense[at : at + PART]])
            made = product(given, home.given)
            hidden = np.rint(np.maximum(made[:, : len(home.first)] + home.first, 0) / 2**DEEP)
            out[at : at + PART] = product(hidden, home.out) + made[:, len(home.first) :] + home.last
        return out / 2.0 ** (2 * DEEP)

    def without(self, words: list[str], dense: np.ndarray, kind: str) -> np.ndarray:
        """Scores of a text, then of the text without each of its words in turn: a row each, a column a label."""
        codes = np.array([self.code.get(word, UNKNOWN) for word in words[:LONGEST]], np.int64)
        keep = ~np.eye(len(codes) + 1, len(codes), -1, dtype=bool)
        sizes = keep.sum(1)
        read = self._pooled(codes[np.nonzero(keep)[1]], np.cumsum(sizes) - sizes, sizes)
        return self.score(read, np.broadcast_to(dense, (len(keep), len(dense))), kind)


def product(values: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """The product of two matrices, in pieces that stay near the processor and are too small for a second thread."""
    out = np.empty((len(values), factors.shape[1]))
    for at in range(0, len(values), PIECE):
        out[at : at + PIECE] = values[at : at + PIECE] @ factors
    return out


@lru_cache(maxsize=8)
def load(path: Path) -> Network:
    """The network of a file; ContentError where the file is none."""
    try:
        return Network(msgspec.msgpack.decode(path.read_bytes(), type=Saved))
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        fault = Fault(resources.shown(path), f"cannot be read ({cause(error)})", "restore it, or train it again")
        raise ContentError(fault) from None
