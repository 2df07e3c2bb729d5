"""An earlier value on today's scale: anchors move scores, not what was measured (RUBRIC 4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from sociable import rulebook
from sociable.report import CriterionResult, Report
from sociable.scoring import anchors as scale
from sociable.scoring.likeness import OTHERWISE


def counterpart(now: Report, one: CriterionResult, before: Report,
                first: Report | None = None) -> tuple[Report, CriterionResult | None]:  # fmt: skip
    """The report to hold `one` against, and its result there on today's scale; None where it has none.

    The report that was made at the time stands for what the rubric left alone, and
    the bridge run `before` for the rest.
    """
    if first is not None and not rulebook.breaks(rulebook.edits(first, now, one.id)):
        result = _of(first, one.id)
        if result is not None and result.status == "scored":
            return first, _beside(one, result)
    result = _of(before, one.id)
    if result is None or rulebook.breaks(rulebook.edits(before, now, one.id)):
        return before, result
    return before, _beside(one, result)


def _beside(one: CriterionResult, result: CriterionResult) -> CriterionResult:
    return result if one.reason in OTHERWISE else rescaled(result, one.anchors)


def _of(report: Report, name: str) -> CriterionResult | None:
    return next((one for one in report.criteria if one.id == name), None)


def rescaled(result: CriterionResult, anchors: Sequence[float]) -> CriterionResult:
    """The result with the score that other anchors give its value; caps hold as they did.

    What was scored for want of a count (a declaration, a launch window) has a scale of its own and keeps it.
    """
    if (
        result.reason in OTHERWISE
        or list(anchors) == result.anchors
        or len(anchors) != len(scale.SCORES)
        or None in (result.value, result.score)
    ):
        return result
    top = min([100.0, *(float(cap.split(":")[1]) for cap in result.caps)])
    score = min(top, scale.score(result.value or 0.0, anchors))
    found: dict[str, Any] = {"anchors": list(anchors), "score": round(score, 4), "band": scale.band(score)}
    if result.low is not None and result.high is not None:
        worst, best = (min(top, end) for end in scale.score_range(result.low, result.high, anchors))
        found |= {"score_low": round(worst, 4), "score_high": round(best, 4), "band": scale.bands(worst, best)}
    return msgspec.structs.replace(result, **found)
