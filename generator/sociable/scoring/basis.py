"""What next quarter's comparison needs of this one, without any text (RUBRIC 4.4)."""

from __future__ import annotations

import numpy as np

from sociable.model import Basis
from sociable.scoring.measures import Measured
from sociable.scoring.tally import Tally

DIGITS = 6
MOST_CASES, MOST_STEPS = 5000, 200
"""More cases than this are kept as the curve alone; a curve has at most so many steps."""


def basis(measured: Measured) -> Basis:
    """Daily sums, replicates and, for survival, cases and curve."""
    # A replicate that drew no unit says nothing: it stands at the value, so that rows stay aligned.
    replicates = [round(float(one), DIGITS) for one in np.nan_to_num(measured.replicates, nan=measured.value or 0.0)]
    if measured.cases is not None:
        return Basis(replicates=replicates, cases=_cases(measured), curve=_curve(measured))
    days, numerators, denominators = _daily(measured.tally) if measured.tally is not None else ([], [], [])
    return Basis(days=days, numerators=numerators, denominators=denominators, replicates=replicates)


def _daily(tally: Tally) -> tuple[list[str], list[float], list[float]]:
    """Numerator and denominator by day; for pooled texts, words and sentences stand in for them."""
    days, _, sums = tally.by("day")
    first, second = (3, 4) if tally.shape == "pooled" else (0, 1)
    over, under = ([round(x, DIGITS) for x in sums[:, column].tolist()] for column in (first, second))
    return [str(day) for day in days], over, under


def _cases(measured: Measured) -> list[tuple[float, int]]:
    cases = measured.cases
    if cases is None or len(cases.minutes) > MOST_CASES:
        return []
    return sorted((round(float(t), 2), int(e)) for t, e in zip(cases.minutes, cases.events, strict=True))


def _curve(measured: Measured) -> list[tuple[float, float, float, float]]:
    """Minutes, F and its bounds at the steps of the curve, thinned where there are many."""
    if measured.cases is None:
        return []
    curve = measured.cases.curve
    picked = np.unique(np.linspace(0, max(len(curve.times) - 1, 0), MOST_STEPS).round().astype(int))
    points = []
    for minutes in curve.times[picked[picked < len(curve.times)]]:
        low, high = curve.interval(float(minutes))
        answered = round(curve.at(float(minutes)), DIGITS)
        points.append((round(float(minutes), 2), answered, round(low, DIGITS), round(high, DIGITS)))
    return points
