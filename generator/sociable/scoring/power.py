"""What two quarters could have shown, had it been there (RUBRIC 4.4, 4.7).

A change is told when it survives the test and is worth five points, so the
smallest change that would be told four times in five has to pass both.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

from sociable.scoring.anchors import SCORES, score, value_at
from sociable.scoring.uncertainty import Z95, Interval

ALPHA, POWER = 0.10, 0.80
CLEAR = 5.0
"""A change counts from so many points, and is steady within them."""
SURE = NormalDist().inv_cdf(POWER)


def detectable(difference: Interval, before: float, anchors: Sequence[float], comparisons: int) -> float | None:
    """The smallest change of the measure that would be told with 80 % power, given this comparison's own width.

    At alpha 0.10 shared among the comparisons; `difference` is at 95 %.  None
    where there is no width or no polyline.
    """
    error = (difference.high - difference.low) / (2 * Z95)
    if error <= 0 or len(anchors) != len(SCORES):
        return None
    critical = NormalDist().inv_cdf(1 - ALPHA / max(comparisons, 1) / 2)
    return round(max((critical + SURE) * error, worth(before, anchors) + SURE * error), 6)


def worth(value: float, anchors: Sequence[float], points: float = CLEAR) -> float:
    """How far a value has to move for its score to move by so many points; up, or down from the top."""
    at = score(value, anchors)
    if at in (0.0, 100.0) and not min(anchors) < value < max(anchors):
        # beyond the scale the nearest segment is prolonged
        first, last = (0, 1) if at == 0 else (3, 4)
        return abs(anchors[last] - anchors[first]) * points / (SCORES[last] - SCORES[first])
    goal = at + points if at + points <= 100 else at - points
    return abs(value_at(goal, anchors) - value)
