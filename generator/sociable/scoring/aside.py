"""What stands beside a verdict of change: mix and rate, the days of events left out (RUBRIC 4.4).

None of it decides a verdict; it says where a difference comes from.
"""

from __future__ import annotations

import msgspec

from sociable.model import Change, Split
from sociable.report import CriterionResult
from sociable.scoring.contrast import of_shares
from sociable.scoring.likeness import shared

EXACT = 1e-4
"""Mix and rate are told apart only where they add up to the difference to so much."""


def split(before: CriterionResult, now: CriterionResult) -> Split | None:
    """How much of a difference is the platforms' mix and how much is rate, by direct standardisation.

    Both quarters are held at their average mix: the rest of the plain
    difference is what the mix did (Kitagawa 1955).  None with one platform,
    where one came or went, or where the platforms do not add up to the whole
    (their weights are no counts, or a person's reading put the whole right).
    """
    parts = shared(now, before, "platform")
    totals = [sum(pair[side].n for pair in parts) for side in (0, 1)]
    if len(parts) < 2 or totals != [before.n, now.n] or None in (before.value, now.value):
        return None
    rate = mix = 0.0
    for one, other in parts:
        first, second = one.n / totals[0], other.n / totals[1]
        low, high = one.value or 0.0, other.value or 0.0
        rate += (first + second) / 2 * (high - low)
        mix += (second - first) * (low + high) / 2
    whole = (now.value or 0.0) - (before.value or 0.0)
    if abs(rate + mix - whole) > EXACT:
        return None
    return Split(plain=round(whole, 6), rate=round(rate, 6), mix=round(mix, 6))


def without_events(before: CriterionResult, now: CriterionResult) -> tuple[float, float | None, float | None] | None:
    """The difference with the days of sales, launches and outages left out of both; ends at 95 % for shares.

    None where neither quarter has such days.
    """
    sides = [_calm(one) for one in (before, now)]
    if sides == [before, now] or any(one.value is None for one in sides):
        return None
    moved = round((sides[1].value or 0.0) - (sides[0].value or 0.0), 6)
    if not (sides[0].n_eff and sides[1].n_eff):
        return moved, None, None
    found = of_shares(*sides).difference
    return moved, round(found.low, 6), round(found.high, 6)


def _calm(result: CriterionResult) -> CriterionResult:
    """The result without the days of events, as sure as its units that are left."""
    found = next((one for one in result.secondary if one.id == "without_events"), None)
    if found is None:
        return result
    left = (found.n or 0) / result.n if result.n else 0.0
    return msgspec.structs.replace(result, value=found.value, n_eff=(result.n_eff or 0.0) * left or None)


def explained(change: Change, before: CriterionResult, now: CriterionResult) -> Change:
    """The verdict with what stands beside it."""
    return msgspec.structs.replace(change, split=split(before, now), without_events=without_events(before, now))
