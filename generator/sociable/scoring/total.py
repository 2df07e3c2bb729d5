"""The total of two periods like with like: over the questions that both scored and measured alike (RUBRIC 4.4)."""

from __future__ import annotations

from sociable.model import Total
from sociable.report import Report
from sociable.rubric import Rubric
from sociable.scoring.combine import total_change
from sociable.scoring.likeness import alike, feeds
from sociable.scoring.rescale import counterpart


def total(now: Report, before: Report, rubric: Rubric, first: Report | None = None) -> Total | None:
    """The total then and now at today's weights; None where accounts differ or no question is in both.

    `first` is the report that was made at the time, where `before` is a bridge run.
    """
    if feeds(before).keys() != feeds(now).keys():
        return None
    found = [(*counterpart(now, one, before, first), one) for one in now.criteria]
    pairs = [(other, one) for source, other, one in found if other and alike(now, source, one, other, rubric)]
    change = total_change(pairs)
    if change is None:
        return None
    then, moved, low, high = (round(one, 4) for one in change)
    scored = sum(a.score is not None and b.score is not None for a, b in pairs)
    against = before.period.id
    return Total(against=against, questions=scored, then=then, now=round(then + moved, 4), low=low, high=high)
