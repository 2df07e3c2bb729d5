"""The 90-day plan: which criteria first, how far, and what this n could show (RUBRIC 4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np

from sociable.report import Action, CriterionResult
from sociable.rubric import Rubric
from sociable.scoring.anchors import SCORES, value_at
from sociable.scoring.combine import capped
from sociable.scoring.draft import WEIGHS
from sociable.scoring.power import ALPHA, SURE, worth

GOAL = 80.0
CONFIDENCE = {"scored": 1.0, "provisional": 0.6}
FIRST_DAYS = 3
"""No more actions than this in the first 30 days."""
Phase = Literal["1-30", "31-60", "61-90"]
PHASES: dict[int, Phase] = {1: "1-30", 2: "31-60", 3: "61-90"}


def plan(results: Sequence[CriterionResult], rubric: Rubric) -> tuple[Action, ...]:
    """Every criterion with room to grow as one action, by priority.

    Response-rate comes first while its cap holds the headline down; ties go
    to mistakes (lower is better) before advice, then to the rubric's order.
    """
    scored = [one for one in results if one.status in WEIGHS and one.score is not None]
    weak = [one for one in scored if impact(one) > 0]
    urgent = capped(scored)
    ranked = sorted(
        weak, key=lambda one: (not (urgent and one.id == "response-rate"), -priority(one), one.direction != "lower")
    )
    phases = _phases(ranked, urgent)
    return tuple(_action(one, phases[one.id], len(scored)) for one in ranked)


def impact(result: CriterionResult) -> float:
    """Points of the total that lie between here and Excellent, in weight times score."""
    return result.weight * max(0.0, GOAL - (result.score or 0.0))


def priority(result: CriterionResult) -> float:
    """Impact by confidence by ease."""
    return impact(result) * CONFIDENCE[result.status] / result.effort


def detectable(result: CriterionResult, comparisons: int) -> float | None:
    """The smallest change of the value that two quarters like this one would tell with 80 % power.

    At alpha 0.10 shared among the scored criteria, on the effective n, and
    worth five points four times in five (a smaller one is told by no verdict,
    however sure it is); in measure units, towards the better side.  None
    where there is no n.
    """
    if result.value is None:
        return None
    critical = NormalDist().inv_cdf(1 - ALPHA / max(comparisons, 1) / 2)
    sign = -1 if result.direction == "lower" else 1
    five = worth(result.value, result.anchors) if len(result.anchors) == len(SCORES) else 0.0
    if result.n_eff and result.unit == "share":
        sizes = [
            _share_change(result.value, result.n_eff, critical + SURE, sign),
            _share_change(result.value, result.n_eff, SURE, sign, five),
        ]
        return None if None in sizes else round(max(one for one in sizes if one is not None), 6)
    replicates = result.basis.replicates if result.basis else []
    error = sqrt(2) * float(np.std(replicates)) if replicates else 0.0
    return round(max((critical + SURE) * error, five + SURE * error), 6) if error else None


def target(result: CriterionResult) -> float | None:
    """The value at the lower edge of the next better band; None where no polyline gives one."""
    if result.score is None or len(result.anchors) != 5:
        return None
    edge = next((one for one in SCORES[1:4] if result.score < one), None)
    return None if edge is None else round(value_at(edge, result.anchors), 6)


def _share_change(share: float, n: float, z: float, sign: int, least: float = 0.0) -> float | None:
    """Solve delta = least + z·sqrt(p(1-p)/n + q(1-q)/n) with q = p ± delta; None where no share is that far off."""

    def needed(size: float) -> float:
        other = share + sign * size
        return least + z * sqrt((share * (1 - share) + max(other * (1 - other), 0.0)) / n)

    low, high = 0.0, share if sign < 0 else 1 - share
    if high < needed(high):
        return None
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if middle < needed(middle) else (low, middle)
    return high


def _phases(ranked: Sequence[CriterionResult], urgent: bool) -> dict[str, Phase]:
    """Habits first, process next, people and tools last; at most three in the first 30 days."""
    found: dict[str, Phase] = {}
    early = 0
    for one in ranked:
        phase = "1-30" if urgent and one.id == "response-rate" else PHASES[min(max(one.effort, 1), 3)]
        if phase == "1-30":
            early += 1
            phase = phase if early <= FIRST_DAYS else "31-60"
        found[one.id] = phase
    return found


def _action(result: CriterionResult, phase: Phase, comparisons: int) -> Action:
    return Action(
        criterion=result.id, phase=phase, priority=round(priority(result), 4), impact=round(impact(result), 4),
        effort=result.effort, confidence=CONFIDENCE[result.status], target=target(result),
        detectable=detectable(result, comparisons),
    )  # fmt: skip
