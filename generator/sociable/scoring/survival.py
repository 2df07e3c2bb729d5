"""Response times with unanswered messages: Kaplan and Meier (RUBRIC 4.5).

Times are minutes; an event is an answer, a censored case one that was not
answered by the end of the archive or of the horizon.  Events come before
censorings at the same minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from sociable.scoring.uncertainty import Z95, Array

Groups = NDArray[np.int64]
MAX_STEPS = 300
"""So many distinct censoring times are told apart in replicates; beyond it
they are rounded up to a grid.  The estimate itself is always exact."""


@dataclass(frozen=True, slots=True)
class Curve:
    """F(t) at each time of an answer, with Greenwood's variance of log S."""

    times: Array
    answered: Array  # F = 1 - S
    variance: Array  # of log S, Greenwood's sum

    def at(self, minutes: float) -> float:
        """The share answered within `minutes`."""
        index = int(np.searchsorted(self.times, minutes, side="right")) - 1
        return 0.0 if index < 0 else float(self.answered[index])

    def interval(self, minutes: float, z: float = Z95) -> tuple[float, float]:
        """F(t) between its complementary log-log bounds; where S is 0 or 1 the value itself."""
        index = int(np.searchsorted(self.times, minutes, side="right")) - 1
        if index < 0:
            return 0.0, 0.0
        survival = 1 - float(self.answered[index])
        if survival <= 0 or survival >= 1:
            return 1 - survival, 1 - survival
        width = z * sqrt(float(self.variance[index])) / abs(log(survival))
        return 1 - survival ** exp(-width), 1 - survival ** exp(width)

    def median(self) -> float | None:
        """The first time by which half are answered; None when that is never reached."""
        reached = np.flatnonzero(self.answered >= 0.5 - 1e-12)
        return float(self.times[reached[0]]) if len(reached) else None


def kaplan_meier(minutes: Array, events: Array) -> Curve:
    """The curve of answered shares of cases with their minutes and 1 for an answer, 0 for none."""
    times, answers = np.unique(minutes[events > 0], return_counts=True)
    ordered = np.sort(minutes)
    at_risk = (len(minutes) - np.searchsorted(ordered, times, side="left")).astype(np.float64)
    survival = np.cumprod(1 - answers / at_risk).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = answers / (at_risk * (at_risk - answers))
    return Curve(times.astype(np.float64), 1 - survival, np.cumsum(steps))


def answered_median(minutes: Array, events: Array) -> float | None:
    """The median over answered cases alone: flattering, so only for the label "of those answered"."""
    answered = minutes[events > 0]
    return float(np.median(answered)) if len(answered) else None


def replicates(minutes: Array, events: Array, groups: Groups, weights: Array, at: float) -> Array:
    """F(at) in each row of `weights`; `groups` names the column that weighs a case.

    Between two censorings the product over answers telescopes to one factor,
    so only the censoring times before `at` need a step of their own.  A row
    that weighs no case is nan.
    """
    lost = (events <= 0) & (minutes < at)
    times = np.unique(minutes[lost])
    survival = _survivals(minutes, events, groups, weights, at, times)
    if len(times) > MAX_STEPS:
        # Censorings rounded up leave too many at risk: put the centre back where the exact curve has it.
        alone = _survivals(minutes, events, groups, np.ones((1, weights.shape[1])), at, times)[0]
        exact = 1 - kaplan_meier(minutes, events).at(at)
        survival = survival * (exact / alone) if alone > 0 else survival
    found: Array = 1 - survival
    return found


def _survivals(minutes: Array, events: Array, groups: Groups, weights: Array, at: float, times: Array) -> Array:
    """S(at) in each row of weights, with a step at each of the (thinned) censoring times."""
    lost = (events <= 0) & (minutes < at)
    edges = np.append(_grid(times), at)
    size, steps = weights.shape[1], len(edges)
    step = np.searchsorted(edges, minutes, side="left")
    counted = step < steps
    answered = _table(groups, step, counted & (events > 0), size, steps)
    censored = _table(groups, step, counted & lost, size, steps)
    total = weights @ np.bincount(groups, minlength=size).astype(np.float64)
    events_in, lost_in = weights @ answered, weights @ censored
    gone = np.cumsum(events_in + lost_in, axis=1) - events_in - lost_in
    at_risk = total[:, None] - gone
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(at_risk > 0, 1 - events_in / at_risk, 1.0)
    return np.where(total > 0, np.prod(factors, axis=1), np.nan)


def _grid(times: Array) -> Array:
    if len(times) <= MAX_STEPS:
        return times.astype(np.float64)
    picked = np.linspace(0, len(times) - 1, MAX_STEPS).round().astype(np.int64)
    return times[picked].astype(np.float64)


def _table(groups: Groups, step: Groups, chosen: NDArray[np.bool_], size: int, steps: int) -> Array:
    """Counts of the chosen cases by group and step."""
    cells = groups[chosen] * steps + step[chosen]
    return np.bincount(cells, minlength=size * steps).reshape(size, steps).astype(np.float64)
