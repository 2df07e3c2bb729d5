"""The scale of a criterion in its own values: five anchors, or the two sides of follow-balance."""

from __future__ import annotations

import itertools

from sociable import tongue
from sociable.criteria import Criterion
from sociable.report import CriterionResult
from sociable.site import words
from sociable.site.charts import EDGES

Sides = tuple[tuple[float, float], ...]


def edges(result: CriterionResult, declared: Criterion | None) -> tuple[tuple[float, float], ...]:
    """Pairs of a score and the value that earns it; none where the criterion has no scale."""
    if len(result.anchors) == len(EDGES):
        return tuple(zip(EDGES, result.anchors, strict=True))
    if declared is None or declared.measure.shape != "two_sided":
        return ()
    what = declared.measure
    return tuple((one, at(side, one)) for side in (what.listening, what.spam) for one in EDGES)


def at(side: Sides, score: float) -> float:
    """The count at which one side of a balance earns a score, on straight lines between its pairs."""
    known = sorted(side, key=lambda pair: pair[1])
    for (start, low), (end, high) in itertools.pairwise(known):
        if low <= score <= high:
            return start + (end - start) * (score - low) / (high - low)
    return known[-1][0]


def ranges(declared: Criterion | None) -> tuple[str, ...]:
    """The counts of each band, Poor to Excellent, in words: "10 to 49, or 3,501 to 4,250"."""
    if declared is None or declared.measure.shape != "two_sided":
        return ()
    few, many = ([at(side, one) for one in EDGES] for side in (declared.measure.listening, declared.measure.spam))
    found = [tongue.say("under {low}, or over {high}", low=words.count(few[1]), high=words.count(many[1]))]
    for step in (1, 2):
        low = words.span(words.count(few[step]), words.count(few[step + 1] - 1))
        high = words.span(words.count(many[step + 1] + 1), words.count(many[step]))
        found.append(tongue.say("{low}, or {high}", low=low, high=high))
    return (*found, words.span(words.count(few[3]), words.count(many[3])))
