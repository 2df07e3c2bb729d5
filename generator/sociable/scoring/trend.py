"""Which earlier quarter to compare with, and the slope of five quarters or more (RUBRIC 4.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from math import sqrt
from statistics import median

import msgspec

from sociable.model import Change, Pair
from sociable.report import Report
from sociable.rubric import Rubric
from sociable.scoring.change import compare
from sociable.scoring.uncertainty import Z95, Interval

SEASONAL = frozenset({"promo-share", "growth-tactics", "response-rate", "response-time"})
"""Criteria that swing with the season: last year's quarter is their better half."""
ENOUGH_FOR_SEASONS, ENOUGH_FOR_SLOPE = 4, 5
YEAR, LEEWAY = 365, 20


def changes(now: Report, history: Sequence[Report], rubric: Rubric,
            firsts: Mapping[str, Report] | None = None) -> dict[str, Change]:  # fmt: skip
    """The verdicts against the previous period and, for seasonal criteria, last year's where it is there.

    `history` may hold any reports; only those that end before `now` count.
    `firsts` are the reports, by period, that bridge runs among them stand for.
    The note of a seasonal verdict carries the other one as "previous_period:<verdict>".
    """
    earlier = sorted((one for one in history if one.period.end < now.period.start), key=lambda one: one.period.end)
    if not earlier:
        return {}
    known = firsts or {}
    found = compare(now, earlier[-1], rubric, known.get(earlier[-1].period.id))
    last_year = year_ago(now, earlier) if len(earlier) >= ENOUGH_FOR_SEASONS else None
    if last_year is None or last_year is earlier[-1]:
        return found
    for name, one in compare(now, last_year, rubric, known.get(last_year.period.id)).items():
        if name in SEASONAL and one.p is not None:
            found[name] = _beside(one, "previous_period", found[name])
        elif name in found and one.p is not None:
            found[name] = _beside(found[name], "same_quarter_last_year", one)
    return found


def year_ago(now: Report, earlier: Sequence[Report]) -> Report | None:
    """The report of the same season a year before; None when there is none."""
    start = date.fromisoformat(now.period.start)
    return next(
        (one for one in earlier if abs((start - date.fromisoformat(one.period.start)).days - YEAR) <= LEEWAY), None
    )


def theil_sen(values: Sequence[float]) -> Interval | None:
    """The median slope of equally spaced values with Sen's 95 % interval; None below five of them."""
    n = len(values)
    if n < ENOUGH_FOR_SLOPE:
        return None
    slopes = sorted((values[j] - values[i]) / (j - i) for i, j in combinations(range(n), 2))
    width = Z95 * sqrt(n * (n - 1) * (2 * n + 5) / 18)
    low = max(round((len(slopes) - width) / 2), 0)
    high = min(round((len(slopes) + width) / 2), len(slopes) - 1)
    return Interval(median(slopes), slopes[max(low - 1, 0)], slopes[high])


def kendall_p(values: Sequence[float]) -> float:
    """Kendall's exact two-sided p that values in a row neither rise nor fall; ties count as neither."""
    n = len(values)
    ways = [1]  # permutations by their number of inversions
    for more in range(1, n):
        ways = [sum(ways[max(0, at - more) : at + 1]) for at in range(len(ways) + more)]
    moves = [(values[j] > values[i]) - (values[j] < values[i]) for i, j in combinations(range(n), 2)]
    fewest = (len(moves) - abs(sum(moves))) // 2
    return min(1.0, 2 * sum(ways[: fewest + 1]) / sum(ways))


def _beside(change: Change, name: str, one: Change) -> Change:
    """A verdict with the verdict on the other pair of periods, and the figures behind that."""
    note = "; ".join(text for text in (change.note, f"{name}:{one.verdict}") if text)
    pair = Pair(**{field: getattr(one, field) for field in Pair.__struct_fields__})
    return msgspec.structs.replace(change, note=note, other=pair)
