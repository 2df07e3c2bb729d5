"""Sums by account, platform, day and draw: all that a share, a ratio or a pooled figure needs.

A tally is worked out once from the rows; the value, its slices, its design
effect and its replicates are then sums of sums.

A replicate draws days or people, and labels too: a calibrated probability p
stands for a post that has the label in p of all cases, with variance p(1 - p).
Without it, shares of uncertain labels would seem surer than shares of known
ones.  Values of 0, 1/2 and 1 come from rules or people and do not vary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sociable.criteria import Measure
from sociable.scoring import readability
from sociable.scoring.resample import REPLICATES, SEED
from sociable.scoring.uncertainty import Array, design_effect

KEYS = ("account", "platform", "day", "draw")


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows that share all of KEYS, as one: their keys, how many they are, and their sums, a row a cell."""

    keys: dict[str, NDArray[Any]]
    n: NDArray[np.int64]
    sums: Array  # s0, s1 ... of the shape, a column each
    spread: Array  # summed variance of uncertain labels: of what is counted, of what it is counted against

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Cells:
        """The cells of a frame of KEYS, n, s0, s1 ..., u0 and u1."""
        keys = {name: frame[name].to_numpy() for name in KEYS}
        values = frame.drop(*KEYS, "n").to_numpy().astype(np.float64)
        return cls(keys, frame["n"].to_numpy().astype(np.int64), values[:, :-2], values[:, -2:])

    def only(self, keep: NDArray[np.bool_]) -> Cells:
        """Some of the cells."""
        keys = {name: key[keep] for name, key in self.keys.items()}
        return Cells(keys, self.n[keep], self.sums[keep], self.spread[keep])


_ZERO: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
NONE = Cells(dict.fromkeys(KEYS, _ZERO), _ZERO, np.zeros((0, 2)), np.zeros((0, 2)))


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over a population: `cells` with the columns s0, s1 ... of the shape."""

    shape: str
    cells: Cells
    size: int  # units that the bootstrap draws
    unknown: int = 0  # rows whose population or value is not known, left out
    raw: float | None = None  # the share at the decision threshold of 0.5
    name: str = ""  # of the value, which seeds the drawing of labels
    credits: bool = False  # some units count half: the share is not binomial
    cluster_effect: float | None = None
    variance: float | None = None  # of one unit's value

    @property
    def n(self) -> int:
        """Units in the population."""
        return int(self.cells.n.sum())

    def sums(self) -> Array:
        """The totals of s0, s1 ..."""
        found: Array = self.cells.sums.sum(axis=0)
        return found

    def value(self) -> float | None:
        """The measured figure; None where nothing can be divided."""
        found = float(evaluate(self.shape, self.sums())) if self.n else np.nan
        return found if np.isfinite(found) else None

    def replicates(self, weights: Array) -> Array:
        """The figure in each of the bootstrap's replicates."""
        drawn = weights @ self._by_draw(self.cells.sums)
        found = evaluate(self.shape, drawn)
        if self.shape == "pooled":
            return found
        spread = weights @ self._by_draw(self.cells.spread)
        share = self.value() or 0.0
        # Of a share u1 is nought; of a ratio the residual is (1 - x)·gives - x·asks.
        scale = (1.0, 0.0) if self.shape == "share" else ((1 - share) ** 2, share**2)
        with np.errstate(divide="ignore", invalid="ignore"):
            noise = np.sqrt(spread @ np.asarray(scale)) / drawn[:, 1]
        clipped: Array = np.clip(found + noise * luck(self.name), 0.0, 1.0)
        return clipped

    def _by_draw(self, matrix: Array) -> Array:
        return _added(matrix, self.cells.keys["draw"], self.size)

    def by(self, key: str) -> tuple[NDArray[Any], NDArray[np.int64], Array]:
        """The values of one key in their order, the units of each and their sums s0, s1 ..."""
        values, at = np.unique(self.cells.keys[key], return_inverse=True)
        counts = np.bincount(at, weights=self.cells.n, minlength=len(values)).astype(np.int64)
        return values, counts, _added(self.cells.sums, at, len(values))

    def only(self, keep: NDArray[np.bool_]) -> Tally:
        """The part of a tally that one slice is made of."""
        return Tally(self.shape, self.cells.only(keep), self.size, name=self.name, credits=self.credits)

    def effect(self) -> float | None:
        """The larger of the design effects by day and by thread or template; None where neither is known."""
        if self.shape != "share":
            return None
        _, _, days = self.by("day")
        by_day = design_effect(days[:, 0], days[:, 1], self.variance)
        known = [one for one in (by_day, self.cluster_effect) if one is not None]
        return max(known) if known else None


