"""Whether the detectors behind a figure have been shown to find what they should.

A figure that rests on a detector which finds nothing of what it should, or
that nobody has measured, is a first impression whatever its n: a clean result
may only mean that nobody looked (HOUSE, "better quiet and right").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sociable.rubric import Rubric
from sociable.scoring import anchors as scale
from sociable.scoring.power import CLEAR

BLIND: Final = 0.10
"""A detector that finds fewer than one in ten of what it should sees nothing."""
WEAK: Final = 0.40
"""Agreement (kappa) with readers below which a detector is fair at best (Landis and Koch 1977: 0.21 to 0.40)."""
LAUNCH: Final = "promo-share"
"""The question that stands in for another in an account's first 90 days, with its detectors."""


def blind(accuracy: Mapping[str, Mapping[str, Any]], labels: Sequence[str]) -> tuple[str, ...]:
    """The labels among `labels` whose detector has not been seen to work.

    `accuracy` maps a label to its measured `recall` on brands never met, else
    to `se`.  An empty mapping says nothing of any detector, so none is named.
    """
    return tuple(label for label in labels if accuracy and not _sees(accuracy.get(label, {})))


def weak(accuracy: Mapping[str, Mapping[str, Any]], labels: Sequence[str]) -> tuple[str, ...]:
    """The labels whose detector finds something, and agrees with readers too little to be called sure.

    Its errors nearly cancel between two periods (RUBRIC 4.6), so a change may
    still be told; the figure itself is a first impression.
    """
    entries = [(label, accuracy.get(label, {})) for label in labels]
    return tuple(label for label, one in entries if _sees(one) and (one.get("kappa") or 0.0) < WEAK and "kappa" in one)


def resting(rubric: Rubric, labels: Sequence[str], reason: str) -> Sequence[str]:
    """The labels that a result rests on: those of its criterion, or of the question that stood in for it."""
    base = rubric.criteria.get(LAUNCH)
    return base.labels if reason == "launch_window" and base is not None else labels


def apart(numbers: Mapping[str, Any], anchors: Sequence[float]) -> tuple[str, ...]:
    """The note of a share that the other ways of counting it put elsewhere; none where they agree.

    The printed range says how far chance would move the estimate, and knows
    nothing of a detector that misses half or is often wrong.  Where the share
    corrected for its errors, or else what it flagged, scores five points or
    more beyond that range, the range is too narrow to be sure of.
    """
    low, high = numbers.get("score_low"), numbers.get("score_high")
    if low is None or high is None or len(anchors) != len(scale.SCORES):
        return ()
    whole = numbers.get("n_eff") is not None  # where units count half, the plain count means something else
    ways = (("corrected_apart", (numbers.get("corrected") or (None,))[0]),
            ("flagged_apart", numbers.get("raw_value") if whole else None))  # fmt: skip
    beyond = [
        f"{name}:{min(value, 0.9999):.4f}"
        for name, value in ways
        if value is not None and not low - CLEAR < scale.score(value, anchors) < high + CLEAR
    ]
    return tuple(beyond[:1])


def _sees(entry: Mapping[str, Any]) -> bool:
    found = entry.get("recall", entry.get("se"))
    return found is not None and float(found) >= BLIND
