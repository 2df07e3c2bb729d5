"""Two measured values side by side: difference, interval and p, on the measure and on the score (RUBRIC 4.4).

A quarter's score may move by less than its value does: where both values lie
beyond the same outer anchor, the nearest segment is prolonged so that a change
still has a size in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import NormalDist

import numpy as np

from sociable.model import Slice
from sociable.report import CriterionResult
from sociable.scoring.anchors import SCORES
from sociable.scoring.resample import SEED
from sociable.scoring.uncertainty import Z90, Z95, Array, Interval, mover, newcombe, wilson

PAIRINGS = 10
"""Each replicate of one quarter meets so many of the other."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """What changed: the measure with its 95 % interval, the score with its 90 % interval, and p."""

    difference: Interval
    points: Interval
    p: float
    beyond: int = 0  # -1 where both values lie below a score of 0, 1 where above 100


def of_shares(before: CriterionResult, now: CriterionResult) -> Contrast:
    """Newcombe's interval on the effective n of both sides."""
    a, b = before.value or 0.0, now.value or 0.0
    n_a, n_b = before.n_eff or 0.0, now.n_eff or 0.0
    scale = Scale.of(now.anchors, a, b)
    ends = [Interval(value, *wilson(value, n, Z90)) for value, n in ((a, n_a), (b, n_b))]
    points = mover([(1, scale.interval(ends[0]))], [(1, scale.interval(ends[1]))])
    return Contrast(newcombe(a, n_a, b, n_b), points, _newcombe_p(a, n_a, b, n_b), scale.beyond)


def of_replicates(before: CriterionResult, now: CriterionResult) -> Contrast:
    """The two-sample bootstrap: replicates of independent quarters, dealt against one another."""
    a, b = before.value or 0.0, now.value or 0.0
    scale = Scale.of(now.anchors, a, b)
    first, second = pair(_replicates(before), _replicates(now))
    moved = second - first
    points = scale.scores(second) - scale.scores(first)
    low, high = np.quantile(moved, [0.025, 0.975])
    worst, best = np.quantile(points, [0.05, 0.95])
    tail = min(float(np.sum(moved <= 0)), float(np.sum(moved >= 0)))
    return Contrast(
        Interval(b - a, min(float(low), b - a), max(float(high), b - a)),
        Interval(scale.score(b) - scale.score(a), float(worst), float(best)),
        min(1.0, 2 * (tail + 1) / (len(moved) + 1)), scale.beyond,
    )  # fmt: skip


def of_parts(parts: Sequence[tuple[float, Slice, Slice]], anchors: Sequence[float]) -> Contrast:
    """Standardised values of both sides: (weight, before, now) a part, weighted MOVER over their intervals."""
    total = sum(weight for weight, _, _ in parts)
    sides = [[(weight / total, _interval(part[side])) for weight, *part in parts] for side in (0, 1)]
    difference = mover(*sides)
    values = [sum(weight * one.value for weight, one in side) for side in sides]
    scale = Scale.of(anchors, *values)
    lone = [[(1.0, _narrow(_joined(side)))] for side in sides]
    points = mover(*([(1.0, scale.interval(side[0][1]))] for side in lone))
    return Contrast(difference, points, _scaled_p(difference), scale.beyond)


def pair(before: Array, now: Array) -> tuple[Array, Array]:
    """Replicates dealt at random: both quarters drew their days with one seed, and must not share their luck."""
    rng = np.random.default_rng([SEED, 3])
    dealt = [rng.permutation(len(now)) for _ in range(PAIRINGS)]
    return np.tile(before, PAIRINGS), np.concatenate([now[order] for order in dealt])


@dataclass(frozen=True, slots=True)
class Scale:
    """The polyline, prolonged at both ends where both values lie beyond the same one."""

    xs: Array
    ys: Array
    beyond: int

    @classmethod
    def of(cls, anchors: Sequence[float], before: float, now: float) -> Scale:
        """The scale on which a change from `before` to `now` is judged."""
        xs, ys = np.asarray(anchors, dtype=np.float64), np.asarray(SCORES)
        if xs[0] > xs[-1]:
            xs, ys = xs[::-1], ys[::-1]
        under, over = max(before, now) <= xs[0], min(before, now) >= xs[-1]
        side = (-1 if ys[0] == 0 else 1) if under else (1 if ys[-1] == 100 else -1) if over else 0
        return cls(xs, ys, side)

    def scores(self, values: Array) -> Array:
        """Scores of values; below 0 and above 100 only where the scale is prolonged."""
        inside: Array = np.interp(values, self.xs, self.ys)
        if not self.beyond:
            return inside
        steps = np.diff(self.ys) / np.diff(self.xs)
        low = np.minimum(values - self.xs[0], 0.0) * steps[0]
        high = np.maximum(values - self.xs[-1], 0.0) * steps[-1]
        found: Array = inside + low + high
        return found

    def score(self, value: float) -> float:
        """The score of one value."""
        return float(self.scores(np.asarray([value]))[0])

    def interval(self, one: Interval) -> Interval:
        """A value's interval in points, the lower end first."""
        ends = self.score(one.low), self.score(one.high)
        return Interval(self.score(one.value), min(ends), max(ends))


def _replicates(result: CriterionResult) -> Array:
    return np.asarray(result.basis.replicates if result.basis else [], dtype=np.float64)


def _interval(part: Slice) -> Interval:
    value = part.value or 0.0
    return Interval(value, value if part.low is None else part.low, value if part.high is None else part.high)


def _joined(side: Sequence[tuple[float, Interval]]) -> Interval:
    """The interval of a weighted sum."""
    return mover([], side)


def _narrow(one: Interval) -> Interval:
    """A 95 % interval drawn in to 90 %."""
    ratio = Z90 / Z95
    return Interval(one.value, one.value - ratio * (one.value - one.low), one.value + ratio * (one.high - one.value))


def _newcombe_p(a: float, n_a: float, b: float, n_b: float) -> float:
    """The level at which Newcombe's interval touches 0, by bisection on z."""
    low, high = 0.0, 40.0
    for _ in range(60):
        middle = (low + high) / 2
        found = newcombe(a, n_a, b, n_b, middle)
        if found.low > 0 or found.high < 0:
            low = middle
        else:
            high = middle
    return 2 * (1 - NormalDist().cdf(low))


def _scaled_p(found: Interval) -> float:
    """The same for an interval known at 95 % only, its arms taken as proportional to z."""
    arm = found.value - found.low if found.value > 0 else found.high - found.value
    z = Z95 * abs(found.value) / arm if arm > 0 else inf if found.value else 0.0
    return 2 * (1 - NormalDist().cdf(z))