def tally(frame: pl.DataFrame, measure: Measure, size: int, among: str = "") -> Tally:
    """Sum a measure of shape share, ratio or pooled over its population in `frame`."""
    if not frame.height:
        return Tally(measure.shape, NONE, size)
    population, values = frame[among or measure.among], _columns(measure, frame)
    clusters = [name for name in ("cluster", "thread") if name in frame.columns]
    wanted = frame.select(list(dict.fromkeys((*KEYS, *values, *clusters))))  # of some hundred columns
    rows = wanted.filter(population, *(pl.col(name).is_not_null() for name in values))
    unknown = population.null_count() + int(population.sum() or 0) - rows.height
    if measure.shape == "ratio":
        rows = rows.filter(pl.col(measure.den) > 0)
    cells = Cells.of(rows.group_by(KEYS).agg(pl.len().alias("n"), *_parts(measure, frame)).sort(KEYS))
    if measure.shape != "share":
        return Tally(measure.shape, cells, size, unknown, name=measure.num)
    value = rows[measure.where].cast(pl.Float64).to_numpy()
    halves = measure.where.endswith("_weight") or bool((value == 0.5).any())
    decided = (value > 0.5) if halves else (value >= 0.5)  # a half credit is not a whole one
    raw = int(decided.sum()) / rows.height if rows.height else None
    variance = float(value.var()) if rows.height else None
    clustered = _cluster_effect(rows.select(clusters), value, variance)
    return Tally("share", cells, size, unknown, raw, measure.where, halves, clustered, variance)


@lru_cache(maxsize=64)
def luck(name: str) -> Array:
    """Standard normal numbers, one a replicate: the same for one value, others for another."""
    return np.random.default_rng([SEED, 4, crc32(name.encode())]).standard_normal(REPLICATES)


def evaluate(shape: str, sums: Array) -> Array:
    """The figure of each row of sums; nan where nothing can be divided."""
    if shape == "pooled":
        return readability.grade(sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(sums[..., 1] > 0, sums[..., 0] / sums[..., 1], np.nan)


def _parts(measure: Measure, frame: pl.DataFrame) -> list[pl.Expr]:
    none = pl.lit(0.0)
    if measure.shape == "pooled":
        return [*readability.sums(frame.columns), none.alias("u0"), none.alias("u1")]
    if measure.shape == "ratio":
        gives, both = pl.col(measure.num).cast(pl.Float64), pl.col(measure.den).cast(pl.Float64)
        spread = [_spread(gives).alias("u0"), _spread(both - gives).alias("u1")]
        return [gives.sum().alias("s0"), both.sum().alias("s1"), *spread]
    value = pl.col(measure.where).cast(pl.Float64)
    sums = [value.sum().alias("s0"), pl.len().cast(pl.Float64).alias("s1")]
    return [*sums, _spread(value).alias("u0"), none.alias("u1")]


def _spread(value: pl.Expr) -> pl.Expr:
    """The summed variance of labels that are known with these probabilities only."""
    inside = value.clip(0.0, 1.0)
    return pl.when(inside == 0.5).then(0.0).otherwise(inside * (1 - inside)).sum()


def _columns(measure: Measure, frame: pl.DataFrame) -> Sequence[str]:
    """The value columns that must not be null."""
    if measure.shape == "pooled":
        return readability.counts(frame.columns)
    return (measure.num, measure.den) if measure.shape == "ratio" else (measure.where,)


def _cluster_effect(keys: pl.DataFrame, value: Array, variance: float | None) -> float | None:
    """The design effect by the first of `keys` that a unit has; a unit of none is a cluster of its own."""
    if not keys.height:
        return None
    found = keys.select(pl.coalesce(pl.all().cast(pl.Utf8)).rank("dense")).to_series()
    lone, number = found.is_null().to_numpy(), found.drop_nulls().to_numpy() - 1
    numerators = np.concatenate([np.bincount(number, value[~lone]), value[lone]])
    denominators = np.concatenate([np.bincount(number), np.ones(lone.sum())])
    return design_effect(numerators, denominators, variance)


def _added(matrix: Array, at: NDArray[np.int64], size: int) -> Array:
    """The sums of the rows of a matrix, by their place among `size`."""
    found = np.zeros((size, matrix.shape[1]))
    np.add.at(found, at, matrix)
    return found
