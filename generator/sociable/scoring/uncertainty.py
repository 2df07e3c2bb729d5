"""Intervals for shares and differences: Wilson, Newcombe, MOVER, design effects, classifier error.

All are closed formulas; what has none is resampled (`resample`).  Sources are
RUBRIC 4.2, 4.4 and 4.6.  Shares lie in [0, 1]; `n` may be an effective, hence
fractional, number of units.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Z95 = NormalDist().inv_cdf(0.975)
Z90 = NormalDist().inv_cdf(0.95)
MIN_POSITIVES, MIN_NEGATIVES, MIN_YOUDEN = 50, 300, 0.5
"""What a detector's validation must hold before its share is corrected (RUBRIC 4.6)."""


class Interval(NamedTuple):
    """A value between its two bounds."""

    value: float
    low: float
    high: float


class Accuracy(NamedTuple):
    """A detector's sensitivity and specificity, and how many posts each rests on."""

    se: float
    se_n: float
    sp: float
    sp_n: float

    @property
    def youden(self) -> float:
        """Se + Sp - 1: 0 for a coin, 1 for an oracle."""
        return self.se + self.sp - 1

    @property
    def sufficient(self) -> bool:
        """Whether a share may be corrected with these figures."""
        return self.se_n >= MIN_POSITIVES and self.sp_n >= MIN_NEGATIVES and self.youden >= MIN_YOUDEN


