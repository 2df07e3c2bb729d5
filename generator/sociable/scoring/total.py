"""The total of two periods like with like: over the questions that both scored and measured alike (RUBRIC 4.4)."""

from __future__ import annotations

from collections.abc import Mapping

from sociable.model import Change, Total
from sociable.report import Report
from sociable.scoring.combine import total_change
from sociable.scoring.likeness import feeds
from sociable.scoring.rescale import counterpart

UNLIKE = ("rubric", "feeds_differ", "population", "accounts", "windows_overlap", "not_counted")
"""Codes of a verdict under which the two values do not measure the same."""


def total(now: Report, before: Report, changes: Mapping[str, Change], first: Report | None = None) -> Total | None:
    """The total then and now at today's weights; None where accounts differ or no question is in both.

    `changes` are the verdicts of `compare` on the same two reports, and `first` as there.
    """
    if feeds(before).keys() != feeds(now).keys():
        return None
    pairs = [(other, one) for one in now.criteria
             if not any(changes[one.id].note.startswith(code) for code in UNLIKE)
             and (other := counterpart(now, one, before, first)[1]) is not None]  # fmt: skip
    found = total_change(pairs)
    if found is None:
        return None
    then, moved, low, high = (round(one, 4) for one in found)
    scored = sum(a.score is not None and b.score is not None for a, b in pairs)
    against = before.period.id
    return Total(against=against, questions=scored, then=then, now=round(then + moved, 4), low=low, high=high)
