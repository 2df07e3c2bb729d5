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
from zlib import crc32

import numpy as np
import polars as pl

from sociable.criteria import Measure
from sociable.scoring import readability
from sociable.scoring.resample import REPLICATES, SEED
from sociable.scoring.uncertainty import Array, design_effect

KEYS = ("account", "platform", "day", "draw")


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over a population: `cells` has KEYS, n and the columns s0, s1 ... of the shape."""

    shape: str
    cells: pl.DataFrame
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
        return int(self.cells["n"].sum()) if self.cells.height else 0

    def sums(self) -> Array:
        """The totals of s0, s1 ..."""
        found: Array = _matrix(self.cells).sum(axis=0)
        return found

    def value(self) -> float | None:
        """The measured figure; None where nothing can be divided."""
        found = float(evaluate(self.shape, self.sums())) if self.cells.height else np.nan
        return found if np.isfinite(found) else None

    def replicates(self, weights: Array) -> Array:
        """The figure in each of the bootstrap's replicates."""
        drawn = weights @ self._by_draw(_sums(self.cells))
        found = evaluate(self.shape, drawn)
        if self.shape == "pooled":
            return found
        spread = weights @ self._by_draw(["u0", "u1"])
        share = self.value() or 0.0
        # Of a share u1 is nought; of a ratio the residual is (1 - x)·gives - x·asks.
        scale = (1.0, 0.0) if self.shape == "share" else ((1 - share) ** 2, share**2)
        with np.errstate(divide="ignore", invalid="ignore"):
            noise = np.sqrt(spread @ np.asarray(scale)) / drawn[:, 1]
        clipped: Array = np.clip(found + noise * luck(self.name), 0.0, 1.0)
        return clipped

    def _by_draw(self, names: Sequence[str]) -> Array:
        matrix = self.cells.select(names).to_numpy().astype(np.float64)
        drawn = np.zeros((self.size, len(names)))
        np.add.at(drawn, self.cells["draw"].to_numpy(), matrix)
        return drawn

    def by(self, keys: Sequence[str]) -> pl.DataFrame:
        """Sums n, s0, s1 ... by some of KEYS, in their order."""
        return self.cells.group_by(keys).agg(pl.col("n", *_sums(self.cells)).sum()).sort(keys)

    def only(self, keep: pl.Expr) -> Tally:
        """The part of a tally that one slice is made of."""
        return Tally(self.shape, self.cells.filter(keep), self.size, name=self.name, credits=self.credits)

    def effect(self) -> float | None:
        """The larger of the design effects by day and by thread or template; None where neither is known."""
        if self.shape != "share":
            return None
        days = self.by(["day"])
        by_day = design_effect(days["s0"].to_numpy(), days["s1"].to_numpy(), self.variance)
        known = [one for one in (by_day, self.cluster_effect) if one is not None]
        return max(known) if known else None


def tally(frame: pl.DataFrame, measure: Measure, size: int, among: str = "") -> Tally:
    """Sum a measure of shape share, ratio or pooled over its population in `frame`."""
    if not frame.height:
        return Tally(measure.shape, pl.DataFrame(schema={**dict.fromkeys(KEYS, pl.Utf8), "n": pl.Int64}), size)
    population = among or measure.among
    needed = [pl.col(name).is_not_null() for name in _columns(measure, frame)]
    known = frame.filter(pl.col(population))
    rows = known.filter(*needed) if needed else known
    unknown = frame[population].null_count() + known.height - rows.height
    if measure.shape == "ratio":
        rows = rows.filter(pl.col(measure.den) > 0)
    cells = rows.group_by(KEYS).agg(pl.len().alias("n"), *_parts(measure, frame)).sort(KEYS)
    if measure.shape != "share":
        return Tally(measure.shape, cells, size, unknown, name=measure.num)
    values = rows[measure.where].cast(pl.Float64)
    halves = measure.where.endswith("_weight") or bool((values == 0.5).any())
    decided = (values > 0.5) if halves else (values >= 0.5)  # a half credit is not a whole one
    raw = int(decided.sum()) / rows.height if rows.height else None
    variance = float(values.var(ddof=0) or 0.0) if rows.height else None  # type: ignore[arg-type]
    clustered = _cluster_effect(rows, measure.where, variance)
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
    if measure.shape == "pooled":
        return readability.sums(frame.columns)
    if measure.shape == "ratio":
        gives, both = pl.col(measure.num).cast(pl.Float64), pl.col(measure.den).cast(pl.Float64)
        spread = [_spread(gives).alias("u0"), _spread(both - gives).alias("u1")]
        return [gives.sum().alias("s0"), both.sum().alias("s1"), *spread]
    value = pl.col(measure.where).cast(pl.Float64)
    sums = [value.sum().alias("s0"), pl.len().cast(pl.Float64).alias("s1")]
    return [*sums, _spread(value).alias("u0"), pl.lit(0.0).alias("u1")]


def _spread(value: pl.Expr) -> pl.Expr:
    """The summed variance of labels that are known with these probabilities only."""
    inside = value.clip(0.0, 1.0)
    return pl.when(inside == 0.5).then(0.0).otherwise(inside * (1 - inside)).sum()


def _columns(measure: Measure, frame: pl.DataFrame) -> Sequence[str]:
    """The value columns that must not be null."""
    if measure.shape == "pooled":
        return readability.counts(frame.columns)
    return (measure.num, measure.den) if measure.shape == "ratio" else (measure.where,)


def _cluster_effect(rows: pl.DataFrame, where: str, variance: float | None) -> float | None:
    """The design effect by template, else thread; a unit of neither is a cluster of its own."""
    names = [name for name in ("cluster", "thread") if name in rows.columns]
    if not names or not rows.height:
        return None
    key = pl.coalesce([pl.col(name).cast(pl.Utf8) for name in names])
    value = pl.col(where).cast(pl.Float64)
    lone = rows.filter(key.is_null()).select(value)[where].to_numpy()
    keyed = rows.filter(key.is_not_null()).group_by(key.alias("key"))
    found = keyed.agg(value.sum().alias("s"), pl.len().alias("n")).sort("key")
    numerators = np.concatenate([found["s"].to_numpy(), lone])
    denominators = np.concatenate([found["n"].to_numpy().astype(np.float64), np.ones(len(lone))])
    return design_effect(numerators, denominators, variance)


def _sums(cells: pl.DataFrame) -> list[str]:
    return [name for name in cells.columns if name.startswith("s") and name[1:].isdigit()]


def _matrix(cells: pl.DataFrame) -> Array:
    names = _sums(cells)
    return cells.select(names).to_numpy().astype(np.float64) if cells.height else np.zeros((0, max(len(names), 2)))
