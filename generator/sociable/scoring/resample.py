"""The cluster bootstrap: the same seeded weights of days and of persons for every criterion.

A replicate draws the period's days (or its people) with replacement, so that
it is a matrix product of weights and of sums worked out once.  Because all
criteria share the weights, replicate i of one belongs to replicate i of
another, and the overall score has a joint interval (RUBRIC 4.3).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np

from sociable.scoring.uncertainty import Array

REPLICATES = 1000
SEED = 20091101
MAX_GROUPS = 1000
"""More people than this are dealt into so many groups; a mean over random
groups has the variance of the mean over their members."""

Unit = Literal["day", "person"]
STREAMS: dict[Unit, int] = {"day": 1, "person": 2}


@lru_cache(maxsize=8)
def weights(size: int, unit: Unit = "day") -> Array:
    """How often each of `size` units is drawn: one row a replicate, each row sums to `size`."""
    draws = np.random.default_rng([SEED, STREAMS[unit]]).integers(0, size, size=(REPLICATES, size))
    offsets = np.arange(REPLICATES)[:, None] * size
    counts = np.bincount((draws + offsets).ravel(), minlength=REPLICATES * size)
    found = counts.reshape(REPLICATES, size).astype(np.float64)
    found.flags.writeable = False
    return found


def percentiles(replicates: Array, confidence: float = 0.95) -> tuple[float, float] | None:
    """The percentile interval of the replicates that have a value; None when under half of them have."""
    valid = replicates[np.isfinite(replicates)]
    if len(valid) < max(1, len(replicates) / 2):
        return None
    tail = (1 - confidence) / 2
    low, high = np.quantile(valid, [tail, 1 - tail])
    return float(low), float(high)
