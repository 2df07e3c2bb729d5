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

GOAL = 80.0
CONFIDENCE = {"scored": 1.0, "provisional": 0.6}
ALPHA, POWER = 0.10, 0.80
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
    """The smallest change of the value that two quarters like this one would show with 80 % power.

    At alpha 0.10 shared among the scored criteria, on the effective n; in
    measure units, towards the better side.  None where there is no n.
    """
    z = NormalDist().inv_cdf(1 - ALPHA / max(comparisons, 1) / 2) + NormalDist().inv_cdf(POWER)
    if result.value is None:
        return None
    if result.n_eff and result.unit == "share":
        return _share_change(result.value, result.n_eff, z, -1 if result.direction == "lower" else 1)
    replicates = result.basis.replicates if result.basis else []
    return round(z * sqrt(2) * float(np.std(replicates)), 6) if replicates else None


def target(result: CriterionResult) -> float | None:
    """The value at the lower edge of the next better band; None where no polyline gives one."""
    if result.score is None or len(result.anchors) != 5:
        return None
    edge = next((one for one in SCORES[1:4] if result.score < one), None)
    return None if edge is None else round(value_at(edge, result.anchors), 6)


def _share_change(share: float, n: float, z: float, sign: int) -> float | None:
    """Solve delta = z·sqrt(p(1-p)/n + q(1-q)/n) with q = p ± delta; None where no share is that far off."""
    room = share if sign < 0 else 1 - share
    low, high = 0.0, room
    if high < z * sqrt((share * (1 - share) + (share + sign * high) * (1 - share - sign * high)) / n):
        return None
    for _ in range(60):
        middle = (low + high) / 2
        other = share + sign * middle
        if middle < z * sqrt((share * (1 - share) + other * (1 - other)) / n):
            low = middle
        else:
            high = middle
    return round(high, 6)


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
