"""Scores made honest probabilities: a monotone curve through held-out posts (development only).

The decision (p = 0.5) passes nearly as many posts drawn at random as carry the label;
p = 0.8 is where 92 in 100 posts above are right; below, p is the share seen,
moved so that the mean over posts drawn at random is the share of the label.
"""

from __future__ import annotations

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

Curve = list[tuple[float, float]]
SURE, RIGHT, MARGINAL, FEWEST = 0.8, 0.92, 0.7, 15
"""p of an example; share right above it, and near it, that it takes; posts that must show it."""
STEPS = (0.02, 0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.88, 0.94, 0.975)
FLOOR, TOP, GAP = 0.002, 0.985, 0.05
PASSED = 0.97
"""Posts that pass for each that carries the label: a little fewer, as a borderline post accuses nobody."""


def logit(p: np.ndarray | float) -> np.ndarray:
    """Log odds."""
    return np.log(p) - np.log1p(-np.asarray(p, float))


def apply(curve: Curve, score: np.ndarray) -> np.ndarray:
    """Probabilities of scores: straight lines between the knots, the outer ones prolonged."""
    x, y = (np.array(side) for side in zip(*curve, strict=True))
    slopes = np.diff(y) / np.diff(x)
    at = np.clip(np.searchsorted(x, score) - 1, 0, len(slopes) - 1)
    return np.asarray(1.0 / (1.0 + np.exp(-(y[at] + slopes[at] * (score - x[at])))))


def platt(score: np.ndarray, truth: np.ndarray) -> Curve:
    """One logistic curve, for a purpose (the largest wins)."""
    fit = LogisticRegression(C=100.0).fit(score[:, None], truth)
    slope = max(0.2, float(fit.coef_[0, 0]))
    middle = -float(fit.intercept_[0]) / slope
    return [(middle - 1.0, -slope), (middle, 0.0), (middle + 1.0, slope)]


def honest(score: np.ndarray, truth: np.ndarray, drawn: np.ndarray, right: float = RIGHT) -> Curve:
    """The curve of a flag from held-out scores; `drawn`: posts drawn at random, `right`: share right above p = 0.8."""
    middle = float(np.quantile(score[drawn], 1 - PASSED * truth[drawn].mean()))
    steps = IsotonicRegression(out_of_bounds="clip").fit(score, truth)
    below = np.unique(np.quantile(score[drawn & (score < middle)], STEPS))
    rate = (steps.predict(below) * 50 + truth.mean()) / 51  # a little of the mean: no certainty from few posts
    low = np.minimum(logit(np.clip(rate, FLOOR, 0.5)), -GAP * np.arange(len(below), 0, -1))
    upper = _upper(score, truth, drawn, middle, steps, right)
    low = low + 0.01 * np.arange(-len(below), 0)
    shift = _shift(below, low, upper, score[drawn], float(truth[drawn].mean()))
    return [*zip(below.tolist(), (low + shift).tolist(), strict=True), *upper]


def _upper(
    score: np.ndarray, truth: np.ndarray, drawn: np.ndarray, middle: float, steps: IsotonicRegression, right: float
) -> Curve:
    """Knots from the decision upwards."""
    order = np.argsort(-score)
    share = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    lots = np.cumsum(drawn[order])
    by_lot = np.where(lots < FEWEST, 1.0, np.cumsum((truth * drawn)[order]) / np.maximum(lots, 1))
    enough = np.flatnonzero((share >= right) & (by_lot >= right) & (steps.predict(score[order]) >= MARGINAL))
    last = int(enough[-1]) + 1 if len(enough) else 0
    highest, sure = float(score.max()), float(logit(SURE))
    if last < FEWEST:  # nothing is sure: the curve ends below it
        return [(middle, 0.0), (max(highest, middle + 0.1), sure - 0.15)]
    start = max(float(score[order[last - 1]]), middle + 0.01)
    between = [middle + (start - middle) * part for part in (0.33, 0.67)]
    seen = np.clip(steps.predict(between), 0.51, SURE - 0.02)
    bend = np.maximum.accumulate(logit(seen)) + np.array([0.0, 0.01])
    end = max(highest, start + 0.1)
    at = start + (end - start) / 3
    high = float(logit(np.clip(truth[score >= at].mean() if (score >= at).any() else 0.9, 0.85, TOP - 0.02)))
    top = [(start, sure), (at, high), (end, float(logit(TOP)))]
    return [(middle, 0.0), *zip(between, bend.tolist(), strict=True), *top]


def _shift(below: np.ndarray, low: np.ndarray, upper: Curve, score: np.ndarray, share: float) -> float:
    """How far the lower knots move down for the mean probability to be the share of the label."""
    first, last = -3.0, 0.0
    for _ in range(30):
        tried = (first + last) / 2
        curve = [*zip(below.tolist(), (low + tried).tolist(), strict=True), *upper]
        first, last = (first, tried) if apply(curve, score).mean() > share else (tried, last)
    return (first + last) / 2