def wilson(share: float, n: float, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a share seen in `n` units; (0, 1) when there are none."""
    if n <= 0:
        return 0.0, 1.0
    scale = 1 + z * z / n
    centre = (share + z * z / 2 / n) / scale
    half = z * sqrt(max(share * (1 - share), 0.0) / n + z * z / 4 / n / n) / scale
    return max(0.0, centre - half), min(1.0, centre + half)


def zero_bound(n: float, confidence: float = 0.95) -> float:
    """The one-sided upper bound of a share when none were seen in `n` units, about 3/n."""
    return 1.0 if n <= 0 else float(1 - (1 - confidence) ** (1 / n))


def newcombe(before: float, n_before: float, now: float, n_now: float, z: float = Z95) -> Interval:
    """The change now - before of two independent shares, with Newcombe's hybrid-score interval."""
    low_a, high_a = wilson(before, n_before, z)
    low_b, high_b = wilson(now, n_now, z)
    return mover([(1.0, Interval(before, low_a, high_a))], [(1.0, Interval(now, low_b, high_b))])


def mover(before: Sequence[tuple[float, Interval]], now: Sequence[tuple[float, Interval]]) -> Interval:
    """The change of two weighted sums of independent shares, by the method of variance estimates recovery.

    Each side is a list of (weight >= 0, interval).  With one term of weight 1
    a side it is Newcombe's interval (Zou and Donner 2008).
    """
    difference = sum(w * one.value for w, one in now) - sum(w * one.value for w, one in before)
    down = sum((w * (one.value - one.low)) ** 2 for w, one in now)
    down += sum((w * (one.high - one.value)) ** 2 for w, one in before)
    up = sum((w * (one.high - one.value)) ** 2 for w, one in now)
    up += sum((w * (one.value - one.low)) ** 2 for w, one in before)
    return Interval(difference, difference - sqrt(down), difference + sqrt(up))


def design_effect(numerators: Array, denominators: Array, variance: float | None = None) -> float | None:
    """How many times wider than that of lone units the variance of a share is, given its sums by cluster.

    `numerators` and `denominators` hold one entry a cluster; `variance` is
    that of one unit, p(1 - p) where none is given (probabilities vary less
    than yes and no do, and must be held against themselves).  At least 1, not
    capped; None where it cannot be worked out: a share of 0 or 1, or fewer
    than two clusters.
    """
    total = float(denominators.sum())
    count = int(np.count_nonzero(denominators))
    if total <= 0 or count < 2:
        return None
    share = float(numerators.sum()) / total
    alone = (share * (1 - share) if variance is None else variance) / total
    if share in (0.0, 1.0) or alone <= 1e-12:
        return None
    residuals = numerators - share * denominators
    clustered = count / (count - 1) * float(residuals @ residuals) / total**2
    return max(1.0, clustered / alone)


def rogan_gladen(share: float, accuracy: Accuracy) -> float:
    """The share corrected for a detector's misses and false alarms, clipped to [0, 1]."""
    return min(1.0, max(0.0, (share + accuracy.sp - 1) / accuracy.youden))


def lang_reiczigel(share: float, n: float, accuracy: Accuracy, z: float = Z95) -> Interval:
    """Rogan and Gladen's share with the interval of Lang and Reiczigel (2014).

    It adds one success and one failure to Se and Sp and z²/2 of each to the
    raw share, and carries the variance of all three.
    """
    n_se, n_sp, n_raw = accuracy.se_n + 2, accuracy.sp_n + 2, n + z * z
    se = (accuracy.se_n * accuracy.se + 1) / n_se
    sp = (accuracy.sp_n * accuracy.sp + 1) / n_sp
    raw = (n * share + z * z / 2) / n_raw
    youden = se + sp - 1
    centre = (raw + sp - 1) / youden
    var_se, var_sp, var_raw = se * (1 - se) / n_se, sp * (1 - sp) / n_sp, raw * (1 - raw) / n_raw
    shift = 2 * z * z * (centre * var_se - (1 - centre) * var_sp)
    spread = z * sqrt(var_raw + centre**2 * var_se + (1 - centre) ** 2 * var_sp) / youden
    low, high = max(0.0, centre + shift - spread), min(1.0, centre + shift + spread)
    return Interval(rogan_gladen(share, accuracy), low, high)


def plausible_range(share: float, accuracy: Accuracy) -> tuple[float, float] | None:
    """The corrected share over the 90 % bounds of Se and Sp; None when these say nothing.

    Shown where the validation is too small for an interval (RUBRIC 4.6).  The
    floor of a correction holds here too: below it the division blows up every
    unlikeness between this brand and the labelled posts, and the range can
    leave out the very share that is scored.
    """
    if accuracy.youden < MIN_YOUDEN:
        return None
    corners = []
    for se, sp in product(wilson(accuracy.se, accuracy.se_n, Z90), wilson(accuracy.sp, accuracy.sp_n, Z90)):
        corner = Accuracy(se, 1, sp, 1)
        if corner.youden < 0.1:
            return None
        corners.append(rogan_gladen(share, corner))
    # All clipped to one end: the share lies outside what this Se and Sp can yield, so they do not hold here.
    return (min(corners), max(corners)) if min(corners) < max(corners) else None


def difference_estimator(
    strata: Iterable[tuple[Array, Array, Array]], settled: Iterable[Array] = ()
) -> tuple[float, float] | None:
    """A mean from predictions on all units, put right by a random sample that a person labelled.

    Each stratum is (predictions over all its units, predictions over its
    sample, truths of its sample); `settled` are strata that need no reading,
    by their values.  Returns the mean and its variance, or None when a
    stratum has fewer than 10 labelled units; unbiased whatever the detector
    (RUBRIC 4.6).
    """
    strata, settled = list(strata), list(settled)
    size = sum(map(len, settled)) + sum(len(everything) for everything, _, _ in strata)
    if not size or any(len(truths) < 10 for _, _, truths in strata):
        return None
    mean = variance = 0.0
    for everything in (*settled, *(one for one, _, _ in strata)):
        weight = len(everything) / size
        mean += weight * float(everything.mean())
        variance += weight**2 * (float(everything.var(ddof=1)) / len(everything) if len(everything) > 1 else 0.0)
    for everything, predicted, truths in strata:
        weight, gaps = len(everything) / size, truths - predicted
        mean += weight * float(gaps.mean())
        variance += weight**2 * float(gaps.var(ddof=1)) / len(truths)
    return mean, variance
