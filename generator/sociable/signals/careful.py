"""The careful reader: a small transformer that reads a text whole, in place of the network over its words.

It is a hundred times slower and agrees with readers better (content/models/README.md).
A text is read alone, never beside others, so that it scores the same in every
batch; what it says is rounded, as the last bits differ between processors.
One file holds the graph with weights of eight bits and, beside it, the pieces
of words and the labels; the curves stand with the models.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import polars as pl

from sociable import resources
from sociable.errors import ContentError, Fault, cause
from sociable.signals.wordpiece import Pieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

READER: Final = "careful"
"""In the column `reader` of a row that it shall read."""
FEW: Final = 5_000
"""Texts that it reads where nobody says who shall: some seconds on two cores."""
LONGEST: Final = 112
"""Pieces of a text and what it answers; the rest of a long post says little about what it wants."""
KNOWN: Final = 20_000
"""Texts whose scores are kept while the program runs: probabilities and the words that decided ask for the same."""
PARENT: Final = 200
"""Characters of what a text answers that are read."""
HANDS: Final = 2
"""Texts that are read at a time."""
DIGITS: Final = 2
"""Of a score: processors agree on so many."""
_FORM: Final = {"B": "post", "R": "reply", "I": "message"}
_BRAND: Final = ("", "page")
"""What stands for no brand."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The transformer, ready for texts."""

    session: InferenceSession
    pieces: Pieces
    heads: tuple[tuple[str, str], ...]  # kind and label of each score
    known: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)  # what was said of texts that were read

    def labels(self, kind: str) -> tuple[str, ...]:
        """The labels of `score` for a kind of text (B, R, I), in order."""
        return tuple(label for home, label in self.heads if home == kind)

    def score(self, rows: pl.DataFrame, kind: str) -> np.ndarray:
        """Scores of `rows` (text, brand, context) read as texts of one kind: a row each, a column a label."""
        at = [index for index, head in enumerate(self.heads) if head[0] == kind]
        given = list(_given(rows, kind))
        said = {pair: self.known[pair] for pair in given if pair in self.known}
        fresh = [pair for pair in dict.fromkeys(given) if pair not in said]
        with ThreadPoolExecutor(HANDS) as pool:
            said |= zip(fresh, pool.map(self._read, fresh), strict=True)
        if len(self.known) <= KNOWN:
            self.known.update((pair, said[pair]) for pair in fresh)
        found = np.array([said[pair] for pair in given], np.float64)
        return found.reshape(len(given), len(self.heads))[:, at].round(DIGITS)

    def _read(self, given: tuple[str, str]) -> np.ndarray:
        pieces, parts = (np.array([side], np.int64) for side in self.pieces.pair(*given, LONGEST))
        found: np.ndarray = self.session.run(None, {"pieces": pieces, "parts": parts})[0][0]
        return found


def asked(few: int, reader: str | None = None) -> str:
    """Who reads so many texts, careful or quick: whom somebody named, else the careful reader where they are few."""
    return reader or (READER if few <= FEW else "quick")


def _given(rows: pl.DataFrame, kind: str) -> Iterable[tuple[str, str]]:
    """What is read of each row: who writes what, to which words of whom, and the text."""
    brand, context = pl.col("brand"), pl.col("context").str.slice(0, PARENT)
    writer = pl.when(brand.is_in(_BRAND)).then(pl.lit(_FORM[kind])).otherwise(pl.format(_FORM[kind] + " of {}", brand))
    text = pl.col("text").str.replace_all(r"https?://\S+", "http").str.replace_all("&amp;", "&", literal=True)
    spread = text.str.replace_all(r"#(\w*?[a-z0-9])([A-Z][a-z])", "#$1 $2")  # a tag of two words is read as two
    asked = pl.when(context == "").then(writer).otherwise(pl.format("{} | {}", writer, context))
    return rows.select(asked.alias("asked"), spread.alias("text")).iter_rows()


@lru_cache(maxsize=8)
def load(path: Path) -> Reader:
    """The reader of a file; ContentError where the file is none."""
    import onnxruntime  # a fifth of a second, which `sociable --help` need not wait for

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # texts go to hands, not parts of one text
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
        beside = session.get_modelmeta().custom_metadata_map
        heads = msgspec.json.decode(beside["heads"], type=tuple[tuple[str, str], ...])
        return Reader(session, Pieces(beside["pieces"].split("\n")), heads)
    except Exception as error:  # the library raises errors of its own, which share no base with ours
        fault = Fault(resources.shown(path), f"cannot be read ({cause(error)})", "restore it, or train it again")
        raise ContentError(fault) from None
