"""Dimensions and the overall score: weighted means over what was scored, with a joint interval (RUBRIC 4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
from msgspec.structs import replace

from sociable.report import CriterionResult, DimensionResult, Overall
from sociable.rubric import Dimension, Rubric
from sociable.scoring import anchors as scale
from sociable.scoring.contrast import pair
from sociable.scoring.draft import WEIGHS
from sociable.scoring.resample import REPLICATES, percentiles
from sociable.scoring.uncertainty import Array

SHOWN = 0.5
"""A dimension is shown when this share of its applicable weight is scored."""
OVERALL_COVERAGE, OVERALL_DIMENSIONS = 0.6, 4
PARTIAL_COVERAGE, PARTIAL_DIMENSIONS = 0.4, 2
Kind = Literal["overall", "partial", "none"]


def combine(results: Sequence[CriterionResult], rubric: Rubric) -> tuple[Overall, tuple[DimensionResult, ...]]:
    """The headline and the dimensions; weights of nothing to judge leave every denominator."""
    dimensions = tuple(_dimension(one, results) for one in rubric.dimensions.values())
    applicable = [one for one in results if one.status != "nothing_to_judge"]
    scored = [one for one in applicable if one.status in WEIGHS]
    total, weight = _weight(applicable), _weight(scored)
    coverage = weight / total if total else 0.0
    kind = _kind(coverage, dimensions, applicable)
    if kind == "none" or not weight:
        return Overall(kind="none", coverage=round(coverage, 6)), dimensions
    cap = rubric.cap_response_rate if capped(results) else 100.0
    mean = _mean(scored)
    low, high = (min(cap, end) for end in _interval(scored, mean))
    bounds = mean * coverage, mean * coverage + 100 * (1 - coverage)
    score = min(cap, mean)
    overall = Overall(
        kind=kind, score=round(score, 4), score_low=round(low, 4), score_high=round(high, 4), band=scale.band(score),
        grade=scale.grade(low, high) if kind == "overall" else "", coverage=round(coverage, 6),
        bound_low=round(min(cap, bounds[0]), 4), bound_high=round(min(cap, bounds[1]), 4),
        capped=mean > cap, measured=[one.id for one in dimensions if one.status == "scored"],
    )  # fmt: skip
    return overall, dimensions


def total_change(pairs: Sequence[tuple[CriterionResult, CriterionResult]]) -> tuple[float, float, float, float] | None:
    """The total then, the difference since and its 95 % interval, over (before, now) of questions that both scored.

    Both sides carry today's weights; caps of the total are left out, for they are no measurement.
    None where nothing that weighs is in both.
    """
    both = [(a, b) for a, b in pairs if a.status in WEIGHS and b.status in WEIGHS]
    if not sum(b.weight for _, b in both):
        return None
    before = [replace(a, weight=b.weight) for a, b in both]
    now = [b for _, b in both]
    then, moved = _mean(before), _mean(now) - _mean(before)
    drawn = [sum(one.weight * score_replicates(one) for one in side) / _weight(side) for side in (before, now)]
    first, second = pair(np.asarray(drawn[0]), np.asarray(drawn[1]))
    low, high = np.quantile(second - first, [0.025, 0.975])
    return then, moved, min(float(low), moved), max(float(high), moved)


def capped(results: Iterable[CriterionResult]) -> bool:
    """Whether askers are ignored for certain: response-rate is scored and its best end is Poor (claim A4.32)."""
    return any(
        one.id == "response-rate" and one.status == "scored" and scale.level(_or(one.score_high, 100.0)) == 0
        for one in results
    )


def _or(number: float | None, otherwise: float) -> float:
    return otherwise if number is None else number


def _kind(coverage: float, dimensions: Sequence[DimensionResult], applicable: Sequence[CriterionResult]) -> Kind:
    """overall, partial or none; a dimension with nothing that applies leaves the rule (RUBRIC 0.2)."""
    shown = sum(one.status == "scored" for one in dimensions)
    there = len({one.dimension for one in applicable})
    if coverage >= OVERALL_COVERAGE and shown >= min(OVERALL_DIMENSIONS, there) and shown:
        return "overall"
    return "partial" if coverage >= PARTIAL_COVERAGE and shown >= min(PARTIAL_DIMENSIONS, there) and shown else "none"


def _dimension(dimension: Dimension, results: Sequence[CriterionResult]) -> DimensionResult:
    own = [one for one in results if one.dimension == dimension.id]
    scored = [one for one in own if one.status in WEIGHS]
    applicable = [one for one in own if one.status != "nothing_to_judge"]
    weight, names = _weight(own), [one.id for one in own]
    if not scored:
        return DimensionResult(id=dimension.id, title=dimension.title, weight=weight, status="none", criteria=names)
    if _weight(scored) < SHOWN * _weight(applicable):
        return DimensionResult(id=dimension.id, title=dimension.title, weight=weight, status="partly", criteria=names)
    score = _mean(scored)
    low, high = _interval(scored, score)
    return DimensionResult(
        id=dimension.id, title=dimension.title, weight=weight, status="scored", score=round(score, 4),
        score_low=round(low, 4), score_high=round(high, 4), band=scale.bands(low, high), criteria=names,
    )  # fmt: skip


def _weight(results: Iterable[CriterionResult]) -> float:
    return sum(one.weight for one in results)


def _mean(scored: Sequence[CriterionResult]) -> float:
    return sum(one.weight * (one.score or 0.0) for one in scored) / _weight(scored)


def _interval(scored: Sequence[CriterionResult], mean: float) -> tuple[float, float]:
    """The joint percentile interval of the weighted mean: replicate i of one goes with i of the others."""
    total = sum((one.weight * score_replicates(one) for one in scored), np.zeros(REPLICATES))
    low, high = percentiles(total / _weight(scored)) or (mean, mean)
    return min(low, mean), max(high, mean)


def score_replicates(result: CriterionResult) -> Array:
    """The criterion's score in each replicate: the caps in force hold, and what has none stays where it is."""
    values = result.basis.replicates if result.basis is not None else []
    score = result.score or 0.0
    if len(values) != REPLICATES or len(result.anchors) != 5:
        return np.full(REPLICATES, score)
    top = min((float(cap.split(":")[1]) for cap in result.caps), default=100.0)
    return np.minimum(scale.polyline(np.asarray(values), result.anchors), top)
