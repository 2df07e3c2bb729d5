"""From a measured value to a score, a band and a grade (RUBRIC 0.4, 4.1, 4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

import numpy as np

from sociable.scoring.uncertainty import Array

SCORES = (0.0, 40.0, 60.0, 80.0, 100.0)
BANDS = ("Poor", "Fair", "Good", "Excellent")
GRADES = ("D", "C", "B", "A")


def polyline(values: Array, anchors: Sequence[float], scores: Sequence[float] = SCORES) -> Array:
    """Scores of `values` through strictly monotone anchors, clamped outside; nan stays nan."""
    xs, ys = np.asarray(anchors, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    if xs[0] > xs[-1]:
        xs, ys = xs[::-1], ys[::-1]
    return np.interp(values, xs, ys)


def score(value: float, anchors: Sequence[float], scores: Sequence[float] = SCORES) -> float:
    """The score of one value."""
    return float(polyline(np.asarray([value]), anchors, scores)[0])


def score_range(low: float, high: float, anchors: Sequence[float]) -> tuple[float, float]:
    """The scores of an interval's two ends, the lower one first."""
    ends = score(low, anchors), score(high, anchors)
    return min(ends), max(ends)


def value_at(wanted: float, anchors: Sequence[float]) -> float:
    """The measure's value that scores `wanted`: the polyline read backwards."""
    return float(np.interp(wanted, SCORES, anchors))


def rounded(number: float) -> int:
    """A score as people see it: halves go up."""
    return floor(number + 0.5)


def level(number: float) -> int:
    """0 to 3 for Poor to Excellent, of the rounded score."""
    return sum(rounded(number) >= edge for edge in SCORES[1:4])


def band(number: float) -> str:
    """The band of one score."""
    return BANDS[level(number)]


def bands(low: float, high: float) -> str:
    """One band when the interval lies inside it, else "Fair to Good"."""
    worst, best = level(low), level(high)
    return BANDS[worst] if worst == best else f"{BANDS[worst]} to {BANDS[best]}"


def grade(low: float, high: float) -> str:
    """One grade, or "B–C" when the interval of the overall score crosses."""
    worst, best = level(low), level(high)
    return GRADES[worst] if worst == best else f"{GRADES[best]}–{GRADES[worst]}"
