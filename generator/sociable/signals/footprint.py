"""What a build holds in memory: what is no longer needed goes back to the system before the next step begins."""

from __future__ import annotations

import ctypes
from contextlib import suppress

import polars as pl

from sociable.tables import compact

FEW = 4
"""One row in so many is few."""


def own(frame: pl.DataFrame, of: pl.DataFrame) -> pl.DataFrame:
    """`frame` in memory of its own where it is few rows of the frame `of`, whose texts they would keep alive."""
    return compact(frame) if 0 < frame.height * FEW < of.height else frame


def give_back() -> None:
    """What NumPy has freed goes back to the system; only where the C library is glibc, elsewhere nothing happens."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
