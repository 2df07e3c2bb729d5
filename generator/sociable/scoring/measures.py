"""The shapes of measure over the rows of one table: share, ratio, pooled and survival.

The fifth shape, two_sided, has a module of its own (`balance`).  A measure is
worked out once; intervals come later, when the brand's usual design effect is
known (RUBRIC 4.2).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from sociable.criteria import Cap, Measure
from sociable.scoring import survival
from sociable.scoring.resample import percentiles
from sociable.scoring.survival import Curve
from sociable.scoring.tally import Tally, tally
from sociable.scoring.uncertainty import Array, wilson

HORIZON = 4320.0
"""Minutes after which a case counts as unanswered: 72 hours."""
NOTHING: Array = np.zeros(0)


@dataclass(frozen=True, slots=True)
class Cases:
    """The care cases that a survival measure counts."""

    minutes: Array
    events: Array
    curve: Curve


@dataclass(frozen=True, slots=True)
class Measured:
    """A value over n units, its replicates, and what its interval will need."""

    n: int
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    replicates: Array = field(default_factory=lambda: NOTHING)
    effect: float | None = None  # design effect, where the data show one
    binomial: bool = False  # interval by Wilson, not by the bootstrap
    raw: float | None = None
    unknown: int = 0
    tally: Tally | None = None
    cases: Cases | None = None
    rows: pl.DataFrame | None = None

    @property
    def events(self) -> float:
        """The counted units, as a number of units."""
        return self.numerator or 0.0


def measure(rows: pl.DataFrame, what: Measure, weights: Array, among: str = "") -> Measured:
    """Work out one measure over rows that carry a `draw`; `weights` is replicates by draws."""
    if what.shape == "survival":
        return _survival(rows, what, weights, among)
    found = tally(rows, what, weights.shape[1], among)
    value = found.value()
    if value is None:
        return Measured(0, None, unknown=found.unknown, tally=found, rows=rows)
    sums = found.sums()
    pooled = what.shape == "pooled"
    return Measured(
        n=found.n, value=value, numerator=None if pooled else float(sums[0]),
        denominator=None if pooled else float(sums[1]), replicates=found.replicates(weights), effect=found.effect(),
        binomial=what.shape == "share" and not (found.credits and 0 < value < 1), raw=found.raw,
        unknown=found.unknown, tally=found, rows=rows,
    )  # fmt: skip


def quick(rows: pl.DataFrame, what: Measure) -> tuple[float | None, int, float]:
    """Value, n and numerator without replicates: for secondary figures and caps."""
    if what.shape == "survival":
        cases = case_times(rows, what.among)
        return (cases.curve.at(what.at), len(cases.minutes), 0.0) if len(cases.minutes) else (None, 0, 0.0)
    found = tally(rows, what, 1)
    value = found.value()
    return (None, 0, 0.0) if value is None else (value, found.n, float(found.sums()[0]))


def interval(found: Measured, usual_effect: float) -> tuple[float, float, float | None] | None:
    """The 95 % interval and, for Wilson's, the effective n; None where a value has none."""
    if found.value is None:
        return None
    if found.binomial:
        n_eff = found.n / (usual_effect if found.effect is None else found.effect)
        return (*wilson(found.value, n_eff), n_eff)
    ends = percentiles(found.replicates) if len(found.replicates) else None
    if ends is None:
        return None
    return min(ends[0], found.value), max(ends[1], found.value), None


def capped(rows: pl.DataFrame, cap: Cap) -> float | None:
    """The share that brings a cap into force; None while it is not in force."""
    value, n, _ = quick(rows, Measure("share", where=cap.where, among=cap.among))
    if value is None or n < cap.min_n:
        return None
    low = cap.below is not None and value < cap.below
    high = cap.above is not None and value > cap.above
    return value if low or high else None


def case_times(rows: pl.DataFrame, among: str, clock: str = "minutes") -> Cases:
    """The cases of a population under one clock, censored at the horizon.

    Where another clock than that of the record (`minutes`) has no time for an
    unanswered case, its censoring time stays that of the record.
    """
    if not rows.height or clock not in rows.columns:
        return Cases(NOTHING, NOTHING, survival.kaplan_meier(NOTHING, NOTHING))
    time = pl.when(pl.col("event") > 0).then(pl.col(clock)).otherwise(pl.coalesce(clock, "minutes"))
    chosen = rows.filter(pl.col(among)).select(time.cast(pl.Float64).alias("t"), pl.col("event").cast(pl.Float64))
    chosen = chosen.drop_nulls()
    minutes, events = chosen["t"].to_numpy(), chosen["event"].to_numpy()
    late = minutes > HORIZON
    minutes, events = np.where(late, HORIZON, minutes), np.where(late, 0.0, events)
    return Cases(minutes, events, survival.kaplan_meier(minutes, events))


def _survival(rows: pl.DataFrame, what: Measure, weights: Array, among: str) -> Measured:
    population = among or what.among
    cases = case_times(rows, population)
    if not len(cases.minutes):
        return Measured(0, None, rows=rows)
    inside = rows.filter(pl.col(population))
    kept = inside.filter(pl.col("minutes").is_not_null() & pl.col("event").is_not_null())
    draws = kept["draw"].to_numpy().astype(np.int64)
    value = cases.curve.at(what.at)
    return Measured(
        n=len(cases.minutes), value=value, numerator=float((cases.events * (cases.minutes <= what.at)).sum()),
        denominator=float(len(cases.minutes)),
        replicates=survival.replicates(cases.minutes, cases.events, draws, weights, what.at),
        unknown=rows[population].null_count() + inside.height - kept.height, cases=cases, rows=kept,
    )  # fmt: skip
