"""How the scores of many brands are spread, with none of them named."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence

from sociable.beside import Client, Scored, Spread

LEAST = 5
"""Brands that a percentile needs: over fewer, whoever knows one brand's score can tell the others'."""


def benchmark(clients: Sequence[Client]) -> tuple[list[Spread], int, list[str]]:
    """The spread of each criterion's scores, how many brands it is over, and the ids of those left out.

    Like goes with like: only brands count that the most frequent rubric judged, with texts read by the same reader.
    """
    if not clients:
        return [], 0, []
    usual = min(Counter(one.rubric for one in clients).items(), key=lambda one: (-one[1], one[0]))[0]
    pooled = [one for one in clients if one.rubric == usual]
    scores: dict[str, list[Scored]] = {}
    for one in pooled:
        for scored in one.scores:
            scores.setdefault(scored.id, []).append(scored)
    spreads = [
        Spread(id=name, question=rows[0].question, brands=len(rows), quartiles=quartiles([one.score for one in rows]))
        for name, rows in sorted(scores.items())
    ]
    return spreads, len(pooled), [one.id for one in clients if one.rubric != usual]


def quartiles(scores: Sequence[float]) -> tuple[float, float, float] | None:
    """25th, 50th and 75th percentile in whole points; None over fewer than LEAST brands."""
    if len(scores) < LEAST:
        return None
    low, middle, high = (float(round(one)) for one in statistics.quantiles(scores, n=4, method="inclusive"))
    return low, middle, high
