"""The 90-day plan: which criteria first, how far, and what this n could show (RUBRIC 4.7)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from math import sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
from msgspec import structs

from sociable.criteria import Measure
from sociable.model import DOUBTS
from sociable.report import Action, CriterionResult
from sociable.rubric import Rubric
from sociable.scoring.anchors import SCORES, level, value_at
from sociable.scoring.change import standardised
from sociable.scoring.combine import capped
from sociable.scoring.draft import WEIGHS
from sociable.scoring.power import ALPHA, CLEAR, SURE, worth
from sociable.scoring.uncertainty import Z95, Interval, newcombe

GOAL = 80.0
GOOD = 2
"""The level from which a value may be held (RUBRIC 0.4)."""
CONFIDENCE = {"scored": 1.0, "provisional": 0.6}
ROUNDS = 4
"""A share's width depends on the change sought, and the change on the width: so many rounds settle both."""
STRIDE = 2
"""An aim lies no more bands away: from Poor to Excellent is no aim for a quarter."""
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
    made = [_action(one, len(scored), _measure(rubric, one.id)) for one in ranked]
    held = {act.criterion for act, one in zip(made, ranked, strict=True) if act.target is None and one.anchors}
    held |= {act.criterion for act in made if act.look}
    phases = _phases(ranked, urgent, held)
    return tuple(structs.replace(one, phase=phases[one.criterion]) for one in made)


def impact(result: CriterionResult) -> float:
    """Points of the total that lie between here and Excellent, in weight times score."""
    return result.weight * max(0.0, GOAL - (result.score or 0.0))


def priority(result: CriterionResult) -> float:
    """Impact by confidence by ease."""
    return impact(result) * confidence(result) / result.effort


def confidence(result: CriterionResult) -> float:
    """How far a result is to be trusted: as provisional, too, where its detector agrees with readers too little."""
    weak = any(note.startswith("weak:") for note in result.notes)
    return CONFIDENCE["provisional" if weak else result.status]


def look(result: CriterionResult) -> str:
    """Why somebody reads the posts before this becomes a task: "few", "detector", "apart", "wide"; "" where it is sure.

    Nobody should be set to work on fewer than thirty posts whose range reaches
    Good, on a detector that is not shown to see, or on a range from below Good
    into Excellent.
    """
    codes = {note.partition(":")[0] for note in result.notes} & set(DOUBTS)
    if codes & {"corrected_apart", "flagged_apart"} == codes:
        best = result.score_high or 0.0
        few = "few" if result.status == "provisional" and level(best) >= GOOD else ""
        wide = level(result.score or 0.0) < GOOD and best >= GOAL
        return few or ("apart" if codes else "") or ("wide" if wide else "")
    return "detector"


def detectable(result: CriterionResult, comparisons: int) -> float | None:
    """The smallest change of the value that two quarters like this one would tell with 80 % power.

    At alpha 0.10 shared among the scored criteria, on the effective n, and
    worth five points four times in five (a smaller one is told by no verdict,
    however sure it is); in measure units, towards the better side.  The width
    is that of the test which `compare` will make.  None where there is no n,
    or no room for such a change.
    """
    if result.value is None:
        return None
    critical = NormalDist().inv_cdf(1 - ALPHA / max(comparisons, 1) / 2)
    five = worth(result.value, result.anchors) if len(result.anchors) == len(SCORES) else 0.0

    def told(error: float) -> float:
        return max((critical + SURE) * error, five + SURE * error)

    if result.n_eff and result.unit == "share":
        return _share_change(result, result.value, result.n_eff, told)
    replicates = result.basis.replicates if result.basis else []
    error = sqrt(2) * float(np.std(replicates)) if replicates else 0.0
    return round(told(error), 6) if error else None


def target(result: CriterionResult, told: float | None, what: Measure | None = None) -> float | None:
    """The value where a better band begins, as far off as two periods can tell; None: hold, or no scale.

    `told` is the smallest change that would be told (`detectable`).  Of the
    next two edges worth five points or more it is the nearer that is so far
    off.  Where neither is, a value that is Good already is to be held, and a
    lower one is to reach the nearest, whatever one period can tell of it.
    """
    if result.score is None or result.value is None:
        return None
    if what is not None and what.shape == "two_sided":
        return _followed(result, what)
    if len(result.anchors) != len(SCORES):
        return None
    edges = [one for one in SCORES[1:4] if one >= result.score + CLEAR][:STRIDE]
    values = [round(value_at(one, result.anchors), 6) for one in edges]
    far = [one for one in values if told is not None and abs(one - result.value) >= told]
    nearest = values[:1] if level(result.score) < GOOD else []
    return next(iter(far or nearest), None)


def _followed(result: CriterionResult, what: Measure) -> float | None:
    """Accounts to follow where the weaker side of one account's balance reaches the next band."""
    sides = {one.id: one.value for one in result.secondary}
    spam, listening = sides.get("spam_side"), sides.get("listening_side")
    if result.n != 1 or spam is None or listening is None:
        return None
    pairs = sorted((score, count) for count, score in (what.spam if spam < listening else what.listening))
    edge = next((one for one in SCORES[1:4] if one >= min(spam, listening) + CLEAR), None)
    scores, counts = zip(*pairs, strict=True)
    return None if edge is None else float(round(np.interp(edge, scores, counts)))


def _share_change(result: CriterionResult, share: float, n: float, told: Callable[[float], float]) -> float | None:
    """The size that a comparison with a quarter like this one would name, before or after the change.

    Newcombe's width, or that at equal mix of platforms where it is wider.  A
    share that grows may vary more than it did, one that falls is taken to
    vary as before.  `told` gives the size for a standard error.  None where
    no share is that far off.
    """
    sign = -1 if result.direction == "lower" else 1
    plain, mixed = _width(newcombe(share, n, share, n)), standardised(result, result)
    wider = max(1.0, _width(mixed.difference) / plain) if mixed else 1.0
    size = 0.0
    for _ in range(ROUNDS):
        later = share + sign * size
        size = told(wider * max(plain, _width(newcombe(share, n, later, n))) / (2 * Z95))
        if not 0 <= share + sign * size <= 1:
            return None
    return round(size, 6)


def _width(one: Interval) -> float:
    return one.high - one.low


def _phases(ranked: Sequence[CriterionResult], urgent: bool, held: Collection[str]) -> dict[str, Phase]:
    """Habits first, process next, people and tools last; at most three in the first 30 days.

    What is only `held`, or to be looked at first, asks for nothing new and takes no place there from what does.
    """
    found: dict[str, Phase] = {}
    early = 0
    for one in sorted(ranked, key=lambda one: one.id in held):
        phase = "1-30" if urgent and one.id == "response-rate" else PHASES[min(max(one.effort, 1), 3)]
        if phase == "1-30":
            early += 1
            phase = phase if early <= FIRST_DAYS else "31-60"
        found[one.id] = phase
    return found


def _measure(rubric: Rubric, name: str) -> Measure | None:
    declared = rubric.criteria.get(name)
    return declared.measure if declared is not None else None


def _action(result: CriterionResult, comparisons: int, what: Measure | None) -> Action:
    told = detectable(result, comparisons)
    return Action(
        criterion=result.id, phase="1-30", priority=round(priority(result), 4), impact=round(impact(result), 4),
        effort=result.effort, confidence=confidence(result), target=target(result, told, what), detectable=told,
        look=look(result),
    )  # fmt: skip
